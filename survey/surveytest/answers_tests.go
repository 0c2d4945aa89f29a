package surveytest

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"fragebatteri/survey"
)

// RunAnswersTests tests what survey.AnswerStore promises. open returns an empty one.
func RunAnswersTests(t *testing.T, open func(testing.TB) survey.AnswerStore) {
	for _, test := range []struct {
		name string
		run  func(answersTest)
	}{
		{"receive", answersTest.receive},
		{"outdated", answersTest.outdated},
		{"hold unanswered", answersTest.hold},
		{"tickets", answersTest.tickets},
		{"forget receipts", answersTest.forget},
		{"stage", answersTest.stage},
		{"move", answersTest.move},
		{"compact", answersTest.compact},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(answersTest{conformance{t}, open(t)}) })
	}
}

// answersTest is one of the tests and its answers.
type answersTest struct {
	conformance
	answers survey.AnswerStore
}

func (t answersTest) receive() {
	session, other := newSession("round"), newSession("round")
	session.Capacity = 3
	arrivals := []survey.Arrival{arrival(session), arrival(session), arrival(session)}
	for _, a := range arrivals {
		t.sends(t.answers, a, survey.Stored)
	}
	t.sends(t.answers, arrival(session), survey.AtCapacity)
	for _, a := range arrivals {
		again := arrival(session)
		again.Nonce, again.Capacity = a.Nonce, 0
		t.sends(t.answers, again, survey.Duplicate) // before capacity: it was received
	}
	elsewhere := arrival(other)
	elsewhere.Nonce = arrivals[0].Nonce
	t.sends(t.answers, elsewhere, survey.Stored)
	closed := arrival(other)
	closed.Capacity = 0
	t.sends(t.answers, closed, survey.AtCapacity)
	session.Capacity++ // as when a place is added
	added := arrival(session)
	t.sends(t.answers, added, survey.Stored)
	t.sends(t.answers, arrival(session), survey.AtCapacity)
	want := []survey.PendingAnswer{arrivals[0].Answer, arrivals[1].Answer, arrivals[2].Answer, elsewhere.Answer, added.Answer}
	t.same(t.pending(t.answers, "round"), sorted(want))
}

func (t answersTest) outdated() {
	asked, outdated := 0, true
	session := newSession("round")
	send := func(want survey.Outcome) {
		t.Helper()
		a := arrival(session)
		a.Outdated = func(context.Context) (bool, error) { asked++; return outdated, nil }
		t.sends(t.answers, a, want)
	}
	send(survey.Outdated)
	t.same(len(t.pending(t.answers, "round")), 0)
	outdated = false
	send(survey.Stored)
	outdated = true
	send(survey.Outdated) // one that was written before the session was changed can come after the first
	t.same(len(t.pending(t.answers, "round")), 1)
	t.same(asked, 3)
}

func (t answersTest) hold() {
	session, other := newSession("round"), newSession("round")
	t.sends(t.answers, arrival(other), survey.Stored)
	_, err := t.answers.HoldUnanswered(t.Context(), other.Code)
	t.fails(err, survey.Conflict)
	t.ok(t.answers.ForgetReceipts(t.Context(), other.Code))
	_, err = t.answers.HoldUnanswered(t.Context(), other.Code)
	t.fails(err, survey.Conflict)
	release, err := t.answers.HoldUnanswered(t.Context(), session.Code)
	t.ok(err)
	first := arrival(session)
	held := true
	first.Outdated = func(context.Context) (bool, error) { return held, nil }
	stored := make(chan survey.Outcome)
	go func() {
		outcome, _ := t.answers.Receive(context.WithoutCancel(t.Context()), first)
		stored <- outcome
	}()
	held = false // seen by whoever is kept waiting
	release()
	t.same(<-stored, survey.Stored)
}

// sorted returns answers in the order in which a store returns them.
func sorted(list []survey.PendingAnswer) []survey.PendingAnswer {
	return slices.SortedFunc(slices.Values(list), func(x, y survey.PendingAnswer) int { return bytes.Compare(x.Key, y.Key) })
}

func (t answersTest) tickets() {
	one, two := survey.TicketHash("one"), survey.TicketHash("two")
	session := newSession("round")
	a := arrival(session)
	a.Ticket = one
	t.sends(t.answers, a, survey.Stored)
	again := arrival(session)
	again.Ticket = one
	t.sends(t.answers, again, survey.SpentTicket)
	t.sends(t.answers, a, survey.Duplicate)
	full := again
	full.Capacity = 1
	t.sends(t.answers, full, survey.SpentTicket)
	closed := again
	closed.Capacity = 0
	t.sends(t.answers, closed, survey.AtCapacity) // when nothing is taken any more, all cards are alike
	again.Ticket = two
	t.sends(t.answers, again, survey.Stored)
	elsewhere := arrival(newSession("round"))
	elsewhere.Ticket = one
	t.sends(t.answers, elsewhere, survey.Stored) // a ticket is of one session
	t.same(len(t.pending(t.answers, "round")), 3)
}

func (t answersTest) forget() {
	session, other := newSession("round"), newSession("round")
	a := arrival(session)
	t.sends(t.answers, a, survey.Stored)
	b := arrival(other)
	t.sends(t.answers, b, survey.Stored)
	t.ok(t.answers.Compact(t.Context()))
	t.ok(t.answers.ForgetReceipts(t.Context(), session.Code))
	t.same(t.answers.NeedsCompacting(), true)
	t.sends(t.answers, a, survey.AtCapacity)
	t.sends(t.answers, arrival(session), survey.AtCapacity)
	t.sends(t.answers, b, survey.Duplicate)
	t.ok(t.answers.Compact(t.Context()))
	t.ok(t.answers.ForgetReceipts(t.Context(), session.Code))
	t.ok(t.answers.ForgetReceipts(t.Context(), "NOSUCH00"))
	t.same(t.answers.NeedsCompacting(), false)
	t.same(len(t.pending(t.answers, "round")), 2)
	t.received(session.Code, 1)
	t.received(other.Code, 1)
	t.received("NOSUCH00", 0)
}

// received checks how many answers of a session are said to have been received.
func (t answersTest) received(session string, want int) {
	t.Helper()
	n, err := t.answers.Received(t.Context(), session)
	t.ok(err)
	t.same(n, want)
}

// ids checks under which ids answers are kept.
func (t answersTest) ids(want ...string) {
	t.Helper()
	got, err := t.answers.PendingIDs(t.Context())
	t.ok(err)
	t.same(slices.Sorted(slices.Values(got)), want)
}

// receivedIn stores so many answers under an id and returns them.
func (t answersTest) receivedIn(id string, n int) (answers []survey.PendingAnswer) {
	t.Helper()
	session := newSession(id)
	for range n {
		a := arrival(session)
		t.sends(t.answers, a, survey.Stored)
		answers = append(answers, a.Answer)
	}
	return sorted(answers)
}

func (t answersTest) stage() {
	received := t.receivedIn("round", 3)
	waiting := func(n int) (list []survey.PendingAnswer) {
		for range n {
			list = append(list, arrival(survey.Session{}).Answer)
		}
		return list
	}
	first, second := waiting(3), waiting(2)
	t.ok(t.answers.Compact(t.Context()))
	t.ok(t.answers.Stage(t.Context(), "release", "", waiting(4)))
	t.same(t.answers.NeedsCompacting(), true)
	t.ok(t.answers.Stage(t.Context(), "release", "", first))
	t.same(t.pending(t.answers, "release"), sorted(first))
	t.ids("release", "round")
	t.ok(t.answers.Stage(t.Context(), "second", "release", second))
	t.same(t.pending(t.answers, "second"), sorted(second))
	t.ids("round", "second")
	t.ok(t.answers.Stage(t.Context(), "third", "second", nil))
	t.ids("round")
	t.same(t.pending(t.answers, "round"), received)
}

func (t answersTest) move() {
	t.receivedIn("gone", 2)
	moved, there, stays := t.receivedIn("from", 3), t.receivedIn("to", 2), t.receivedIn("stays", 1)
	t.ids("from", "gone", "stays", "to")
	t.ok(t.answers.Compact(t.Context()))
	for range 2 { // again there is nothing to do
		t.ok(t.answers.Move(t.Context(), map[string]string{"gone": "", "from": "to", "none": "to"}))
		t.ids("stays", "to")
		t.same(t.pending(t.answers, "to"), sorted(append(moved, there...)))
		t.same(t.pending(t.answers, "stays"), stays)
	}
	t.same(t.answers.NeedsCompacting(), true)
	// An answer that was sent to where it is already is there once.
	t.ok(t.answers.Stage(t.Context(), "release", "", there))
	t.ok(t.answers.Move(t.Context(), map[string]string{"release": "to"}))
	t.ids("stays", "to")
	t.same(len(t.pending(t.answers, "to")), 5)
}

func (t answersTest) compact() {
	t.same(t.answers.NeedsCompacting(), false)
	a := arrival(newSession("round"))
	t.sends(t.answers, a, survey.Stored)
	t.same(t.answers.NeedsCompacting(), true)
	t.ok(t.answers.Compact(t.Context()))
	t.same(t.answers.NeedsCompacting(), false)
	t.same(t.pending(t.answers, "round"), []survey.PendingAnswer{a.Answer})
}
