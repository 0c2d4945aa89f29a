package sealing_test

import (
	"encoding/json"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
)

// A new version of a battery comes while answers to the old one wait. They wait
// on, and are released beside those to the new version, each version by itself.
func TestNewVersionOfABattery(t *testing.T) {
	in := surveytest.Service(t)
	signer, err := release.NewSigner()
	ok(t, err)
	seal := func(round survey.Round, final bool) release.Release {
		_, err := in.CloseRound(t.Context(), round.ID, true)
		ok(t, err)
		file, err := in.ExportPending(t.Context(), round.ID, final, func(survey.PendingFile) error { return nil })
		ok(t, err)
		sealed, err := sealing.Seal(file, in.Private(round), signer, sealing.Options{})
		ok(t, err)
		ok(t, in.ImportRelease(t.Context(), survey.SealedRound{
			JSON: sealed.JSON, Signature: sealed.Signature, Prev: sealed.Release.Prev, Disposal: sealed.Record.Disposal, Waiting: sealed.Record.Waiting,
		}))
		return sealed.Release
	}
	gather := func(round survey.Round, municipality, intervention string, n int) {
		session, _ := in.Gather(round, func(s *survey.NewSession) { s.Municipality, s.Intervention = municipality, intervention })
		in.Answer(session, n)
	}

	old := in.Begin("2026-H1")
	gather(old, "0581", "OG028", 9) // a single gathering waits in its own municipality
	gather(old, "0584", "OG034", 9)

	second := nextVersion(t)
	in.Service = survey.New(in.Store, surveytest.Catalogue(t, second), in.Clock.Now)
	round := in.Begin("2026-H2")
	if !slices.Equal(round.Batteries, []string{"core@2"}) || !slices.Equal(round.TakesOver, []string{"core@1"}) {
		t.Errorf("the round asks %q and takes over %q", round.Batteries, round.TakesOver)
	}
	if r := seal(old, false); r.Parts[0].Answers() != 0 {
		t.Fatalf("answers were released that should wait: %v", r.Parts[0].Blocks)
	}
	for range 2 {
		gather(round, "0583", "OG049", 9)
	}

	r := seal(round, true)
	answers := map[string]int{}
	for _, p := range r.Parts {
		if !p.Sensitive() {
			answers[p.Battery] = p.Answers()
		}
	}
	if answers["core@1"] != 18 || answers["core@2"] != 18 || len(r.Batteries) != 2 {
		t.Errorf("released %v; want 18 answers to each version", answers)
	}
	for i, p := range r.Parts {
		if asked := r.Asked(i); p.Battery == "core@1" && len(asked) > 0 {
			t.Errorf("%s was not asked in this round, and has %v", p, asked)
		}
	}
}

// A round that takes over a battery of which nobody's answers waited says
// nothing of it.
func TestNobodyWaited(t *testing.T) {
	c := surveytest.Service(t)
	c.Begin("2026-H1")
	c.Service = survey.New(c.Store, surveytest.Catalogue(t, nextVersion(t)), c.Clock.Now)
	round := c.Begin("2026-H2")
	_, err := c.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	file, err := c.ExportPending(t.Context(), round.ID, true, func(survey.PendingFile) error { return nil })
	ok(t, err)
	signer, err := release.NewSigner()
	ok(t, err)
	sealed, err := sealing.Seal(file, c.Private(round), signer, sealing.Options{})
	ok(t, err)
	if len(sealed.Release.Batteries) != 1 || sealed.Release.Batteries[0].Ref() != "core@2" {
		t.Errorf("the release speaks of %v", sealed.Release.Batteries)
	}
}

// nextVersion returns the core battery as a second version of it.
func nextVersion(t *testing.T) *survey.Battery {
	t.Helper()
	core, known := surveytest.Catalogue(t).NewestBattery("core")
	if !known {
		t.Fatal("there is no core battery")
	}
	text, err := json.Marshal(core)
	ok(t, err)
	var second survey.Battery
	ok(t, json.Unmarshal(text, &second))
	second.Version = 2
	ok(t, second.Prepare())
	return &second
}
