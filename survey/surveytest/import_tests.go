package surveytest

import (
	"testing"

	"fragebatteri/survey"
)

// RunImportTests tests that a registry and an answer store carry an import together. open returns
// fresh ones, with Host, Interventions and Areas in the registry.
func RunImportTests(t *testing.T, open func(testing.TB) (survey.Registry, survey.AnswerStore)) {
	for _, test := range []struct {
		name string
		run  func(importTest)
	}{
		{"a kept release destroys nothing", importTest.keep},
		{"import", importTest.imported},
		{"an import that would lose answers", importTest.refused},
		{"an import that was not settled", importTest.unsettled},
	} {
		t.Run(test.name, func(t *testing.T) {
			registry, answers := open(t)
			test.run(importTest{conformance{t}, registry, answers, survey.NewImporter(registry, answers)})
		})
	}
}

// importTest is one of the tests and its stores.
type importTest struct {
	conformance
	registry survey.Registry
	answers  survey.AnswerStore
	imports  *survey.Importer
}

func (t importTest) move(round *survey.Round, state survey.RoundState) {
	t.Helper()
	round.State = state
	t.ok(updateRound(t.Context(), t.registry, conformanceEntry, *round))
}

// exported returns a round that is ready for import, with the session that it was answered in, the
// next one, and a release of three answers of which one waits.
func (t importTest) exported() (round, next survey.Round, session survey.Session, r survey.StoredRelease, waiting []survey.PendingAnswer) {
	t.Helper()
	round = t.openRound(t.registry, "2026-H2")
	session = t.openSession(t.registry, round)
	for range 3 {
		t.sends(t.answers, arrival(session), survey.Stored)
	}
	next = t.openRound(t.registry, "2027-H1")
	t.move(&round, survey.RoundExported)
	r = storedRelease(round, next.ID, 3, 1)
	return round, next, session, r, []survey.PendingAnswer{{Key: survey.NewKey(), Ciphertext: []byte("waiting")}}
}

func (t importTest) keep() {
	round, next, _, r, waiting := t.exported()
	t.ok(t.imports.Keep(t.Context(), r, waiting))
	got, err := t.registry.Release(t.Context(), r.ID)
	t.ok(err)
	t.same(got, r)
	t.releases(t.registry)
	t.same(len(t.pending(t.answers, round.ID)), 3)
	t.same(len(t.pending(t.answers, next.ID)), 0)

	second := storedRelease(round, next.ID, 3, 1)
	t.ok(t.imports.Keep(t.Context(), second, waiting))
	_, err = t.registry.Release(t.Context(), r.ID)
	t.fails(err, survey.NotFound)
	t.fails(t.imports.Seal(t.Context(), r.ID, conformanceEntry), survey.NotFound)

	t.ok(t.imports.Settle(t.Context()))
	t.same(len(t.pending(t.answers, round.ID)), 3)
	t.fails(t.imports.Seal(t.Context(), second.ID, conformanceEntry), survey.Conflict) // what was staged is gone
}

func (t importTest) imported() {
	round, next, _, r, waiting := t.exported()
	for range 2 {
		t.ok(t.imports.Keep(t.Context(), r, waiting))
	}
	for range 2 {
		t.ok(t.imports.Seal(t.Context(), r.ID, conformanceEntry))
		t.releases(t.registry, r)
		sessions, err := t.registry.Sessions(t.Context(), round.ID)
		t.ok(err)
		t.same(sessions[0].Tag, "")
	}
	for range 2 {
		t.ok(t.imports.Settle(t.Context()))
		t.same(len(t.pending(t.answers, round.ID)), 0)
		t.same(t.pending(t.answers, next.ID), waiting)
	}
	t.ok(t.imports.Compact(t.Context()))
	rounds, err := t.registry.Rounds(t.Context())
	t.ok(err)
	t.same(rounds[0].State, survey.RoundSealed)
	t.fails(t.imports.Keep(t.Context(), storedRelease(round, "", 0, 0), nil), survey.Conflict)

	// Oldest first means sealed first, on whatever day and in whatever round.
	third := t.openRound(t.registry, "2027-H2")
	t.move(&third, survey.RoundExported)
	t.move(&next, survey.RoundExported)
	later, last := storedRelease(third, "", 0, 0), storedRelease(next, "", 1, 0)
	later.Date, later.Prev, last.Prev = "2027-01-14", survey.HashOf(r.JSON), survey.HashOf(r.JSON)
	for _, r := range []survey.StoredRelease{last, later} {
		t.ok(t.imports.Keep(t.Context(), r, nil))
	}
	t.ok(t.imports.Seal(t.Context(), later.ID, conformanceEntry))
	t.fails(t.imports.Seal(t.Context(), last.ID, conformanceEntry), survey.Conflict) // it would fork the chain
	t.fails(t.imports.Keep(t.Context(), last, nil), survey.Conflict)
	last.Prev = survey.HashOf(later.JSON)
	t.ok(t.imports.Keep(t.Context(), last, nil))
	t.ok(t.imports.Seal(t.Context(), last.ID, conformanceEntry))
	t.releases(t.registry, r, later, last)
}

func (t importTest) refused() {
	round, next, session, r, waiting := t.exported()
	taken, open, fewer := r, storedRelease(next, "", 0, 0), r
	taken.ID, fewer.Disposal.Rows = next.ID, 2
	for _, wrong := range []survey.StoredRelease{taken, open, fewer} {
		t.fails(t.imports.Keep(t.Context(), wrong, waiting), survey.Conflict)
	}
	t.ok(t.imports.Keep(t.Context(), r, waiting))
	t.sends(t.answers, arrival(session), survey.Stored)
	t.fails(t.imports.Seal(t.Context(), r.ID, conformanceEntry), survey.Conflict) // four are pending
	r.Disposal.Rows = 4
	t.ok(t.imports.Keep(t.Context(), r, waiting))
	t.move(&next, survey.RoundExported)
	t.fails(t.imports.Seal(t.Context(), r.ID, conformanceEntry), survey.Conflict) // nobody would count what waits
	t.fails(t.imports.Keep(t.Context(), r, waiting), survey.Conflict)
	t.releases(t.registry)
	t.same(len(t.pending(t.answers, round.ID)), 4)
}

// What an import has staged for a round is there before that round's own import deletes answers.
func (t importTest) unsettled() {
	_, next, _, r, waiting := t.exported()
	t.ok(t.imports.Keep(t.Context(), r, waiting))
	t.ok(t.imports.Seal(t.Context(), r.ID, conformanceEntry))
	t.move(&next, survey.RoundExported)
	empty := storedRelease(next, "", 0, 0)
	empty.Prev = survey.HashOf(r.JSON)
	t.fails(t.imports.Keep(t.Context(), empty, nil), survey.Conflict)
	t.same(t.pending(t.answers, next.ID), waiting)
}
