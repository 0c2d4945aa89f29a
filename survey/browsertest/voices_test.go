package browsertest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// What a group said is noted, and read, by everybody: in letters of any size, from right to left, with
// a screen reader.
func TestVoicePagesFit(t *testing.T) {
	source := axe(t)
	s := gatherings(t)
	who, secret := s.in.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}})
	desk := s.in.As(who.Actor())
	p := newPhone(t, small)
	p.run(network.SetCookie("staff", secret).WithURL(s.server.URL))
	look := func(name, path string, tags ...string) {
		t.Helper()
		for _, tag := range tags {
			l, _ := i18n.Find(i18n.Languages, tag)
			p.open(s.url("/staff/" + tag + path))
			eval[int](p, `[...document.querySelectorAll('main details')].map(d => d.open = true).length`)
			p.measure(t, name, l)
			if tag == i18n.Source { // axe-core finds nothing in one language that it does not in another
				for _, colours := range []struct{ scheme, rules string }{{"light", allRules}, {"dark", colourRules}} {
					p.media("prefers-color-scheme", colours.scheme)
					for _, v := range p.violations(source, colours.rules) {
						t.Errorf("%s, %s: %s", name, colours.scheme, v)
					}
				}
				p.media("prefers-color-scheme", "light")
			}
			if *sheetFolder != "" {
				var picture []byte
				p.run(chromedp.FullScreenshot(&picture, 100))
				if err := os.WriteFile(filepath.Join(*sheetFolder, name+"-"+tag+".png"), picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var last survey.Session
	for range survey.FewestVoices {
		var err error
		if last, _, err = desk.OpenSession(t.Context(), survey.NewSession{Round: s.round.ID, Municipality: "0581", Intervention: "OG028"}); err != nil {
			t.Fatal(err)
		}
		if _, err := desk.CloseSession(t.Context(), last.Code, true); err != nil {
			t.Fatal(err)
		}
		err = desk.NoteVoice(t.Context(), last.Code, []survey.Theme{
			{About: "housing", Tone: survey.ToneHard, Said: survey.SaidMost}, {About: "friends", Tone: survey.ToneWorks, Said: survey.SaidFew},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	look("voice", "/sessions/"+last.Code+"/voice", "ar", "ti", "sv")

	if _, err := s.in.CloseRound(t.Context(), s.round.ID, true); err != nil {
		t.Fatal(err)
	}
	_, secret = s.in.SignIn(survey.Staff{Role: survey.Steward})
	p.run(network.SetCookie("staff", secret).WithURL(s.server.URL))
	look("voices", "/voices", "sv", "en")
}
