package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
)

// The round of these tests has twenty answers in two sessions, of which two
// wait for the next round.
const (
	crashRound = "2026-H2"
	crashNext  = "2027-H1"
	crashRows  = 20
)

// operation is a command that is interrupted.
type operation struct {
	name   string
	args   []string                   // DIR stands for the folder of the site
	states []survey.RoundState        // what the round may be afterwards
	whole  func(t *testing.T, s site) // checks what may have been written beside the data folder
	before site
}

func (o operation) in(s site) []string {
	var args []string
	for _, arg := range o.args {
		args = append(args, strings.ReplaceAll(arg, "DIR", s.dir))
	}
	return args
}

// operations makes a round and returns the commands of its life, each with the
// site as it is before it.
func operations(t *testing.T) []operation {
	s := newSite(t, "https://svar.example")
	data := s.path("data")
	s.openRound(t, crashRound)
	open := []string{"session", "open", "-data", data, "-round", crashRound, "-municipality", "0581", "-intervention", "OG028"}
	code := text(t, must(t, open...), "code")
	s.answer(t, code, 0, 14)
	s.answer(t, text(t, must(t, open...), "code"), 14, crashRows)

	here := func(args ...string) []string {
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], s.dir, "DIR")
		}
		return args
	}
	opened := s.copy(t)
	sessionOpen := operation{name: "session open", args: here(slices.Clone(open)...), states: []survey.RoundState{survey.RoundOpen}, before: opened}
	sessionClose := operation{name: "session close", args: here("session", "close", "-data", data, code), states: []survey.RoundState{survey.RoundOpen}, before: opened}
	roundClose := operation{name: "round close", args: here("round", "close", "-data", data, "-round", crashRound, "-now"), states: []survey.RoundState{survey.RoundOpen, survey.RoundClosed}, before: opened}

	must(t, "round", "close", "-data", data, "-round", crashRound, "-now")
	s.openRound(t, crashNext)
	export := operation{
		name: "pending export", args: here("pending", "export", "-data", data, "-round", crashRound, "-o", s.path("pending.json")),
		states: []survey.RoundState{survey.RoundClosed, survey.RoundExported}, whole: wholeExport, before: s.copy(t),
	}
	must(t, "pending", "export", "-data", data, "-round", crashRound, "-o", s.path("pending.json"))
	seal := operation{
		name: "seal", args: here("seal", s.path("pending.json"), "-key", s.path(crashRound+".key"), "-signer", s.path("signer.key"), "-o", s.path("sealed")),
		states: []survey.RoundState{survey.RoundExported}, whole: wholeSeal, before: s.copy(t),
	}
	must(t, "seal", s.path("pending.json"), "-key", s.path(crashRound+".key"), "-signer", s.path("signer.key"), "-o", s.path("sealed"))
	imported := operation{
		name: "release import", args: here("release", "import", "-data", data, s.path("sealed.import")),
		states: []survey.RoundState{survey.RoundExported, survey.RoundSealed}, before: s,
	}
	return []operation{sessionOpen, sessionClose, roundClose, export, seal, imported}
}

// A command that is killed at any of its writes, or meets a full disk there,
// leaves the data folder as it was or finished, and nothing is lost: in the end
// every answer has one fate.
func TestCrashes(t *testing.T) {
	program := newStraced(t)
	for _, o := range operations(t) {
		for _, what := range []fault{killed, diskFull} {
			t.Run(o.name+" "+string(what), func(t *testing.T) {
				t.Parallel()
				var hits atomic.Int32
				t.Run("at", func(t *testing.T) {
					for _, at := range targets("") {
						t.Run(at.String(), func(t *testing.T) {
							t.Parallel()
							hits.Add(o.interrupt(t, program, at, what))
						})
					}
				})
				t.Logf("interrupted at %d points", hits.Load())
				if hits.Load() == 0 {
					t.Error("no fault ever happened")
				}
			})
		}
	}
}

// interrupt tries the points of one target until the command succeeds without
// having met the fault, and returns how many there were.
func (o operation) interrupt(t *testing.T, program straced, at target, what fault) (hits int32) {
	for n := 1; ; n = next(n) {
		s := o.before.copy(t)
		if at.file != "" {
			at.file = filepath.Join(s.path("data"), filepath.Base(at.file))
		}
		ended := program.run(t, at, what, n, o.in(s)...)
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			if what == diskFull {
				ended.clear(t)
			}
			if !ended.hit && ended.code != exitOK {
				t.Fatalf("without a fault: exit code %d: %s", ended.code, ended.err)
			}
			if n == 1 {
				must(t, "check", "-data", s.path("data"))
			}
			o.survive(t, s)
		})
		if t.Failed() {
			t.Fatalf("%s, %s at the call %s number %d: exit code %d: %s", o.name, what, at, n, ended.code, ended.err)
		}
		if err := os.RemoveAll(s.dir); err != nil {
			t.Fatal(err)
		}
		if !ended.hit {
			return hits
		}
		hits++
	}
}

// survive checks a site after a fault, runs the command again and brings the
// round to its end.
func (o operation) survive(t *testing.T, s site) {
	state := s.state(t)
	if !slices.Contains(o.states, state) {
		t.Fatalf("the round is %s", state)
	}
	if o.whole != nil {
		o.whole(t, s)
	}
	code, _, errOut := call(o.in(s)...)
	if code != exitOK && (code != exitInvalid || !strings.Contains(errOut, "already")) {
		t.Fatalf("again: exit code %d: %s", code, errOut)
	}
	if code == exitOK {
		state = o.states[len(o.states)-1]
	}
	if o.whole != nil {
		o.whole(t, s)
		if _, err := os.Stat(o.in(s)[len(o.args)-1]); err != nil {
			t.Error(err)
		}
	}
	s.finish(t, state)
}

// state checks the data folder as 'check' does, and returns the state of the
// round.
func (s site) state(t *testing.T) survey.RoundState {
	t.Helper()
	in := s.open(t)
	if _, err := in.verify(context.Background()); err != nil {
		t.Error(err)
	}
	round, err := in.Round(context.Background(), crashRound)
	if err != nil {
		t.Fatal(err)
	}
	in.close(t)
	return round.State
}

// wholeExport and wholeSeal refuse a file or folder that is there but not
// whole, and an import file without its folder.
func wholeExport(t *testing.T, s site) {
	content, err := os.ReadFile(s.path("pending.json"))
	if os.IsNotExist(err) {
		return
	}
	file, err := survey.ParsePending(content, "2027-07-01")
	if err != nil || len(file.Answers) != crashRows {
		t.Errorf("the exported file is not whole: %d answers, %v", len(file.Answers), err)
	}
}

func wholeSeal(t *testing.T, s site) {
	_, errFolder := os.Stat(s.path("sealed"))
	_, errFile := os.Stat(s.path("sealed.import"))
	if errFolder == nil {
		must(t, "verify", "-signer", s.signer, s.path("sealed"))
	}
	if errFile != nil {
		return
	}
	sealed, err := sealing.Read(s.path("sealed.import"), release.PublicKey(s.signer))
	if errors.Join(err, errFolder) != nil || sealed.Disposal.Rows != crashRows {
		t.Errorf("what was sealed is not whole: %+v, %v, %v", sealed.Disposal, err, errFolder)
	}
}

// finish brings the round to its end from the state that it must be in, and
// counts.
func (s site) finish(t *testing.T, state survey.RoundState) {
	t.Helper()
	data, sealed := s.path("data"), s.path("sealed.import")
	if state == survey.RoundOpen {
		must(t, "round", "close", "-data", data, "-round", crashRound, "-now")
	}
	if state != survey.RoundSealed {
		pending := s.path("final.json")
		final := []string{"pending", "export", "-data", data, "-round", crashRound, "-o", pending}
		if _, err := os.Stat(s.path(crashNext + ".key")); err != nil {
			final = append(final, "-final")
		}
		must(t, final...)
		sealed = s.path("final.import")
		must(t, "seal", pending, "-key", s.path(crashRound+".key"), "-signer", s.path("signer.key"), "-o", s.path("final"))
		must(t, "release", "import", "-data", data, sealed)
	}
	imported, err := sealing.Read(sealed, release.PublicKey(s.signer))
	if err != nil {
		t.Fatal(err)
	}
	if d := imported.Disposal; !d.AddsUp() || d.Rows != crashRows || d.Unreadable != 0 {
		t.Errorf("the fates are %+v", d)
	}
	s.sealed(t, imported)
}

// sealed checks a data folder after the import: the release is stored, the
// answers that wait are in the next round once each, and no answer of the round
// is left in any file.
func (s site) sealed(t *testing.T, imported survey.SealedRound) {
	t.Helper()
	in := s.open(t)
	stored, err := in.Imported().Release(context.Background(), imported.Disposal.Release)
	if err != nil || stored.Disposal != imported.Disposal {
		t.Errorf("the release that is stored has %+v, %v", stored.Disposal, err)
	}
	if left := in.pending(t, crashRound); len(left) > 0 {
		t.Errorf("%d answers of a sealed round are left", len(left))
	}
	var want [][]byte
	for _, answer := range imported.Waiting {
		want = append(want, answer.Ciphertext)
	}
	if len(want) > 0 {
		if got := in.pending(t, crashNext); !slices.EqualFunc(got, want, bytes.Equal) {
			t.Errorf("%d answers wait and %d others are in the next round", len(want), len(got))
		}
	}
	in.close(t)
	s.destroyed(t)
}

// destroyed looks for the round's ciphertexts in every file of the data folder.
func (s site) destroyed(t *testing.T) {
	t.Helper()
	var exported survey.PendingFile
	for _, name := range []string{"final.json", "pending.json"} {
		if content, err := os.ReadFile(s.path(name)); err == nil {
			if exported, err = survey.ParsePending(content, "2027-07-01"); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	if len(exported.Answers) != crashRows {
		t.Fatalf("%d ciphertexts to look for", len(exported.Answers))
	}
	entries, err := os.ReadDir(s.path("data"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(s.path("data"), entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, ciphertext := range exported.Answers {
			if bytes.Contains(content, ciphertext[:64]) || bytes.Contains(content, ciphertext[len(ciphertext)-64:]) {
				t.Errorf("%s still holds an answer of the sealed round", entry.Name())
				return
			}
		}
	}
}
