package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// chartLooks are the ways in which a page with charts is looked at.
var chartLooks = []struct {
	name    string
	screens []size
	media   string
	prefers []string
}{
	{"light", []size{{320, 568}, {768, 1024}, {1280, 900}}, "screen", []string{"prefers-color-scheme", "light"}},
	{"dark", []size{{320, 568}, {1280, 900}}, "screen", []string{"prefers-color-scheme", "dark"}},
	{"forced", []size{{320, 568}, {1280, 900}}, "screen", []string{"forced-colors", "active"}},
	{"print", []size{{768, 1024}}, "print", nil},
}

// stuckOut lists what does not fit on the page, and texts in pictures that lie over each other or are
// too small to be read.
const stuckOut = `(() => {
	const wide = document.documentElement.clientWidth, found = []
	if (document.documentElement.scrollWidth > wide) found.push('the page is ' + document.documentElement.scrollWidth + ' px wide')
	const seen = [...document.querySelectorAll('.chart *, .chart-table *')].filter(el => el.getClientRects().length)
	const say = (el, what) => found.push((el.closest('figure') || el).id + ' ' + el.tagName + ' "' + el.textContent.trim().slice(0, 30) + '" ' + what)
	for (const el of seen) {
		const box = el.getBoundingClientRect(), text = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim())
		if (!el.matches('title') && (box.left < 0 || box.right > wide)) say(el, 'sticks out')
		if (text && parseFloat(getComputedStyle(el).fontSize) < 12) say(el, 'is too small')
	}
	for (const picture of document.querySelectorAll('.chart svg')) {
		const texts = [...picture.querySelectorAll('text')].filter(el => el.getClientRects().length).map(el => [el, el.getBoundingClientRect()])
		for (const [i, [el, box]] of texts.entries())
			for (const [, other] of texts.slice(0, i))
				if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) say(el, 'lies over another')
	}
	return found
})()`

// Charts fit on every screen, in letters of every size and in the colours that a reader has, under the
// policy of our pages.
func TestCharts(t *testing.T) {
	chromium(t)
	source := axe(t)
	p := newPhone(t, small)
	p.open(galleryURL(t))
	p.watchPolicy()
	for _, look := range chartLooks {
		for _, screen := range look.screens {
			for _, doubled := range []bool{false, true} {
				name := fmt.Sprintf("%s, %d px, doubled %t", look.name, screen.width, doubled)
				p.resize(screen)
				p.run(emulation.SetEmulatedMedia().WithMedia(look.media))
				p.media(look.prefers...)
				p.doubleLetters(doubled)
				if found := eval[[]string](p, stuckOut); len(found) > 0 {
					t.Errorf("%s: %s", name, strings.Join(found, "; "))
				}
				if *sheetFolder != "" {
					png := p.picture(screen)
					if err := os.WriteFile(filepath.Join(*sheetFolder, fmt.Sprintf("charts-%s-%d-%t.png", look.name, screen.width, doubled)), png, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	_ = source
	_ = context.Background
	_ = chromedp.Run
}
