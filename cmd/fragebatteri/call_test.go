package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"fragebatteri/survey"
)

// call runs one command in this process as a shell would, without a terminal.
func call(args ...string) (code int, out, errOut string) {
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// must runs a command that has to succeed, and returns the object it printed.
func must(t testing.TB, args ...string) map[string]any {
	t.Helper()
	code, out, errOut := call(args...)
	if code != exitOK {
		t.Fatalf("fragebatteri %s: exit code %d: %s", strings.Join(args, " "), code, errOut)
	}
	if out == "" {
		return nil
	}
	object, err := oneObject([]byte(out))
	if err != nil {
		t.Fatalf("fragebatteri %s printed %q: %v", strings.Join(args, " "), out, err)
	}
	return object
}

// text and whole return a value of a printed object.
func text(t testing.TB, object map[string]any, key string) string {
	t.Helper()
	value, ok := object[key].(string)
	if !ok {
		t.Fatalf("%v has no text %s", object, key)
	}
	return value
}

func whole(t testing.TB, object map[string]any, key string) int {
	t.Helper()
	value, ok := object[key].(float64)
	if !ok {
		t.Fatalf("%v has no number %s", object, key)
	}
	return int(value)
}

// site is a data folder with the steward's files beside it, in one folder.
type site struct {
	dir    string
	signer string // public key
}

// newSite makes a signer and a data folder.
func newSite(t testing.TB, baseURL string) site {
	t.Helper()
	s := site{dir: t.TempDir()}
	s.signer = text(t, must(t, "signer", "new", "-o", s.path("signer.key")), "public_key")
	must(t, "init", "-data", s.path("data"), "-base-url", baseURL, "-host-name", "Region Östergötland", "-host-kind", "region", "-signer", s.signer)
	return s
}

func (s site) path(name string) string { return filepath.Join(s.dir, name) }

// openRound opens a round whose key is in the file NAME.key.
func (s site) openRound(t testing.TB, name string) string {
	t.Helper()
	public := text(t, must(t, "key", "new", "-o", s.path(name+".key")), "public_key")
	return text(t, must(t, "round", "open", "-data", s.path("data"), "-name", name, "-battery", "core", "-public-key", public, "-accept-drafts", "all"), "round")
}

// form is the i-th made-up form. Any two of the first 1344 differ.
func form(i int) url.Values {
	option := func(options int) string {
		value := fmt.Sprintf("o%d", i%options+1)
		i /= options
		return value
	}
	filled := url.Values{"K01": {option(3)}, "K04": {option(7)}, "K06": {option(3)}, "K12": {option(4)}, "K19": {option(4), "o7"}}
	if filled.Get("K01") == "o2" {
		filled.Set("K12", survey.NoAnswer)
		filled.Set("K09", survey.DontKnow)
		filled.Set("K10", option(4))
	}
	return filled
}
