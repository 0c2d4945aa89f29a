package authors_test

import (
	"slices"
	"strings"
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
		if whole, _, _ := strings.Cut(b.Whole(), "@"); whole != b.ID {
			for key, text := range wordsOf(t, whole, tag) {
				if key != "title" {
					words[tag][key] = text
				}
			}
		}
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

// What is built in can be asked, and there is little to say of how: K14 asks of authorities and of the municipality at
// once and A2 of two ways to find out, which their constructs want.
func TestBuiltIn(t *testing.T) {
	advice := map[string][]string{"core@1": {"double K14 sv", "double K14 en"}, "A@1": {"double A2 sv", "double A2 en"}}
	for _, b := range surveytest.Catalogue(t).Batteries() {
		w, given := builtIn(t, b)
		var got []string
		for _, f := range authors.Check(w, given) {
			if f.Kind != authors.Advises {
				t.Errorf("%s: %s refuses %s: %v", b.Ref(), f.Code, f.Question, f.Args)
			}
			got = append(got, f.Code+" "+f.Question+" "+f.Language)
		}
		if want := advice[b.Ref()]; !slices.Equal(got, want) {
			t.Errorf("%s: advice %q, want %q", b.Ref(), got, want)
		}
	}
}
