package web_test

import (
	"net/http"
	"testing"
	"time"

	"fragebatteri/survey"
)

// A session that is full says so before the first question, and not closer in time than half a
// minute, however often it is asked.
func TestFullBeforeTheFirstQuestion(t *testing.T) {
	s := newSite(t)
	s.session, _ = s.Gather(s.round, func(n *survey.NewSession) { n.Capacity = 1 })
	if page := s.Get(s.path("ar")); page.Status != http.StatusOK || page.Find("form").Length() != 1 {
		t.Fatalf("with room the form has status %d", page.Status)
	}
	sent := fill("K01", "o1")
	if page := s.Post(s.path("ar"), sent); page.Status != http.StatusSeeOther {
		t.Fatalf("the last answer has status %d", page.Status)
	}
	for range 3 {
		s.Clock.Advance(9 * time.Second)
		if page := s.Get(s.path("ar")); page.Status != http.StatusOK {
			t.Errorf("%v after it was seen to have room, the form has status %d", 27*time.Second, page.Status)
		}
	}
	if page := s.Post(s.path("ar"), fill("K01", "o1")); page.Status != http.StatusConflict {
		t.Errorf("an answer that has no room has status %d", page.Status)
	}
	s.Clock.Advance(3 * time.Second)
	for _, l := range s.tags() {
		page := s.Get(s.path(l.Tag))
		if page.Status != http.StatusConflict || page.Find("form").Length() != 0 || page.Value("h1") != s.text(l.Tag, "error.full") {
			t.Errorf("%s: status %d, the page says %q", l.Tag, page.Status, page.Value("h1"))
		}
		if again := page.Find("main a.button"); again.AttrOr("href", "") != s.path(l.Tag) || page.Find("main p a:not(.button)").AttrOr("href", "") != "/s/"+s.session.Code {
			t.Errorf("%s: there is no way to try again, or in another language", l.Tag)
		}
		safe(t, "a full session", page)
	}
	if page := s.Get("/s/" + s.session.Code); page.Status != http.StatusOK || page.Find("ul.languages a").Length() != len(s.tags()) || page.Find("ul.languages span").Length() != 0 {
		t.Errorf("the languages have status %d and invite to answer", page.Status)
	}
	if page := s.Post(s.path("ar"), sent); page.Status != http.StatusSeeOther {
		t.Errorf("the one who was received is told %d", page.Status)
	}
}

// A session with cards has room for each of them; that all are used must not be seen in the form.
func TestCardsAreNeverFull(t *testing.T) {
	s := newSite(t)
	session, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	card := "/s/" + session.Code + "/" + tickets[0] + "/ar"
	s.Post(card, fill("K01", "o1"))
	s.Clock.Advance(time.Minute)
	if page := s.Get(card); page.Status != http.StatusOK || page.Find("form").Length() != 1 {
		t.Errorf("the form of the only card, used, has status %d", page.Status)
	}
}
