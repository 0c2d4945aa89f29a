package participant

import (
	"fmt"
	"testing"
	"time"
)

func newPace() *pace { return &pace{sessions: map[string]*bucket{}} }

// Twenty-five phones that send within ten seconds all get through, evenly or in bursts.
func TestPaceOfAClass(t *testing.T) {
	start := time.Unix(0, 0)
	for name, after := range map[string]func(i int) time.Duration{
		"evenly": func(i int) time.Duration { return time.Duration(i) * 400 * time.Millisecond },
		"fives":  func(i int) time.Duration { return time.Duration(i/5) * 2 * time.Second },
		"tens":   func(i int) time.Duration { return time.Duration(i/10) * 5 * time.Second },
	} {
		p := newPace()
		for i := range 25 {
			if !p.take("CODE", start.Add(after(i))) {
				t.Errorf("%s: phone %d has to wait", name, i+1)
			}
		}
	}
}

// A room does not fill in a second, and one that is held up holds up no other.
func TestPaceOfARush(t *testing.T) {
	p, now := newPace(), time.Unix(0, 0)
	taken := 0
	for i := range 1000 {
		if p.take("RUSH", now.Add(time.Duration(i)*time.Millisecond)) {
			taken++
		}
	}
	if taken < paceAtOnce || taken > paceAtOnce+pacePerSecond {
		t.Errorf("in a second %d of a thousand are taken", taken)
	}
	if !p.take("ROOM", now.Add(time.Second)) {
		t.Error("another session waits too")
	}
	if !p.take("RUSH", now.Add(2*time.Second)) {
		t.Error("who waits is never taken")
	}
}

// Forms that have to be mended hold up nobody.
func TestPaceGivenBack(t *testing.T) {
	p, now := newPace(), time.Unix(0, 0)
	for i := range 3 * paceAtOnce {
		if !p.take("CODE", now) {
			t.Fatalf("after %d forms that were not taken the next has to wait", i)
		}
		p.giveBack("CODE")
	}
}

func TestPaceForgets(t *testing.T) {
	p, now := newPace(), time.Unix(0, 0)
	for i := range 2 * mostPaced {
		p.take(fmt.Sprint(i), now.Add(time.Duration(i)*time.Second))
	}
	if n := len(p.sessions); n > mostPaced+1 {
		t.Errorf("%d sessions are remembered", n)
	}
}
