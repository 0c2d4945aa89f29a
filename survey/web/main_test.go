package web_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/places"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/web"
)

// What makes the test binary serve a data folder instead of running tests, so
// that all it prints is caught from outside.
const (
	modeVariable = "FRAGEBATTERI_TEST_MODE"
	dataVariable = "FRAGEBATTERI_TEST_DATA"
)

// Modes in which the test binary serves.
const (
	modePanic    = "panic"     // storing an answer panics with what was sent
	modeFullDisk = "full disk" // no answer can be stored
	modeLeak     = "leak"      // every request's address is logged
)

func TestMain(m *testing.M) {
	if mode := os.Getenv(modeVariable); mode != "" {
		if err := serveFolder(mode, os.Getenv(dataVariable)); err != nil {
			fmt.Fprintln(os.Stderr, "failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	// Each test makes sites and drops them: what is collected seldom costs least.
	debug.SetGCPercent(400)
	code := m.Run()
	if built {
		if file, err := program(); err == nil {
			_ = os.RemoveAll(filepath.Dir(file))
		}
	}
	os.Exit(code)
}

// panicking is a store that panics with all it was given.
type panicking struct{ survey.Store }

func (panicking) Receive(_ context.Context, a survey.Arrival) (survey.Outcome, error) {
	panic(fmt.Sprintf("cannot store %+v", a))
}

// serveFolder serves a data folder until it is told to stop. Unlike the real
// program it leaves the standard library's log where it prints.
func serveFolder(mode, dir string) error {
	store, err := sqlite.Open(dir)
	if err != nil {
		return err
	}
	defer store.Close()
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		return err
	}
	texts, err := review.OpenLibrary("", locales.Files, i18n.Languages, nil)
	if err != nil {
		return err
	}
	var used survey.Store = store
	switch mode {
	case modePanic:
		used = panicking{store}
	case modeFullDisk:
		used = fullDisk{store}
	}
	service := survey.New(used, survey.NewCatalogue(list, places.Municipalities(), places.Counties()), time.Now)
	options := web.Options{Languages: i18n.Languages, Texts: texts}
	if mode == modePanic {
		options.Ready = panicWithRequest
	}
	pages, err := web.New(service, options)
	if err != nil {
		return err
	}
	handler := pages.Handler()
	if mode == modeLeak {
		handler = logAddress(handler)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("Serving on", listener.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { _ = server.Shutdown(context.Background()) })
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	for what, n := range pages.Faults() {
		fmt.Println(n, "times:", what)
	}
	return nil
}

// panicWithRequest panics with everything that a request says of a person.
func panicWithRequest(r *http.Request) error {
	body, _ := io.ReadAll(r.Body)
	panic(fmt.Sprintf("%s %v %s", r.RemoteAddr, r.Header, body))
}

// logAddress is the leak that the detector must find.
func logAddress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.Printf("request from %s", r.RemoteAddr)
		next.ServeHTTP(w, r)
	})
}
