package survey_test

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// The day on which an open round is meant to be closed can be said, changed and taken back; of two
// stewards who have read the same day the second reads what the first has said.
func TestRoundEnds(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	ends := func(day, was string) error {
		_, err := in.SetRoundEnds(t.Context(), round.ID, day, was)
		return err
	}
	isNow := func(want string) {
		t.Helper()
		got, err := in.Round(t.Context(), round.ID)
		ok(t, err)
		if got.Ends != want || got.State != survey.RoundOpen {
			t.Errorf("the round is %s and ends %q, want %q", got.State, got.Ends, want)
		}
	}
	ok(t, ends("2026-12-18", ""))
	isNow("2026-12-18")
	failsWith(t, ends("2026-12-11", ""), survey.Conflict, "error.round.ends_changed")
	failsWith(t, ends("2026-08-31", "2026-12-18"), survey.Invalid, "error.round.ends")
	failsWith(t, ends("hösten", "2026-12-18"), survey.Invalid, "error.round.ends")
	isNow("2026-12-18")
	ok(t, ends(survey.DayOf(in.Clock.Now()), "2026-12-18"))
	ok(t, ends("", survey.DayOf(in.Clock.Now())))
	isNow("")
	lines, _, err := in.AuditLog(t.Context(), survey.LogFilter{Actions: []survey.Verb{survey.ChangeRound}})
	ok(t, err)
	if len(lines) != 3 || lines[0].Case != "none" || lines[2].Day != "2026-12-18" || lines[2].Round != round.Name {
		t.Errorf("the log says %+v", lines)
	}
	_, err = in.CloseRound(t.Context(), round.ID, false)
	ok(t, err)
	failsWith(t, ends("2026-12-18", ""), survey.Conflict, "error.round.already")
}
