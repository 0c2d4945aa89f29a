package browsertest

import (
	"strings"
	"testing"

	"fragebatteri/i18n"
)

// TestDesksFit has all pages of staff looked at: by axe-core on a phone and at a desk, in light, dark and
// forced colours, and by a ruler on small screens and in large letters.
func TestDesksFit(t *testing.T) {
	source := axe(t)
	chromium(t)
	o := newOffice(t)
	swedish, _ := i18n.Find(i18n.Languages, i18n.Source)
	looks := []struct{ name, feature, value, rules string }{
		{"light", "prefers-color-scheme", "light", allRules}, {"dark", "prefers-color-scheme", "dark", colourRules}, {"forced", "forced-colors", "active", colourRules},
	}
	for _, page := range o.pages() {
		t.Log(page.name) // so that it is known at which one the browser stopped
		p := o.visit(page, i18n.Source)
		if page.measured {
			p.measure(t, page.name, swedish)
		}
		for _, doubled := range []bool{false, true} {
			p.doubleLetters(doubled)
			if found := eval[[]string](p, tooWide); len(found) > 0 {
				t.Errorf("%s, 360 px, letters doubled %t: %s", page.name, doubled, strings.Join(found, "; "))
			}
		}
		p.doubleLetters(false)
		p.shorten()
		eval[int](p, `[...document.querySelectorAll('main :is(tr, li, .choice, option):nth-child(n+13)')].map(el => el.remove()).length`)
		for _, screen := range []size{small, {1280, 900}} {
			p.resize(screen)
			for _, look := range looks {
				p.media(look.feature, look.value)
				for _, v := range p.violations(source, look.rules) {
					t.Errorf("%s, %d px, %s: %s", page.name, screen.width, look.name, v)
				}
			}
			p.media()
		}
		p.resize(small)
	}
}

// tooWide says what makes a page wider than the screen.
const tooWide = `(() => {
	const wide = document.documentElement.clientWidth
	if (document.documentElement.scrollWidth <= wide) return []
	const out = [...document.querySelectorAll('main *, header *, footer *')].filter(el => el.getBoundingClientRect().right > wide + 1 && !el.closest('svg'))
	return ['the page is ' + document.documentElement.scrollWidth + ' px wide', ...out.slice(0, 4).map(el => el.tagName + '.' + el.className + ' "' + el.textContent.trim().slice(0, 30) + '"')]
})()`
