package browsertest

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// refusal waits until the phone says that an answer was not taken.
func (p *phone) refusal(key string) {
	p.t.Helper()
	p.await(`document.querySelector('#state.error')`)
	if said, want := eval[string](p, `document.querySelector('#state').textContent`), surveytest.Catalog(p.t).Printer("sv").T(key); said != want {
		p.t.Errorf("the phone says %q, want %q", said, want)
	}
	if n := eval[int](p, `document.querySelector('`+sending+`').getClientRects().length`); n != 0 {
		p.t.Error("what was refused can be sent again")
	}
}

// Answers that were given with a card that is used wait in the tab for a new card of the session,
// and for no other session.
func TestAnswersMoveToANewCard(t *testing.T) {
	chromium(t)
	s := newScene(t)
	session, tickets := s.in.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 2 })
	other, others := s.in.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	if err := s.in.SendForm(session.Code, tickets[0], survey.Posted{Language: "sv", Nonce: survey.NewNonce()}); err != nil {
		t.Fatal(err)
	}
	p := newPhone(t, small)
	p.open(s.url("/s/" + session.Code + "/" + tickets[0] + "/sv"))
	answers := p.mixed()
	chosen := p.memory().Chosen
	p.goTo("end")
	p.tap(sending)
	p.refusal("error.used")

	p.open(s.url("/s/" + other.Code + "/" + others[0] + "/sv"))
	p.await(`!!document.querySelector('html.js')`)
	p.fresh()
	p.open(s.url("/s/" + session.Code + "/" + tickets[1] + "/sv"))
	p.await(`!!document.querySelector('html.js')`)
	if now := p.memory(); len(now.Chosen) != len(chosen) || now.Step != "end" {
		t.Fatalf("with the new card the phone holds %+v, want %q", now, chosen)
	}
	p.tap(sending)
	p.received()
	all := s.answers()
	if len(all) != 2 || len(all[0].Answers)+len(all[1].Answers) != len(answers) {
		t.Errorf("received are %+v, want nothing and %v", all, answers)
	}
	p.open(s.url("/s/" + session.Code + "/" + tickets[1] + "/sv"))
	p.await(`!!document.querySelector('html.js')`)
	p.fresh()
}

// Who answers while the last place is taken keeps the answers, and can try again.
func TestFullWhileAnswering(t *testing.T) {
	chromium(t)
	s := newScene(t)
	s.session, _ = s.in.Gather(s.round, func(n *survey.NewSession) { n.Capacity = 1 })
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	p.mixed()
	held := p.memory().Chosen
	s.in.Answer(s.session, 1)
	p.goTo("end")
	p.tap(sending)
	p.refusal("error.full")
	if !eval[bool](p, `document.querySelector('#state ~ button[type=button]').getClientRects().length > 0`) {
		t.Error("it cannot be tried again")
	}
	if now := p.memory().Chosen; len(now) != len(held) {
		t.Errorf("the phone holds %q and no longer %q", now, held)
	}
	p.tap(resume)
	p.refusal("error.full")
	if n := s.in.Count(s.round); n != 1 {
		t.Errorf("%d answers are stored", n)
	}
}
