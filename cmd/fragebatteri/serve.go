package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/openid"
	"fragebatteri/survey/web"
)

var serveCommand = command{"serve", `fragebatteri serve -data DIR [-addr 127.0.0.1:8080] [-cert FILE -cert-key FILE [-redirect-addr :80]]
    Serve participants, results and staff. With -cert and -cert-key it speaks HTTPS itself,
    so that no proxy in front of it can log who answers; a renewed certificate is
    taken by itself within a minute, and at once on SIGHUP. With -redirect-addr it also sends those who typed the address
    without https:// to the right one.
`, serve}

func serve(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	addr := f.String("addr", envOr("FRAGEBATTERI_ADDR", "127.0.0.1:8080"), "")
	certFile, keyFile := f.String("cert", "", ""), f.String("cert-key", "", "")
	redirectAddr := f.String("redirect-addr", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if (*certFile == "") != (*keyFile == "") {
		return operator.Refusef("give -cert and -cert-key together")
	}
	if *redirectAddr != "" && *certFile == "" {
		return operator.Refusef("-redirect-addr sends people to HTTPS; give -cert and -cert-key too")
	}
	hangUp, forget := hangUps()
	defer forget()
	return a.with(ctx, *dir, func(in *instance) (err error) {
		var secure *certificate
		if *certFile != "" {
			if secure, err = loadCertificate(*certFile, *keyFile); err != nil {
				return operator.Refusef("the certificate cannot be used; check -cert and -cert-key").Because(err)
			}
		}
		listener, err := listen(*addr)
		if err != nil {
			return err
		}
		if *redirectAddr != "" {
			stop, err := a.redirect(*redirectAddr, in.host.BaseURL)
			if err != nil {
				return errors.Join(err, listener.Close())
			}
			defer func() { err = errors.Join(err, stop()) }()
		}
		a.tell("Serving %s on %s", in.host.BaseURL, listener.Addr())
		if ip := listener.Addr().(*net.TCPAddr).IP; secure == nil && !ip.IsLoopback() {
			a.tell("This is HTTP and can be reached from other machines: something that speaks HTTPS must stand in front of it, or give -cert.")
		}
		return a.serveOn(ctx, in, listener, secure, hangUp)
	})
}

// redirect answers every request on an address with where the service is, until
// the function that it returns is called. Nothing of a request is kept.
func (a *app) redirect(addr, baseURL string) (stop func() error, err error) {
	listener, err := listen(addr)
	if err != nil {
		return nil, err
	}
	server := newServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, baseURL+r.URL.RequestURI(), http.StatusPermanentRedirect)
	}))
	go func() { _ = server.Serve(listener) }() // it ends when it is closed
	a.tell("Sending those who come to %s to %s", listener.Addr(), baseURL)
	return server.Close, nil
}

// newServer returns a server that says nothing of requests and waits for nobody
// for ever.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: requestTime,
		IdleTimeout: requestTime, MaxHeaderBytes: headerBytes,
		// The standard library's messages name addresses.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, operator.Refusef("cannot listen there; give -addr a free address").Because(err)
	}
	return listener, nil
}

// Limits of a request. A phone on a bad network gets two minutes for a form.
const (
	headerTime  = 10 * time.Second
	requestTime = 2 * time.Minute
	headerBytes = 16 << 10
	keepEvery   = 30 * time.Second
	faultsEvery = time.Hour
)

// serveOn serves on a listener until ctx ends, and then lets requests under way
// finish. It speaks HTTPS where it is given a certificate, which hangUp asks to be
// read again.
func (a *app) serveOn(ctx context.Context, in *instance, listener net.Listener, secure *certificate, hangUp <-chan os.Signal) error {
	texts, err := in.library(in.dir)
	if err != nil {
		return err
	}
	clips, err := audio.Open(in.dir)
	if err != nil {
		return err
	}
	pages, err := web.New(in.Service, web.Options{
		Languages: i18n.Languages, Texts: texts,
		Ready: func(r *http.Request) error { return in.store.Ready(r.Context()) },
		Audio: clips.Clips(), Recorded: clips, HTTPS: strings.HasPrefix(in.host.BaseURL, "https://"),
		Log: a.requestLog(in), OpenID: openid.New(in.openIDKeys(), a.now), Sealing: in.keys,
		Freeze: in.shelf(in.dir, texts).Put,
	})
	if err != nil {
		return err
	}
	server := newServer(pages.Handler())
	stopped := make(chan error, 1)
	go func() {
		if secure != nil {
			server.TLSConfig = secure.config()
			stopped <- server.ServeTLS(listener, "", "")
		} else {
			stopped <- server.Serve(listener)
		}
	}()
	a.runHousekeeping(ctx, in, pages, secure, hangUp, stopped)
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err = server.Shutdown(ending)
	if failed := <-stopped; !errors.Is(failed, http.ErrServerClosed) {
		err = errors.Join(err, failed)
	}
	return err
}

// requestLog returns where the lines about requests of staff go: as JSON to where everything for people
// goes, with the minute. A demo has none; nobody looks after it.
func (a *app) requestLog(in *instance) *slog.Logger {
	if in.host.Demo {
		return nil
	}
	toTheMinute := func(groups []string, attr slog.Attr) slog.Attr {
		if attr.Key == slog.TimeKey && len(groups) == 0 {
			attr.Value = slog.TimeValue(attr.Value.Time().UTC().Truncate(time.Minute))
		}
		return attr
	}
	return slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{ReplaceAttr: toTheMinute}))
}

// hangUps returns the SIGHUPs that arrive until forget is called. One must not end
// the service, as it does by default, whether there is a certificate to read or not.
func hangUps() (hangUp <-chan os.Signal, forget func()) {
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, syscall.SIGHUP)
	return arrived, func() { signal.Stop(arrived) }
}

// runHousekeeping does what has to be done as time passes, until ctx ends or serving
// stops by itself.
func (a *app) runHousekeeping(ctx context.Context, in *instance, pages *web.Server, secure *certificate, hangUp <-chan os.Signal, stopped chan error) {
	keep := time.NewTicker(keepEvery)
	defer keep.Stop()
	report := time.NewTicker(faultsEvery)
	defer report.Stop()
	var told map[string]int
	housekeeper := survey.NewHousekeeper(in.Service)
	for {
		if err := housekeeper.Run(ctx); err != nil && ctx.Err() == nil {
			a.tell("fragebatteri: housekeeping failed and will be tried again: %v", err)
		}
		if err := pages.Prepare(ctx); err != nil && ctx.Err() == nil {
			a.tell("fragebatteri: results could not be prepared and will be read when somebody asks: %v", err)
		}
		a.renewCertificate(secure, false)
		select {
		case <-ctx.Done():
			a.tellFaults(pages.Faults(), told)
			return
		case err := <-stopped:
			stopped <- err
			return
		case <-report.C:
			faults := pages.Faults()
			a.tellFaults(faults, told)
			told = faults
		case <-hangUp:
			a.renewCertificate(secure, true)
		case <-keep.C:
		}
	}
}

// tellFaults says what has failed beyond what was told before. Once an hour is
// often enough to mend it, and too seldom to tell when anybody answered.
func (a *app) tellFaults(faults, told map[string]int) {
	for _, what := range slices.Sorted(maps.Keys(faults)) {
		if n := faults[what] - told[what]; n > 0 {
			fmt.Fprintf(a.err, "fragebatteri: since the last report %d times: %s\n", n, operator.Fault(what))
		}
	}
}
