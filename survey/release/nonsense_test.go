package release_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

var digits = regexp.MustCompile(`[0-9]+`)

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
	tried, read := map[string]bool{}, 0
	surveytest.Damaged(t, text, func(where string, damaged []byte) {
		// A release has many tables that are alike: in the ordinary tests one value stands for all whose
		// places differ in digits.
		place, damage, _ := strings.Cut(where, " ")
		kind := digits.ReplaceAllString(place, "") + damage
		if tried[kind] && !tool.All() {
			return
		}
		tried[kind] = true
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
	t.Logf("%d kinds of damage, %d files were read", len(tried), read)
}
