package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/sealing"
)

// crashAnswers is how many phones answer while the server is interrupted.
const crashAnswers = 8

// patience is how often the phones send to a server that does not take what
// they send, or is gone.
const patience = 20

// phones are people with a filled-in form each, who send until it is received.
type phones struct {
	forms    [crashAnswers]url.Values
	received [crashAnswers]bool
}

func newPhones() *phones {
	p := &phones{}
	for i := range p.forms {
		p.forms[i] = form(i)
		p.forms[i].Set(survey.NonceField, survey.NewNonce())
	}
	return p
}

// send sends all forms to an address, those that were received before too, and
// returns the replies that were neither "received" nor "try again". A server
// that is gone replies nothing.
func (p *phones) send(address string) (strange []string) {
	var mu sync.Mutex
	var work sync.WaitGroup
	lines := make(chan int, len(p.forms))
	for i := range p.forms {
		lines <- i
	}
	close(lines)
	for range 3 {
		work.Go(func() {
			for i := range lines {
				r, err := tryAsking(http.MethodPost, address, p.forms[i])
				for err == nil && r.status == http.StatusTooManyRequests { // others in the session were faster
					r, err = tryAsking(http.MethodPost, address, p.forms[i])
				}
				if err != nil {
					continue
				}
				mu.Lock()
				switch {
				case r.status == http.StatusSeeOther:
					p.received[i] = true
				case r.status != http.StatusServiceUnavailable || r.header.Get("Retry-After") == "":
					strange = append(strange, fmt.Sprintf("%d: %s", r.status, r.body))
				}
				mu.Unlock()
			}
		})
	}
	work.Wait()
	return strange
}

func (p *phones) count() int {
	n := 0
	for _, received := range p.received {
		if received {
			n++
		}
	}
	return n
}

// A server that is killed while people answer has every answer that it said it
// had received, and when the phones send again it has all of them, each once.
// One that meets a full disk says "try again" and goes on.
func TestCrashesWhileAnswering(t *testing.T) {
	program := newStraced(t)
	s := newSite(t, "https://svar.example")
	s.openRound(t, crashRound)
	session := must(t, "session", "open", "-data", s.path("data"), "-round", crashRound, "-municipality", "0581", "-intervention", "OG028")
	path := "/s/" + text(t, session, "code") + "/sv"

	for _, what := range []fault{killed, diskFull} {
		t.Run(string(what), func(t *testing.T) {
			t.Parallel()
			var hits atomic.Int32
			t.Run("at", func(t *testing.T) {
				for _, at := range targets("") {
					if at.call == "write" {
						continue // the network; the data folder is written with pwrite64
					}
					t.Run(at.String(), func(t *testing.T) {
						t.Parallel()
						hits.Add(s.interruptServing(t, program, at, what, path))
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

func (s site) interruptServing(t *testing.T, program straced, at target, what fault, path string) (hits int32) {
	for n := 1; ; n = next(n) {
		c := s.copy(t)
		if at.file != "" {
			at.file = filepath.Join(c.path("data"), filepath.Base(at.file))
		}
		people := newPhones()
		hit := c.serveInterrupted(t, program, at, what, n, people, path)
		c.survives(t, people, path)
		if t.Failed() {
			t.Fatalf("%s at the call %s number %d", what, at, n)
		}
		if err := os.RemoveAll(c.dir); err != nil {
			t.Fatal(err)
		}
		if !hit {
			return hits
		}
		hits++
	}
}

// serveInterrupted serves under strace while people answer, then stops it if it
// is still there. It reports whether the fault happened.
func (s site) serveInterrupted(t *testing.T, program straced, at target, what fault, n int, people *phones, path string) bool {
	t.Helper()
	cmd, log := program.command(t, at, what, n, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	told := newSaid()
	cmd.Stdout, cmd.Stderr = told, told
	ended := make(chan struct{})
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(ended)
		cmd.Wait() // how it ended is read from cmd.ProcessState
	}()
	if address, ok := told.await(servingOn, ended); ok {
		// A full disk is met once in each thread.
		for try := 0; try < patience && people.count() < crashAnswers; try++ {
			for _, reply := range people.send("http://" + address + path) {
				t.Errorf("it replied %s", reply)
			}
		}
		stop(t, cmd)
	}
	<-ended
	e := endingOf(t, cmd, log)
	switch {
	case what == diskFull && people.count() != crashAnswers && e.code != exitFailed:
		t.Errorf("%d of %d answers were received after the disk had room again", people.count(), crashAnswers)
	case !e.hit && e.code != exitOK:
		t.Errorf("without a fault: exit code %d", e.code)
	case strings.Contains(told.String(), "goroutine "):
		t.Error("it panicked")
	}
	if t.Failed() {
		t.Logf("it said: %s", told)
	}
	return e.hit
}

// stop asks the program to end, as a service manager does.
func stop(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil && err != os.ErrProcessDone {
		t.Error(err)
	}
}

// survives checks what is there after a fault, lets everybody send again, and
// checks that everything is there once.
func (s site) survives(t *testing.T, people *phones, path string) {
	t.Helper()
	there := s.answers(t)
	for i, received := range people.received {
		if received && !slices.Contains(there, stored(t, people.forms[i])) {
			t.Errorf("answer %d was acknowledged and is not there", i)
		}
	}
	serve := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	strange := people.send(serve.base + path)
	serve.stop()
	if len(strange) > 0 || people.count() != crashAnswers || serve.code != exitOK {
		t.Errorf("sent again: %d received, %v, exit code %d", people.count(), strange, serve.code)
	}
	var want []string
	for _, form := range people.forms {
		want = append(want, stored(t, form))
	}
	slices.Sort(want)
	if got := s.answers(t); !slices.Equal(got, want) {
		t.Errorf("%d answers are there; want the %d that were sent, each once", len(got), len(want))
	}
}

// answers opens the pending answers with the round's key, and sorts them.
func (s site) answers(t *testing.T) []string {
	t.Helper()
	key, err := sealing.ReadKey([]string{s.path(crashRound + ".key")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	in := s.open(t)
	round, err := in.Round(context.Background(), crashRound)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, ciphertext := range in.pending(t, crashRound) {
		plaintext, err := key.Decrypt(round.ID, ciphertext)
		if err != nil {
			t.Fatal(err)
		}
		submission, err := survey.ParseSubmission(plaintext)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, encoded(t, submission.Answers))
	}
	in.close(t)
	slices.Sort(found)
	return found
}

// encoded returns answers as they are encrypted.
func encoded(t *testing.T, answers survey.Answers) string {
	t.Helper()
	text, err := json.Marshal(answers)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// stored returns a form as the answers that are stored of it.
func stored(t *testing.T, filled url.Values) string {
	t.Helper()
	answers := survey.Answers{}
	for name, values := range filled {
		if name != survey.NonceField {
			answers[name] = values
		}
	}
	return encoded(t, answers)
}
