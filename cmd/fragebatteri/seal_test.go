package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// at runs a command that must succeed, at a time.
func at(t *testing.T, now string, args ...string) {
	t.Helper()
	clock, err := time.Parse(time.RFC3339, now)
	ok(t, err)
	var errOut bytes.Buffer
	a := &app{in: strings.NewReader(""), out: new(bytes.Buffer), err: &errOut, now: func() time.Time { return clock }}
	for _, c := range commands() {
		if words := strings.Fields(c.name); strings.Join(args[:min(len(args), len(words))], " ") == c.name {
			if err := c.run(context.Background(), a, args[len(words):]); err != nil {
				t.Fatalf("%v: %v: %s", args, err, &errOut)
			}
			return
		}
	}
	t.Fatalf("there is no command %q", args)
}

// A release has the day on which its answers left the server, as it is in Sweden. On whatever day it
// is sealed it is the same release; exported again on another day, it differs in nothing but its day.
func TestSealOnAnotherDay(t *testing.T) {
	s := newSite(t, "https://svar.example")
	s.openRound(t, "2026-H1")
	s.answer(t, s.openSession(t, "2026-H1"), 0, 20)
	must(t, "round", "close", "-data", s.path("data"), "-round", "2026-H1", "-now")
	sealed := func(exported, name string, days ...string) (releases [][]byte) {
		at(t, exported, "pending", "export", "-data", s.path("data"), "-round", "2026-H1", "-final", "-o", s.path(name))
		for _, day := range days {
			out := s.path(name + "-sealed-" + day[:10])
			at(t, day, "seal", s.path(name), "-key", s.path("2026-H1.key"), "-signer", s.path("signer.key"), "-o", out)
			content, err := os.ReadFile(filepath.Join(out, "release.json"))
			ok(t, err)
			releases = append(releases, content)
		}
		return releases
	}
	releases := sealed("2026-06-30T22:30:00Z", "first", "2026-07-01T08:00:00Z", "2027-02-03T08:00:00Z")
	if !bytes.Equal(releases[0], releases[1]) {
		t.Error("sealed on another day it is another release")
	}
	const day = `"sealed":"2026-07-01"`
	if !bytes.Contains(releases[0], []byte(day)) {
		t.Errorf("it does not say %s", day)
	}
	later := sealed("2026-07-09T10:00:00Z", "again", "2026-07-09T11:00:00Z")[0]
	if want := bytes.Replace(releases[0], []byte(day), []byte(`"sealed":"2026-07-09"`), 1); !bytes.Equal(later, want) {
		t.Error("exported on another day it differs in more than its day")
	}
}
