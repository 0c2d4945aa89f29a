package authors_test

import (
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/authors"
	"fragebatteri/survey/surveytest"
)

// What is about a whole battery, its structure and its translations is found where it is, and alone.
func TestWholeBattery(t *testing.T) {
	core, err := surveytest.Catalogue(t).Battery("core@1")
	if err != nil {
		t.Fatal(err)
	}
	built, given := builtIn(t, core)
	before := authors.Check(built, given)
	long := strings.Repeat("ord ", 200)
	for _, c := range []struct {
		change func(survey.Worded)
		kind   authors.Kind
		want   string // code, question, language
	}{
		{func(w survey.Worded) { w.Words["sv"]["K19.hint"] = long + long }, authors.Refuses, "minutes  sv"},
		{func(w survey.Worded) { w.Words["sv"]["title"] = "" }, authors.Refuses, "words.none  sv"},
		{func(w survey.Worded) { w.Battery.Pairs = nil }, authors.Advises, "pair  "},
		{func(w survey.Worded) { w.Words["so"]["K01"] = "" }, authors.Advises, "language  so"},
		{func(w survey.Worded) { w.Battery.Questions[0].Topic = "area" }, authors.Refuses, "topic K01 "},
		{func(w survey.Worded) {
			w.Battery.Questions[0].DK, w.Words["sv"]["scale.know.o2"] = false, "Lite"
			w.Words["sv"]["K01"] = "Hur?"
		}, authors.Advises, "dk K01 "},
		{func(w survey.Worded) { delete(w.Battery.Measures, "K01") }, authors.Advises, "measure K01 "},
		{func(w survey.Worded) { w.Battery.Measures["K01"] = survey.Measure{Options: []string{"o3"}} }, authors.Advises, "direction K01 "},
		{func(w survey.Worded) { w.Battery.Questions[0].ID = "k1"; w.Words["sv"]["k1"] = "Hur?" }, authors.Refuses, "structure  "},
		{func(w survey.Worded) { w.Words["sv"]["D2.o1"] = "" }, authors.Refuses, "words.none D2 sv"},
		{func(w survey.Worded) { w.Battery.Scales["share"] = 2 }, authors.Refuses, "scale.few Q2 "},
		{func(w survey.Worded) { w.Battery.Scales["share"] = 0 }, authors.Refuses, "scale.steps  "},
		{func(w survey.Worded) { w.Battery.Questions[3].Own = 13 }, authors.Refuses, "options.many K04 "},
		{func(w survey.Worded) { w.Words["uk"]["K01"] = w.Words["sv"]["K01"] }, authors.Advises, "same K01 uk"},
		{func(w survey.Worded) { w.Words["uk"]["K01"] += " {{.N}}" }, authors.Advises, "placeholders K01 uk"},
		{func(w survey.Worded) { w.Words["uk"]["K01"] += long }, authors.Advises, "grown K01 uk"},
		{func(w survey.Worded) { w.Words["ar"]["K01"] += " نعم؟" }, authors.Advises, "two K01 ar"},
		{func(w survey.Worded) {
			for _, q := range w.Battery.Questions {
				w.Words["sv"][q.ID] = "Arbetsmarknadsfrågor kommunstyrelsen integrationsfrågor."
			}
		}, authors.Advises, "lix  sv"},
	} {
		after := copied(built)
		c.change(after)
		found := slices.ContainsFunc(authors.Check(after, given), func(f authors.Finding) bool {
			return f.Kind == c.kind && f.Code+" "+f.Question+" "+f.Language == c.want
		})
		if !found {
			t.Errorf("%s %q is not found: %v", c.kind, c.want, authors.Check(after, given))
		}
		if slices.ContainsFunc(before, func(f authors.Finding) bool { return f.Code+" "+f.Question+" "+f.Language == c.want }) {
			t.Errorf("%q is found without the change too", c.want)
		}
	}
}
