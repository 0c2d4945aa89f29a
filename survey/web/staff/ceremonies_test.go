package staff

import (
	"testing"
	"time"
)

// An answer is taken once, in time, and while not too many others are waited for.
func TestUnanswered(t *testing.T) {
	now := time.Unix(0, 0)
	u := unanswered[int]{holds: 10 * time.Minute, now: func() time.Time { return now }}
	takes := func(secret string, want int, known bool) {
		t.Helper()
		if got, is := u.take(secret); got != want || is != known {
			t.Errorf("it takes %d, %v", got, is)
		}
	}
	takes("", 0, false)
	one, two := u.add(1), u.add(2)
	takes(two, 2, true)
	takes(two, 0, false)
	now = now.Add(10*time.Minute - 1)
	takes(one, 1, true)
	three := u.add(3)
	now = now.Add(10 * time.Minute)
	takes(three, 0, false)
	first := u.add(4)
	for range mostUnanswered {
		u.add(5)
	}
	takes(first, 0, false)
	if len(u.waiting) > mostUnanswered || len(u.begun) > mostUnanswered {
		t.Errorf("it keeps %d and %d", len(u.waiting), len(u.begun))
	}
}
