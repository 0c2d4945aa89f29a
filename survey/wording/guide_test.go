package wording_test

import (
	"encoding/json"
	"slices"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/wording"
)

// saidIn returns all that parts of the guide say, one text after the other.
func saidIn(parts []wording.GuidePart) []string {
	var said []string
	for _, part := range parts {
		said = append(said, part.Title, part.Lead)
		for _, line := range part.Lines {
			said = append(said, line.When, line.Text)
		}
	}
	return slices.DeleteFunc(said, func(text string) bool { return text == "" })
}

// The guide says everything that there is in its file, once, in every language, and of the form who
// asks and what is promised.
func TestGuideSaysAll(t *testing.T) {
	content, err := locales.Files.ReadFile(locales.Guide + "." + i18n.Source + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := json.Unmarshal(content, &texts); err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.Languages {
		p := surveytest.Catalog(t).Printer(l.Tag)
		want := []string{
			p.T("form.why", "Host", surveytest.Host.Name), p.T("promise.nobody"), p.T("promise.together", "N", 11),
		}
		for key := range texts {
			if key != "guide.title" && key != "guide.menu" { // those name the whole
				want = append(want, p.T(key))
			}
		}
		got := saidIn(wording.Guide(p, surveytest.Host, survey.Promise{Full: true, Others: 11}))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: it says %q, want %q", l.Tag, got, want)
		}
	}
}

// What is read aloud makes the promise in the words of the form, where it holds.
func TestGuidePromises(t *testing.T) {
	p := surveytest.Catalog(t).Printer("so")
	for _, full := range []bool{true, false} {
		parts := wording.Guide(p, surveytest.Host, survey.Promise{Full: full, Others: 14}, "say")
		var promised []string
		for _, line := range parts[0].Lines {
			if line.Promise {
				promised = append(promised, line.Text)
			}
		}
		want := []string{p.T("promise.nobody"), p.T("promise.together", "N", 14)}
		if !full {
			want = want[1:]
		}
		if !slices.Equal(promised, want) {
			t.Errorf("%v: it promises %q", full, promised)
		}
	}
}

// Parts come in the order in which they are needed, however they are asked for.
func TestGuideParts(t *testing.T) {
	var got []string
	for _, part := range wording.Guide(surveytest.Catalog(t).Printer("sv"), surveytest.Host, survey.Promise{}, "after", "never") {
		got = append(got, part.ID)
	}
	if !slices.Equal(got, []string{"never", "after"}) {
		t.Errorf("got %q", got)
	}
}
