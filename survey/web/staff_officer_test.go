package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// fieldsOf returns what a form holds.
func fieldsOf(form *webtest.Selection) url.Values {
	values := url.Values{}
	form.Find("input[name], textarea[name]").Each(func(_ int, field *webtest.Selection) {
		if value, has := field.Attr("value"); has && field.AttrOr("type", "") != "radio" {
			values.Set(field.AttrOr("name", ""), value)
		} else if field.Is("textarea") {
			values.Set(field.AttrOr("name", ""), field.Text())
		}
	})
	return values
}

// An officer reads that a result is unanswered, answers it in Swedish, and hands in Tigrinya; a reader
// approves it, participants read it, and in the next round the officer says what became of it.
func TestOfficerAnswersBack(t *testing.T) {
	p := crewOf(t, newSite(t))
	stored := p.release()
	session := p.sessionAbout(stored.Round, "OG028")
	officer, steward, reader := p.As(p.secrets[survey.Officer]), p.As(p.secrets[survey.Steward]), p.As(p.secrets[survey.ReaderRole])

	if to := officer.Get("/staff/sv").Header.Get("Location"); to != "/staff/sv/municipality" {
		t.Errorf("an officer begins at %s", to)
	}
	home := officer.Get("/staff/sv/municipality")
	if home.Status != 200 || home.Value("h1") != "Norrköping" || home.Value(".notice") != p.text("sv", "municipality.unanswered.what") || home.Find(".ways a").Length() != 5 {
		t.Fatalf("status %d: %s", home.Status, home.Value("main"))
	}
	home.Find(".ways a, .asked h3 a").Each(func(_ int, link *webtest.Selection) {
		if page := officer.Get(link.AttrOr("href", "")); page.Status != 200 {
			t.Errorf("%s leads to status %d", link.Text(), page.Status)
		}
	})
	start := steward.Get("/staff/sv/start")
	if text := start.Value(".lines"); !strings.Contains(text, "Norrköping") || !strings.Contains(start.Value(".remind .copy"), "/staff/sv/municipality") {
		t.Errorf("the steward reads %s", text)
	}

	// Advice stores nothing and keeps what was typed; what is wrong stands beside its field.
	path := "/staff/sv/municipality/replies/" + stored.ID + "/OG028"
	long := strings.Repeat("ord ", 30) + "erhålla."
	page := officer.Post(path, surveytest.Form("do", "check", "heard", long, "text", "Vi öppnar."))
	if page.Status != 200 || page.Find("#heard-advice li").Length() != 2 || page.Find("#text-advice").Length() != 0 || page.Find("#heard").Text() != long {
		t.Errorf("status %d, advice %q", page.Status, page.Value("#heard-advice"))
	}
	page = officer.Post(path, surveytest.Form("do", "publish", "heard", "Ni vill.", "text", " ", "until", "2026-02-30"))
	if page.Status != 422 || page.Value("#text-wrong") != p.text("sv", "error.reply.length") || page.Value("#until-wrong") != p.text("sv", "error.reply.until") || page.Value("#heard") != "Ni vill." {
		t.Errorf("status %d: %s", page.Status, page.Value("main"))
	}
	until := survey.DayOf(p.Clock.Now().Add(30 * 24 * time.Hour))
	answer := surveytest.Form("do", "publish", "heard", "Ni vill <tala>.", "text", "Vi öppnar ett café.", "until", until)
	if page := officer.Post(path, answer); page.Status != 303 {
		t.Fatalf("answering: status %d: %s", page.Status, page.Value("main"))
	}
	if n := officer.Get(path).Find("footer .languages a").Length(); n != 1 {
		t.Errorf("the page is in %d other languages", n)
	}
	if page := officer.Post(path, answer); page.Status != 409 || page.Value(".error") != p.text("sv", "error.reply.changed") {
		t.Errorf("answering beside somebody else: status %d, %s", page.Status, page.Value(".error"))
	}
	reads := func(want ...string) {
		t.Helper()
		var text string
		p.Get("/s/" + session.Code + "/ti").Find(".card").Each(func(_ int, card *webtest.Selection) { text += card.AttrOr("lang", "") + " " + card.Text() })
		for _, w := range want {
			if text := surveytest.Plain(text); !strings.Contains(text, surveytest.Plain(w)) {
				t.Errorf("participants do not read %q: %s", w, text)
			}
		}
	}
	dated, _, _ := strings.Cut(p.text("ti", "closed.until", "Day", "\x00"), "\x00")
	reads("sv "+p.text("ti", "closed.heard"), "Ni vill <tala>.", "Vi öppnar ett café.", dated)

	// In Tigrinya by a second person.
	there := "/staff/sv/replies/" + stored.ID + "/OG028/ti"
	form := fieldsOf(officer.Get(there).Find("form.answer"))
	form.Set("heard", "ሰሚዕና")
	form.Set("text", "ካፈ ክንከፍት ኢና")
	if page := officer.Post(there, form); page.Status != 303 {
		t.Fatalf("handing in: status %d: %s", page.Status, page.Value("main"))
	}
	reads("sv ", "Vi öppnar ett café.")
	waiting := officer.Get(there)
	if waiting.Find("form[action$=approve]").Length() != 0 || officer.Post(there+"/approve", nil).Status != http.StatusForbidden {
		t.Error("the officer may approve it")
	}
	list := reader.Get("/staff/ti/replies")
	if list.Status != 303 {
		t.Fatalf("the list has status %d in Tigrinya", list.Status)
	}
	list = reader.Get(list.Header.Get("Location"))
	if link := list.Find(".lines a[href='" + there + "']"); link.Length() != 1 {
		t.Errorf("the reader is led to %s", list.Value("main"))
	}
	if page := reader.Post(there+"/approve", surveytest.Form("seen", "x")); page.Status != 409 {
		t.Errorf("approving what was not read: status %d", page.Status)
	}
	approve := fieldsOf(reader.Get(there).Find("form[action$=approve]"))
	if page := reader.Post(there+"/approve", approve); page.Status != 303 {
		t.Fatalf("approving: status %d: %s", page.Status, page.Value("main"))
	}
	reads("ti ", "ሰሚዕና", "ካፈ ክንከፍት ኢና", dated)
	if page := reader.Get("/staff/sv/replies/" + stored.ID + "/OG028/uk"); page.Status != http.StatusForbidden {
		t.Errorf("another language has status %d", page.Status)
	}

	// The day passes, and a later result comes.
	p.Clock.Advance(40 * 24 * time.Hour)
	officer = p.As(p.enters(survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}}))
	if page := officer.Get("/staff/sv/municipality"); strings.Contains(page.Value("main"), p.text("sv", "municipality.due.what")) {
		t.Error("it is asked before there is a later result")
	}
	p.releaseOf("2027-H1")
	if page := officer.Get("/staff/sv/municipality"); !strings.Contains(page.Value("main .card"), p.text("sv", "municipality.due")) {
		t.Errorf("it is not asked whether it was done: %s", page.Value("main"))
	}
	done := fieldsOf(officer.Get(path).Find("form[action$=follow-up]"))
	done.Set("done", "partly")
	if page := officer.Post(path+"/follow-up", done); page.Status != 422 || page.Value("#note-wrong") != p.text("sv", "error.reply.why") {
		t.Errorf("without a sentence: status %d, %s", page.Status, page.Value("#note-wrong"))
	}
	done.Set("note", "Caféet är öppet en kväll.")
	if page := officer.Post(path+"/follow-up", done); page.Status != 303 {
		t.Errorf("following up: status %d: %s", page.Status, page.Value("main"))
	}
	reads(p.text("ti", "closed.done.partly"), "Caféet är öppet en kväll.", "ካፈ ክንከፍት ኢና")
	shown := officer.Get(officer.Get("/staff/sv/municipality").Find("details .ways a").First().AttrOr("href", ""))
	if text := shown.Value(".replies"); !strings.Contains(text, "Ni vill <tala>.") || !strings.Contains(text, "En del är gjort. Caféet är öppet en kväll.") {
		t.Errorf("the result says %q", text)
	}
	if state := officer.Get(path).Value("section[aria-labelledby=languages]"); !strings.Contains(state, p.text("sv", "municipality.state.older")) {
		t.Errorf("the languages stand so: %s", state)
	}
}

// enters is the secret of somebody who has just signed in.
func (p crew) enters(s survey.Staff) string {
	_, secret := p.SignIn(s)
	return secret
}
