package survey_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// A card that was answered with is never received again from somebody who did
// not send its answer: after a restart nobody can tell who did.
func TestUsedTicket(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, tickets := in.Gather(round, func(n *survey.NewSession) { n.Tickets = 2 })
	send := func(ticket string, pairs ...string) error {
		return in.SendForm(session.Code, ticket, survey.Posted{Language: "sv", Form: surveytest.Form(pairs...)})
	}
	used := func(ticket string) bool {
		visit, err := in.Visit(t.Context(), session.Code, ticket)
		ok(t, err)
		return visit.Used
	}
	if used(tickets[0]) {
		t.Error("a new card is used")
	}
	ok(t, send(tickets[0], "K01", "o1"))
	if !used(tickets[0]) || used(tickets[1]) {
		t.Errorf("used are %t and %t, want the first card", used(tickets[0]), used(tickets[1]))
	}
	ok(t, send(tickets[0], "K01", "o1"))
	bodies := [][]string{{"K01", "o2"}, {"K01", "o9"}, {"K77", "o1"}, {}}
	for _, body := range bodies {
		failsWith(t, send(tickets[0], body...), survey.AlreadySent, "error.used")
	}
	in.Restart()
	for _, body := range append(bodies, []string{"K01", "o1"}) {
		failsWith(t, send(tickets[0], body...), survey.AlreadySent, "error.used")
	}
	ok(t, send(tickets[1], "K01", "o1"))
	if n := in.Count(round); n != 2 {
		t.Errorf("%d answers are pending, want 2", n)
	}
}

// Of what comes at once with one card, what is stored is told so however often
// it comes, and nothing else is.
func TestUsedTicketAtOnce(t *testing.T) {
	in := surveytest.Service(t)
	session, tickets := in.Gather(in.Begin("2026-H2"), func(n *survey.NewSession) { n.Tickets = 1 })
	var received [2]atomic.Int64
	outcomes := make(chan error, 40)
	var sending sync.WaitGroup
	for i := range cap(outcomes) {
		sending.Go(func() {
			body := surveytest.Form("K01", []string{"o1", "o2"}[i%2])
			err := in.SendForm(session.Code, tickets[0], survey.Posted{Language: "sv", Form: body})
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
	if max(first, second) != 20 || min(first, second) != 0 {
		t.Errorf("%d of one answer and %d of another were told that they were received", first, second)
	}
}
