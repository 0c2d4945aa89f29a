package web_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// forgets reports whether a page makes the browser forget the form behind it.
func forgets(page webtest.Page) bool {
	return page.Find(`head link[href="/forget.css"]`).Length() == 1
}

// What was received is forgotten before thanks are seen. What cannot be sent any
// more is forgotten too; what can be sent again is not.
func TestForgetting(t *testing.T) {
	s := newSite(t)
	form := fill("K01", "o1")
	received := s.Post(s.path("sv"), form)
	if thanks := s.Get(received.Header.Get("Location")); thanks.Status != http.StatusOK || !forgets(thanks) {
		t.Errorf("after an answer was received, status %d, the form stays", thanks.Status)
	}
	session, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	card := "/s/" + session.Code + "/" + tickets[0] + "/sv"
	s.Post(card, form)
	if page := s.Post(card, fill("K01", "o2")); page.Status != http.StatusConflict || !forgets(page) {
		t.Errorf("after a card was used, status %d, the form stays", page.Status)
	}
	busy := webtest.Server(t, surveytest.NewService(t, fullDisk{s.Store}, s.Clock.Now))
	if page := busy.Post(s.path("sv"), fill("K01", "o1")); page.Status != http.StatusServiceUnavailable || forgets(page) {
		t.Errorf("an answer that can be sent again, status %d, is forgotten", page.Status)
	}
	s.Clock.Advance(2*time.Hour + survey.Grace)
	if page := s.Post(s.path("sv"), fill("K01", "o1")); page.Status != http.StatusGone || !forgets(page) {
		t.Errorf("after the end of the session, status %d, the form stays", page.Status)
	}
	if page := s.Get(s.path("sv")); page.Status != http.StatusGone || forgets(page) {
		t.Errorf("a form that was never shown, status %d, is forgotten", page.Status)
	}
}

// A script wipes the form itself, and the browser keeps what it has loaded for
// the next person.
func TestScriptNeedsNoForgetting(t *testing.T) {
	s := newSite(t)
	var received struct{ Next string }
	ok(t, json.Unmarshal([]byte(s.Post(s.path("sv"), fill("K01", "o1"), "Accept", "application/json").Body), &received))
	if thanks := s.Get(received.Next); thanks.Value("h1") != s.text("sv", "done.title") || forgets(thanks) {
		t.Errorf("at %s the page says %q", received.Next, thanks.Value("h1"))
	}
}
