package survey_test

import (
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// A steward sees how many have answered in steps of fifty, counted once an hour, and what happens when.
func TestCalendar(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2", func(n *survey.NewRound) { n.Ends = "2026-12-18" })
	session, _ := in.Gather(round, func(n *survey.NewSession) { n.Capacity = 120 })
	in.Gather(round, func(n *survey.NewSession) { n.Opens, n.Hours = in.Clock.Now().Add(48*time.Hour), 3 })
	calendar := func() survey.Calendar {
		t.Helper()
		c, err := in.Calendar(t.Context(), round.ID)
		ok(t, err)
		return c
	}
	in.Answer(session, 49)
	if c := calendar(); c.AtLeast != 0 || c.Sessions != 2 || c.Gatherings[0].Code != session.Code || c.Next != nil || !c.LastAnswer.IsZero() || c.Round.Opened != "2026-09-01" || c.Round.Ends != "2026-12-18" {
		t.Errorf("the calendar is %+v", c)
	}
	in.Answer(session, 1)
	if c := calendar(); c.AtLeast != 0 {
		t.Errorf("within the hour it says %d", c.AtLeast)
	}
	in.Clock.Advance(time.Hour)
	if c := calendar(); c.AtLeast != 50 || !c.LastCloses.Equal(c.Gatherings[1].Closes) || !c.ReceiptsGone.Equal(c.LastCloses.Add(survey.ReceiptsKept)) {
		t.Errorf("after an hour the calendar is %+v", c)
	}
	next := in.Begin("2027-H1")
	_, err := in.CloseRound(t.Context(), round.ID, false)
	ok(t, err)
	// The gathering that had not opened is not held.
	if c := calendar(); c.Next == nil || c.Next.ID != next.ID || c.Sessions != 1 || !c.LastAnswer.Equal(in.Clock.Now().Add(survey.Grace)) || c.Round.Closed != "2026-09-01" {
		t.Errorf("of a closing round the calendar is %+v", c)
	}
	in.Clock.Advance(survey.Grace)
	_, err = in.ExportPending(t.Context(), round.ID, false, func(survey.PendingFile) error { return nil })
	ok(t, err)
	ok(t, in.ImportRelease(t.Context(), sealedRound(round, 50, 2, next.ID)))
	sights, err := in.RoundSights(t.Context())
	ok(t, err)
	if len(sights) != 2 || sights[0].Release == nil || sights[0].Release.Disposal.Waiting != 2 || sights[1].Waited != 2 || sights[1].Release != nil {
		t.Errorf("stewards see %+v", sights)
	}
	_, err = in.As(survey.Actor{Role: survey.Officer, Municipalities: []string{"0581"}}).Calendar(t.Context(), round.ID)
	fails(t, err, survey.Forbidden)
}
