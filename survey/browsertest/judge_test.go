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

// inFrame is the page on which a text is shown in its place.
const inFrame = `document.querySelector('iframe.sample').contentDocument`

// A reader sees a text where people meet it, is told what is wrong with other words while writing
// them, and goes on with the next text; without script too. A steward decides.
func TestReadingDeskOnAPhone(t *testing.T) {
	source := axe(t)
	chromium(t)
	host := surveytest.Host
	host.BaseURL = "http://127.0.0.1"
	in := surveytest.ServiceOf(t, host)
	server := webtest.Server(t, in.Service)
	as := func(s survey.Staff) *phone {
		_, secret := in.SignIn(s)
		p := newPhone(t, small)
		p.run(network.SetCookie("staff", secret).WithURL(server.URL))
		return p
	}
	looks := func(p *phone, page string, l i18n.Language) {
		t.Helper()
		eval[int](p, `[...document.querySelectorAll('details')].map(d => d.open = true).length`)
		p.measure(t, page, l)
		for _, look := range []struct{ colours, rules string }{{"light", allRules}, {"dark", colourRules}} {
			p.media("prefers-color-scheme", look.colours)
			for _, v := range p.violations(source, look.rules) {
				t.Errorf("%s in %s, %s: %s", page, l.Tag, look.colours, v)
			}
		}
		p.media("prefers-color-scheme", "light")
	}
	swedish, _ := i18n.Find(i18n.Languages, "sv")
	arabic, _ := i18n.Find(i18n.Languages, "ar")

	reader := as(survey.Staff{Role: survey.ReaderRole, Languages: []string{"ti", "ar"}})
	reader.open(server.URL + "/staff/sv/texts/ti/core/K12")
	reader.await(inFrame + ` && ` + inFrame + `.getElementById('here')`)
	if got := eval[string](reader, inFrame+`.getElementById('here').textContent`); got != surveytest.Catalog(t).Text("ti", "K12") {
		t.Errorf("marked is %q", got)
	}
	reader.await(`(box => box.top > -1 && box.bottom < 300)(` + inFrame + `.getElementById('here').getBoundingClientRect())`)
	reader.tap(".verdicts details summary")
	eval[bool](reader, `(() => {
		const field = document.querySelector('#better-other')
		field.value = 'selam ٣'
		return field.dispatchEvent(new Event('input', {bubbles: true}))
	})()`)
	reader.await(`document.querySelectorAll('#better-faults .error').length === 2`)
	looks(reader, "a text", swedish)
	reader.open(server.URL + "/staff/ar/texts/ar/participant/form.wrong")
	looks(reader, "a text", arabic)
	reader.open(server.URL + "/staff/sv/texts")
	looks(reader, "texts", swedish)

	reader.run(emulation.SetScriptExecutionDisabled(true))
	reader.open(server.URL + "/staff/sv/texts/ti/core/K12")
	reader.tap(".verdicts button[value=right]")
	reader.await(`location.pathname.endsWith('/ti/core/scale.amount.o1')`)
	reader.open(server.URL + "/staff/sv/texts/ti/core/K13")
	reader.tap(".verdicts details:nth-of-type(2) summary")
	reader.tap(".reasons input[value=unclear]")
	reader.tap(".verdicts button[value=wrong]")
	reader.await(`!location.pathname.endsWith('/K13')`)

	steward := as(survey.Staff{Role: survey.Steward})
	for _, path := range []string{"", "/ti", "/ti/core/K13"} {
		steward.open(server.URL + "/staff/sv/languages" + path)
		looks(steward, "deciding"+path, swedish)
	}
}
