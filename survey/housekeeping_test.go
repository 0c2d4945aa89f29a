package survey_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// counting is a store that counts what housekeeping asks of it.
type counting struct {
	survey.Store
	compacted int
	broken    bool
}

func (s *counting) Compact(ctx context.Context) error {
	if s.broken {
		return errors.New("the disk is full")
	}
	s.compacted++
	return s.Store.Compact(ctx)
}

// watched replaces the instance's service by one whose store counts.
func watched(t *testing.T, in *surveytest.Instance) *counting {
	t.Helper()
	store := &counting{Store: in.Store}
	in.Service = surveytest.NewService(t, store, in.Clock.Now)
	return store
}

func TestKeepCompactsAtClosing(t *testing.T) {
	in := surveytest.Service(t)
	store := watched(t, in)
	keep := func(want int, when string) {
		t.Helper()
		ok(t, in.Keep(t.Context()))
		if store.compacted != want {
			t.Fatalf("%s: the answers file was rewritten %d times, want %d", when, store.compacted, want)
		}
	}
	session, _ := in.Gather(in.Begin("2026-H2"))
	keep(0, "nothing was written")
	in.Answer(session, 3)
	keep(1, "at start")
	in.Answer(session, 1)
	in.Clock.Advance(30 * time.Second)
	keep(1, "while the session is open")
	in.Clock.Advance(61 * time.Minute)
	keep(2, "after an hour")
	in.Answer(session, 1)
	in.Clock.Advance(58*time.Minute + 30*time.Second)
	keep(3, "at closing")
	in.Clock.Advance(30 * time.Second)
	keep(3, "after closing, nothing written")
	in.Answer(session, 1)
	in.Clock.Advance(30 * time.Second)
	keep(3, "in grace")
	in.Clock.Advance(survey.Grace - 2*time.Minute)
	keep(4, "an hour later")
	in.Answer(session, 1)
	in.Clock.Advance(30 * time.Second)
	keep(4, "just before the end of grace")
	in.Clock.Advance(30 * time.Second)
	keep(5, "at the end of grace")
}

func TestKeepTriesAgain(t *testing.T) {
	in := surveytest.Service(t)
	store := watched(t, in)
	session, _ := in.Gather(in.Begin("2026-H2"))
	in.Answer(session, 1)
	in.Clock.Advance(2 * time.Hour)
	store.broken = true
	if in.Keep(t.Context()) == nil {
		t.Fatal("a failure was not told")
	}
	store.broken = false
	in.Clock.Advance(30 * time.Second)
	ok(t, in.Keep(t.Context()))
	if store.compacted != 1 {
		t.Errorf("the file was rewritten %d times, want 1", store.compacted)
	}
}

// With many answers the file is rewritten at most every ten minutes.
func TestKeepSparesALargeFile(t *testing.T) {
	in := surveytest.Service(t)
	store := watched(t, in)
	round := in.Begin("2026-H2")
	var sessions []survey.Session
	for i := range 12 {
		session, _ := in.Gather(round, func(n *survey.NewSession) { n.Capacity, n.Hours = survey.MaxCapacity, i+1 })
		sessions = append(sessions, session)
	}
	in.Answer(sessions[11], 1)
	ok(t, in.Keep(t.Context()))
	in.Clock.Advance(55 * time.Minute)
	in.Answer(sessions[11], 1)
	_, err := in.CloseSession(t.Context(), sessions[10].Code, false)
	ok(t, err)
	ok(t, in.Keep(t.Context()))
	in.Clock.Advance(5 * time.Minute) // the first session closes
	in.Answer(sessions[11], 1)
	ok(t, in.Keep(t.Context()))
	if store.compacted != 2 {
		t.Fatalf("the file was rewritten %d times, want 2", store.compacted)
	}
	in.Clock.Advance(5 * time.Minute)
	ok(t, in.Keep(t.Context()))
	if store.compacted != 3 {
		t.Errorf("the file was rewritten %d times, want 3", store.compacted)
	}
}

// forgotten reports whether a nonce is unknown to a session.
func forgotten(t *testing.T, in *surveytest.Instance, session survey.Session, nonce string) bool {
	t.Helper()
	// A nonce that is known is a duplicate even without room.
	outcome, err := in.Store.Receive(t.Context(), survey.Arrival{
		Answer: survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: []byte("x")}, Round: session.Round, Session: session.Code, Nonce: nonce,
	})
	ok(t, err)
	return outcome != survey.Duplicate
}

func TestReceiptsAreForgotten(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	nonce := survey.NewNonce()
	ok(t, in.Send(session, nonce, "K01", "o1"))
	in.Clock.Advance(2*time.Hour + survey.ReceiptsKept - time.Second)
	ok(t, in.Keep(t.Context()))
	if forgotten(t, in, session, nonce) {
		t.Fatal("the receipt is forgotten before its time")
	}
	ok(t, in.Send(session, nonce, "K01", "o1"))
	in.Clock.Advance(time.Second)
	ok(t, in.Keep(t.Context()))
	if !forgotten(t, in, session, nonce) {
		t.Fatal("the receipt is still known")
	}
	failsWith(t, in.Send(session, nonce, "K01", "o1"), survey.Closed, "error.closed")
	if n := in.Count(round); n != 1 {
		t.Errorf("%d answers are pending, want 1", n)
	}
	ok(t, in.Keep(t.Context()))
}

// A round that is sealed within two days of its last session has receipts left;
// they are forgotten in their time all the same.
func TestReceiptsAreForgottenAfterSealing(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	nonce := survey.NewNonce()
	ok(t, in.Send(session, nonce, "K01", "o1"))
	seal(t, in, round, true)
	ok(t, in.Keep(t.Context()))
	if forgotten(t, in, session, nonce) {
		t.Fatal("the receipt is forgotten before its time")
	}
	in.Clock.Advance(survey.ReceiptsKept)
	ok(t, in.Keep(t.Context()))
	if !forgotten(t, in, session, nonce) {
		t.Error("the receipt of a sealed round stays for ever")
	}
}

// Two runs at once do nothing twice.
func TestHousekeeperAtOnce(t *testing.T) {
	in := surveytest.Service(t)
	store := watched(t, in)
	round := in.Begin("2026-H1")
	for range 5 {
		session, _ := in.Gather(round)
		in.Answer(session, 1)
	}
	in.Clock.Advance(100 * time.Hour)
	housekeeper := survey.NewHousekeeper(in.Service)
	var work sync.WaitGroup
	for range 4 {
		work.Go(func() {
			if err := housekeeper.Run(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	if store.compacted != 1 {
		t.Errorf("the answers file was rewritten %d times", store.compacted)
	}
}
