package survey_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// A release is staff's until a steward publishes it, after those before it.
func TestPublish(t *testing.T) {
	in := surveytest.Service(t)
	round, second := in.Begin("2026-H2"), in.Begin("2027-H1")
	session, _ := in.Gather(round)
	in.Answer(session, 3)
	first, later := seal(t, in, round, true).Disposal.Release, seal(t, in, second, true).Disposal.Release
	published := func(want ...string) {
		t.Helper()
		headers, err := in.Releases(t.Context())
		ok(t, err)
		var got []string
		for _, h := range headers {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("published are %q, want %q", got, want)
		}
		for _, id := range []string{first, later} {
			_, err := in.Release(t.Context(), id)
			if is := err == nil; is != slices.Contains(want, id) {
				t.Errorf("everybody reads %s: %v", id, err)
			}
			_, err = in.Imported().Release(t.Context(), id)
			ok(t, err)
		}
		after, err := in.Result(t.Context(), session)
		ok(t, err)
		if (after.Release != nil) != slices.Contains(want, first) {
			t.Errorf("those who answered see %+v", after)
		}
	}
	published()
	_, err := in.PublishRelease(t.Context(), later)
	fails(t, err, survey.Conflict, first, "publish that one first")
	_, err = in.PublishRelease(t.Context(), "none")
	fails(t, err, survey.NotFound, "no release")
	published()

	// Two stewards at once: one publishes it, the other is told that it is.
	errs := make([]error, 2)
	var work sync.WaitGroup
	for i := range errs {
		work.Go(func() { _, errs[i] = in.PublishRelease(t.Context(), first) })
	}
	work.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("two stewards at once: %v", errs)
	}
	fails(t, errors.Join(errs...), survey.Conflict, "was published on 2026-09-01")
	published(first)
	_, err = in.PublishRelease(t.Context(), later)
	ok(t, err)
	published(first, later)
}

// An officer previews the own municipality, the area that it belongs to, and the region.
func TestPreview(t *testing.T) {
	in := surveytest.Service(t)
	areas := []survey.Area{{Name: "Kinda–Ydre", Municipalities: []string{"0512", "0513"}}}
	for _, c := range []struct {
		actor survey.Actor
		reads []survey.Place
	}{
		{survey.Actor{Role: survey.Steward}, []survey.Place{survey.InMunicipality("0512"), survey.InMunicipality("0581"), survey.InArea("Kinda–Ydre"), survey.InArea("Ingenstans"), survey.InRegion("05")}},
		{survey.Actor{Role: survey.Officer, Municipalities: []string{"0512"}}, []survey.Place{survey.InMunicipality("0512"), survey.InArea("Kinda–Ydre"), survey.InRegion("05")}},
		{survey.Actor{Role: survey.Officer, Municipalities: []string{"0581"}}, []survey.Place{survey.InMunicipality("0581"), survey.InRegion("05")}},
		{survey.Actor{Role: survey.AmbassadorRole, Municipalities: []string{"0512"}}, nil},
	} {
		for _, place := range []survey.Place{survey.InMunicipality("0512"), survey.InMunicipality("0581"), survey.InArea("Kinda–Ydre"), survey.InArea("Ingenstans"), survey.InRegion("05")} {
			if err := in.As(c.actor).PreviewRelease(place, areas); (err == nil) != slices.Contains(c.reads, place) {
				t.Errorf("%v reads %v: %v", c.actor, place, err)
			}
		}
	}
}
