package browsertest

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"fragebatteri/survey"
)

// leaveAtOnce answers yes where the browser asks whether to leave a page with something typed in it, as
// somebody would who types another address.
func leaveAtOnce(ctx context.Context) {
	chromedp.ListenTarget(ctx, func(event any) {
		if asked, is := event.(*page.EventJavascriptDialogOpening); is && asked.Type == page.DialogTypeBeforeunload {
			go func() { _ = chromedp.Run(ctx, page.HandleJavaScriptDialog(true)) }() // fails when the tab is closed
		}
	})
}

// types types as keys do: only then does the browser take it for somebody's own.
func (p *phone) types(selector, text string) {
	p.t.Helper()
	p.run(chromedp.SendKeys(selector, text, chromedp.ByQuery))
}

// Whoever has typed something is asked before it is lost, by a link and by the browser, and by neither
// once it is taken back, sent, or only looked for. Where something is wrong the focus is on what is said
// of it, and it still counts as not saved.
func TestUnsaved(t *testing.T) {
	d := newDoorstep(t)
	p := newPhone(t, size{1280, 800})
	p.before(`window.asked = []; window.yes = false; window.confirm = words => { asked.push(words); return yes }`)
	p.enter(d, survey.Staff{Role: survey.Steward})
	stays := func(when string, want bool) {
		t.Helper()
		// What a browser would ask by, without being closed.
		if got := eval[bool](p, `!dispatchEvent(new Event('beforeunload', {cancelable: true}))`); got != want {
			t.Errorf("%s: the browser asks: %v, want %v", when, got, want)
		}
	}
	form := d.url + "/staff/sv/people/new/steward"
	p.open(form)
	stays("nothing is typed", false)
	p.types("#label", "L")
	stays("something is typed", true)
	p.tap("header nav a")
	if words := eval[[]string](p, `asked`); len(words) != 1 || words[0] != eval[string](p, `document.body.dataset.unsaved`) || words[0] == "" {
		t.Errorf("a link asks %q", words)
	}
	p.at("/staff/sv/people/new/steward")
	p.types("#label", "\b")
	stays("it is taken back", false)
	p.types("#label", "Länsstyrelsen")
	eval[bool](p, `yes = true`)
	p.tap("header nav a")
	p.at("/staff/sv/start")

	p.open(form)
	p.types("#label", " ")
	p.tap("main form button")
	p.await(`document.activeElement.matches('.error') && document.activeElement.textContent.length > 10`)
	stays("it was refused", true)
	p.types("#label", "Länsstyrelsen")
	p.tap("main form button")
	p.await(`document.querySelector('.invitation')`)

	p.open(d.url + "/staff/sv/log")
	p.types("[name=q]", "Läns")
	stays("it is only looked for", false)
	p.open(d.url + "/staff/sv/log")
	p.run(chromedp.KeyEvent("\t"))
	p.await(`document.activeElement.matches('a.skip') && document.activeElement.getBoundingClientRect().top >= 0`)
	p.run(chromedp.KeyEvent("\r"))
	p.await(`document.activeElement.matches('main')`)
}
