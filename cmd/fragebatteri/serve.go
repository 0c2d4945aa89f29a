package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/places"
	"fragebatteri/survey/web"
)

var serveCommand = command{"serve", `fragebatteri serve -data DIR [-addr 127.0.0.1:8080] [-cert FILE -cert-key FILE]
    Serve participants and results. With -cert and -cert-key it speaks HTTPS itself,
    so that no proxy in front of it can log who answers.
`, serve}

func serve(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	addr := f.String("addr", envOr("FRAGEBATTERI_ADDR", "127.0.0.1:8080"), "")
	cert, certKey := f.String("cert", "", ""), f.String("cert-key", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if (*cert == "") != (*certKey == "") {
		return operator.Refusef("give -cert and -cert-key together")
	}
	return a.with(ctx, *dir, func(in *instance) error {
		listener, err := listen(*addr)
		if err != nil {
			return err
		}
		a.tell("Serving %s on %s", in.host.BaseURL, listener.Addr())
		return a.serveOn(ctx, in, listener, *cert, *certKey)
	})
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
// finish.
func (a *app) serveOn(ctx context.Context, in *instance, listener net.Listener, cert, certKey string) error {
	catalog, err := i18n.Load(locales.Files, i18n.Languages)
	if err != nil {
		return err
	}
	pages, err := web.New(in.Service, web.Options{
		Languages: i18n.Languages, Catalog: catalog, CountyName: places.CountyName,
		Ready: func(r *http.Request) error { return in.store.Ready(r.Context()) },
		Audio: os.DirFS(audioFolder(in.dir)),
	})
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: pages.Handler(), ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: requestTime,
		IdleTimeout: requestTime, MaxHeaderBytes: headerBytes,
		// The standard library's messages name addresses.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	stopped := make(chan error, 1)
	go func() {
		if cert != "" {
			stopped <- server.ServeTLS(listener, cert, certKey)
		} else {
			stopped <- server.Serve(listener)
		}
	}()
	a.keepHouse(ctx, in, pages, stopped)
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err = server.Shutdown(ending)
	if failed := <-stopped; !errors.Is(failed, http.ErrServerClosed) {
		err = errors.Join(err, failed)
	}
	return err
}

// keepHouse does what has to be done as time passes, until ctx ends or serving
// stops by itself.
func (a *app) keepHouse(ctx context.Context, in *instance, pages *web.Server, stopped chan error) {
	keep := time.NewTicker(keepEvery)
	defer keep.Stop()
	report := time.NewTicker(faultsEvery)
	defer report.Stop()
	var told map[string]int
	for {
		if err := in.Keep(ctx); err != nil && ctx.Err() == nil {
			a.tell("fragebatteri: housekeeping failed and will be tried again: %v", err)
		}
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
