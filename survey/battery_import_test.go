package survey_test

import (
	"errors"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// A battery comes in whole or not at all, in a version that there is not yet, and the log says so.
func TestImportBattery(t *testing.T) {
	in := surveytest.Service(t)
	steward := in.As(survey.Actor{Role: survey.Steward, ID: "s"})
	said := func() []string {
		t.Helper()
		log, _, err := steward.AuditLog(t.Context(), survey.LogFilter{Actions: []survey.Verb{survey.ImportBattery}})
		ok(t, err)
		var lines []string
		for _, line := range log {
			lines = append(lines, line.Text)
		}
		return lines
	}
	own := func() survey.Worded {
		return survey.Worded{Battery: &survey.Battery{
			ID: "own", Version: 1, Questions: []survey.Question{{ID: "N1", Kind: survey.Choice, Own: 2, Topic: "needs"}},
		}}
	}
	var put []string
	keep := func(w survey.Worded) error {
		put = append(put, w.Battery.Ref())
		return nil
	}
	full := errors.New("the disk is full")
	if err := steward.ImportBattery(t.Context(), own(), func(survey.Worded) error { return full }); !errors.Is(err, full) {
		t.Errorf("it fails with %v", err)
	}
	core, err := in.Battery("core@1")
	ok(t, err)
	fails(t, steward.ImportBattery(t.Context(), survey.Worded{Battery: core}, keep), survey.Conflict, "core@1")
	broken := own()
	broken.Battery.Questions[0].Own = 1
	fails(t, steward.ImportBattery(t.Context(), broken, keep), survey.Invalid, "does not hold together")
	_, err = steward.NewBattery(t.Context(), survey.NewBattery{ID: "begun", Prefix: "BG", Title: "Begynta frågor"}, survey.Wordings{})
	ok(t, err)
	begun := own()
	begun.Battery.ID = "begun"
	fails(t, steward.ImportBattery(t.Context(), begun, keep), survey.Conflict, "writing the battery begun")
	if len(put) > 0 || len(said()) > 0 {
		t.Fatalf("it kept %q and says %q", put, said())
	}
	ok(t, steward.ImportBattery(t.Context(), own(), keep))
	if lines := said(); len(put) != 1 || len(lines) != 1 || lines[0] != "own@1" {
		t.Errorf("it kept %q and says %q", put, lines)
	}
}
