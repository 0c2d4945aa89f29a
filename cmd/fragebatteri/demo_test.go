package main

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The demo is a working instance: a session to answer in, sealed rounds that
// 'verify' accepts, with views and a word on how honest they are, and the word
// that all of it is made up.
func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	began := time.Now()
	demo := start(t, `Open data:\s+http://([^/\s]+)/api`, "demo", "-addr", "127.0.0.1:0", "-data", dir)
	t.Logf("ready after %v", time.Since(began).Round(time.Millisecond))
	b := browser{t, demo.base}

	answering := demo.says(t, `Answer as a newcomer:\s+http://[^/\s]+(/s/\S+)`)
	if !strings.Contains(demo.err.String(), "█") {
		t.Error("no QR code was drawn")
	}
	if b.page(answering).Find("a[hreflang=sv]").Length() != 1 {
		t.Error("the session is not offered in Swedish")
	}
	if _, r, err := send(b.base+answering+"/sv", form(7)); err != nil || r.status != http.StatusSeeOther {
		t.Errorf("an answer to the demo: status %d, %v", r.status, err)
	}
	for _, path := range []string{"/", "/results", "/privacy/sv"} {
		b.page(path)
	}
	for _, role := range []string{"steward", "officer", "ambassador", "reader"} {
		path := demo.says(t, `Signed in as `+role+`:\s+http://[^/\s]+(/\S+)`)
		let := b.ask(http.MethodGet, path, nil)
		cookie, _, _ := strings.Cut(let.header.Get("Set-Cookie"), ";")
		if first := b.ask(http.MethodGet, let.header.Get("Location"), nil, "Cookie", cookie); let.status != http.StatusSeeOther || first.status != http.StatusOK {
			t.Errorf("as %s: status %d, and then %d", role, let.status, first.status)
		}
	}
	if r := b.ask(http.MethodGet, "/readyz", nil); r.status != http.StatusOK {
		t.Errorf("readyz: status %d", r.status)
	}
	if code, _, errOut := call("health", "-url", demo.base); code != exitOK || errOut != "" {
		t.Errorf("health: exit code %d: %s", code, errOut)
	}

	command := regexp.MustCompile(`fragebatteri (verify -signer \S+ \S+ \S+)`).FindStringSubmatch(demo.err.String())
	if command == nil {
		t.Fatal("it does not say how to verify its release")
	}
	words := strings.Fields(command[1])
	must(t, words...)
	list := b.ask(http.MethodGet, "/api/v1/releases", nil)
	addresses := regexp.MustCompile(`"(/api/v1/releases/\w+)"`).FindAllSubmatch(list.body, -1)
	if len(addresses) != 2 {
		t.Fatalf("two releases are to be listed: %s", list.body)
	}
	var released []byte
	for _, address := range addresses {
		released = append(released, b.ask(http.MethodGet, string(address[1]), nil).body...)
	}
	// Whether a view by who somebody is withstands the attack depends on the lots of each release.
	for _, want := range []string{`"demo":true`, `"by":"(gender|time)"`, `"by":"channel"`, `"frank":"most"`, `"received":`} {
		if !regexp.MustCompile(want).Match(released) {
			t.Errorf("the releases do not have %s: %.300s", want, released)
		}
	}

	if code, out, errOut := call("demo", "-addr", strings.TrimPrefix(demo.base, "http://"), "-data", dir); code != exitInvalid || out != "" || notOneLine(errOut) != "" {
		t.Errorf("a second demo on the same address: exit code %d: %s", code, errOut)
	}
	demo.stop()
	if demo.code != exitOK || demo.out.String() != "" {
		t.Errorf("it stopped with exit code %d and %q on stdout", demo.code, demo.out)
	}

	// Started again it is the same instance.
	again := start(t, `Open data:\s+http://([^/\s]+)/api`, "demo", "-addr", "127.0.0.1:0", "-data", dir)
	if strings.Contains(again.err.String(), "Making up answers") {
		t.Error("the answers were made up a second time")
	}
	must(t, words...)
}
