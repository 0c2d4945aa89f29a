package web_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// An ambassador notes what a group said, on a page without script, and can change it.
func TestNoteVoicePage(t *testing.T) {
	p := newCrew(t)
	s, secret := p.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}})
	_, _, err := p.Door().Enter(t.Context(), secret)
	ok(t, err)
	actor := survey.Actor{Role: s.Role, ID: s.ID, Municipalities: s.Municipalities}
	session, _, err := p.Service.As(actor).OpenSession(t.Context(), survey.NewSession{Round: p.round.ID, Municipality: "0581", Intervention: "OG028"})
	ok(t, err)
	_, err = p.CloseSession(t.Context(), session.Code, true)
	ok(t, err)
	path := "/staff/so/sessions/" + session.Code + "/voice"
	mine := p.Browser.As(secret)
	page := mine.Get(path)
	if page.Status != 200 || page.Find("details").Length() != len(survey.Themes) || page.Find("details[open]").Length() != 0 {
		t.Fatalf("status %d: %s", page.Status, page.Value("main"))
	}
	if page.Find("input[type=text], textarea, input[type=number]").Length() != 0 {
		t.Error("something can be written, or counted")
	}
	page = mine.Post(path, surveytest.Form("work.hard", "most", "friends.works", "few", "housing.hard", ""))
	if page.Status != 200 || page.Find("[role=status]").Length() != 1 || page.Find("details[open]").Length() != 2 {
		t.Errorf("status %d: %s", page.Status, page.Value("main"))
	}
	noted := mine.Get(path).Find("input[checked]").FilterFunction(func(_ int, input *goquery.Selection) bool { return input.AttrOr("value", "") != "" })
	if noted.Length() != 2 || noted.First().AttrOr("name", "")+noted.Last().AttrOr("name", "") != "work.hardfriends.works" {
		t.Errorf("%d are checked", noted.Length())
	}
	if page := mine.Post(path, surveytest.Form("work.hard", "Anna")); page.Status != 422 {
		t.Errorf("what is not in the list: status %d", page.Status)
	}
	if page := p.Browser.As(p.secrets[survey.AmbassadorRole]).Get(path); page.Status != 403 {
		t.Errorf("somebody else reads it: status %d", page.Status)
	}
}

// What three gatherings said is read by the steward and the officer of their municipality, in words
// and not in numbers, when the round takes no more answers.
func TestVoicesPage(t *testing.T) {
	p := newCrew(t)
	desk := func(code string) *survey.Desk {
		_, secret := p.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{code}})
		actor, _, err := p.Door().Enter(t.Context(), secret)
		ok(t, err)
		return p.Service.As(actor)
	}
	note := func(d *survey.Desk, intervention string, themes ...survey.Theme) {
		session, _, err := d.OpenSession(t.Context(), survey.NewSession{
			Round: p.round.ID, Municipality: d.Actor().Municipalities[0], Intervention: intervention,
		})
		ok(t, err)
		_, err = d.CloseSession(t.Context(), session.Code, true)
		ok(t, err)
		ok(t, d.NoteVoice(t.Context(), session.Code, themes))
	}
	hard := survey.Theme{About: "housing", Tone: survey.ToneHard, Said: survey.SaidMost}
	works := survey.Theme{About: "friends", Tone: survey.ToneWorks, Said: survey.SaidFew}
	alone := survey.Theme{About: "money", Tone: survey.ToneHard, Said: survey.SaidFew}
	here, there := desk("0581"), desk("0584")
	for _, d := range []struct {
		*survey.Desk
		intervention string
	}{{here, "OG028"}, {there, "OG034"}} {
		note(d.Desk, d.intervention, hard, works, alone)
		note(d.Desk, d.intervention, hard, works)
		note(d.Desk, d.intervention, hard)
	}
	read := func(role survey.Role, lang string) string {
		page := p.Browser.As(p.secrets[role]).Get("/staff/" + lang + "/voices")
		if page.Status != 200 {
			t.Fatalf("status %d", page.Status)
		}
		return page.Value("main")
	}
	if text := read(survey.Steward, "sv"); !strings.Contains(text, "inget att läsa än") {
		t.Errorf("while the round takes answers: %s", text)
	}
	_, err := p.CloseRound(t.Context(), p.round.ID, true)
	ok(t, err)
	steward, officer := read(survey.Steward, "sv"), read(survey.Officer, "sv")
	for _, want := range []string{
		"inte svar på frågorna", "minst 3 grupper", "Nycklar och broar in i det svenska samhället – Norrköping",
		"Bostad sades i de flesta grupper. Oftast var det de flesta", "Att lära känna människor sades i de flesta grupper",
	} {
		if !strings.Contains(steward, want) || !strings.Contains(officer, want) {
			t.Errorf("the page does not say %q: %s", want, officer)
		}
	}
	if strings.Contains(officer, "Språkcafé") || !strings.Contains(steward, "Språkcafé – Vadstena") {
		t.Errorf("the steward reads %s\nthe officer reads %s", steward, officer)
	}
	if strings.Contains(steward, "Pengar") {
		t.Error("what one gathering said alone is shown")
	}
	if text := read(survey.Officer, "en"); !strings.Contains(text, "Housing was said in most groups") {
		t.Errorf("in English it says %s", text)
	}
}
