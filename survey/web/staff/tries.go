package staff

import (
	"sync"
	"time"
)

// How often something may be tried.
const (
	mostTries  = 20
	triesOf    = 10 * time.Minute
	mostCounts = 10_000 // for so many different things tries are counted
)

// tries counts how often something was tried lately: an invitation, or to sign in as somebody. Whoever
// tries is not looked at, so that nobody is kept out for what others do.
type tries struct {
	now    func() time.Time
	mu     sync.Mutex
	counts map[string]count
}

// count is how often something was tried since the first time that counts.
type count struct {
	since time.Time
	n     int
}

// take counts a try, and reports whether it may be made.
func (t *tries) take(what string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	c := t.counts[what]
	if now.Sub(c.since) >= triesOf || now.Before(c.since) {
		c = count{since: now}
	}
	c.n++
	if t.counts == nil || len(t.counts) >= mostCounts {
		t.counts = map[string]count{}
	}
	t.counts[what] = c
	return c.n <= mostTries
}

// forget begins anew, after a try that went well.
func (t *tries) forget(what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.counts, what)
}
