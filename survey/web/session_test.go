package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// A session with cards is answered with them and not without.
func TestTicketSession(t *testing.T) {
	s := newSite(t)
	plain := s.session
	var tickets []string
	s.session, tickets = s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 3 })
	code, card := s.session.Code, "/S/"+s.session.Code+"/"+tickets[0]

	for _, path := range []string{"/s/" + code, s.path("ar"), "/S/" + code} {
		page := s.Get(path)
		if page.Status != http.StatusNotFound || page.Find("form").Length() != 0 {
			t.Errorf("%s: status %d", path, page.Status)
		}
		s.says(t, page, "error.card")
	}
	for _, path := range []string{
		"/s/" + code + "/" + survey.NewNonce(), "/s/" + code + "/" + survey.NewNonce() + "/ar",
		"/s/" + plain.Code + "/" + tickets[0] + "/ar", "/s/" + code + "/" + strings.Repeat("1", 26) + "/ar",
	} {
		page := s.Get(path)
		if page.Status != http.StatusNotFound || page.Find("form").Length() != 0 {
			t.Errorf("%s: status %d", path, page.Status)
		}
		s.says(t, page, "error.ticket")
	}
	if page := s.Post(s.path("ar"), fill("K01", "o1")); page.Status != http.StatusNotFound {
		t.Errorf("without a card an answer has status %d", page.Status)
	}
	if page := s.Post("/s/"+plain.Code+"/"+tickets[0]+"/ar", fill("K01", "o1")); page.Status != http.StatusNotFound {
		t.Errorf("with a card of elsewhere an answer has status %d", page.Status)
	}

	languages := s.Get(card)
	link := languages.Find("a[lang=ar]").AttrOr("href", "")
	if languages.Status != http.StatusOK || link != "/s/"+code+"/"+tickets[0]+"/ar" {
		t.Fatalf("the card leads to %d %q", languages.Status, link)
	}
	form := s.Get(link)
	if form.Status != http.StatusOK || form.Find("form[method=post]").Length() != 1 || form.Nonce() == "" || form.Nonce() == tickets[0] {
		t.Errorf("the card's form has status %d and the nonce %q", form.Status, form.Nonce())
	}
	filled := surveytest.Form("K01", "o1", survey.NonceField, form.Nonce())
	done := s.Post(link, filled)
	if done.Status != http.StatusSeeOther || !thanksOf(done, link) {
		t.Fatalf("status %d to %q", done.Status, done.Header.Get("Location"))
	}
	thanks := s.Get(done.Header.Get("Location"))
	if thanks.Value("h1") != s.text("ar", "done.title") || thanks.Find("a.button").Length() != 0 {
		t.Errorf("thanks are %q; a card is for one person", thanks.Value("h1"))
	}
	if again := s.Post(strings.ToLower(link), filled); again.Status != http.StatusSeeOther {
		t.Errorf("sent again the status is %d", again.Status)
	}
	other := s.Post(link, fill("K01", "o1"))
	if other.Status != http.StatusConflict {
		t.Errorf("another answer on a used card has status %d", other.Status)
	}
	s.says(t, other, "error.used")
	if n := s.Count(s.round); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
}

// A nonce in the form does not get around the card.
func TestTicketBesideTheNonce(t *testing.T) {
	s := newSite(t)
	session, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 2 })
	path := "/s/" + session.Code + "/" + tickets[0] + "/sv"
	for _, nonce := range []string{"", survey.NewNonce(), survey.NewNonce()} {
		s.Post(path, surveytest.Form("K01", "o1", survey.NonceField, nonce))
	}
	if n := s.Count(s.round); n != 1 {
		t.Errorf("one card gave %d answers", n)
	}
}

func TestTicketMistake(t *testing.T) {
	s := newSite(t)
	session, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	path := "/s/" + session.Code + "/" + tickets[0] + "/ar"
	form := fill("K01", "o9")
	page := s.Post(path, form)
	if page.Status != http.StatusUnprocessableEntity || page.Find("fieldset#K01 .error").Length() != 1 || page.Nonce() != form.Get(survey.NonceField) {
		t.Errorf("status %d, nonce %q", page.Status, page.Nonce())
	}
	form.Set("K01", "o1")
	if page = s.Post(path, form); page.Status != http.StatusSeeOther {
		t.Errorf("the card was spent on a mistake: status %d", page.Status)
	}
}

// Codes and cards are taken as people type and paste them, in the field as in
// an address.
func TestTypedCodes(t *testing.T) {
	s := newSite(t)
	cards, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	code, card := s.session.Code, "/s/"+cards.Code+"/"+tickets[0]

	if limit, limited := s.Get("/").Find("input#code").Attr("maxlength"); limited {
		t.Errorf("the field cuts a pasted address after %s signs", limit)
	}
	for typed, want := range map[string]string{
		code[:4] + "\u00a0–\u200b" + code[4:] + "؟":      "/s/" + code,
		"https://svar.example/s/" + code + "/ar?x=1#K01": "/s/" + code,
		"Kod: " + code:                                           "/s/" + code,
		"https://svar.example" + card:                            card,
		"SVAR.EXAMPLE" + strings.ToUpper(card) + "/":             card,
		"https://svar.example/s/" + code + "/" + tickets[0][:25]: "/s/" + code + "/" + tickets[0][:25],
	} {
		page := s.Get("/?code=" + url.QueryEscape(typed))
		if page.Status != http.StatusSeeOther || page.Header.Get("Location") != want {
			t.Errorf("%q leads to %d %q; want %q", typed, page.Status, page.Header.Get("Location"), want)
		}
	}
	if page := s.Get("/?code=Anteckna"); page.Status != http.StatusNotFound || page.Value(".error") != s.text("sv", "error.code") {
		t.Errorf("an ordinary word: %d %q", page.Status, page.Value(".error"))
	}
	for _, path := range []string{
		"/s/" + code + "/" + tickets[0][:25],
		"/s/" + cards.Code + "/9" + tickets[0][1:],
	} {
		page := s.Get(path)
		if page.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, page.Status)
		}
		s.says(t, page, "error.ticket")
	}
	for path, link := range map[string]string{
		"/S/" + url.PathEscape("“"+code[:4]+"\u200e-"+code[4:]+".”"): "/s/" + code + "/ar",
		card + ".": card + "/ar",
		"/s/" + cards.Code + "/" + url.PathEscape(tickets[0][:13]+" "+tickets[0][13:]): card + "/ar",
	} {
		page := s.Get(path)
		if got := page.Find("a[lang=ar]").AttrOr("href", ""); page.Status != http.StatusOK || got != link {
			t.Errorf("%s: status %d, leads to %q; want %q", path, page.Status, got, link)
		}
	}
}
