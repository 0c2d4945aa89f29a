package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/offline"
	"fragebatteri/survey/places"
)

var deskCommand = command{"desk", `fragebatteri desk [-dir DIR]
    The steward's own computer as pages: make and check keys, seal a round, verify
    releases. Opens the browser; nothing but this computer can reach the pages, and
    they reach nothing. Keys and sealed rounds are kept in DIR, Fragebatteri in your
    documents if none is given. A double click on a program called fragebatteri-desk
    does the same.
`, desk}

func desk(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.String("dir", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if *dir == "" {
		var err error
		if *dir, err = deskFolder(); err != nil {
			return err
		}
	}
	absolute, err := filepath.Abs(*dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(absolute, 0o700); err != nil {
		return operator.Refusef("there can be no folder %s; give -dir another", absolute).Because(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, quit := context.WithCancel(ctx)
	defer quit()
	pages, err := a.deskPages(absolute, quit)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	guard := offline.NewGuard(pages, listener.Addr().String())
	a.tell("Open %s in a browser on this computer. Ctrl+C ends it.", guard.Link())
	if isTerminal(a.err) || startedAlone(a) {
		openBrowser(guard.Link()) // the link is printed too, for where that does not work
	}
	return serveDesk(ctx, listener, guard.Handler())
}

// deskPages returns the pages with what is built in: the steward's computer has no data folder.
func (a *app) deskPages(dir string, quit func()) (*offline.Desk, error) {
	has, err := builtIn()
	if err != nil {
		return nil, err
	}
	catalog, err := has.catalog()
	if err != nil {
		return nil, err
	}
	guesses, err := has.commonWords()
	if err != nil {
		return nil, err
	}
	var languages []i18n.Language
	for _, tag := range locales.LanguagesOf(locales.Offline) {
		l, _ := i18n.Find(i18n.Languages, tag)
		languages = append(languages, l)
	}
	return offline.New(offline.Options{
		Dir: dir, Languages: languages, Catalog: catalog, Catalogue: has.catalogue, Interventions: places.Interventions(),
		Guesses: guesses, Today: a.today, Explain: operator.Text, Verify: has.verifyFiles, Quit: quit,
	})
}

// serveDesk serves until ctx ends, and then lets requests under way finish.
func serveDesk(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := newServer(handler)
	server.ReadTimeout, server.WriteTimeout = offline.Serving, offline.Serving
	stopped := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		ending, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(ending)
	})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// deskFolder returns a folder of ours beside the documents of whoever uses the computer.
func deskFolder() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", operator.Refusef("it is not known whose computer this is; give -dir").Because(err)
	}
	for _, documents := range []string{"Documents", "Dokument"} {
		if info, err := os.Stat(filepath.Join(home, documents)); err == nil && info.IsDir() {
			return filepath.Join(home, documents, "Fragebatteri"), nil
		}
	}
	return filepath.Join(home, "Fragebatteri"), nil
}

// openBrowser asks the system to show an address. Where it cannot, the address was printed.
func openBrowser(address string) {
	words := browserCommand(runtime.GOOS, address)
	cmd := exec.Command(words[0], words[1:]...)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }() // some systems keep it until the browser is closed
	}
}

// browserCommand returns what shows an address on a system.
func browserCommand(system, address string) []string {
	switch system {
	case "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", address}
	case "darwin":
		return []string{"open", address}
	}
	return []string{"xdg-open", address}
}

// deskName begins the name of a program that is the desk when it is started by a double click.
const deskName = "fragebatteri-desk"

// doubleClicked reports whether the program was started without arguments by somebody who has no
// terminal to give them in: by its name, which is how systems that open a terminal for every program
// tell it, or on a screen without a terminal. A service that is started without arguments has no screen.
func doubleClicked(a *app, program string) bool {
	return strings.HasPrefix(filepath.Base(program), deskName) || startedAlone(a)
}

// startedAlone reports whether somebody at a screen started the program without a terminal.
func startedAlone(a *app) bool {
	if _, real := a.in.(*os.File); !real || isTerminal(a.in) || isTerminal(a.out) || isTerminal(a.err) {
		return false
	}
	return hasScreen(runtime.GOOS, os.Getenv)
}

// hasScreen reports whether a system shows programs to somebody: on servers there is none.
func hasScreen(system string, variable func(string) string) bool {
	return system == "windows" || system == "darwin" || variable("DISPLAY") != "" || variable("WAYLAND_DISPLAY") != ""
}
