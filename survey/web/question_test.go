package web_test

import (
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// What stands below a question is its description: a screen reader says it with the question.
func TestHintAndErrorDescribeTheirQuestion(t *testing.T) {
	s := newSite(t)
	page := s.Get(s.path("sv"))
	for _, q := range page.Find("fieldset").EachIter() {
		id := q.AttrOr("id", "")
		hint := q.Find(".hint").AttrOr("id", "")
		if q.AttrOr("aria-describedby", "") != hint || hint != "" && hint != id+"-hint" {
			t.Errorf("%s is described by %q, and its hint is %q", id, q.AttrOr("aria-describedby", ""), hint)
		}
	}
	form := surveytest.Form("K19", "o1", "K19", "dk", "K02", "o99", survey.NonceField, page.Nonce())
	wrong := s.Post(s.path("sv"), form)
	for id, want := range map[string]string{"K02": "K02-error", "K19": "K19-hint K19-error", "D1": "D1-hint"} {
		got := wrong.Find("fieldset#"+id).AttrOr("aria-describedby", "")
		if got != want {
			t.Errorf("%s is described by %q, not %q", id, got, want)
		}
		for part := range strings.FieldsSeq(got) {
			if wrong.Find("#"+part).Text() == "" {
				t.Errorf("%s is described by %s, which says nothing", id, part)
			}
		}
	}
}

// Beside each step of a scale stands how high it is; own answers and "don't know" are no steps.
func TestStepsOfScalesAreFilled(t *testing.T) {
	s := newSite(t)
	page := s.Get(s.path("sv"))
	for id, want := range map[string]string{
		"K01": "full-0 full-3 full-6", "K02": "full-0 full-2 full-4 full-6", "K04": "", "K19": "",
	} {
		var got []string
		for _, row := range page.Find("fieldset#" + id + " label[class]").EachIter() {
			got = append(got, row.AttrOr("class", ""))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has the steps %q, not %q", id, got, want)
		}
	}
}
