package sealing_test

import (
	"bytes"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
)

// What can be read of a pending file can be sealed, or is refused; the steward's computer does not
// fall over, and signs nothing that 'verify' would refuse.
func TestSealOfNonsense(t *testing.T) {
	in := surveytest.Service(t)
	round := in.Begin("2026-H2")
	session, _ := in.Gather(round)
	in.Answer(session, 15)
	in.Begin("2027-H1")
	_, err := in.CloseRound(t.Context(), round.ID, true)
	ok(t, err)
	file, err := in.ExportPending(t.Context(), round.ID, false, func(survey.PendingFile) error { return nil })
	ok(t, err)
	text, err := file.Encode()
	ok(t, err)
	signer, err := release.NewSigner()
	ok(t, err)
	sealed := 0
	surveytest.Damaged(t, bytes.TrimSpace(text), func(where string, damaged []byte) {
		file, err := survey.ParsePending(surveytest.Digested(damaged), "2027-07-01")
		if err != nil || strings.Contains(where, ".questions[") && !strings.Contains(where, ".questions[18]") {
			return // refused, or as good as another question
		}
		s, err := sealing.Seal(file, in.Private(round), signer, sealing.Options{})
		if err != nil {
			return
		}
		sealed++
		given := []release.File{{Name: where, JSON: s.JSON, Signature: s.Signature}}
		if err := release.Verify(signer.Public(), given).Err(); err != nil {
			t.Error(err)
		}
	})
	if sealed == 0 {
		t.Error("nothing was sealed")
	}
	t.Logf("%d files were sealed", sealed)
}
