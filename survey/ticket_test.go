package survey_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// A card that was answered with is received again from the phone that sent its
// answer, and from nobody else, whatever is sent: nobody finds out by guessing
// what was answered.
func TestUsedTicket(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, tickets := in.Gather(round, func(n *survey.NewSession) { n.Tickets = 2 })
	send := func(ticket, nonce string, pairs ...string) error {
		return in.SendForm(session.Code, ticket, survey.Posted{Language: "sv", Nonce: nonce, Form: surveytest.Form(pairs...)})
	}
	phone := survey.NewNonce()
	ok(t, send(tickets[0], phone, "K01", "o1"))
	bodies := [][]string{{"K01", "o1"}, {"K01", "o2"}, {}}
	again := func() {
		t.Helper()
		for _, body := range bodies {
			ok(t, send(tickets[0], phone, body...))
			failsWith(t, send(tickets[0], survey.NewNonce(), body...), survey.AlreadySent, "error.used")
		}
	}
	again()
	in.Restart()
	again()
	ok(t, send(tickets[1], survey.NewNonce(), "K01", "o1"))
	if n := in.Count(round); n != 2 {
		t.Errorf("%d answers are pending, want 2", n)
	}
}

// Nobody learns whether a card has been answered with but by answering with it:
// what is visited looks the same, and after closing all cards are alike, also
// those that were never made.
func TestCardsLookAlike(t *testing.T) {
	in := surveytest.Service(t)
	session, tickets := in.Gather(in.Begin("2026-H2"), func(n *survey.NewSession) { n.Tickets = 3 })
	send := func(ticket string) error {
		return in.SendForm(session.Code, ticket, survey.Posted{Language: "sv", Nonce: survey.NewNonce()})
	}
	ok(t, send(tickets[0]))
	var seen [2]survey.Visit
	for i := range seen {
		var err error
		seen[i], err = in.Visit(t.Context(), session.Code, tickets[i])
		ok(t, err)
	}
	if seen[0].Open != seen[1].Open || seen[0].Accepts != seen[1].Accepts || seen[0].Token() != seen[1].Token() {
		t.Errorf("a used card is %+v and a new one %+v", seen[0], seen[1])
	}
	never := survey.NewNonce()
	failsWith(t, send(never), survey.NotFound, "error.ticket")
	in.Clock.Advance(2*time.Hour + survey.Grace)
	for _, ticket := range []string{tickets[0], tickets[1], never} {
		failsWith(t, send(ticket), survey.Closed, "error.closed")
	}
}

// Of what comes at once with one card from two phones, one is stored: that phone
// is told so however often it sends, and the other never.
func TestUsedTicketAtOnce(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, tickets := in.Gather(round, func(n *survey.NewSession) { n.Tickets = 1 })
	phones := [2]string{survey.NewNonce(), survey.NewNonce()}
	var received [2]atomic.Int64
	outcomes := make(chan error, 40)
	var sending sync.WaitGroup
	for i := range cap(outcomes) {
		sending.Go(func() {
			err := in.SendForm(session.Code, tickets[0], survey.Posted{Language: "sv", Nonce: phones[i%2]})
			if err == nil {
				received[i%2].Add(1)
			}
			outcomes <- err
		})
	}
	sending.Wait()
	close(outcomes)
	for err := range outcomes {
		if err != nil {
			failsWith(t, err, survey.AlreadySent, "error.used")
		}
	}
	first, second := received[0].Load(), received[1].Load()
	if max(first, second) != 20 || min(first, second) != 0 || in.Count(round) != 1 {
		t.Errorf("%d of one phone's and %d of another's were told that they were received", first, second)
	}
}
