package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sqlite"
)

// A demo has an address that browsers reach, or it is not made.
func TestDemoChecksItsHost(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	a := &app{out: io.Discard, err: io.Discard, now: time.Now}
	_, err := a.demoInstance(t.Context(), dir, "http://fraga_svar.se")
	if err == nil || survey.CodeOf(err) != "host.address" {
		t.Errorf("got %v, want that the host is refused", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a data folder was made")
	}
}

// How the host is reached is kept; what could not stand on a page is refused.
func TestInitKeepsTheContact(t *testing.T) {
	signer, err := release.NewSigner()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "data")
	args := []string{"init", "-data", dir, "-base-url", "https://svar.example", "-host-name", "Region", "-host-kind", "region", "-signer", string(signer.Public()), "-host-contact"}
	if code, _, errOut := call(append(args, strings.Repeat("a", survey.LongestName+1))...); code != exitInvalid || !strings.Contains(errOut, "contact") || notOneLine(errOut) != "" {
		t.Errorf("exit code %d: %s", code, errOut)
	}
	if code, _, errOut := call(append(args, " 013-10 00 00 ")...); code != 0 {
		t.Fatalf("exit code %d: %s", code, errOut)
	}
	store, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if host, err := store.Host(t.Context()); err != nil || host.Contact != "013-10 00 00" {
		t.Errorf("the contact is %q (%v)", host.Contact, err)
	}
}

// A data folder whose signer is damaged opens no round: nobody could sign its release.
func TestRoundOpenChecksTheSigner(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	host := survey.Host{BaseURL: "https://svar.example", Name: "Region", Kind: survey.HostRegion, Signer: "abc"}
	store, err := sqlite.Create(dir, host, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	code, _, errOut := call("round", "open", "-data", dir, "-name", "2026-H2", "-battery", "core", "-keep-key", "-accept-drafts", "all")
	if code != exitInvalid || !strings.Contains(errOut, "'signer set'") || notOneLine(errOut) != "" {
		t.Errorf("exit code %d: %s", code, errOut)
	}
	if _, err := os.Stat(filepath.Join(dir, "keys")); err == nil {
		t.Error("a key was left behind")
	}
}

// Days begin when they do in Sweden, summer and winter.
func TestToday(t *testing.T) {
	for at, want := range map[string]string{
		"2026-06-30T21:59:59Z": "2026-06-30", "2026-06-30T22:00:00Z": "2026-07-01",
		"2026-12-31T22:59:59Z": "2026-12-31", "2026-12-31T23:00:00Z": "2027-01-01",
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		a := &app{now: func() time.Time { return now }}
		if got := a.today(); got != want {
			t.Errorf("%s is on %s, want %s", at, got, want)
		}
	}
}
