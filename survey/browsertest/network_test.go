package browsertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
	"fragebatteri/survey/surveytest"
)

// cut takes the phone's network away, and back brings the slow one back.
func (p *phone) cut() {
	p.t.Helper()
	p.conditions(true, network.Conditions{Latency: 1000, DownloadThroughput: 50_000, UploadThroughput: 50_000})
	p.run(network.OverrideNetworkState(true, 0, -1, -1))
}

func (p *phone) back() {
	p.t.Helper()
	p.secondGeneration()
	p.run(network.OverrideNetworkState(false, 1000, 50_000, 50_000))
}

// firstQuestion goes from a scanned code to the first question and returns how
// long that took.
func (p *phone) firstQuestion(s *scene, l i18n.Language) time.Duration {
	p.t.Helper()
	started := time.Now()
	p.open(s.url("/s/" + s.session.Code))
	p.tap(fmt.Sprintf(`ul.languages a[lang=%q]`, l.Tag))
	p.await(`document.querySelector('html.js #begin')`)
	p.begin()
	p.await(fmt.Sprintf(`document.querySelector('fieldset' + %q)`, current))
	return time.Since(started)
}

func TestNetworkIsCutWhileAnswering(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		way := s.behindWire()
		p := newPhone(t, small)
		p.secondGeneration()
		t.Logf("on 50 kB/s and a second for a round trip: %.1f s from the scan to the first question", p.firstQuestion(s, l).Seconds())

		asked := p.countRequests()
		before, _ := way.sent()
		state := eval[string](p, `document.getElementById('state').textContent`)
		order, answers := full(t, s.in, s.round)
		for i, id := range order {
			if i == len(order)/2 {
				p.cut()
				if eval[bool](p, `navigator.onLine`) {
					t.Fatal("the network is not cut")
				}
			}
			p.choose(id, answers[id][0])
		}
		if now := eval[string](p, `document.getElementById('state').textContent`); now != state || strings.TrimSpace(now) == "" {
			t.Errorf("before the network was cut the page said %q, and now %q", state, now)
		}
		if after, _ := way.sent(); len(after) != len(before) || asked.Load() != 0 {
			t.Errorf("while answering %d requests were tried and these arrived: %q", asked.Load(), after[len(before):])
		}
		p.back()
		p.tap(sending)
		p.received()
		s.one(l.Tag, answers)
		way.oneNonce(t, 1)
		all, _ := way.sent()
		all = slices.DeleteFunc(all, func(request string) bool { return strings.HasSuffix(request, ".svg") })
		if len(all) > 4 {
			t.Errorf("beside the picture in the tab the visit took %d requests: %q", len(all), all)
		}
	})
}

// countRequests counts what the page asks for from now on, whether or not it
// gets through.
func (p *phone) countRequests() *atomic.Int64 {
	n := new(atomic.Int64)
	chromedp.ListenTarget(p.ctx, func(event any) {
		if _, is := event.(*network.EventRequestWillBeSent); is {
			n.Add(1)
		}
	})
	return n
}

const (
	waiting = `document.querySelector('#state.sending ~ button[type=button]:not([hidden])')`
	resume  = `#state ~ button[type=button]`
)

// says makes sure that the page shows these words.
func (p *phone) says(l i18n.Language, keys ...string) {
	p.t.Helper()
	words := surveytest.Catalog(p.t).Printer(l.Tag)
	shown := surveytest.Plain(eval[string](p, `document.body.innerText`))
	for _, key := range keys {
		if want := surveytest.Plain(words.T(key)); !strings.Contains(shown, want) {
			p.t.Errorf("the page does not say %q but\n%s", want, shown)
		}
	}
}

// TestNetworkIsCutWhileSending has the server store the answer and the network
// go before the phone hears of it.
func TestNetworkIsCutWhileSending(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		way := s.behindWire()
		p := newPhone(t, small)
		p.holdTimers()
		p.secondGeneration()
		p.firstQuestion(s, l)
		p.choose("K01", "o2")
		p.goTo("end")
		way.set(held)
		p.tap(sending)
		p.await(`document.querySelector('#state.sending')`)
		p.says(l, "send.sending", "send.keep")
		s.awaitAnswer()
		p.cut()
		p.await(waiting)
		p.says(l, "send.waiting", "send.keep", "send.retry")
		if n := eval[int](p, `Object.keys(sessionStorage).length`); n != 1 {
			t.Errorf("the answers are kept %d times while they are waiting", n)
		}
		way.set(arrives)
		p.back() // nothing else is done: the phone goes on by itself
		p.received()
		s.one(l.Tag, map[string][]string{"K01": {"o2"}})
		way.oneNonce(t, 2)
		p.nothingLeft()
	})
}

// awaitAnswer waits until the server has stored an answer.
func (s *scene) awaitAnswer() {
	s.t.Helper()
	if !comes(s.t.Context(), func(context.Context) bool { return s.in.Count(s.round) > 0 }) {
		s.t.Fatalf("no answer was stored within %v", patience)
	}
}

// TestTapSendsAgain loses what the server says, again and again. No timer ends
// here, so that it is the tap that goes on.
func TestTapSendsAgain(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		way := s.behindWire()
		p := newPhone(t, small)
		p.holdTimers()
		p.open(s.formURL(l.Tag))
		p.goTo("K03")
		p.choose("K03", "dk")
		p.goTo("end")
		way.set(unheard)
		p.tap(sending)
		p.await(waiting)
		_, once := way.sent()
		p.tap(resume)
		p.await(waiting)
		if _, twice := way.sent(); len(twice) <= len(once) {
			t.Error("the tap sent nothing")
		}
		p.says(l, "send.waiting", "send.retry")
		way.set(arrives)
		p.tap(resume)
		p.received()
		s.one(l.Tag, map[string][]string{"K03": {"dk"}})
		way.oneNonce(t, 3)
	})
}

// TestWaitsLongerEachTime looks at the pauses between tries without waiting for
// them.
func TestWaitsLongerEachTime(t *testing.T) {
	s := newScene(t)
	way := s.behindWire()
	p := newPhone(t, small)
	p.holdTimers()
	p.open(s.formURL("sv"))
	p.goTo("end")
	way.set(unheard)
	p.tap(sending)
	for i, seconds := range []int{1, 3, 9, 27, 40, 40} {
		p.await(fmt.Sprintf(`%s && window.waits.length === %d`, waiting, i+1))
		wait := eval[int](p, fmt.Sprintf(`window.waits[%d]`, i))
		if low, high := seconds*750, seconds*1250; wait < low || wait > high {
			t.Errorf("pause %d is %d ms, not %d to %d", i+1, wait, low, high)
		}
		if !eval[bool](p, `window.fire()`) {
			t.Fatal("nothing was waiting")
		}
	}
	p.await(waiting + ` && window.waits.length === 7`) // and so on for as long as the page is open
	way.set(arrives)
	p.offline(true)
	p.offline(false)
	p.received()
	way.oneNonce(t, 8)
	if n := s.in.Count(s.round); n != 1 {
		t.Errorf("%d answers are stored, not one", n)
	}
}

// A page that somebody comes back to sends at once, and begins with short pauses again.
func TestPageThatComesBackSendsAtOnce(t *testing.T) {
	s := newScene(t)
	way := s.behindWire()
	p := newPhone(t, small)
	p.holdTimers()
	p.open(s.formURL("sv"))
	p.goTo("end")
	way.set(unheard)
	p.tap(sending)
	for i := range 3 {
		p.await(fmt.Sprintf(`%s && window.waits.length === %d`, waiting, i+1))
		eval[bool](p, `window.fire()`)
	}
	p.await(waiting + ` && window.waits.length === 4`)
	eval[bool](p, `document.dispatchEvent(new Event('visibilitychange'))`)
	p.await(waiting + ` && window.waits.length === 5`)
	if wait := eval[int](p, `window.waits[4]`); wait > 1250 {
		t.Errorf("after the page came back the pause is %d ms", wait)
	}
	way.set(arrives)
	eval[bool](p, `document.dispatchEvent(new Event('visibilitychange'))`)
	p.received()
	way.oneNonce(t, 6)
}

// TestAnswerThatCannotBeHandledIsNotSentAgain has the page's own script fail after the server has
// received the answer. That is no fault of the network, and sending again would not help: the plain
// form is back, and the script does nothing more.
func TestAnswerThatCannotBeHandledIsNotSentAgain(t *testing.T) {
	s := newScene(t)
	way := s.behindWire()
	p := newPhone(t, small)
	p.holdTimers()
	p.open(s.formURL("sv"))
	p.goTo("end")
	eval[bool](p, `!!(document.querySelector('form').reset = () => { window.failed = true; throw new Error('broken') })`)
	p.tap(sending)
	p.await(`window.failed && !document.documentElement.classList.contains('js') && !document.querySelector('.step[hidden]')`)
	if _, nonces := way.sent(); len(nonces) != 1 {
		t.Errorf("the form was sent %d times", len(nonces))
	}
}

// TestReloadWhileSending goes on with what had been sent before the page was
// loaded again.
func TestReloadWhileSending(t *testing.T) {
	s := newScene(t)
	way := s.behindWire()
	p := newPhone(t, small)
	p.holdTimers()
	p.open(s.formURL("sv"))
	p.goTo("K02")
	p.choose("K02", "o1")
	p.goTo("end")
	way.set(unheard)
	p.tap(sending)
	p.await(waiting)
	way.set(arrives)
	p.reload()
	p.received()
	s.one("sv", map[string][]string{"K02": {"o1"}})
	way.oneNonce(t, 2)
}
