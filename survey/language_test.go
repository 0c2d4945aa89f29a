package survey_test

import (
	"slices"
	"testing"

	"fragebatteri/survey"
)

func TestChooseLanguages(t *testing.T) {
	languages := []survey.LanguageTexts{{Tag: "sv"}, {Tag: "ar", Draft: true}, {Tag: "so", Missing: 2}, {Tag: "ti", Missing: 1, Draft: true}, {Tag: "uk", Draft: true}}
	for _, c := range []struct {
		accepted, chosen, leftOut []string
		code                      string
	}{
		{nil, []string{"sv"}, []string{"ar", "so", "ti", "uk"}, ""},
		{[]string{"uk"}, []string{"sv", "uk"}, []string{"ar", "so", "ti"}, ""},
		{[]string{"sv", "ar"}, []string{"sv", "ar"}, []string{"so", "ti", "uk"}, ""},
		{[]string{survey.AllDrafts}, []string{"sv", "ar", "uk"}, []string{"so", "ti"}, ""},
		{[]string{"so"}, nil, nil, "language.gaps"},
		{[]string{survey.AllDrafts, "ti"}, nil, nil, "language.gaps"},
		{[]string{"AR"}, nil, nil, "language.unknown"},
		{[]string{"de", "ar"}, nil, nil, "language.unknown"},
		{[]string{""}, nil, nil, "language.unknown"},
	} {
		chosen, leftOut, err := survey.ChooseLanguages(languages, c.accepted)
		var tags []string
		for _, l := range leftOut {
			tags = append(tags, l.Tag)
		}
		if survey.CodeOf(err) != c.code || !slices.Equal(chosen, c.chosen) || !slices.Equal(tags, c.leftOut) {
			t.Errorf("%q accepted: %q chosen, %q left out, %v", c.accepted, chosen, tags, err)
		}
	}
}
