package browsertest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/survey/surveytest"
)

// shownStep is the id of the step that is shown.
var shownStep = fmt.Sprintf(`document.querySelector(%q).id`, current)

// settled waits until the history of the tab is where the page is.
func (p *phone) settled() {
	p.t.Helper()
	p.await(fmt.Sprintf(`history.state && [...document.querySelectorAll('.step')][history.state.step] === document.querySelector(%q)`, current))
}

// place is where the phone stands in the history of its tab.
func (p *phone) place() int64 {
	p.t.Helper()
	var place int64
	p.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		place, _, err = page.GetNavigationHistory().Do(ctx)
		return err
	}))
	return place
}

// pressBack presses the phone's own Back.
func (p *phone) pressBack() {
	p.t.Helper()
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		now, entries, err := page.GetNavigationHistory().Do(ctx)
		if err != nil || now == 0 {
			return errors.Join(err, fmt.Errorf("this is page %d of %d", now, len(entries)))
		}
		return page.NavigateToHistoryEntry(entries[now-1].ID).Do(ctx)
	}))
}

func (p *phone) showsStep(id string) {
	p.t.Helper()
	p.await(fmt.Sprintf(`document.querySelector('html.js') && %s === %q`, shownStep, id))
	p.settled()
}

// TestOwnBackIsTheQuestionBefore leaves the questions by the phone's own Back, as people do who
// know no other, and goes on where they were.
func TestOwnBackIsTheQuestionBefore(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.open(s.url("/s/" + s.session.Code))
		if eval[bool](p, `!document.getElementById('resume').hidden`) {
			t.Error("a phone that has no answers is asked to go on")
		}
		outside := p.place()
		p.tap(fmt.Sprintf(`ul.languages a[lang=%q]`, l.Tag))
		p.begin()
		p.choose("K01", "o2")
		p.choose("K02", "o1")
		p.showsStep("K03")
		p.pressBack()
		p.showsStep("K02")
		p.tap(back)
		p.showsStep("K01")
		if got := p.place() - outside; got != 2 {
			t.Errorf("at the first question the form has %d entries of the history, not 2", got)
		}
		p.tap(forward)
		p.showsStep("K02")
		p.reload()
		p.showsStep("K02")
		p.pressBack()
		p.showsStep("K01")
		p.pressBack()
		p.showsStep("start")
		p.begin()
		p.tap(forward)
		p.showsStep("K02")
		for _, id := range []string{"K01", "start"} {
			p.pressBack()
			p.showsStep(id)
		}
		p.begin()
		p.showsStep("K01")
		p.pressBack()
		p.showsStep("start")
		p.pressBack()
		p.await(`document.readyState === 'complete' && document.querySelector('ul.languages')`)
		if p.place() != outside {
			t.Errorf("outside the form the phone is at entry %d of its history, not %d", p.place(), outside)
		}

		const resume = `#resume a`
		p.await(`!document.getElementById('resume').hidden`)
		if got, want := p.text(resume), surveytest.Catalog(t).Printer(l.Tag).T("languages.resume"); got != want {
			t.Errorf("whoever comes back reads %q, not %q", got, want)
		}
		p.tap(resume)
		p.showsStep("start")
		if held := p.memory(); len(held.Chosen) != 2 {
			t.Errorf("whoever goes on has %q", held.Chosen)
		}
	})
}

// TestComingBackByAnotherWay goes on at a question whose entries of the history are those of
// another visit to the form: Back leaves it, and the button on the page does not.
func TestComingBackByAnotherWay(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	p.goTo("K05")
	p.settled()
	p.open(s.url("/s/" + s.session.Code))
	outside := p.place()
	p.await(`!document.getElementById('resume').hidden`)
	p.tap(`#resume a`)
	p.showsStep("K05")
	p.tap(forward)
	p.showsStep("K06")
	for _, id := range []string{"K05", "K04", "K03"} {
		p.tap(back)
		p.showsStep(id)
	}
	if got := p.place() - outside; got != 1 {
		t.Errorf("three questions before the first of this visit the form has %d entries, not 1", got)
	}
	p.pressBack()
	p.await(`document.querySelector('ul.languages')`)
}

// TestBackAfterSending goes back from the thanks: the next person's form is at its start, and
// nothing of the answers that were sent lies behind it.
func TestBackAfterSending(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.url("/s/" + s.session.Code))
	outside := p.place()
	p.tap(`ul.languages a[lang=sv]`)
	p.mixed()
	p.goTo("end")
	p.tap(sending)
	p.received()
	p.goBack()
	p.showsStep("start")
	p.fresh()
	if got := p.place() - outside; got != 1 {
		t.Errorf("the next person's form has %d entries of the history behind it", got-1)
	}
	p.pressBack()
	p.await(`document.readyState === 'complete' && document.querySelector('ul.languages')`)
	if eval[bool](p, `!document.getElementById('resume').hidden`) {
		t.Error("answers that were sent can be gone on with")
	}
}

// TestBackWhileSending stays where the answers are being sent.
func TestBackWhileSending(t *testing.T) {
	s := newScene(t)
	way := s.behindWire()
	p := newPhone(t, small)
	p.holdTimers()
	p.open(s.formURL("sv"))
	p.mixed()
	p.goTo("end")
	p.settled()
	way.set(unheard)
	p.tap(sending)
	p.await(waiting)
	eval[bool](p, `(window.left = 0, addEventListener('popstate', () => left++), true)`)
	p.pressBack()
	p.await(`left === 2`) // back, and forward again
	p.showsStep("end")
}
