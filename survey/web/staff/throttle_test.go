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

// What somebody is asked is answered by that person, once.
func TestCeremonyOfSomebodyElse(t *testing.T) {
	clock := &hands{now: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)}
	d := &Door{ceremonies: unanswered[ceremony]{holds: passkey.Holds, now: clock.read}}
	for _, c := range []struct{ begun, answered, code string }{
		{"a", "a", ""}, {"a", "b", "passkey.late"}, {"a", "", "passkey.late"}, {"", "a", "passkey.late"}, {"", "", ""},
	} {
		secret := d.ceremonies.add(ceremony{staff: c.begun})
		if _, err := d.takeCeremony(secret, c.answered); survey.CodeOf(err) != c.code {
			t.Errorf("begun for %q, answered by %q: %v", c.begun, c.answered, err)
		}
		if _, err := d.takeCeremony(secret, c.begun); survey.CodeOf(err) != "passkey.late" {
			t.Errorf("answered again: %v", err)
		}
	}
}
