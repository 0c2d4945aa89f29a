package browsertest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// memory is what a phone holds of an unsent answer.
type memory struct {
	Step   string // id
	Nonce  string
	Chosen []string // as in K01=o2
}

func (p *phone) memory() memory {
	p.t.Helper()
	return eval[memory](p, fmt.Sprintf(`({
		Step: document.querySelector(%q).id,
		Nonce: document.querySelector('[name=nonce]').value,
		Chosen: [...document.querySelectorAll('form input:checked')].map(box => box.name + '=' + box.value),
	})`, current))
}

// same makes sure that a phone remembers what it did.
func (m memory) same(t testing.TB, now memory) {
	t.Helper()
	if now.Step != m.Step || now.Nonce != m.Nonce || !slices.Equal(now.Chosen, m.Chosen) {
		t.Errorf("the phone held %+v and now %+v", m, now)
	}
}

// fresh makes sure that nothing is left of an earlier answer.
func (p *phone) fresh(earlier ...string) {
	p.t.Helper()
	now := eval[memory](p, `({
		Nonce: document.querySelector('[name=nonce]').value,
		Chosen: [...document.querySelectorAll('form input:checked')].map(box => box.name + '=' + box.value),
	})`)
	if len(now.Chosen) > 0 || slices.Contains(earlier, now.Nonce) || len(now.Nonce) != len(survey.NewNonce()) {
		p.t.Errorf("the next form begins with %+v; nonces before: %q", now, earlier)
	}
}

// mixed answers three questions, with more than one at K19, and goes to D1.
func (p *phone) mixed() survey.Answers {
	p.t.Helper()
	p.goTo("K01")
	p.choose("K01", "o2")
	p.choose("K02", "dk")
	p.goTo("K19")
	p.tap(`#K19 label:has(input[value=o2])`)
	p.choose("K19", "o5")
	p.await(fmt.Sprintf(`document.querySelector(%q).id === 'D1'`, current))
	return survey.Answers{"K01": {"o2"}, "K02": {"dk"}, "K19": {"o2", "o5"}}
}

func TestReloadLosesNothing(t *testing.T) {
	chromium(t)
	languages(t, func(t *testing.T, l i18n.Language) {
		s := newScene(t)
		p := newPhone(t, small)
		p.open(s.formURL(l.Tag))
		answers := p.mixed()
		held := p.memory()
		if len(held.Chosen) != 4 || held.Step != "D1" {
			t.Fatalf("before the page is loaded again it holds %+v", held)
		}
		p.reload()
		p.await(`!!document.querySelector('html.js')`)
		held.same(t, p.memory())
		p.goTo("end")
		held = p.memory()
		p.reload()
		p.await(`!!document.querySelector('html.js')`)
		held.same(t, p.memory())
		p.tap(sending)
		p.received()
		s.one(l.Tag, answers)
		p.nothingLeft()
	})
}

func TestSwitchingLanguageKeepsAnswers(t *testing.T) {
	chromium(t)
	for i, l := range i18n.Languages {
		other := i18n.Languages[(i+1)%len(i18n.Languages)]
		t.Run(l.Tag+" to "+other.Tag, func(t *testing.T) {
			parallel(t)
			s := newScene(t)
			p := newPhone(t, small)
			p.open(s.url("/s/" + s.session.Code))
			p.tap(fmt.Sprintf(`ul.languages a[lang=%q]`, l.Tag))
			p.await(`!!document.querySelector('html.js')`)
			answers := p.mixed()
			held := p.memory()
			p.tap(`.change-language a`)
			p.await(`document.readyState === 'complete' && document.querySelector('ul.languages')`)
			p.tap(fmt.Sprintf(`ul.languages a[lang=%q]`, other.Tag))
			p.await(fmt.Sprintf(`document.querySelector('html.js[lang=%q]')`, other.Tag))
			held.same(t, p.memory())
			p.goTo("end")
			p.tap(sending)
			p.received()
			s.one(other.Tag, answers)
			p.nothingLeft()
		})
	}
}

// TestClosedTabForgets opens another tab on the same phone, while the first is
// open and when it is closed. What a tab holds is its own.
func TestClosedTabForgets(t *testing.T) {
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	p.mixed()
	nonce := p.memory().Nonce
	for range 2 {
		tab := p.anotherTab(small)
		tab.open(s.formURL("sv"))
		tab.await(`!!document.querySelector('html.js')`)
		tab.fresh(nonce)
		if step := tab.memory().Step; step != "start" {
			t.Errorf("the new tab begins at %s", step)
		}
		p.closeTab()
		p = tab
	}
	if n := s.in.Count(s.round); n != 0 {
		t.Errorf("%d answers arrived of tabs that were closed", n)
	}
}

// group is three people who answer one after the other on one phone. The third
// comes by the back button, the second by the link for the next person.
type group struct {
	*scene
	way    *wire
	phone  *phone
	script bool
}

var groupAnswers = []string{"o1", "o2", "o3"}

func (g *group) answerInTurn() {
	g.t.Helper()
	p := g.phone
	for i, value := range groupAnswers {
		switch i {
		case 1:
			p.tap(`main a.button`)
			p.await(`document.readyState === 'complete' && document.querySelector('[name=nonce]')`)
		case 2:
			g.comeBack()
		}
		_, nonces := g.way.sent()
		p.fresh(nonces...)
		if g.script {
			p.goTo("K01")
			p.choose("K01", value)
			p.goTo("end")
		} else {
			p.tap(fmt.Sprintf(`#K01 label:has(input[value=%s])`, value))
		}
		p.tap(sending)
		g.thanked()
	}
}

// thanked waits until thanks can be seen. Without script that is not before the
// browser has forgotten what was answered, however long that takes.
func (g *group) thanked() {
	g.t.Helper()
	p := g.phone
	if g.script {
		p.received()
		return
	}
	if g.way.slow != nil {
		g.way.slow.await(p)
		p.await(`location.pathname.endsWith('/done') && document.querySelector('main')`)
		if n := eval[int](p, painted); n != 0 {
			g.t.Errorf("thanks are seen before the browser has forgotten")
		}
		g.way.slow.let(p)
	}
	p.await(`location.pathname.endsWith('/done') && ` + painted + ` > 0 && ` + visible)
	if !eval[bool](p, `performance.getEntriesByType('paint')[0].startTime >= performance.getEntriesByName(location.origin + '/forget.css')[0].responseEnd`) {
		g.t.Errorf("something was seen before the browser had forgotten")
	}
}

const (
	painted = `performance.getEntriesByType('paint').length`
	visible = `getComputedStyle(document.querySelector('main')).visibility === 'visible'`
)

// comeBack goes from the thanks to a form by the back button, which shows
// nothing of what was answered.
func (g *group) comeBack() {
	g.t.Helper()
	p := g.phone
	p.goBack()
	if stale := eval[int](p, `document.querySelectorAll('input:checked').length`); stale != 0 {
		g.t.Errorf("the back button shows %d chosen answers", stale)
	}
	if eval[bool](p, `location.pathname.endsWith('/done')`) {
		p.tap(`main a.button`)
	}
	p.await(`document.readyState === 'complete' && document.querySelector('[name=nonce]')`)
}

// Where the browser cannot be told to forget, because what tells it is lost on the way, people are
// thanked all the same: without thanks they would think that their answer was lost too. As long as
// it may still arrive nothing is seen.
func TestThanksWithoutForgetting(t *testing.T) {
	chromium(t)
	for name, hangs := range map[string]bool{"lost at once": false, "lost after a while": true} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			way, p := s.behindWire(), newPhone(t, small)
			asked, cut := make(chan struct{}, 9), make(chan struct{}) // a browser may ask again
			breaks := sync.OnceFunc(func() { close(cut) })
			t.Cleanup(breaks)
			way.lost = func(path string) bool {
				if path != "/forget.css" {
					return false
				}
				asked <- struct{}{}
				<-cut
				return true
			}
			if !hangs {
				breaks()
			}
			p.withoutScript()
			p.open(s.formURL("sv"))
			p.tap(`#K01 label:has(input[value=o1])`)
			p.tap(sending)
			if hangs {
				select {
				case <-asked:
				case <-p.ctx.Done():
					t.Fatal("the page does not ask the browser to forget")
				}
				p.await(`location.pathname.endsWith('/done') && document.querySelector('main')`)
				if n := eval[int](p, painted); n != 0 {
					t.Error("thanks are seen while the browser may still forget")
				}
				breaks()
			}
			p.await(`location.pathname.endsWith('/done') && document.readyState === 'complete'`)
			p.await(painted + ` > 0`)
			if !eval[bool](p, visible) {
				t.Error("nobody is thanked")
			}
			if len(asked) == 0 && !hangs {
				t.Error("the page does not ask the browser to forget")
			}
			s.one("sv", survey.Answers{"K01": {"o1"}})
		})
	}
}

func TestThreePeopleOnOnePhone(t *testing.T) {
	chromium(t)
	for name, phone := range map[string]struct {
		script, off bool // it runs; it is switched off
		slow        *gate
	}{
		"with script": {script: true}, "without script": {off: true}, "without script, slowly": {off: true, slow: newGate()},
		"script is broken": {}, "script is broken, slowly": {slow: newGate()},
	} {
		t.Run(name, func(t *testing.T) {
			parallel(t)
			s := newScene(t)
			g := &group{scene: s, way: s.behindWire(), phone: newPhone(t, small), script: phone.script}
			g.way.slow = phone.slow
			if phone.off {
				g.phone.withoutScript()
			} else if !phone.script {
				g.way.blockScript(true)
			}
			g.phone.open(s.url("/s/" + s.session.Code))
			g.phone.tap(fmt.Sprintf(`ul.languages a[lang=%q]`, i18n.Languages[0].Tag))
			g.phone.await(`document.readyState === 'complete' && document.querySelector('[name=nonce]')`)
			g.answerInTurn()
			var got, nonces []string
			for _, a := range s.answers() {
				got = append(got, a.Answers["K01"]...)
			}
			slices.Sort(got)
			if !slices.Equal(got, groupAnswers) {
				t.Errorf("three people answered %q, and received is %q", groupAnswers, got)
			}
			_, nonces = g.way.sent()
			slices.Sort(nonces)
			if len(slices.Compact(nonces)) != len(groupAnswers) {
				t.Errorf("three people sent the nonces %q", nonces)
			}
			if phone.script {
				g.phone.nothingLeft()
			}
		})
	}
}

// A person with a card loads the page again, not having heard that the answer
// arrived: the phone goes on sending, hears it, and keeps nothing.
func TestReloadWithACard(t *testing.T) {
	chromium(t)
	s := newScene(t)
	session, tickets := s.in.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 1 })
	way, p := s.behindWire(), newPhone(t, small)
	p.open(s.url("/s/" + session.Code + "/" + tickets[0] + "/sv"))
	answers := p.mixed()
	p.goTo("end")
	way.set(unheard)
	p.tap(sending)
	p.await(`document.querySelector('#state').textContent === document.querySelector('form').dataset.waiting + ' ' + document.querySelector('form').dataset.keep`)
	way.set(arrives)
	p.reload()
	p.received()
	if left := eval[string](p, `JSON.stringify({...sessionStorage})`); left != "{}" {
		t.Errorf("the phone still holds %s", left)
	}
	if said := eval[string](p, `document.querySelector('h1').textContent`); said != surveytest.Catalog(t).Printer("sv").T("done.title") {
		t.Errorf("the page says %q", said)
	}
	s.one("sv", answers)
}
