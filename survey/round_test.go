package survey_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

func TestOpenRound(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2", func(n *survey.NewRound) { n.K = 15 })
	if round.State != survey.RoundOpen || round.K != 15 || round.Size != 512 || !slices.Equal(round.Batteries, []string{"core@1"}) || len(round.Areas) != len(surveytest.Areas) {
		t.Errorf("got %+v", round)
	}
	for _, name := range []string{"2026-H2", round.ID} {
		found, err := in.Round(t.Context(), name)
		ok(t, err)
		if found.ID != round.ID {
			t.Errorf("%s names another round", name)
		}
	}
	_, err := in.Round(t.Context(), "2031-H1")
	fails(t, err, survey.NotFound, "2031-H1")
}

// The areas of a round are those that held when it was opened.
func TestRoundKeepsItsAreas(t *testing.T) {
	in := surveytest.Service(t)
	in.Begin("2026-H2")
	ok(t, in.SetAreas(t.Context(), surveytest.Areas[:1]))
	for name, want := range map[string]int{"2026-H2": 3, in.Begin("2027-H1").Name: 1} {
		round, err := in.Round(t.Context(), name)
		ok(t, err)
		if len(round.Areas) != want {
			t.Errorf("%s has %d areas, want %d", name, len(round.Areas), want)
		}
	}
}

func TestOpenRoundRefuses(t *testing.T) {
	in := surveytest.Service(t)
	first := in.Begin("2026-H2", func(n *survey.NewRound) { n.K = 15 })
	for _, test := range []struct {
		name   string
		kind   survey.Kind
		says   string
		change func(*survey.NewRound)
	}{
		{"no name", survey.Invalid, "no name for a round", func(n *survey.NewRound) { n.Name = "" }},
		{"a name with a line break", survey.Invalid, "no name for a round", func(n *survey.NewRound) { n.Name = "2027\nH1" }},
		{"a name that is taken", survey.Conflict, "already", func(n *survey.NewRound) { n.Name = first.Name }},
		{"k 9", survey.Invalid, "larger multiple of 3", func(n *survey.NewRound) { n.K = 9 }},
		{"k 16", survey.Invalid, "larger multiple of 3", func(n *survey.NewRound) { n.K = 16 }},
		{"k 0", survey.Invalid, "larger multiple of 3", func(n *survey.NewRound) { n.K = 0 }},
		{"k lower than promised", survey.Conflict, "-k 15", func(n *survey.NewRound) { n.K = 12 }},
		{"no key", survey.Invalid, "public key", func(n *survey.NewRound) { n.PublicKey = "" }},
		{"a broken key", survey.Invalid, "public key", func(n *survey.NewRound) { n.PublicKey = n.PublicKey[1:] }},
		{"the key of another round", survey.Conflict, "has this key already", func(n *survey.NewRound) { n.PublicKey = first.PublicKey }},
		{"no language", survey.Invalid, "no language can be used", func(n *survey.NewRound) { n.Languages = nil }},
		{"a language that no release can name", survey.Invalid, `"klingon" is no tag`, func(n *survey.NewRound) { n.Languages = []string{"sv", "klingon"} }},
		{"an empty language", survey.Invalid, "no tag of a language", func(n *survey.NewRound) { n.Languages = []string{""} }},
		{"a language written oddly", survey.Invalid, "no tag of a language", func(n *survey.NewRound) { n.Languages = []string{"fa_AF"} }},
		{"a language without a text", survey.Invalid, "the language so has no text K07 of the battery core", func(n *survey.NewRound) { n.Texts = lacking(t, "so", "K07", "") }},
		{"a language with a blank option", survey.Invalid, "the language ti has no text option.na of", func(n *survey.NewRound) { n.Texts = lacking(t, "ti", "option.na", " ") }},
		{"no battery", survey.Invalid, "at least one battery", func(n *survey.NewRound) { n.Batteries = nil }},
		{"an unknown battery", survey.Invalid, "choose among core", func(n *survey.NewRound) { n.Batteries = []string{"cor"} }},
		{"a battery twice", survey.Invalid, "named twice", func(n *survey.NewRound) { n.Batteries = []string{"core", "core"} }},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := survey.NewRound{Name: "2027-H1", Batteries: []string{"core"}, Languages: surveytest.AllLanguages, K: 15, PublicKey: in.Key(), Texts: surveytest.Catalog(t).Text}
			test.change(&n)
			_, err := in.OpenRound(t.Context(), n)
			fails(t, err, test.kind, test.says)
		})
	}
	rounds, err := in.Rounds(t.Context())
	ok(t, err)
	if len(rounds) != 1 {
		t.Errorf("there are %d rounds, want 1", len(rounds))
	}
}

// K can be lower again when nobody waits who was promised more.
func TestLowerKAfterSealing(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2", func(n *survey.NewRound) { n.K = 15 })
	seal(t, in, round, true)
	in.Begin("2027-H1")
}

// step is one thing that can be done to a round; states lists where it can be.
var steps = []struct {
	name   string
	states []survey.RoundState
	do     func(*testing.T, *surveytest.Instance, survey.Round) error
}{
	{"open session", []survey.RoundState{survey.RoundOpen}, func(t *testing.T, in *surveytest.Instance, r survey.Round) error {
		_, _, err := in.OpenSession(t.Context(), survey.NewSession{Round: r.ID, Municipality: "0581", Intervention: "OG028"})
		return err
	}},
	{"close", []survey.RoundState{survey.RoundOpen}, func(t *testing.T, in *surveytest.Instance, r survey.Round) error {
		_, err := in.CloseRound(t.Context(), r.ID, false)
		return err
	}},
	{"close now", []survey.RoundState{survey.RoundOpen, survey.RoundClosing}, func(t *testing.T, in *surveytest.Instance, r survey.Round) error {
		_, err := in.CloseRound(t.Context(), r.ID, true)
		return err
	}},
	{"export", []survey.RoundState{survey.RoundClosed, survey.RoundExported}, func(t *testing.T, in *surveytest.Instance, r survey.Round) error {
		_, err := in.ExportPending(t.Context(), r.ID, true, func(survey.PendingFile) error { return nil })
		return err
	}},
	{"import", []survey.RoundState{survey.RoundExported}, func(t *testing.T, in *surveytest.Instance, r survey.Round) error {
		return in.ImportRelease(t.Context(), sealedRound(r, in.Count(r), 0))
	}},
}

// reach brings a fresh round with one session and one answer to a state.
func reach(t *testing.T, state survey.RoundState) (*surveytest.Instance, survey.Round) {
	t.Helper()
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	in.Answer(session, 1)
	for _, to := range []struct {
		state survey.RoundState
		how   func()
	}{
		{survey.RoundOpen, func() {}},
		{survey.RoundClosing, func() { _, err := in.CloseRound(t.Context(), round.ID, false); ok(t, err) }},
		{survey.RoundClosed, func() { in.Clock.Advance(survey.Grace) }},
		{survey.RoundExported, func() { ok(t, steps[3].do(t, in, round)) }},
		{survey.RoundSealed, func() { ok(t, steps[4].do(t, in, round)) }},
	} {
		to.how()
		found, err := in.Round(t.Context(), round.ID)
		ok(t, err)
		if found.State != to.state {
			t.Fatalf("the round is %s, want %s", found.State, to.state)
		}
		if to.state == state {
			break
		}
	}
	return in, round
}

// Every step in every state: a round never goes backwards or skips a state.
func TestRoundStates(t *testing.T) {
	order := []survey.RoundState{survey.RoundOpen, survey.RoundClosing, survey.RoundClosed, survey.RoundExported, survey.RoundSealed}
	for _, state := range order {
		for _, step := range steps {
			t.Run(string(state)+" "+step.name, func(t *testing.T) {
				in, round := reach(t, state)
				before := in.Count(round)
				err := step.do(t, in, round)
				after, err2 := in.Round(t.Context(), round.ID)
				ok(t, err2)
				if !slices.Contains(step.states, state) {
					fails(t, err, survey.Conflict, "round 2026-H2")
					if after.State != state || in.Count(round) != before {
						t.Errorf("refused, and the round is %s with %d answers", after.State, in.Count(round))
					}
					return
				}
				ok(t, err)
				if slices.Index(order, after.State) < slices.Index(order, state) {
					t.Errorf("the round went from %s to %s", state, after.State)
				}
			})
		}
	}
}

func TestCloseRound(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	open, _ := in.Gather(round)
	poster, _ := in.Gather(round, func(n *survey.NewSession) { n.Hours, n.Channel = 500, survey.Self })
	ended, _ := in.Gather(round)
	_, err := in.CloseSession(t.Context(), ended.Code, true)
	ok(t, err)
	in.Clock.Advance(time.Hour)
	closed, err := in.CloseRound(t.Context(), "2026-H2", false)
	ok(t, err)
	at := in.Clock.Now()
	if closed.State != survey.RoundClosing || !closed.GraceEnds.Equal(at.Add(survey.Grace)) {
		t.Errorf("the round is %s until %s", closed.State, closed.GraceEnds)
	}
	for code, want := range map[string]time.Time{open.Code: at.Add(survey.Grace), poster.Code: at.Add(survey.Grace), ended.Code: at.Add(-time.Hour)} {
		session, err := in.Session(t.Context(), code)
		ok(t, err)
		if session.Shows(at) || !session.GraceEnds.Equal(want) {
			t.Errorf("session %s takes answers until %s, want %s", code, session.GraceEnds, want)
		}
	}
	ok(t, in.Send(poster, survey.NewNonce()))
	in.Clock.Advance(survey.Grace - time.Second)
	ok(t, in.Send(open, survey.NewNonce()))
	in.Clock.Advance(time.Second)
	failsWith(t, in.Send(open, survey.NewNonce()), survey.Closed, "error.closed")
	if closed, err = in.Round(t.Context(), round.ID); err != nil || closed.State != survey.RoundClosed {
		t.Errorf("after its grace the round is %s, %v", closed.State, err)
	}
}

func TestCloseRoundNow(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	_, err := in.CloseRound(t.Context(), round.ID, false)
	ok(t, err)
	ok(t, in.Send(session, survey.NewNonce()))
	closed, err := in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	if closed.State != survey.RoundClosed {
		t.Errorf("the round is %s, want closed", closed.State)
	}
	failsWith(t, in.Send(session, survey.NewNonce()), survey.Closed, "error.closed")
}

func TestCloseRoundWithoutSessions(t *testing.T) {
	in := surveytest.Service(t)
	closed, err := in.CloseRound(t.Context(), in.Begin("2026-H2").ID, false)
	ok(t, err)
	if closed.State != survey.RoundClosed {
		t.Errorf("nothing can arrive and the round is %s", closed.State)
	}
}

// The host of an older data folder may be one that today's rules refuse.
func TestOpenRoundChecksHost(t *testing.T) {
	for says, change := range map[string]func(*survey.Host){
		"anybody on the way": func(h *survey.Host) { h.BaseURL = "http://svar.example" },
		"no host":            func(h *survey.Host) { h.BaseURL = "https://fraga_svar.se" },
		"nothing invisible":  func(h *survey.Host) { h.Name = "Region\u00a0Öst" },
		"unknown kind":       func(h *survey.Host) { h.Kind = "company" },
	} {
		host := surveytest.Host
		change(&host)
		in := surveytest.ServiceOf(t, host)
		_, err := in.OpenRound(t.Context(), survey.NewRound{
			Name: "2026-H2", Batteries: []string{"core"}, Languages: []string{"sv"}, K: 12, PublicKey: in.Key(), Texts: surveytest.Catalog(t).Text,
		})
		fails(t, err, survey.Conflict, "make a new one with 'init'", says)
		if rounds, err := in.Rounds(t.Context()); err != nil || len(rounds) > 0 {
			t.Errorf("a round was opened: %v, %v", rounds, err)
		}
	}
}

// The areas of an older data folder may have names that no release can carry.
func TestOpenRoundChecksAreas(t *testing.T) {
	in := surveytest.Service(t)
	bad := []survey.Area{{Name: "Kinda\u00a0Ydre", Municipalities: []string{"0512", "0513"}}}
	ok(t, in.Store.Change(t.Context(), survey.AuditEntry{}, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.SetAreas(ctx, bad)
	}))
	n := survey.NewRound{Name: "2026-H1", Batteries: []string{"core"}, Languages: []string{"sv"}, K: 12, PublicKey: in.Key(), Texts: surveytest.Catalog(t).Text}
	_, err := in.OpenRound(t.Context(), n)
	fails(t, err, survey.Conflict, "import the reporting areas again", "nothing invisible")
	ok(t, in.SetAreas(t.Context(), surveytest.Areas))
	_, err = in.OpenRound(t.Context(), n)
	ok(t, err)
}
