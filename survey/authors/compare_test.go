package authors_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/authors"
	"fragebatteri/survey/surveytest"
)

// copied returns a battery with its words that can be changed.
func copied(w survey.Worded) survey.Worded {
	b := *w.Battery
	b.Questions, b.Scales, b.Measures, b.Pairs = slices.Clone(b.Questions), maps.Clone(b.Scales), maps.Clone(b.Measures), slices.Clone(b.Pairs)
	words := map[string]map[string]string{}
	for tag, texts := range w.Words {
		words[tag] = maps.Clone(texts)
	}
	return survey.Worded{Battery: &b, Words: words}
}

// said returns changes as lines of codes and values.
func said(changes []authors.Change) []string {
	var lines []string
	for _, c := range changes {
		lines = append(lines, strings.TrimSpace(fmt.Sprintln(c.Code, c.Question, c.Language, c.Args)))
	}
	return lines
}

// What was changed between two versions is told, each thing once, and nothing else.
func TestCompare(t *testing.T) {
	core, err := surveytest.Catalogue(t).Battery("core@1")
	if err != nil {
		t.Fatal(err)
	}
	before, _ := builtIn(t, core)
	for name, c := range map[string]struct {
		change func(survey.Worded)
		want   []string
	}{
		"nothing": {func(survey.Worded) {}, nil},
		"words of an answer": {func(w survey.Worded) { w.Words["sv"]["K05.o5"] = "Jag söker inte arbete" },
			[]string{"answer K05  [From Jag arbetar redan eller söker inte arbete To Jag söker inte arbete]"}},
		"words of a question": {func(w survey.Worded) { w.Words["sv"]["K01"] = "Vart går du när du är sjuk?" },
			[]string{"text K01  [From Vet du vart du ska vända dig om du blir sjuk? To Vart går du när du är sjuk?]"}},
		"title": {func(w survey.Worded) { w.Words["sv"]["title"] = "Frågor" }, []string{"title   [From Grundfrågorna To Frågor]"}},
		"a question less, and its pair": {func(w survey.Worded) {
			w.Battery.Questions = slices.Delete(w.Battery.Questions, 14, 15)
			w.Battery.Pairs = w.Battery.Pairs[1:]
			delete(w.Battery.Measures, "K15")
		}, []string{"pair.removed   [First K12 Second K15]", "removed K15  [Text Hur ofta känner du dig utanför där du bor?]"}},
		"a question more": {func(w survey.Worded) {
			w.Battery.Questions = slices.Insert(w.Battery.Questions, 2, survey.Question{ID: "K21", Kind: survey.Scale, Scale: "amount", Topic: "work"})
			w.Words["sv"]["K21"] = "Hur mycket?"
		}, []string{"added K21  [Place 3 Text Hur mycket?]"}},
		"another order": {func(w survey.Worded) {
			q := w.Battery.Questions
			q[1], q[2], q[3] = q[3], q[1], q[2] // K04 before K02
		}, []string{"moved K04  [After K01]"}},
		"first of all": {func(w survey.Worded) { q := w.Battery.Questions; q[0], q[1], q[2] = q[2], q[0], q[1] }, []string{"moved.first K03  []"}},
		"an answer in the middle": {func(w survey.Worded) {
			texts := w.Words["sv"]
			w.Battery.Questions[3].Own = 6
			texts["K04.o3"], texts["K04.o4"], texts["K04.o5"], texts["K04.o6"] = texts["K04.o4"], texts["K04.o5"], texts["K04.o6"], texts["K04.o7"]
		}, []string{"answer.removed K04  [From Jag läser svenska (sfi)]"}},
		"order of answers": {func(w survey.Worded) {
			texts := w.Words["sv"]
			texts["D1.o1"], texts["D1.o2"] = texts["D1.o2"], texts["D1.o1"]
		}, []string{"answer.order D1  [To Man / Kvinna / Annat]"}},
		"what it is": {func(w survey.Worded) {
			q := &w.Battery.Questions[9] // K10
			q.Topic, q.DK, q.Sensitive, q.Reverse = "work", false, true, true
			w.Battery.Questions[18].Most = 4
			w.Battery.Measures["K10"] = survey.Measure{Options: []string{"o4"}, Better: survey.Less}
			delete(w.Battery.Measures, "K11")
		}, []string{
			"topic K10  [From officer.topic.community To officer.topic.work]", "dk.off K10  []", "sensitive.on K10  []", "reverse.on K10  []",
			"measure K10  []", "better K10  [From authors.way.more To authors.way.less]", "measure.off K11  []", "most K19  [From 3 To 4]",
		}},
		"translations": {func(w survey.Worded) {
			w.Words["so"]["K01"] = "Nytt?"
			w.Words["ar"]["K02"] = ""
		}, []string{"translation.removed K02 ar [From " + before.Words["ar"]["K02"] + "]", "translation K01 so [From " + before.Words["so"]["K01"] + " To Nytt?]"}},
	} {
		after := copied(before)
		c.change(after)
		if got := said(authors.Compare(before, after, tags())); !slices.Equal(got, c.want) {
			if name != "translations" || len(got) != 2 || !slices.Contains(got, c.want[0]) || !slices.Contains(got, c.want[1]) {
				t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
			}
		}
	}
	// A language that was not there is told of once, not text by text.
	bare := copied(before)
	delete(bare.Words, "ti")
	if got := said(authors.Compare(bare, before, tags())); len(got) != 1 || !strings.HasPrefix(got[0], "translated  ti [N ") {
		t.Errorf("a new language: %q", got)
	}
	// A version in the making may have what no battery can have.
	broken := copied(before)
	broken.Battery.Questions[3].Own, broken.Battery.Scales = -1, map[string]int{"amount": 1 << 40}
	if len(authors.Compare(before, broken, tags())) == 0 || len(authors.Refused(authors.Check(broken, authors.Given{Languages: tags()}))) == 0 {
		t.Error("nothing is said of a battery that cannot be counted")
	}
}
