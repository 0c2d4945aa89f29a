package browsertest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"fragebatteri/survey"
	"fragebatteri/survey/qr"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/webtest"
)

// gatherings is a scene where ambassadors start sessions of their own, about one of two things.
func gatherings(t *testing.T) *scene {
	t.Helper()
	host := surveytest.Host
	host.BaseURL = "http://127.0.0.1"
	in := surveytest.ServiceOf(t, host)
	err := in.PutInterventions(t.Context(), []survey.Intervention{
		{ID: "OG901", Name: "Språkcafé på biblioteket", Municipalities: []string{"0581"}, Category: "språk", Asked: survey.AskedParticipants},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &scene{t: t, in: in, round: in.Begin("2026-H2"), server: webtest.Server(t, in.Service)}
}

// ambassador returns the phone of an ambassador.
func (s *scene) ambassador(t *testing.T, screen size) *phone {
	t.Helper()
	_, secret := s.in.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}})
	p := newPhone(t, screen)
	p.run(network.SetCookie("staff", secret).WithURL(s.server.URL))
	return p
}

// An ambassador starts a session in three taps, shows the code, loses the network, presses what is
// said once when it is back, and ends it, in languages that are read either way.
func TestAmbassadorWithoutNetwork(t *testing.T) {
	zbarimg := tool.Need(t, "zbarimg")
	s := gatherings(t)
	for _, lang := range []string{"ar", "so"} {
		t.Run(lang, func(t *testing.T) {
			p := s.ambassador(t, small)
			p.run(chromedp.ActionFunc(func(ctx context.Context) error {
				_, err := page.AddScriptToEvaluateOnNewDocument(`
					window.awake = 0
					Object.defineProperty(navigator, 'wakeLock', {value: {request: () => { window.awake++; return Promise.resolve() }}})`).Do(ctx)
				return err
			}))
			p.open(s.url("/staff/" + lang + "/sessions"))
			p.tap(`form.new .choice`)
			p.tap(`.many .choice:nth-of-type(3)`)
			p.tap(`form.new > button`)
			p.await(`location.hash === '#show' && document.readyState === 'complete' && window.awake > 0`)
			code := eval[string](p, `location.pathname.split('/').pop()`)
			text := qr.Compact("http://127.0.0.1/s/" + code)
			p.showsCode(zbarimg, text)

			places := func() int {
				t.Helper()
				session, err := s.in.Session(t.Context(), code)
				if err != nil {
					t.Fatal(err)
				}
				return session.Capacity
			}
			before := places()
			p.tap(`#show .button`)
			p.offline(true)
			for i := range 2 {
				p.tap(`[data-press=places] button`)
				p.await(fmt.Sprintf(`JSON.parse(localStorage.presses).length === %d && !document.querySelector('[data-press=places] button').disabled`, i+1))
			}
			if kept, want := eval[string](p, `localStorage.presses`), fmt.Sprintf(`[{"code":%q,"press":"places","from":%d},{"code":%q,"press":"places","from":%d}]`, code, before, code, before+3); kept != want {
				t.Errorf("the phone keeps %s, want %s", kept, want)
			}
			p.await(`[...document.querySelectorAll('.notice:not([hidden])')].length === 2`)
			if places() != before {
				t.Error("what is pressed without network is known to the server")
			}
			p.tap(`#show a`)
			p.showsCode(zbarimg, text)
			p.tap(`#show .button`)
			p.offline(false)
			p.await(fmt.Sprintf(`document.querySelector('[name=from]').value === '%d' && !localStorage.presses && !document.querySelector('.notice:not([hidden])')`, before+6))
			if got := places(); got != before+6 {
				t.Errorf("there are %d places, want %d", got, before+6)
			}

			p.offline(true)
			p.tap(`details:has([data-press=close]) summary`)
			p.tap(`[data-press=close] button`)
			p.await(`localStorage.presses === '[{"code":"` + code + `","press":"close"}]'`)
			p.offline(false)
			p.await(`!document.querySelector('figure') && document.querySelector('main form button') && !localStorage.length`)
			if session, err := s.in.Session(t.Context(), code); err != nil || !session.Over(s.in.Clock.Now()) {
				t.Errorf("it is not over: %+v, %v", session, err)
			}
		})
	}
}

// showsCode wants the screen to show a code that a scanner reads as a text, at least four fifths as
// wide as the screen.
func (p *phone) showsCode(zbarimg, text string) {
	p.t.Helper()
	if share := eval[float64](p, `document.querySelector('#show path:last-child').getBoundingClientRect().width / innerWidth`); share < .8 || share > 1 {
		p.t.Errorf("the code takes %.0f %% of the width", 100*share)
	}
	if got := p.scan(zbarimg); got != text {
		p.t.Errorf("a scanner reads %q, want %q", got, text)
	}
}

// The pages of sessions are found without fault by axe-core, fit a narrow screen with letters of twice
// their size, and read either way.
func TestPagesOfSessions(t *testing.T) {
	source := axe(t)
	s := gatherings(t)
	p := s.ambassador(t, size{320, 640})
	p.open(s.url("/staff/sv/sessions/new"))
	p.tap(`form.new .choice`)
	p.tap(`.many .choice:nth-of-type(2)`)
	p.tap(`form.new > button`)
	p.await(`location.hash === '#show' && document.readyState === 'complete'`)
	at := strings.TrimPrefix(eval[string](p, `location.pathname`), "/staff/sv")
	for _, lang := range []string{"sv", "ar", "ti"} {
		for _, path := range []string{"/sessions", "/sessions/new", at, at + "/change"} {
			p.open(s.url("/staff/" + lang + path))
			p.run(chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => { d.open = true })`, nil))
			p.doubleLetters(true)
			if path == at {
				p.tap(`#show a`)
				p.await(`location.hash === '#show' && document.querySelector('#show svg').getBoundingClientRect().top >= 0`)
				p.tap(`#show .button`)
			}
			if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > 320 {
				t.Errorf("%s in %s is %d pixels wide", path, lang, wide)
			}
			small := eval[string](p, `[...document.querySelectorAll('main a.button, main button, main label.choice, main summary, header a')]
				.filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.textContent).join(', ')`)
			if small != "" {
				t.Errorf("%s in %s: too small to touch: %s", path, lang, small)
			}
			p.doubleLetters(false)
			if lang != "sv" {
				continue // what axe-core looks at is made alike
			}
			for _, look := range []struct{ colours, rules string }{{"light", allRules}, {"dark", colourRules}} {
				p.media("prefers-color-scheme", look.colours)
				for _, v := range p.violations(source, look.rules) {
					t.Errorf("%s in %s, %s: %s", path, lang, look.colours, v)
				}
			}
			p.media("prefers-color-scheme", "light")
		}
	}
}
