package browsertest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// languages runs a test in every language that there is, two at a time.
func languages(t *testing.T, test func(t *testing.T, l i18n.Language)) {
	for _, l := range i18n.Languages {
		t.Run(l.Tag, func(t *testing.T) {
			parallel(t)
			test(t, l)
		})
	}
}

// one makes sure that exactly this answer was received, in this language.
func (s *scene) one(lang string, want survey.Answers) {
	s.t.Helper()
	all := s.answers()
	if len(all) != 1 {
		s.t.Fatalf("%d answers were received, not 1", len(all))
	}
	if all[0].Language != lang || !reflect.DeepEqual(all[0].Answers, want) {
		s.t.Errorf("received in %s:\n%v\nand not in %s:\n%v", all[0].Language, all[0].Answers, lang, want)
	}
}

func TestEverythingByTouch(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.open(s.url("/s/" + s.session.Code))
		p.tap(fmt.Sprintf(`a[lang=%q]`, l.Tag))
		p.await(`!!document.querySelector('#begin')`)
		if dir := eval[string](p, `document.documentElement.dir`); dir != l.Dir {
			t.Errorf("the page runs %s", dir)
		}
		p.begin()
		order, answers := full(t, s.in, s.round)
		for _, id := range order {
			p.choose(id, answers[id][0])
		}
		p.tap(sending)
		p.received()
		s.one(l.Tag, answers)
		p.nothingLeft()
	})
}

// nothingLeft looks everywhere a browser could have kept an answer.
func (p *phone) nothingLeft() {
	p.t.Helper()
	left := eval[string](p, `(async () => JSON.stringify({
		session: {...sessionStorage}, local: {...localStorage}, cookies: document.cookie, history: history.state,
		caches: 'caches' in window && window.isSecureContext ? await caches.keys() : [],
		workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
	}))()`)
	if want := `{"session":{},"local":{},"cookies":"","history":null,"caches":[],"workers":0}`; left != want {
		p.t.Errorf("the phone still holds %s", left)
	}
	p.goBack()
	if n := eval[int](p, `document.querySelectorAll('input:checked').length`); n != 0 {
		p.t.Errorf("the back button shows %d chosen answers", n)
	}
}

// goBack presses the back button and waits for the page before, which may have
// the same address.
func (p *phone) goBack() {
	p.t.Helper()
	eval[bool](p, `window.left = true`)
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		now, entries, err := page.GetNavigationHistory().Do(ctx)
		if err != nil || now == 0 {
			return errors.Join(err, fmt.Errorf("this is page %d of %d", now, len(entries)))
		}
		return page.NavigateToHistoryEntry(entries[now-1].ID).Do(ctx)
	}))
	p.await(`!window.left && document.readyState === 'complete'`)
}

func TestEverythingByKeyboard(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.open(s.formURL(l.Tag))
		p.await(`!!document.querySelector('html.js')`)
		p.tabTo(`document.activeElement.id === 'begin'`)
		p.run(chromedp.KeyEvent(kb.Enter))
		order, answers := full(t, s.in, s.round)
		for _, id := range order {
			p.await(fmt.Sprintf(`document.activeElement.closest('fieldset') && document.activeElement.closest('fieldset').id === %q`, id))
			p.byKeyboard(id, answers[id][0])
			p.tabTo(fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, forward))
			p.run(chromedp.KeyEvent(kb.Enter))
		}
		p.tabTo(fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, sending))
		p.run(chromedp.KeyEvent(kb.Enter))
		p.received()
		s.one(l.Tag, answers)
	})
}

// tabTo presses Tab until an expression is true.
func (p *phone) tabTo(there string) {
	p.t.Helper()
	for range 40 {
		if eval[bool](p, there) {
			return
		}
		p.run(chromedp.KeyEvent(kb.Tab))
	}
	p.t.Fatalf("forty times Tab do not lead to where %s", there)
}

// byKeyboard chooses a value: radio buttons are one stop with arrows between
// them, check boxes a stop each.
func (p *phone) byKeyboard(id, value string) {
	p.t.Helper()
	p.tabTo(fmt.Sprintf(`document.activeElement.name === %q`, id))
	there := fmt.Sprintf(`document.activeElement.value === %q`, value)
	if eval[string](p, `document.activeElement.type`) == "checkbox" {
		p.tabTo(there)
		p.run(chromedp.KeyEvent(" "))
		return
	}
	p.run(chromedp.KeyEvent(" "))
	for range 12 {
		if eval[bool](p, there) {
			return
		}
		p.run(chromedp.KeyEvent(kb.ArrowDown))
	}
	p.t.Fatalf("the arrow keys do not lead to %s of %s", value, id)
}

func TestEverythingWithoutScript(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.withoutScript()
		p.open(s.formURL(l.Tag))
		order, answers := full(t, s.in, s.round)
		for _, id := range order {
			p.tap(fmt.Sprintf(`#%s label:has(input[value=%s])`, id, answers[id][0]))
		}
		p.tap(sending)
		p.received()
		s.one(l.Tag, answers)
		if text := eval[string](p, `document.querySelector('h1').textContent`); strings.TrimSpace(text) == "" {
			t.Error("the thanks are empty")
		}
	})
}
