package browsertest

import (
	"strings"
	"testing"

	"fragebatteri/i18n"
)

// crowding lists what is squeezed, sticks out or lies over something else on the step that is
// shown, scrolled to its end so that nothing is behind the bar with the buttons.
const crowding = `(() => {
	const step = document.querySelector('.step:not([hidden])')
	document.querySelector('form').scrollIntoView({block: 'end', behavior: 'instant'})
	const found = []
	const name = el => step.id + ' ' + (el.className || el.tagName.toLowerCase()) + ' "' + el.textContent.trim().slice(0, 30) + '"'
	const wide = document.documentElement.clientWidth
	const seen = [...document.querySelectorAll('body *')].filter(el => el.getClientRects().length && !el.closest('svg,legend small'))
	for (const el of seen) {
		const box = el.getBoundingClientRect(), parent = el.parentNode.getBoundingClientRect()
		const hasText = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim())
		if ((hasText || el.matches('input,button,label,.symbol')) && (box.left < parent.left - 1 || box.right > parent.right + 1)) found.push(name(el) + ' sticks out of its box')
		if (box.left < -1 || box.right > wide + 1) found.push(name(el) + ' sticks out of the screen')
		if (el.matches('button')) el.style.overflowWrap = 'normal' // so that a word that is broken shows
		if (el.matches('button,a.button,label,p,h1,h2,legend,.progress') && el.scrollWidth > el.clientWidth + 1) found.push(name(el) + ' holds a word that is wider')
	}
	const boxes = seen.filter(el => el.matches('button,label,p,h1,h2,legend,.progress') && !el.closest('label *'))
	boxes.forEach((one, i) => boxes.slice(i + 1).forEach(other => {
		if (one.contains(other) || other.contains(one)) return
		const a = one.getBoundingClientRect(), b = other.getBoundingClientRect()
		if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) found.push(name(one) + ' lies over ' + name(other))
	}))
	const first = step.querySelector('label')
	if (first && first.getBoundingClientRect().width < wide / 2) found.push(name(first) + ' is narrower than half the screen')
	const words = first && first.querySelector('span').clientWidth
	if (first && words < wide / 4) found.push(name(first) + ' leaves ' + words + ' px for its words')
	return found
})()`

// TestNarrowScreensAndLargeLetters goes through all steps on narrow screens, on one that is zoomed
// to twice its size, and with letters of twice their size.
func TestNarrowScreensAndLargeLetters(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		for _, how := range []struct {
			width   int64
			doubled bool
		}{{180, false}, {320, false}, {360, false}, {412, false}, {360, true}} {
			p.resize(size{how.width, 640})
			p.open(s.formURL(l.Tag))
			p.await(`!!document.querySelector('html.js')`)
			p.doubleLetters(how.doubled)
			var seen int
			for last := false; !last; seen++ {
				if faults := eval[[]string](p, crowding); len(faults) > 0 {
					t.Errorf("%d px, doubled %t: %s", how.width, how.doubled, strings.Join(faults, "; "))
				}
				last = eval[bool](p, `(() => {
					const step = document.querySelector('.step:not([hidden])')
					if (step.id === 'end') return true
					document.querySelector(step.id === 'start' ? '#begin' : '.step-buttons button:not(.secondary)').click()
					return false
				})()`)
			}
			if seen < 26 {
				t.Errorf("only %d steps were seen", seen)
			}
			eval[bool](p, `(sessionStorage.clear(), true)`)
		}
	})
}

// A page whose rows and buttons are squeezed does not pass.
func TestCrowdingIsFound(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	p.goTo("K01")
	if faults := eval[[]string](p, crowding); len(faults) > 0 {
		t.Fatalf("a good page has the faults %q", faults)
	}
	for rule, want := range map[string]string{
		`fieldset label { width: 40% }`:                "narrower than half",
		`.step-buttons button { max-width: 30px }`:     "holds a word that is wider",
		`fieldset label + label { margin-top: -1rem }`: "lies over",
		`fieldset label span { margin-right: -3rem }`:  "sticks out of its box",
		`legend { width: 120% }`:                       "sticks out of the screen",
	} {
		faults := eval[[]string](p, `(() => {
			const sheet = document.styleSheets[0], at = sheet.insertRule(`+"`"+rule+"`"+`, sheet.cssRules.length)
			const found = `+crowding+`
			sheet.deleteRule(at)
			return found
		})()`)
		if !strings.Contains(strings.Join(faults, "; "), want) {
			t.Errorf("with %s the faults are %q", rule, faults)
		}
	}
}
