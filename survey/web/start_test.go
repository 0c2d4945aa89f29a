package web_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/surveytest"
)

// The start says who asks and what for, and how long it takes by the words of the language.
func TestStartSaysWhoWhyAndHowLong(t *testing.T) {
	s := newSite(t)
	for _, l := range s.tags() {
		page := s.Get(s.path(l.Tag))
		start := surveytest.Plain(page.Find("#start").Text())
		if want := s.text(l.Tag, "form.why", "Host", surveytest.Host.Name); !strings.Contains(start, want) {
			t.Errorf("%s: the start does not say %q", l.Tag, want)
		}
		words, minutes := 0, 0
		page.Find("legend b, .hint, fieldset .options label").Each(func(_ int, text *goquery.Selection) {
			words += len(strings.Fields(text.Text()))
		})
		for n := 1; n < 60; n++ {
			if strings.Contains(start, surveytest.Plain(s.catalog.Printer(l.Tag).N("form.time", n))) {
				minutes = n
			}
		}
		t.Logf("%s: about %d words, %d minutes", l.Tag, words, minutes)
		if slowest, fastest := words/50+3, words/80+1; minutes < fastest || minutes > slowest {
			t.Errorf("%s: %d words are said to take %d minutes", l.Tag, words, minutes)
		}
	}
}
