package web_test

import (
	"strings"
	"testing"

	"fragebatteri/survey"
)

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
