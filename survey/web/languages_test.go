package web_test

import (
	"net/http"
	"testing"

	"fragebatteri/survey"
)

// An address in a language that there is none of leads to those that there are, by their own names,
// for the session or card that it is about.
func TestUnknownLanguageLeadsToTheOthers(t *testing.T) {
	s := newSite(t)
	cards, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	card := "/s/" + cards.Code + "/" + tickets[0]
	session := "/s/" + s.session.Code
	for path, of := range map[string]string{session + "/xx": session, session + "/xx/done": session, card + "/xx": card} {
		page := s.Get(path, "Accept-Language", "ti")
		if page.Status != http.StatusNotFound || page.Value("h1") != s.text("ti", "error.language") {
			t.Errorf("%s has status %d and the heading %q", path, page.Status, page.Value("h1"))
		}
		for _, l := range s.tags() {
			if link := page.Find("ul.languages a[lang=" + l.Tag + "]"); link.AttrOr("href", "") != of+"/"+l.Tag || link.Find("b").Text() != l.Name {
				t.Errorf("%s leads to %q in %s", path, link.AttrOr("href", ""), l.Tag)
			}
		}
		if script := s.Get(path, "Accept", "application/json"); script.Status != http.StatusNotFound || stateOf(t, script) != "unknown" {
			t.Errorf("%s: a script is told %d %s", path, script.Status, script.Body)
		}
	}
}

// A message leads on in the language that it is in, and one that is in all languages in each of them.
func TestMessagesLeadOn(t *testing.T) {
	s := newSite(t)
	all := s.Get("/s/nosuch00")
	for _, l := range s.tags() {
		if link := all.Find("main nav a[lang=" + l.Tag + "]"); link.AttrOr("href", "") != "/?lang="+l.Tag || link.Text() != l.Name {
			t.Errorf("in %s the message leads to %q", l.Tag, link.AttrOr("href", ""))
		}
		one := s.Get("/s/nosuch00/" + l.Tag)
		if link := one.Find("main a"); link.Length() != 1 || !link.HasClass("button") || link.AttrOr("href", "") != "/?lang="+l.Tag {
			t.Errorf("the message in %s leads to %q", l.Tag, link.AttrOr("href", ""))
		}
	}
}
