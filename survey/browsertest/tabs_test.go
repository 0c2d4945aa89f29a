package browsertest

import (
	"fmt"
	"testing"
)

// A tab that was duplicated holds the same answers under the same nonce. When they are received from
// one, the other begins anew, so that what the next person sends there counts.
func TestDuplicatedTabBeginsAnew(t *testing.T) {
	chromium(t)
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	p.mixed()
	p.goTo("end")
	tab := p.anotherTab(small)
	tab.open(s.formURL("sv"))
	eval[bool](tab, fmt.Sprintf(`!!Object.assign(sessionStorage, JSON.parse(%q))`, eval[string](p, `JSON.stringify(sessionStorage)`)))
	tab.reload()
	tab.await(`!!document.querySelector('html.js')`)
	same := p.memory()
	same.same(t, tab.memory())
	p.tap(sending)
	p.received()
	tab.await(fmt.Sprintf(`document.querySelector(%q).id === 'start'`, current))
	tab.fresh(same.Nonce)
	tab.goTo("K01")
	tab.choose("K01", "o3")
	tab.goTo("end")
	tab.tap(sending)
	tab.received()
	if n := s.in.Count(s.round); n != 2 {
		t.Errorf("two people sent, and %d answers are stored", n)
	}
	tab.nothingLeft()
}

// Two tabs of one phone are two people's: what is sent in one changes nothing in the other.
func TestTwoTabsAreApart(t *testing.T) {
	chromium(t)
	s := newScene(t)
	p := newPhone(t, small)
	p.open(s.formURL("sv"))
	tab := p.anotherTab(small)
	tab.open(s.formURL("sv"))
	tab.mixed()
	held := tab.memory()
	p.goTo("K01")
	p.choose("K01", "o1")
	p.goTo("end")
	p.tap(sending)
	p.received()
	held.same(t, tab.memory())
	tab.goTo("end")
	tab.tap(sending)
	tab.received()
	if n := s.in.Count(s.round); n != 2 {
		t.Errorf("two people sent, and %d answers are stored", n)
	}
}
