package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"fragebatteri/survey"
)

// someAnswers are those that a patient person gives: to three questions, one of
// them with several.
var someAnswers = survey.Answers{"K01": {"o2"}, "K02": {"dk"}, "K19": {"o2", "o5"}}

// patient answers and sends in whatever way the page lets it be done: step by step, and
// where the plain form has come back, or was all there ever was, as that wants it. On
// the way everything else that a step offers is tried.
func (p *phone) patient() {
	p.t.Helper()
	given, err := json.Marshal(map[string][]string(someAnswers)) // not as a submission has them
	if err != nil {
		p.t.Fatal(err)
	}
	// One look at the page and what is done about it are one step for the browser, so
	// that no other page can come between.
	step := fmt.Sprintf(`(given => {
		const shown = selector => [...document.querySelectorAll(selector)].find(el => el.getClientRects().length)
		const click = selector => { const one = shown(selector); if (one) one.click() }
		const check = part => {
			for (const id in given) for (const value of given[id]) {
				const box = part.querySelector('input[name=' + id + '][value=' + value + ']')
				if (box && !box.checked) box.click()
			}
		}
		if (document.readyState !== 'complete') return ''
		if (location.pathname.endsWith('/done')) return 'done'
		if (!document.querySelector('form[data-next]')) return 'the form is gone: ' + document.body.innerText
		if (!document.documentElement.classList.contains('js')) {
			const hidden = [...document.querySelectorAll('.step, #end button')].filter(el => !el.getClientRects().length)
			const added = [...document.querySelectorAll('button[type=button]:not(#begin), .step-buttons, .form-tools, [role=heading], .reading')]
			const left = [...hidden, ...added].map(el => el.outerHTML).join(' ') + document.documentElement.className
			if (left) return 'of the script is left: ' + left
			if (document.querySelectorAll('.step').length < 20) return 'the plain form has lost questions'
			if (!window.sentPlain) {
				window.sentPlain = true
				check(document)
				click(%[2]q)
			}
			return ''
		}
		const step = document.querySelector(%[3]q)
		const first = step !== window.lastStep
		window.lastStep = step
		if (step.id === 'start') click('#begin')
		else if (step.id === 'end') { click(%[2]q); click('#state ~ button[type=button]') }
		else if (first) {
			click('button[aria-pressed]')
			click('button[aria-pressed]')
			click('.form-tools button:not([aria-pressed])')
			click('.unhide')
			check(step)
			if (step.id === 'K03' && !window.wentBack) { window.wentBack = true; click(%[4]q) }
		} else click(%[5]q)
		return ''
	})(%[1]s)`, given, sending, current, back, forward)
	if comes(p.ctx, func(limit context.Context) bool {
		var state string
		if err := chromedp.Run(limit, chromedp.Evaluate(step, &state)); err != nil {
			return false // the page was just being left
		}
		if state != "" && state != "done" {
			p.t.Fatal(state)
		}
		return state == "done"
	}) {
		return
	}
	p.run() // says what the page was if the browser is gone
	p.t.Fatalf("the form was not sent in %v: %s", patience, eval[string](p, `document.body.innerText`))
}

// sentBy has a person answer on a phone, and makes sure that it was received once, as it
// was chosen.
func (s *scene) sentBy(t *testing.T, p *phone) {
	t.Helper()
	before := s.in.Count(s.round)
	p.patient()
	all := s.answers()
	if len(all) != before+1 {
		t.Fatalf("%d answers were received, not 1", len(all)-before)
	}
	for _, one := range all {
		if !reflect.DeepEqual(one.Answers, someAnswers) {
			t.Errorf("received %v, want %v", one.Answers, someAnswers)
		}
	}
}

// TestBrowsersThatLackSomething answers where a part of what the script uses is
// missing, or fails when it is touched.
func TestBrowsersThatLackSomething(t *testing.T) {
	chromium(t)
	s := newScene(t)
	denied := func(name string) string {
		return `Object.defineProperty(window, '` + name + `', {get() { throw new Error('denied') }})`
	}
	for _, missing := range []struct{ what, remove string }{
		{"speechSynthesis", `delete window.speechSynthesis`},
		{"speechSynthesis.addEventListener", `Object.defineProperty(speechSynthesis, 'addEventListener', {value: undefined})`},
		{"SpeechSynthesisUtterance", `delete window.SpeechSynthesisUtterance`},
		{"Audio", `delete window.Audio`},
		{"AbortController", `delete window.AbortController`},
		{"sessionStorage", denied("sessionStorage")},
		{"sessionStorage.setItem", `delete Storage.prototype.setItem`},
		{"history.pushState", `delete History.prototype.pushState`},
		{"history.replaceState", `delete History.prototype.replaceState`},
		{"crypto", `delete window.crypto`},
		{"crypto.getRandomValues", `delete Crypto.prototype.getRandomValues`},
		{"fetch", `delete window.fetch`},
		{"FormData", `delete window.FormData`},
		{"URLSearchParams", `delete window.URLSearchParams`},
		{"Element.prototype.closest", `delete Element.prototype.closest`},
		{"Element.prototype.append", `delete Element.prototype.append`},
		{"NodeList.prototype.forEach", `delete NodeList.prototype.forEach`},
		{"window.scrollTo", `delete window.scrollTo`},
	} {
		t.Run(missing.what, func(t *testing.T) {
			p := newPhone(t, small)
			p.before(missing.remove)
			p.open(s.formURL("sv"))
			if still := eval[bool](p, `(() => { try { return !!(`+missing.what+`) } catch (denied) { return false } })()`); still {
				t.Fatal("it is still there")
			}
			nonce := eval[string](p, `document.querySelector('[name=nonce]').value`)
			if len(nonce) != len(survey.NewNonce()) || strings.Trim(nonce, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
				t.Errorf("the nonce is %q", nonce)
			}
			s.sentBy(t, p)
		})
	}
}
