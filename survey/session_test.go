package survey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

func TestOpenSession(t *testing.T) {
	in := surveytest.Service(t)
	in.Clock.Advance(90 * time.Second)
	round := in.Begin("2026-H2")
	session, tickets := in.Gather(round)
	opens := surveytest.Start.Add(time.Minute) // to the minute
	want := survey.Session{
		Code: session.Code, Round: round.ID, Set: "core@1", Municipality: "0581", Intervention: "OG028",
		Channel: survey.Ambassador, Timing: survey.NoTiming, Announced: 20, Capacity: 20, Tag: session.Tag,
		Opens: opens, Closes: opens.Add(2 * time.Hour), GraceEnds: opens.Add(26 * time.Hour),
	}
	if session != want || len(tickets) != 0 || len(session.Tag) != 16 {
		t.Errorf("got  %+v\nwant %+v", session, want)
	}
	stored, err := in.Session(t.Context(), strings.ToLower(session.Code))
	ok(t, err)
	if fmt.Sprint(stored) != fmt.Sprint(want) {
		t.Errorf("stored %+v\nwant   %+v", stored, want)
	}
}

func TestOpenSessionRefuses(t *testing.T) {
	in := surveytest.Service(t)
	other := survey.Intervention{ID: "SK001", Name: "Skåne", Municipalities: []string{"1272"}, Category: "språk", Asked: survey.AskedParticipants}
	ok(t, in.PutInterventions(t.Context(), []survey.Intervention{other}))
	round := in.Begin("2026-H2")
	in.Gather(round)
	for _, test := range []struct {
		name   string
		kind   survey.Kind
		says   string
		change func(*survey.NewSession)
	}{
		{"unknown round", survey.NotFound, "no round", func(n *survey.NewSession) { n.Round = "2031" }},
		{"unknown municipality", survey.Invalid, "SCB", func(n *survey.NewSession) { n.Municipality = "9999" }},
		{"a code without its zero", survey.Invalid, "0581", func(n *survey.NewSession) { n.Municipality = "581" }},
		{"unknown intervention", survey.NotFound, "intervention import", func(n *survey.NewSession) { n.Intervention = "OG998" }},
		{"of another municipality", survey.Invalid, "0513", func(n *survey.NewSession) { n.Intervention = "OG003" }},
		{"that asks staff", survey.Invalid, "staff", func(n *survey.NewSession) { n.Municipality, n.Intervention = "0580", "OG006" }},
		{"another region", survey.Invalid, "county 05", func(n *survey.NewSession) { n.Municipality, n.Intervention = "1272", "SK001" }},
		{"unknown battery", survey.Invalid, "core@1", func(n *survey.NewSession) { n.Set = "core+short" }},
		{"unknown channel", survey.Invalid, "ambassador", func(n *survey.NewSession) { n.Channel = "post" }},
		{"unknown timing", survey.Invalid, "before", func(n *survey.NewSession) { n.Timing = "during" }},
		{"capacity below one", survey.Invalid, "capacity", func(n *survey.NewSession) { n.Capacity = -1 }},
		{"capacity too high", survey.Invalid, "capacity", func(n *survey.NewSession) { n.Capacity = survey.MaxCapacity + 1 }},
		{"hours below one", survey.Invalid, "hours", func(n *survey.NewSession) { n.Hours = -1 }},
		{"hours too many", survey.Invalid, "hours", func(n *survey.NewSession) { n.Hours = survey.MaxHours + 1 }},
		{"tickets below none", survey.Invalid, "tickets", func(n *survey.NewSession) { n.Tickets = -1 }},
		{"more tickets than room", survey.Invalid, "leave -capacity out", func(n *survey.NewSession) { n.Tickets, n.Capacity = 10, 9 }},
		{"too many tickets", survey.Invalid, "", func(n *survey.NewSession) { n.Tickets = survey.MaxCapacity + 1 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: "OG028"}
			test.change(&n)
			_, _, err := in.OpenSession(t.Context(), n)
			fails(t, err, test.kind, test.says)
		})
	}
	sessions, err := in.Store.Sessions(t.Context(), round.ID)
	ok(t, err)
	if len(sessions) != 1 {
		t.Errorf("there are %d sessions, want 1", len(sessions))
	}
}

func TestCloseSession(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	in.Clock.Advance(time.Hour)
	closed, err := in.CloseSession(t.Context(), session.Code, false)
	ok(t, err)
	at := in.Clock.Now()
	if !closed.Closes.Equal(at) || !closed.GraceEnds.Equal(at.Add(survey.Grace)) {
		t.Errorf("closes %s, grace ends %s", closed.Closes, closed.GraceEnds)
	}
	_, err = in.CloseSession(t.Context(), session.Code, false)
	fails(t, err, survey.Conflict, "closed already")
	ok(t, in.Send(session, survey.NewNonce()))

	in.Clock.Advance(time.Minute)
	closed, err = in.CloseSession(t.Context(), session.Code, true)
	ok(t, err)
	if !closed.Closes.Equal(at) || !closed.GraceEnds.Equal(at.Add(time.Minute)) {
		t.Errorf("with now it closes %s, grace ends %s", closed.Closes, closed.GraceEnds)
	}
	failsWith(t, in.Send(session, survey.NewNonce()), survey.Closed, "error.closed")
	_, err = in.CloseSession(t.Context(), session.Code, true)
	fails(t, err, survey.Conflict, "closed already")
	_, err = in.CloseSession(t.Context(), "NOSUCH00", true)
	failsWith(t, err, survey.NotFound, "error.code")
	if n := in.Count(round); n != 1 {
		t.Errorf("%d answers are pending, want 1", n)
	}
}

// Closing early, and closing what has closed by itself, never makes a session
// longer.
func TestCloseSessionNeverExtends(t *testing.T) {
	in := surveytest.Service(t)
	session, _ := in.Gather(in.Begin("2026-H2"))
	in.Clock.Advance(10 * time.Hour)
	_, err := in.CloseSession(t.Context(), session.Code, false)
	fails(t, err, survey.Conflict)
	stored, err := in.Session(t.Context(), session.Code)
	ok(t, err)
	if !stored.GraceEnds.Equal(session.GraceEnds) || !stored.Closes.Equal(session.Closes) {
		t.Errorf("it closes %s, grace ends %s", stored.Closes, stored.GraceEnds)
	}
}

func TestDiscardSession(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	in.Answer(session, 2)
	for _, reason := range []string{"", "  \n", strings.Repeat("x", 501)} {
		_, err := in.DiscardSession(t.Context(), session.Code, reason)
		fails(t, err, survey.Invalid, "-reason")
	}
	discarded, err := in.DiscardSession(t.Context(), session.Code, " Koden satt på en vägg. ")
	ok(t, err)
	if discarded.Discarded != "Koden satt på en vägg." || discarded.Accepts(in.Clock.Now()) || discarded.Shows(in.Clock.Now()) || !discarded.GraceEnds.Equal(in.Clock.Now()) {
		t.Errorf("got %+v", discarded)
	}
	session.Discarded = "the code was on a wall"
	if session.Accepts(in.Clock.Now()) || session.Shows(in.Clock.Now()) {
		t.Error("a discarded session takes answers until its time is over")
	}
	session.Discarded = ""
	failsWith(t, in.Send(session, survey.NewNonce()), survey.Closed, "error.closed")
	_, err = in.DiscardSession(t.Context(), session.Code, "again")
	fails(t, err, survey.Conflict, "discarded already")
	_, err = in.DiscardSession(t.Context(), "NOSUCH00", "unknown")
	failsWith(t, err, survey.NotFound, "error.code")

	// Its answers are exported with the others, and its tag says what they are.
	file := export(t, in, round, true)
	if len(file.Answers) != 2 || len(file.Discarded) != 1 || file.Discarded[0] != session.Tag || len(file.Asked) != 0 {
		t.Errorf("%d answers are exported, discarded %v, asked %v", len(file.Answers), file.Discarded, file.Asked)
	}
}

func TestDiscardUntilExported(t *testing.T) {
	for _, state := range []survey.RoundState{survey.RoundOpen, survey.RoundClosing, survey.RoundClosed, survey.RoundExported, survey.RoundSealed} {
		in, round := reach(t, state)
		sessions, err := in.Store.Sessions(t.Context(), round.ID)
		ok(t, err)
		_, err = in.DiscardSession(t.Context(), sessions[0].Code, "the code was on a wall")
		if state == survey.RoundExported || state == survey.RoundSealed {
			fails(t, err, survey.Conflict, string(state))
		} else {
			ok(t, err)
		}
	}
}

func TestTickets(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, tickets := in.Gather(round, func(n *survey.NewSession) { n.Tickets = 3 })
	if !session.Tickets || session.Capacity != 3 || len(tickets) != 3 {
		t.Fatalf("got %d tickets for a capacity of %d", len(tickets), session.Capacity)
	}
	send := func(ticket string, pairs ...string) error {
		return in.SendForm(session.Code, ticket, survey.Posted{Language: "sv", Nonce: survey.NewNonce(), Form: surveytest.Form(pairs...)})
	}
	ok(t, send(tickets[0], "K01", "o1"))
	failsWith(t, send(tickets[0], "K01", "o1"), survey.AlreadySent, "error.used")
	ok(t, send(tickets[1]))
	failsWith(t, send(survey.NewNonce()), survey.NotFound, "error.ticket")
	failsWith(t, send("1234"), survey.NotFound, "error.ticket")
	failsWith(t, in.Send(session, survey.NewNonce()), survey.NotFound, "error.card")

	// A ticket is of one session, and one without tickets takes none.
	other, _ := in.Gather(round, func(n *survey.NewSession) { n.Tickets = 1 })
	plain, _ := in.Gather(round)
	for _, elsewhere := range []survey.Session{other, plain} {
		err := in.SendForm(elsewhere.Code, tickets[2], survey.Posted{Language: "sv", Nonce: survey.NewNonce()})
		failsWith(t, err, survey.NotFound, "error.ticket")
	}
	if n := in.Count(round); n != 2 {
		t.Errorf("%d answers are pending, want 2", n)
	}
}
