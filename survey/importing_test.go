package survey_test

import (
	"context"
	"errors"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// erasing is a store that counts how often its registry was rewritten.
type erasing struct {
	survey.Store
	erased int
	broken bool
}

func (s *erasing) EraseForgotten(ctx context.Context) error {
	if s.broken {
		return errors.New("the disk is full")
	}
	s.erased++
	return s.Store.EraseForgotten(ctx)
}

// Tags that were forgotten are erased once: by the import, by the next Compact when the import
// could not, or by whoever opens the stores when the import was killed. No other Compact rewrites
// the registry.
func TestForgottenTagsAreErased(t *testing.T) {
	ctx := t.Context()
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	in.Answer(session, 2)
	export(t, in, round, true)
	store := &erasing{Store: in.Store}
	imports := survey.NewImporter(store, store)
	erased := func(want int, when string) {
		t.Helper()
		if store.erased != want {
			t.Errorf("%s the registry was rewritten %d times, want %d", when, store.erased, want)
		}
	}
	ok(t, imports.Compact(ctx))
	ok(t, imports.Recover(ctx))
	erased(0, "before the import")
	r := survey.StoredRelease{ReleaseHeader: survey.ReleaseHeader{ID: survey.NewID(), Round: round.ID}, JSON: []byte("{}"), Signature: []byte("s")}
	r.Disposal = survey.Disposal{Release: r.ID, Round: round.ID, Rows: 2, Destroyed: 2}
	ok(t, imports.Keep(ctx, r, nil))
	ok(t, imports.Compact(ctx))
	erased(0, "before the round is sealed")
	ok(t, imports.Seal(ctx, r.ID, survey.AuditEntry{}))

	store.broken = true
	if imports.Compact(ctx) == nil {
		t.Error("Compact has not rewritten the registry and says nothing")
	}
	store.broken = false
	for range 2 {
		ok(t, imports.Compact(ctx))
		erased(1, "after the round was sealed")
	}
	for range 2 { // as after a crash that left the answers where they were
		ok(t, survey.NewImporter(store, store).Recover(ctx))
		erased(2, "after a crash")
	}
}
