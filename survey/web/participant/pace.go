package participant

import (
	"sync"
	"time"
)

// How fast answers of one session are taken. A room of twenty does not fill in a second: whoever
// sends made-up forms must not close a session before anybody has answered. A class of 25 phones
// that send within ten seconds waits for nothing.
const (
	paceAtOnce    = 15
	pacePerSecond = 4
)

// mostPaced is how many sessions are remembered before those that stand still are dropped.
const mostPaced = 1000

// pace is a token bucket for each session. It is in memory only.
type pace struct {
	mu       sync.Mutex
	sessions map[string]*bucket
}

// bucket is how many answers a session can take at once at a time.
type bucket struct {
	room float64
	at   time.Time
}

func (b *bucket) fill(now time.Time) {
	b.room = min(paceAtOnce, b.room+now.Sub(b.at).Seconds()*pacePerSecond)
	b.at = now
}

// take reports whether an answer to a session can be taken now. Whoever then takes none gives back.
func (p *pace) take(code string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.sessions) > mostPaced {
		p.drop(now)
	}
	b := p.sessions[code]
	if b == nil {
		b = &bucket{room: paceAtOnce, at: now}
		p.sessions[code] = b
	}
	b.fill(now)
	if b.room < 1 {
		return false
	}
	b.room--
	return true
}

// giveBack makes room for an answer that was not taken after all.
func (p *pace) giveBack(code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b := p.sessions[code]; b != nil {
		b.room = min(paceAtOnce, b.room+1)
	}
}

// drop forgets the sessions that are as if they had never been.
func (p *pace) drop(now time.Time) {
	for code, b := range p.sessions {
		if b.fill(now); b.room == paceAtOnce {
			delete(p.sessions, code)
		}
	}
}
