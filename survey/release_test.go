package survey_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/sqlite"
	"fragebatteri/survey/surveytest"
)

// sealedRound is what comes back for a round of so many answers, of which some
// wait for the round with the id next.
func sealedRound(round survey.Round, rows, waiting int, next ...string) survey.SealedRound {
	id := survey.NewID()
	sealed := survey.SealedRound{JSON: fmt.Appendf(nil, `{"release":%q}`, id), Signature: []byte("signature")}
	sealed.Disposal = survey.Disposal{
		Release: id, Hash: survey.HashOf(sealed.JSON), Round: round.ID, Date: "2027-01-15",
		Rows: rows, Answers: rows - waiting, Waiting: waiting,
	}
	for _, id := range next {
		sealed.Disposal.Next = id
	}
	for i := range waiting {
		sealed.Waiting = append(sealed.Waiting, survey.PendingAnswer{Key: survey.NewKey(), Ciphertext: fmt.Appendf(nil, "waiting %d", i)})
	}
	return sealed
}

// seal closes, exports and imports a round.
func seal(t testing.TB, in *surveytest.Instance, round survey.Round, final bool) survey.SealedRound {
	t.Helper()
	file := export(t, in, round, final)
	sealed := sealedRound(round, len(file.Answers), 0)
	sealed.Prev = file.Prev
	ok(t, in.ImportRelease(t.Context(), sealed))
	return sealed
}

func TestImportRelease(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	in.Answer(session, 15)
	next := in.Begin("2027-H1")
	export(t, in, round, false)
	sealed := sealedRound(round, 15, 2, next.ID)
	ok(t, in.ImportRelease(t.Context(), sealed))

	if in.Count(round) != 0 || in.Count(next) != 2 {
		t.Errorf("%d answers are left and %d wait, want none and 2", in.Count(round), in.Count(next))
	}
	stored, err := in.Imported().Release(t.Context(), sealed.Disposal.Release)
	ok(t, err)
	if string(stored.JSON) != string(sealed.JSON) || stored.Disposal != sealed.Disposal {
		t.Errorf("stored %+v", stored)
	}
	sessions, err := in.Store.Sessions(t.Context(), round.ID)
	ok(t, err)
	if sessions[0].Tag != "" {
		t.Error("it can still be told which tag was which session")
	}
	fails(t, in.ImportRelease(t.Context(), sealed), survey.Conflict, "sealed already")

	// The next release continues the chain.
	if file := export(t, in, next, true); file.Prev != survey.HashOf(sealed.JSON) || len(file.Answers) != 2 {
		t.Errorf("the next file continues from %q with %d answers", file.Prev, len(file.Answers))
	}
}

func TestImportRefuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		kind  survey.Kind
		says  string
		spoil func(*survey.SealedRound)
	}{
		{"an unknown round", survey.NotFound, "no round", func(s *survey.SealedRound) { s.Disposal.Round = "nobody" }},
		{"another chain", survey.Conflict, "does not follow", func(s *survey.SealedRound) { s.Prev = survey.HashOf(nil) }},
		{"one answer too few", survey.Invalid, "do not add up", func(s *survey.SealedRound) { s.Disposal.Answers-- }},
		{"one answer too many", survey.Invalid, "do not add up", func(s *survey.SealedRound) { s.Disposal.Destroyed++ }},
		{"fewer waiting than said", survey.Invalid, "do not add up", func(s *survey.SealedRound) { s.Waiting = s.Waiting[1:] }},
		{"another release", survey.Invalid, "do not add up", func(s *survey.SealedRound) { s.JSON = []byte("{}") }},
		{"fewer rows than pending", survey.Conflict, "export and seal it again", func(s *survey.SealedRound) { s.Disposal.Rows--; s.Disposal.Answers-- }},
		{"more rows than pending", survey.Conflict, "export and seal it again", func(s *survey.SealedRound) { s.Disposal.Rows++; s.Disposal.Answers++ }},
		{"waiting for nothing", survey.Invalid, "no round they wait for", func(s *survey.SealedRound) { s.Disposal.Next = "" }},
		{"waiting for nobody", survey.NotFound, "no round", func(s *survey.SealedRound) { s.Disposal.Next = "nobody" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := surveytest.Service(t)
			round := in.Begin("2026-H2")
			session, _ := in.Gather(round)
			in.Answer(session, 15)
			next := in.Begin("2027-H1")
			export(t, in, round, false)
			sealed := sealedRound(round, 15, 2, next.ID)
			test.spoil(&sealed)
			fails(t, in.ImportRelease(t.Context(), sealed), test.kind, test.says)
			untouched(t, in, round, next, 15)
		})
	}
}

// untouched makes sure that an import that was refused changed nothing.
func untouched(t *testing.T, in *surveytest.Instance, round, next survey.Round, pending int) {
	t.Helper()
	after, err := in.Round(t.Context(), round.ID)
	ok(t, err)
	releases, err := in.Imported().Releases(t.Context())
	ok(t, err)
	if after.State != survey.RoundExported || in.Count(round) != pending || in.Count(next) != 0 || len(releases) != 0 {
		t.Errorf("the round is %s with %d answers, %d wait, %d releases", after.State, in.Count(round), in.Count(next), len(releases))
	}
}

// A round that answers wait for may not have been exported itself.
func TestImportIntoAnExportedRound(t *testing.T) {
	in := surveytest.Service(t)
	round, next := in.Begin("2026-H2"), in.Begin("2027-H1")
	session, _ := in.Gather(round)
	in.Answer(session, 2)
	export(t, in, round, false)
	export(t, in, next, true)
	fails(t, in.ImportRelease(t.Context(), sealedRound(round, 2, 2, next.ID)), survey.Conflict, "exported already")
	untouched(t, in, round, next, 2)
}

// forgetful is a disk that gives back something else than was written.
type forgetful struct{ survey.Store }

func (s forgetful) Release(ctx context.Context, id string) (survey.StoredRelease, error) {
	r, err := s.Store.Release(ctx, id)
	r.JSON = append(r.JSON, ' ')
	return r, err
}

// Nothing is destroyed before the release reads back as it was stored, and a
// release is shown to nobody before its round is sealed.
func TestImportReadsBack(t *testing.T) {
	in := surveytest.Service(t)
	round, next := in.Begin("2026-H2"), in.Begin("2027-H1")
	session, _ := in.Gather(round)
	in.Answer(session, 15)
	export(t, in, round, false)
	sealed := sealedRound(round, 15, 2, next.ID)
	service := surveytest.NewService(t, forgetful{in.Store}, in.Clock.Now)
	fails(t, service.As(survey.Actor{Role: survey.Console}).ImportRelease(t.Context(), sealed), survey.Internal, "reads back differently")
	untouched(t, in, round, next, 15)
	_, err := in.Imported().Release(t.Context(), sealed.Disposal.Release)
	fails(t, err, survey.NotFound)

	ok(t, in.ImportRelease(t.Context(), sealed))
	_, err = in.Imported().Release(t.Context(), sealed.Disposal.Release)
	ok(t, err)
}

func TestDisposalAddsUp(t *testing.T) {
	d := survey.Disposal{Rows: 15, Answers: 5, Waiting: 4, Discarded: 3, Unreadable: 2, Destroyed: 1}
	if !d.AddsUp() {
		t.Error("what adds up does not")
	}
	for _, part := range []*int{&d.Rows, &d.Answers, &d.Waiting, &d.Discarded, &d.Unreadable, &d.Destroyed} {
		*part++
		if d.AddsUp() {
			t.Errorf("%+v adds up", d)
		}
		*part--
	}
}

// Of two releases that continue from the same one, imported by two programs at once, one becomes
// part of the chain; the other round loses nothing.
func TestImportsAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "instance")
	in := surveytest.ServiceFor(t, dir, survey.Host{BaseURL: "https://svar.example", Name: "Region", Kind: survey.HostRegion, Signer: surveytest.Host.Signer})
	var sealed []survey.SealedRound
	var rounds []survey.Round
	for _, name := range []string{"2026-H1", "2026-H2"} {
		round := in.Begin(name)
		session, _ := in.Gather(round)
		in.Answer(session, 15)
		export(t, in, round, true)
		one := sealedRound(round, 15, 0, "")
		rounds, sealed = append(rounds, round), append(sealed, one)
	}
	other, err := sqlite.Open(dir)
	ok(t, err)
	t.Cleanup(func() { ok(t, other.Close()) })
	services := []*survey.Service{in.Service, surveytest.NewService(t, other, in.Clock.Now)}
	errs := make([]error, 2)
	var work sync.WaitGroup
	for i := range 2 {
		work.Go(func() {
			errs[i] = services[i].As(survey.Actor{Role: survey.Console}).ImportRelease(t.Context(), sealed[i])
		})
	}
	work.Wait()
	lost := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	if lost < 0 || errs[1-lost] != nil {
		t.Fatalf("the imports end with %v", errs)
	}
	fails(t, errs[lost], survey.Conflict, "sealed in between", "again")
	if n := in.Count(rounds[lost]); n != 15 {
		t.Errorf("%d answers are left of the round that was not imported, want 15", n)
	}
	if n := in.Count(rounds[1-lost]); n != 0 {
		t.Errorf("%d answers are left of the round that was", n)
	}
}
