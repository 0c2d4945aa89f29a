package guide_test

import (
	"encoding/json"
	"html/template"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/guide"
	"fragebatteri/survey/surveytest"
)

var full = survey.Promise{Full: true, Locked: true, Others: 14}

// htmlOf returns all that sections say, one line below the other.
func htmlOf(sections []guide.Section) string {
	var lines []string
	for _, s := range sections {
		lines = append(lines, s.Title)
		if s.How != "" {
			lines = append(lines, s.How)
		}
		for _, line := range s.Lines {
			text := strings.NewReplacer("<b>", "", "</b> ", "\n").Replace(string(line.HTML))
			lines = append(lines, text)
		}
	}
	return "\n" + strings.Join(lines, "\n") + "\n"
}

// Every text that there is of the guide is read, once, in every language.
func TestSectionsSayAll(t *testing.T) {
	source, err := locales.Files.ReadFile(locales.Guide + "." + i18n.Source + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := json.Unmarshal(source, &texts); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"guide.title", "guide.menu"} { // which pages say around the sections
		if texts[key] == nil {
			t.Errorf("there is no text %s", key)
		}
		delete(texts, key)
	}
	for _, l := range i18n.Languages {
		p := surveytest.Catalog(t).Printer(l.Tag)
		sections := guide.Sections(p, surveytest.Host, full)
		said := htmlOf(sections)
		if n := strings.Count(said, "\n") - 1; n != len(texts)+3 {
			t.Errorf("%s: %d lines are said of %d texts, who asks and two of the promise", l.Tag, n, len(texts))
		}
		for key := range texts {
			if n := strings.Count(said, "\n"+p.T(key)+"\n") + strings.Count(said, "\n"+template.HTMLEscapeString(p.T(key))+"\n"); n == 0 {
				t.Errorf("%s: %s is not said", l.Tag, key)
			}
		}
	}
}

// What is read aloud is what stands on the form, word for word, and no more than is so.
func TestSayPromises(t *testing.T) {
	for _, l := range i18n.Languages {
		p := surveytest.Catalog(t).Printer(l.Tag)
		together := "\n" + string(p.HTML("promise.together", "N", 14)) + "\n"
		nobody := "\n" + string(p.HTML("promise.nobody")) + "\n"
		why := "\n" + string(p.HTML("form.why", "Host", surveytest.Host.Name)) + "\n"
		for _, promise := range []survey.Promise{full, {Others: 14}} {
			sections := guide.Sections(p, surveytest.Host, promise, guide.Say)
			said := htmlOf(sections)
			if len(sections) != 1 || !strings.Contains(said, why) || !strings.Contains(said, together) || strings.Contains(said, nobody) != promise.Full {
				t.Errorf("%s: with %+v this is read aloud:%s", l.Tag, promise, said)
			}
			var marked []string
			for _, line := range sections[0].Lines {
				if line.Promise {
					marked = append(marked, string(line.HTML))
				}
			}
			if want := strings.TrimSpace(together); marked[len(marked)-1] != want || (len(marked) == 2) != promise.Full {
				t.Errorf("%s: with %+v the promise is %q", l.Tag, promise, marked)
			}
		}
	}
}

// Sections come in the order in which they are read, whatever the order in which they are asked for.
func TestSectionsAskedFor(t *testing.T) {
	p := surveytest.Catalog(t).Printer("sv")
	var names []guide.Name
	for _, s := range guide.Sections(p, surveytest.Host, full, guide.After, guide.Never) {
		names = append(names, s.Name)
	}
	if len(names) != 2 || names[0] != guide.Never || names[1] != guide.After {
		t.Errorf("got %q", names)
	}
	if all := guide.Sections(p, surveytest.Host, full); len(all) != len(guide.Names) {
		t.Errorf("%d sections of %d", len(all), len(guide.Names))
	}
}
