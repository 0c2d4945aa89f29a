package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// chartLook is a way to look at a page with charts.
type chartLook struct {
	name    string
	media   string // "screen" or "print"
	prefer  string // of a reader: "prefers-color-scheme: dark"
	screens []size
	rules   string // which rules axe-core looks for; empty for none
}

var chartLooks = []chartLook{
	{"light", "screen", "prefers-color-scheme: light", []size{{320, 568}, {768, 1024}, {1280, 900}}, allRules},
	{"dark", "screen", "prefers-color-scheme: dark", []size{{320, 568}, {1280, 900}}, colourRules},
	{"forced", "screen", "forced-colors: active", []size{{320, 568}, {1280, 900}}, ""},
	{"print", "print", "prefers-color-scheme: light", []size{{718, 1048}}, ""}, // A4 within its margins
}

// stuckOut lists what does not fit on a page, and texts in pictures that lie over each other or are
// too small to be read: on screens 12 px, on paper 8 points.
const stuckOut = `(() => {
	const wide = document.documentElement.clientWidth, found = []
	if (document.documentElement.scrollWidth > wide) found.push('the page is ' + document.documentElement.scrollWidth + ' px wide')
	const say = (el, what) => found.push((el.closest('figure') || el).id + ' ' + el.tagName + ' "' + el.textContent.trim().slice(0, 30) + '" ' + what)
	for (const el of document.querySelectorAll('.chart *, .chart-table *')) {
		if (!el.getClientRects().length || el.closest('title, .chart-unseen')) continue
		const box = el.getBoundingClientRect(), text = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim())
		if (box.width > 1 && (box.left < 0 || box.right > wide)) say(el, 'sticks out')
		if (text && parseFloat(getComputedStyle(el).fontSize) < (matchMedia('print').matches ? 10.6 : 12)) say(el, 'is too small')
	}
	for (const picture of document.querySelectorAll('.chart svg')) {
		const texts = [...picture.querySelectorAll('text')].filter(el => el.getClientRects().length).map(el => [el, el.getBoundingClientRect()])
		for (const [i, [el, box]] of texts.entries())
			for (const [, other] of texts.slice(0, i))
				if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) say(el, 'lies over another')
	}
	return found
})()`

// Charts fit on every screen and on paper, in letters of every size and in the colours that a reader
// has, under the policy of our pages.
func TestCharts(t *testing.T) {
	chromium(t)
	source := axe(t)
	p := newPhone(t, small)
	p.open(galleryURL(t))
	p.watchPolicy()
	for _, look := range chartLooks {
		feature, value, _ := strings.Cut(look.prefer, ": ")
		p.run(emulation.SetEmulatedMedia().WithMedia(look.media).WithFeatures([]*emulation.MediaFeature{{Name: feature, Value: value}}))
		for _, screen := range look.screens {
			p.resize(screen)
			for _, doubled := range []bool{false, true} {
				p.doubleLetters(doubled)
				name := fmt.Sprintf("charts-%s-%d-%t", look.name, screen.width, doubled)
				if found := eval[[]string](p, stuckOut); len(found) > 0 {
					t.Errorf("%s: %s", name, strings.Join(found, "; "))
				}
				if *sheetFolder != "" {
					if err := os.WriteFile(filepath.Join(*sheetFolder, name+".png"), p.picture(screen), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		if look.rules != "" {
			for _, v := range p.violations(source, look.rules) {
				t.Errorf("%s: %s", look.name, v)
			}
		}
	}
	if found := p.forbidden(); len(found) > 0 {
		t.Errorf("the policy forbids %q", found)
	}
}

// A page with faults does not pass.
func TestStuckOutFinds(t *testing.T) {
	p := newPhone(t, small)
	p.open(galleryURL(t))
	p.watchPolicy()
	eval[bool](p, `(() => {
		const value = document.querySelector('.chart-value')
		value.style.width = '500px'
		document.querySelector('.chart-note').style.fontSize = '11px'
		const [, half] = document.querySelectorAll('.chart-axis text')
		half.setAttribute('x', '10%')
		document.querySelector('.chart-name').setAttribute('style', 'color: red')
		return true
	})()`)
	p.await(`window.forbidden.length === 1`)
	found := strings.Join(eval[[]string](p, stuckOut), "; ")
	for _, fault := range []string{"the page is", "sticks out", "is too small", "lies over another"} {
		if !strings.Contains(found, fault) {
			t.Errorf("it does not find that something %s: %s", fault, found)
		}
	}
}
