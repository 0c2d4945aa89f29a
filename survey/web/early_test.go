package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
)

// Whoever scans the code of a session that was prepared is told when it opens, in the own language.
func TestBeforeASessionOpens(t *testing.T) {
	s := newSite(t)
	opens := s.Clock.Now().Add(26 * time.Hour) // 12 o'clock in Sweden, on the day after
	s.session, _ = s.Gather(s.round, func(n *survey.NewSession) { n.Opens = opens })
	for _, l := range s.tags() {
		page := s.Get(s.path(l.Tag))
		if page.Status != http.StatusGone || page.Find("form").Length() != 0 || page.Value("h1") != s.text(l.Tag, "error.session.early") {
			t.Errorf("%s: status %d, the page says %q", l.Tag, page.Status, page.Value("h1"))
		}
		if got := page.Value("p.lead"); !strings.HasSuffix(got, "12:00–14:00") || !strings.Contains(got, "2026") {
			t.Errorf("%s: it opens %q", l.Tag, got)
		}
		if page.Find("main a.button").AttrOr("href", "") != s.path(l.Tag) {
			t.Errorf("%s: there is no way to look again", l.Tag)
		}
		safe(t, "an early session", page)
	}
	if page := s.Get("/s/" + s.session.Code); page.Status != http.StatusOK || page.Find("ul.languages a").Length() != len(s.tags()) || page.Find("ul.languages span").Length() != 0 {
		t.Errorf("the languages have status %d and invite to answer", page.Status)
	}
	page := s.Post(s.path("ar"), fill("K01", "o1"))
	if page.Status != http.StatusGone || page.Value("h1") != s.text("ar", "error.session.early") || s.Count(s.round) != 0 {
		t.Errorf("an answer has status %d, and %q", page.Status, page.Value("h1"))
	}
	s.Clock.Advance(26 * time.Hour)
	if page := s.Get(s.path("ar")); page.Status != http.StatusOK || page.Find("form").Length() != 1 {
		t.Errorf("when it has opened the form has status %d", page.Status)
	}

	wall, _ := s.Gather(s.round, func(n *survey.NewSession) { n.Opens, n.Hours = s.Clock.Now().Add(time.Hour), 48 })
	if got := s.Get("/s/" + wall.Code + "/sv").Value("p.lead"); got != "2 september 2026 13:00 –4 september 2026 13:00" {
		t.Errorf("what hangs for two days is open %q", got)
	}
}
