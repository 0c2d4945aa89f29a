package survey_test

import (
	"errors"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// Who records and approves are told to what keeps clips, and not to the audit log. What changes
// nothing, or fails, has no line there.
func TestClipsInTheAuditLog(t *testing.T) {
	in := surveytest.Service(t)
	var lines []survey.AuditEntry
	reader := survey.Actor{Role: survey.ReaderRole, ID: "7", Languages: []string{"ti"}}
	desk := surveytest.NewService(t, audited{in.Store, &lines}, in.Clock.Now).As(reader)
	name := survey.ClipName{Battery: "core", Language: "ti", Key: "K01"}
	failed := errors.New("the disk is full")
	for _, c := range []struct {
		changed bool
		err     error
	}{{true, nil}, {false, nil}, {false, failed}} {
		change := func(by string) (bool, error) {
			if by != "7" {
				t.Errorf("it is done by %q", by)
			}
			return c.changed, c.err
		}
		for _, err := range []error{desk.RecordClip(t.Context(), name, change), desk.ApproveClip(t.Context(), name, change)} {
			if !errors.Is(err, c.err) {
				t.Errorf("got %v, want %v", err, c.err)
			}
		}
	}
	want := []survey.AuditEntry{
		{At: surveytest.Start, Actor: "reader", Action: "clip.record", What: "core ti K01"},
		{At: surveytest.Start, Actor: "reader", Action: "clip.approve", What: "core ti K01"},
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the audit log has %v, want %v", lines, want)
	}
	elsewhere := func(string) (bool, error) { t.Error("it was done in another language"); return true, nil }
	name.Language = "so"
	fails(t, desk.RecordClip(t.Context(), name, elsewhere), survey.Forbidden, "clip.record")
	fails(t, desk.ApproveClip(t.Context(), name, elsewhere), survey.Forbidden, "clip.approve")
}
