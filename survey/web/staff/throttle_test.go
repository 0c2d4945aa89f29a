package staff

import (
	"fmt"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/passkey"
)

// hands is a clock that is set by hand.
type hands struct{ now time.Time }

func (h *hands) read() time.Time { return h.now }

func TestTries(t *testing.T) {
	clock := &hands{now: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)}
	all := tries{now: clock.read}
	for i := range mostTries + 5 {
		if all.take("one") != (i < mostTries) {
			t.Errorf("try %d", i+1)
		}
	}
	if !all.take("other") {
		t.Error("others are kept out too")
	}
	clock.now = clock.now.Add(triesOf)
	if !all.take("one") {
		t.Error("it can never be tried again")
	}
	clock.now = clock.now.Add(-time.Hour) // set back
	for range mostTries {
		all.take("one")
	}
	if all.take("one") {
		t.Error("after the clock was set back tries are not counted")
	}
	all.forget("one")
	if !all.take("one") {
		t.Error("after it went well it cannot be tried")
	}
	for i := range 3 * mostCounts {
		all.take(fmt.Sprint(i))
	}
	if len(all.counts) > mostCounts {
		t.Errorf("%d things are counted", len(all.counts))
	}
}

func TestCeremonies(t *testing.T) {
	clock := &hands{now: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)}
	all := ceremonies{now: clock.read}
	take := func(secret, staff, want string) {
		t.Helper()
		if _, err := all.take(secret, staff); survey.CodeOf(err) != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	first := all.add(ceremony{staff: "a"})
	take(first, "a", "")
	take(first, "a", "passkey.late") // once
	take("", "", "passkey.late")
	of := all.add(ceremony{staff: "a"})
	take(of, "b", "passkey.late") // somebody else's
	take(of, "a", "passkey.late")
	late, inTime := all.add(ceremony{}), ""
	clock.now = clock.now.Add(passkey.Holds / 2)
	inTime = all.add(ceremony{})
	clock.now = clock.now.Add(passkey.Holds / 2)
	take(late, "", "passkey.late")
	take(inTime, "", "")
	oldest := all.add(ceremony{})
	for range mostCeremonies - 1 {
		all.add(ceremony{})
	}
	newest := all.add(ceremony{})
	if len(all.waiting) > mostCeremonies || len(all.begun) > mostCeremonies {
		t.Errorf("%d wait", len(all.waiting))
	}
	take(oldest, "", "passkey.late")
	take(newest, "", "")
}
