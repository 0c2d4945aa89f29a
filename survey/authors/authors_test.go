package authors_test

import (
	"fmt"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/authors"
	"fragebatteri/survey/surveytest"
)

// tags are those of all languages, the source first.
func tags() []string {
	list := []string{i18n.Source}
	for _, l := range i18n.Languages {
		if l.Tag != i18n.Source {
			list = append(list, l.Tag)
		}
	}
	return list
}

// builtIn returns a built-in battery with its words, and what it is checked with.
func builtIn(t *testing.T, b *survey.Battery) (survey.Worded, authors.Given) {
	t.Helper()
	words := map[string]map[string]string{}
	for _, tag := range tags() {
		words[tag] = wordsOf(t, b.ID, tag)
	}
	common := map[string]map[string]string{}
	for _, tag := range tags() {
		common[tag] = wordsOf(t, "participant", tag)
	}
	return survey.Worded{Battery: b, Words: words}, authors.Given{
		Languages: tags(), Instead: survey.Instead(wordsOf(t, "plain", i18n.Source)["plain.words"]),
		Common: func(language, key string) string { return common[language][key] },
	}
}

func TestBuiltIn(t *testing.T) {
	for _, b := range surveytest.Catalogue(t).Batteries() {
		w, given := builtIn(t, b)
		for _, tag := range tags() {
			t.Log(b.Ref(), tag, w.Minutes(tag, func(key string) string { return given.Common(tag, key) }))
		}
		for _, f := range authors.Check(w, given) {
			t.Log(fmt.Sprint(f))
		}
	}
}
