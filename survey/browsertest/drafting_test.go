package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// onPhone is the page of participants that a steward sees beside what is written.
const onPhone = `document.querySelector('iframe.phone').contentDocument`

// What a steward writes is seen on the phone beside it while it is written, without anything being kept, in
// any language; without script by a button.
func TestPhoneFollowsTyping(t *testing.T) {
	source := axe(t)
	chromium(t)
	host := surveytest.Host
	host.BaseURL = "http://127.0.0.1"
	in := surveytest.ServiceOf(t, host)
	server := webtest.Server(t, in.Service)
	draft, err := in.NewBattery(t.Context(), survey.NewBattery{ID: "naring", Prefix: "NX", Title: "Näring"}, survey.Wordings{})
	if err != nil {
		t.Fatal(err)
	}
	_, secret := in.SignIn(survey.Staff{Role: survey.Steward})
	p := newPhone(t, small)
	p.run(network.SetCookie("staff", secret).WithURL(server.URL))
	at := server.URL + "/staff/sv/batteries/drafts/naring@1/questions/new"
	p.open(at)
	p.await(onPhone + ` && ` + onPhone + `.querySelector('fieldset')`)
	fill := func(field, text string) {
		t.Helper()
		eval[bool](p, `(() => {
			const field = document.querySelector('`+field+`')
			field.value = '`+text+`'
			return field.dispatchEvent(new Event('input', {bubbles: true}))
		})()`)
	}
	fill("#text", "Hur <b>lätt</b> är det?")
	fill("#scale", "ease")
	p.await(onPhone + `.querySelector('legend b').textContent === 'Hur <b>lätt</b> är det?' && ` + onPhone + `.querySelectorAll('.options label').length === 4`)
	fill("select[name=in]", "ar")
	p.await(onPhone + `.documentElement.dir === 'rtl' && ` + onPhone + `.querySelector('.options span').textContent === '` + surveytest.Catalog(t).Text("ar", "scale.ease.o1") + `'`)
	for _, v := range p.violations(source, allRules) {
		t.Error(v)
	}
	if got := eval[int](p, `history.length`); got > 2 {
		t.Errorf("the way back has %d steps", got)
	}

	p.run(emulation.SetScriptExecutionDisabled(true))
	p.open(at)
	eval[bool](p, `(document.querySelector('#text').value = 'Utan skript?', true)`)
	p.tap("button[formtarget=shown]")
	p.await(onPhone + `.querySelector('legend b').textContent === 'Utan skript?'`)
	if now, err := in.DraftBattery(t.Context(), draft.Ref()); err != nil || len(now.Battery.Questions) != 0 {
		t.Errorf("what was only shown has been kept: %v", err)
	}
}
