package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/webtest"
)

// thanksOf reports whether a form that was received leads to the thanks below its own address.
func thanksOf(received webtest.Page, form string) bool {
	path, _, marked := strings.Cut(received.Header.Get("Location"), "?")
	return path == form+"/done" && marked
}

// Whoever has sent nothing is not thanked, also with what was the mark of another session.
func TestOnlyWhoSentIsThanked(t *testing.T) {
	s := newSite(t)
	other, _ := s.Gather(s.round)
	elsewhere := s.Post("/s/"+other.Code+"/sv", fill("K01", "o1")).Header.Get("Location")
	_, mark, _ := strings.Cut(elsewhere, "?")
	for _, l := range s.tags() {
		for _, path := range []string{"/done", "/done?received", "/done?received=", "/done?wiped", "/done?" + mark} {
			page := s.Get(s.path(l.Tag) + path)
			if page.Status != http.StatusOK || page.Value("h1") != s.text(l.Tag, "done.none") || forgets(page) {
				t.Errorf("%s%s: status %d, the page says %q", l.Tag, path, page.Status, page.Value("h1"))
			}
			if page.Find("a.button").AttrOr("href", "") != s.path(l.Tag) {
				t.Errorf("%s%s does not lead to the questions", l.Tag, path)
			}
		}
		first := s.Post(s.path(l.Tag), fill("K01", "o1")).Header.Get("Location")
		second := s.Post(s.path(l.Tag), fill("K01", "o2")).Header.Get("Location")
		if first != second {
			t.Errorf("two people are thanked at %s and %s", first, second)
		}
		if page := s.Get(first); page.Value("h1") != s.text(l.Tag, "done.title") || !forgets(page) {
			t.Errorf("%s: the page says %q", first, page.Value("h1"))
		}
	}
	if page := s.Get("/s/nosuch00/sv/done"); page.Status != http.StatusNotFound {
		t.Errorf("of a session that does not exist the status is %d", page.Status)
	}
}

// What is to be kept is where results are later: the address and the code, which also leads to what
// came of a session with cards when no card is needed any more.
func TestCodeToKeep(t *testing.T) {
	s := newSite(t)
	cards, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	for _, at := range []string{s.session.Code, cards.Code + "/" + tickets[0]} {
		code, _, _ := strings.Cut(at, "/")
		page := s.Get(s.Post("/s/"+at+"/ti", fill("K01", "o1")).Header.Get("Location"))
		if kept := page.Value(".code"); kept != "svar.example "+code[:4]+" "+code[4:] {
			t.Errorf("%s: what is kept is %q", at, kept)
		}
	}
	if page := s.Get("/s/" + cards.Code + "/ti"); page.Status != http.StatusNotFound {
		t.Errorf("without a card the form has status %d", page.Status)
	}
	s.Clock.Advance(survey.MaxHours * 3600e9)
	for _, path := range []string{"", "/ti"} {
		if page := s.Get("/s/" + cards.Code + path); page.Status != http.StatusGone {
			t.Errorf("after the end, without a card, %q has status %d", path, page.Status)
		}
	}
	if page := s.Post("/s/"+cards.Code+"/ti", fill("K01", "o1")); page.Status != http.StatusGone || s.Count(s.round) != 2 {
		t.Errorf("after the end an answer without a card has status %d", page.Status)
	}
}
