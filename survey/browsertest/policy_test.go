package browsertest

import (
	"context"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
)

// watchPolicy notes what the policy of a page forbids, on this page and on every one that is opened
// from now on.
func (p *phone) watchPolicy() {
	p.t.Helper()
	const script = `window.forbidden = []
		document.addEventListener('securitypolicyviolation', event => window.forbidden.push(
			[event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber, event.sample].join(' ')))`
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
	p.reload()
}

// forbidden returns what the policy of the page forbade since it was opened.
func (p *phone) forbidden() []string {
	p.t.Helper()
	return eval[[]string](p, `window.forbidden`)
}

// No page does anything that its policy forbids: all that stands in it is allowed, and all that it
// loads.
func TestPagesKeepTheirPolicy(t *testing.T) {
	chromium(t)
	c := newCountry(t)
	t.Run("languages", func(t *testing.T) {
		languages(t, func(t *testing.T, l i18n.Language) {
			if !slices.Contains([]string{"ar", "sv"}, l.Tag) {
				return
			}
			c.tour(t, l, func(p *phone, page string) {
				if page == pageNames[0] {
					p.watchPolicy()
				}
				if found := p.forbidden(); len(found) > 0 && page != "form-without-script" {
					t.Errorf("%s: the policy forbids %q", page, found)
				}
			})
		})
	})
}

// What is forbidden is seen by the test above: a style sheet that stands in the page, a style of one
// element, and a script, none of which the policy knows.
func TestForbiddenIsSeen(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.url("/"))
	p.watchPolicy()
	eval[bool](p, `(() => {
		const add = (name, text) => { const el = document.createElement(name); el.textContent = text; document.body.append(el); return el }
		add('style', 'h1 { color: red }')
		add('p', '').setAttribute('style', 'color: red')
		add('script', 'window.ran = true')
		return true
	})()`)
	p.await(`window.forbidden.length === 3`)
	if eval[bool](p, `!!window.ran`) {
		t.Error("a script ran that the policy does not know")
	}
}
