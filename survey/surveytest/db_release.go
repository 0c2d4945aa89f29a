package surveytest

import (
	"fragebatteri/survey"
)

// exported returns a round that is ready for import, the next one, and a
// release of three answers of which one waits.
func (t *storeTest) exported() (round, next survey.Round, r survey.StoredRelease, waiting []survey.PendingAnswer) {
	t.Helper()
	round = t.openRound("2026-H2")
	session := t.openSession(round)
	for range 3 {
		t.sends(t.arrival(session), survey.Stored)
	}
	next = t.openRound("2027-H1")
	round.State = survey.RoundExported
	t.ok(t.store.UpdateRound(t.Context(), round, nil, storeEntry))
	r = storedRelease(round, next.ID, 3, 1)
	return round, next, r, []survey.PendingAnswer{{Key: survey.NewKey(), Ciphertext: []byte("waiting")}}
}

func storedRelease(round survey.Round, next string, rows, waiting int) survey.StoredRelease {
	r := survey.StoredRelease{
		ReleaseHeader: survey.ReleaseHeader{ID: survey.NewID(), Round: round.ID, Next: next, Date: "2027-01-15"},
		JSON:          []byte(`{"release":"` + round.Name + `"}`), Signature: []byte("signature"),
	}
	r.Disposal = survey.Disposal{Release: r.ID, Round: round.ID, Next: next, Date: r.Date, Rows: rows, Answers: rows - waiting, Waiting: waiting}
	return r
}

func (t *storeTest) releases(want ...survey.StoredRelease) {
	t.Helper()
	got, err := t.store.Releases(t.Context())
	t.ok(err)
	var headers []survey.ReleaseHeader
	for _, r := range want {
		headers = append(headers, r.ReleaseHeader)
	}
	t.same(got, headers)
}

func (t *storeTest) keep() {
	round, next, r, waiting := t.exported()
	t.ok(t.store.KeepRelease(t.Context(), r, waiting))
	got, err := t.store.Release(t.Context(), r.ID)
	t.ok(err)
	t.same(got, r)
	t.releases()
	t.same(len(t.pending(round.ID)), 3)
	t.same(len(t.pending(next.ID)), 0)

	second := storedRelease(round, next.ID, 3, 1)
	t.ok(t.store.KeepRelease(t.Context(), second, waiting))
	_, err = t.store.Release(t.Context(), r.ID)
	t.fails(err, survey.NotFound)
	t.fails(t.store.SealRound(t.Context(), r.ID, storeEntry), survey.NotFound)

	t.ok(t.store.Settle(t.Context()))
	t.same(len(t.pending(round.ID)), 3)
	t.fails(t.store.SealRound(t.Context(), second.ID, storeEntry), survey.Conflict) // what was staged is gone
}

func (t *storeTest) imported() {
	round, next, r, waiting := t.exported()
	for range 2 {
		t.ok(t.store.KeepRelease(t.Context(), r, waiting))
	}
	for range 2 {
		t.ok(t.store.SealRound(t.Context(), r.ID, storeEntry))
		t.releases(r)
		sessions, err := t.store.Sessions(t.Context(), round.ID)
		t.ok(err)
		t.same(sessions[0].Tag, "")
	}
	for range 2 {
		t.ok(t.store.Settle(t.Context()))
		t.same(len(t.pending(round.ID)), 0)
		t.same(t.pending(next.ID), waiting)
	}
	rounds, err := t.store.Rounds(t.Context())
	t.ok(err)
	t.same(rounds[0].State, survey.RoundSealed)
	t.fails(t.store.KeepRelease(t.Context(), storedRelease(round, "", 0, 0), nil), survey.Conflict)
	t.fails(t.store.UpdateRound(t.Context(), round, nil, storeEntry), survey.Conflict)

	// Oldest first means sealed first, on whatever day and in whatever round.
	third := t.openRound("2027-H2")
	later, last := storedRelease(third, "", 0, 0), storedRelease(next, "", 1, 0)
	later.Date, later.Prev, last.Prev = "2027-01-14", survey.HashOf(r.JSON), survey.HashOf(r.JSON)
	for _, r := range []survey.StoredRelease{last, later} {
		t.ok(t.store.KeepRelease(t.Context(), r, nil))
	}
	t.ok(t.store.SealRound(t.Context(), later.ID, storeEntry))
	t.fails(t.store.SealRound(t.Context(), last.ID, storeEntry), survey.Conflict) // it would fork the chain
	last.Prev = survey.HashOf(later.JSON)
	t.ok(t.store.KeepRelease(t.Context(), last, nil))
	t.ok(t.store.SealRound(t.Context(), last.ID, storeEntry))
	t.releases(r, later, last)
}

func (t *storeTest) refused() {
	round, next, r, waiting := t.exported()
	r.Disposal.Rows = 2
	t.ok(t.store.KeepRelease(t.Context(), r, waiting))
	t.fails(t.store.SealRound(t.Context(), r.ID, storeEntry), survey.Conflict) // three are pending
	r.Disposal.Rows = 3
	t.ok(t.store.KeepRelease(t.Context(), r, waiting))
	next.State = survey.RoundExported
	t.ok(t.store.UpdateRound(t.Context(), next, nil, storeEntry))
	t.fails(t.store.SealRound(t.Context(), r.ID, storeEntry), survey.Conflict) // nobody would count what waits
	t.releases()
	t.same(len(t.pending(round.ID)), 3)
}
