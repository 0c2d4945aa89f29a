package web_test

import (
	"net/http"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// Whoever opens a card that was answered with is told so before the first
// question, also the one who did and loads the page again.
func TestUsedCard(t *testing.T) {
	s := newSite(t)
	session, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 2 })
	card := "/s/" + session.Code + "/" + tickets[0]
	other := "/s/" + session.Code + "/" + tickets[1]
	if page := s.Post(card+"/ar", surveytest.Form("K01", "o1")); page.Status != http.StatusSeeOther {
		t.Fatalf("status %d", page.Status)
	}
	for _, path := range []string{card, card + "/ar", card + "/sv"} {
		page := s.Get(path)
		if page.Status != http.StatusConflict || page.Find("form, a.button").Length() != 0 || !forgets(page) {
			t.Errorf("%s has status %d, and forms: %d", path, page.Status, page.Find("form, a.button").Length())
		}
		if path != card+"/sv" {
			s.says(t, page, "error.used")
		}
		safe(t, "a used card", page)
	}
	if page := s.Get(card + "/ar/done"); page.Status != http.StatusOK {
		t.Errorf("thanks have status %d", page.Status)
	}
	if page := s.Get(other + "/ar"); page.Status != http.StatusOK || page.Find("form").Length() != 1 {
		t.Errorf("a new card has status %d", page.Status)
	}

	b := surveytest.Server(t, surveytest.NewService(t, s.Store, s.Clock.Now))
	for _, value := range []string{"o1", "o2", "o9"} {
		page := b.Post(card+"/ar", surveytest.Form("K01", value))
		if page.Status != http.StatusConflict {
			t.Errorf("after a restart %s has status %d", value, page.Status)
		}
		s.says(t, page, "error.used")
		script := b.Post(card+"/ar", surveytest.Form("K01", value), "Accept", "application/json")
		if script.Status != http.StatusConflict || stateOf(t, script) != "sent" {
			t.Errorf("after a restart a script is told %d %s", script.Status, script.Body)
		}
	}
	if n := s.Count(s.round); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
}
