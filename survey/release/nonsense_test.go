package release_test

import (
	"bytes"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
)

// A release is on open pages and in others' hands: whatever became of it, it is refused in one line
// or read as the bytes that it is, and what is computed of it does not fall over.
func TestParseOfNonsense(t *testing.T) {
	text, err := release.Viewed(t).Canonical()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := release.Parse(text); err != nil {
		t.Fatal(err)
	}
	read := 0
	surveytest.Damaged(t, text, func(where string, damaged []byte) {
		r, err := release.Parse(damaged)
		if err != nil {
			if survey.KindOf(err) != survey.Invalid || operator.Text(err) == "" {
				t.Errorf("%s: %v", where, err)
			}
			return
		}
		read++
		if again, err := r.Canonical(); err != nil || !bytes.Equal(again, damaged) {
			t.Errorf("%s: it is read as %.200s, %v", where, again, err)
		}
		r.Check()
		r.Against(nil)
		r.Places()
		r.Count()
	})
	t.Logf("%d files were read", read)
}
