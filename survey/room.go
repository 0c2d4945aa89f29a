package survey

import (
	"context"
	"maps"
	"sync"
	"time"
)

// roomKept is how long what is known of a session's room is kept. Whoever asks
// again and again learns no closer than that when the last answer came, which is
// as close as staff see counts.
const roomKept = 30 * time.Second

// rooms is which sessions were full when that was last looked up. It is in memory
// only, and holds nothing but that.
type rooms struct {
	mu    sync.Mutex
	known map[string]room // by code
}

type room struct {
	full bool
	at   time.Time
}

// of returns what is known of a session and is not too old to be told.
func (r *rooms) of(code string, now time.Time) (known room, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	known, ok = r.known[code]
	return known, ok && now.Sub(known.at) < roomKept
}

// put remembers a session, and forgets those that are too old to be told.
func (r *rooms) put(code string, found room) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.known, func(_ string, old room) bool { return found.at.Sub(old.at) >= roomKept })
	if r.known == nil {
		r.known = map[string]room{}
	}
	r.known[code] = found
}

// HasRoom reports whether a session takes one more answer, as it was up to half a
// minute ago. A session with cards has room for each of them. It is for telling
// people before the first question; whether there is room for an answer is decided
// when it arrives.
func (p *Participants) HasRoom(ctx context.Context, session Session) (bool, error) {
	if session.Tickets {
		return true, nil
	}
	now := p.now()
	if known, ok := p.rooms.of(session.Code, now); ok {
		return !known.full, nil
	}
	received, err := p.answers.Received(ctx, session.Code)
	if err != nil {
		return false, err
	}
	found := room{full: received >= session.Capacity, at: now}
	p.rooms.put(session.Code, found)
	return !found.full, nil
}
