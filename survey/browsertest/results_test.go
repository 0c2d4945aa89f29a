package browsertest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// resultPages are the pages of results below /results, by what they are.
var resultPages = []struct{ name, path string }{
	{"list", ""},
	{"place", "/2026-h2/norrkoping"},
	{"few", "/2026-h2/kinda"},
	{"region", "/2026-h2/ostergotlands-lan"},
	{"tables", "/2026-h2/norrkoping/tables"},
	{"intervention", "/2026-h2/norrkoping/interventions/OG028"},
	{"group", "/2026-h2/norrkoping/groups/gender/o1"},
}

// resultsURL serves the results of a county in two rounds until the test ends.
func resultsURL(t *testing.T) string {
	t.Helper()
	in := surveytest.Service(t)
	in.County(1, "2026-H1", "2026-H2")
	return webtest.Server(t, in.Service).URL + "/results"
}

// outside lists what does not fit on a page of results: what makes it wide, and what sticks out of
// the box that it is in.
const outside = `(() => {
	const wide = document.documentElement.clientWidth, found = []
	if (document.documentElement.scrollWidth > wide) found.push('the page is ' + document.documentElement.scrollWidth + ' px wide')
	for (const el of document.querySelectorAll('main *, header *, footer *')) {
		if (!el.getClientRects().length || el.closest('svg, .visually-hidden, .skip, .chart-unseen, thead')) continue
		const box = el.getBoundingClientRect(), around = el.closest('section, .tile, details, td, th') || document.body, frame = around.getBoundingClientRect()
		if (box.width > 1 && (box.left < frame.left - 1 || box.right > frame.right + 1)) found.push(el.tagName + '.' + el.className + ' "' + el.textContent.trim().slice(0, 30) + '" sticks out')
	}
	return found
})()`

// found opens a page that is there.
func (p *phone) found(address string) {
	p.t.Helper()
	p.open(address)
	if status := eval[int](p, `performance.getEntriesByType('navigation')[0].responseStatus`); status != 200 {
		p.t.Fatalf("%s: status %d", address, status)
	}
}

// Pages of results fit on every screen, in letters of every size and in the colours that a reader
// has, and do nothing that their policy forbids.
func TestResultsFit(t *testing.T) {
	chromium(t)
	source := axe(t)
	url := resultsURL(t)
	p := newPhone(t, small)
	p.open(url)
	p.watchPolicy()
	visit := func(name, address string, looks []chartLook) {
		p.found(address)
		eval[int](p, `[...document.querySelectorAll('details')].map(el => { el.open = true }).length`)
		for _, look := range looks {
			feature, value, _ := strings.Cut(look.prefer, ": ")
			p.media(feature, value)
			screens := look.screens
			if look.name == "dark" {
				screens = nil // everything stands where it stands in light colours
			}
			for _, screen := range screens {
				p.resize(screen)
				for _, doubled := range []bool{false, true} {
					p.doubleLetters(doubled)
					if found := eval[[]string](p, outside); len(found) > 0 {
						t.Errorf("%s, %s, %d px, doubled %t: %s", name, look.name, screen.width, doubled, strings.Join(found[:min(4, len(found))], "; "))
					}
				}
				p.doubleLetters(false)
			}
			if look.rules != "" {
				p.shorten()
				for _, v := range p.violations(source, look.rules) {
					t.Errorf("%s, %s: %s", name, look.name, v)
				}
			}
		}
		if found := p.forbidden(); len(found) > 0 {
			t.Errorf("%s: the policy forbids %q", name, found)
		}
	}
	for _, one := range resultPages {
		visit(one.name+" sv", url+one.path+"?lang=sv", chartLooks[:3])
		visit(one.name+" en", url+one.path+"?lang=en", chartLooks[:1])
	}
	visit("place ar", url+resultPages[1].path+"?lang=ar", chartLooks[:1])
}

// Whoever uses a keyboard can leave out what all pages begin with, sees where they are, and comes to
// another place without script.
func TestResultsByKeyboard(t *testing.T) {
	url := resultsURL(t)
	p := newPhone(t, size{1280, 900})
	p.withoutScript()
	p.open(url + "/2026-h2/norrkoping?lang=sv")
	p.run(chromedp.KeyEvent(kb.Tab))
	if !eval[bool](p, `document.activeElement.matches('.skip') && document.activeElement.getBoundingClientRect().left >= 0`) {
		t.Errorf("the first stop is %s", eval[string](p, `document.activeElement.outerHTML`))
	}
	p.run(chromedp.KeyEvent(kb.Enter))
	p.await(`location.hash === '#content'`)
	p.tabTo(`document.activeElement.matches('main *')`)
	for range 6 {
		if !eval[bool](p, `(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)(getComputedStyle(document.activeElement))`) {
			t.Errorf("nobody sees the focus on %s", eval[string](p, `document.activeElement.outerHTML.slice(0, 200)`))
		}
		p.run(chromedp.KeyEvent(kb.Tab))
	}
	eval[bool](p, `!!(document.querySelector('select[name=place]').value = 'motala')`)
	p.tap(`.choosers button`)
	p.await(`location.pathname === '/results/2026-h2/motala'`)
	p.open(url + "?lang=sv")
	eval[bool](p, `!!(document.querySelector('input[name=q]').value = 'link')`)
	p.tap(`form[role=search] button`)
	p.await(`location.search.includes('q=link')`)
	if rows := eval[[]string](p, `[...document.querySelectorAll('main tbody th')].map(el => el.textContent.trim())`); len(rows) != 1 || rows[0] != "Linköping" {
		t.Errorf("the search finds %q", rows)
	}
}

// printed returns the page as it is printed, and on how many sheets.
func (p *phone) printed() (pdf []byte, sheets int) {
	p.t.Helper()
	p.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	return pdf, bytes.Count(pdf, []byte("/Type /Page\n"))
}

// A place is printed on two sheets of A4 at most, in letters that can be read, without what is only
// for screens.
func TestResultsOnPaper(t *testing.T) {
	chromium(t)
	url := resultsURL(t)
	p := newPhone(t, size{1280, 900})
	for _, one := range resultPages[1:] {
		for _, lang := range []string{"sv", "en"} {
			p.found(url + one.path + "?lang=" + lang)
			pdf, sheets := p.printed()
			if *sheetFolder != "" {
				if err := os.WriteFile(filepath.Join(*sheetFolder, "paper-"+one.name+"-"+lang+".pdf"), pdf, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if place := one.name == "place" || one.name == "few" || one.name == "region"; sheets == 0 || place && sheets > 2 {
				t.Errorf("%s, %s: %d sheets", one.name, lang, sheets)
			}
			p.resize(size{695, 1024}) // A4 within its margins
			p.run(emulation.SetEmulatedMedia().WithMedia("print"))
			if found := eval[[]string](p, onPaper); len(found) > 0 {
				t.Errorf("%s, %s: %s", one.name, lang, strings.Join(found[:min(4, len(found))], "; "))
			}
			p.run(emulation.SetEmulatedMedia())
			p.resize(size{1280, 900})
		}
	}
}

// onPaper lists letters that are too small in print, what is printed that is only for screens, and
// figures that are not printed.
const onPaper = `(() => {
	const found = [], seen = el => el.checkVisibility({contentVisibilityAuto: true})
	for (const el of document.querySelectorAll('main *, header *')) {
		const text = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim())
		if (text && seen(el) && parseFloat(getComputedStyle(el).fontSize) < 10.6) found.push(el.tagName + ' "' + el.textContent.trim().slice(0, 30) + '" has letters of ' + getComputedStyle(el).fontSize)
	}
	for (const el of document.querySelectorAll('nav, form, footer, .skip, .door, .doors summary, .screen')) if (seen(el)) found.push(el.tagName + '.' + el.className + ' is printed')
	for (const el of document.querySelectorAll('main figure, main table, .count b')) if (!seen(el) && !el.closest('.screen')) found.push(el.tagName + ' "' + el.textContent.trim().slice(0, 30) + '" is not printed')
	return found
})()`
