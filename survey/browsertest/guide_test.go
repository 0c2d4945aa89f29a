package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// opened lists the sections of the guide that are open.
const opened = `[...document.querySelectorAll('details[open]')].map(d => d.id).join()`

// A link to a section of the guide opens that section alone, at the top of the screen; without script it is
// opened by a touch. All sections can be read by everybody, in every language.
func TestGuideOnAPhone(t *testing.T) {
	source := axe(t)
	chromium(t)
	host := surveytest.Host
	host.BaseURL = "http://127.0.0.1"
	in := surveytest.ServiceOf(t, host)
	in.Begin("2026-H2")
	server := webtest.Server(t, in.Service)
	_, secret := in.SignIn(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}, Interventions: []string{"OG028"}})
	p := newPhone(t, small)
	p.run(network.SetCookie("staff", secret).WithURL(server.URL))

	p.open(server.URL + "/staff/so/guide#odd")
	if got := eval[string](p, opened); got != "odd" {
		t.Errorf("asked for odd, open is %q", got)
	}
	if top := eval[float64](p, `document.getElementById('odd').getBoundingClientRect().top`); top < -1 || top > 320 {
		t.Errorf("what was asked for is at %v px", top)
	}
	eval[bool](p, `(location.hash = 'never', true)`)
	p.await(`document.getElementById('never').open`)

	for _, tag := range []string{"ar", "ti", "so", "sv"} {
		l, _ := i18n.Find(i18n.Languages, tag)
		p.open(server.URL + "/staff/" + tag + "/guide")
		if got := eval[string](p, opened); got != "" {
			t.Errorf("%s: nothing was asked for, open is %q", tag, got)
		}
		eval[int](p, `[...document.querySelectorAll('details')].map(d => d.open = true).length`)
		p.measure(t, "guide", l)
		if tag == "ti" || tag == "so" { // axe-core finds no other faults in them
			continue
		}
		for _, look := range []struct{ colours, rules string }{{"light", allRules}, {"dark", colourRules}} {
			p.media("prefers-color-scheme", look.colours)
			for _, v := range p.violations(source, look.rules) {
				t.Errorf("%s, %s: %s", tag, look.colours, v)
			}
		}
		p.media("prefers-color-scheme", "light")
	}

	p.run(emulation.SetScriptExecutionDisabled(true))
	p.open(server.URL + "/staff/so/guide")
	p.tap("#say summary")
	p.await(`document.getElementById('say').open`)
}
