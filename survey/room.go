package survey

import (
	"cmp"
	"context"
	"maps"
	"sync"
	"time"
)

// countKept is how long what is known of a session's answers is kept. Whoever asks
// again and again learns no closer than that when the last answer came.
const countKept = 30 * time.Second

// counted is what was found when the answers of sessions were last counted. It is in
// memory only, and holds nothing but that.
type counted[T any] struct {
	kept  time.Duration // how long what is known is told; 0: countKept
	mu    sync.Mutex
	known map[string]found[T] // by code, or by what else was counted
}

type found[T any] struct {
	what T
	at   time.Time
}

// of returns what is known of a session, and looks it up where that is too old to be told.
func (c *counted[T]) of(code string, now time.Time, look func() (T, error)) (T, error) {
	c.mu.Lock()
	known, ok := c.known[code]
	c.mu.Unlock()
	if ok && now.Sub(known.at) < cmp.Or(c.kept, countKept) {
		return known.what, nil
	}
	what, err := look()
	if err == nil {
		c.put(code, found[T]{what, now})
	}
	return what, err
}

// put remembers a session, and forgets those that are too old to be told.
func (c *counted[T]) put(code string, new found[T]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.known, func(_ string, old found[T]) bool { return new.at.Sub(old.at) >= cmp.Or(c.kept, countKept) })
	if c.known == nil {
		c.known = map[string]found[T]{}
	}
	c.known[code] = new
}

// HasRoom reports whether a session takes one more answer, as it was up to half a
// minute ago. A session with cards has room for each of them. It is for telling
// people before the first question; whether there is room for an answer is decided
// when it arrives.
func (p *Participants) HasRoom(ctx context.Context, session Session) (bool, error) {
	if session.Tickets {
		return true, nil
	}
	full, err := p.full.of(session.Code, p.now(), func() (bool, error) {
		received, err := p.answers.Received(ctx, session.Code)
		return received >= session.Capacity, err
	})
	return !full, err
}
