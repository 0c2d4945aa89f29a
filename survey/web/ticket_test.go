package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// Whether a card has been answered with is only found out by answering with it:
// its pages are those of a new one. Who then sends a form with it is told, also
// after a restart, and the phone that sent its answer is told that it arrived.
func TestUsedCard(t *testing.T) {
	s := newSite(t)
	session, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 2 })
	card := "/s/" + session.Code + "/" + tickets[0]
	other := "/s/" + session.Code + "/" + tickets[1]
	sent := fill("K01", "o1")
	if page := s.Post(card+"/ar", sent); page.Status != http.StatusSeeOther {
		t.Fatalf("status %d", page.Status)
	}
	for _, path := range []string{"", "/ar", "/sv", "/ar/done"} {
		used, unused := s.Get(card+path), s.Get(other+path)
		if used.Status != http.StatusOK || unused.Status != http.StatusOK {
			t.Errorf("%q has status %d of a used card and %d of a new one", path, used.Status, unused.Status)
		}
		if without(used, tickets[0]) != without(unused, tickets[1]) {
			t.Errorf("%q of a used card is another page than of a new one", path)
		}
	}

	b := webtest.Server(t, surveytest.NewService(t, s.Store, s.Clock.Now))
	for _, value := range []string{"o1", "o2"} {
		page := b.Post(card+"/ar", fill("K01", value))
		if page.Status != http.StatusConflict || page.Find(`form, a.button:not([href="/?lang=ar"])`).Length() != 0 || !forgets(page) {
			t.Errorf("after a restart %s has status %d", value, page.Status)
		}
		s.says(t, page, "error.used")
		safe(t, "a used card", page)
		script := b.Post(card+"/ar", fill("K01", value), "Accept", "application/json")
		if script.Status != http.StatusConflict || stateOf(t, script) != "sent" {
			t.Errorf("after a restart a script is told %d %s", script.Status, script.Body)
		}
		sent.Set("K01", value)
		if page := b.Post(card+"/ar", sent); page.Status != http.StatusSeeOther {
			t.Errorf("the phone that sent %s is told %d", value, page.Status)
		}
	}
	if n := s.Count(s.round); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
}

// without returns a page without what is of one card and one visit.
func without(page webtest.Page, ticket string) string {
	return strings.NewReplacer(ticket, "", page.Nonce(), "").Replace(page.Body)
}
