package sealing

import (
	"sync"

	"fragebatteri/survey/attack"
)

// Options are how somebody follows a seal while it works. Both may be nil.
type Options struct {
	Progress func(Progress) // called when a question has been attacked, by one goroutine at a time
	Stopped  func() bool    // asked between questions, from any goroutine: whether nobody wants the release any more
}

// Progress is how far a seal has come. Attacking takes nearly all of its time.
type Progress struct {
	Question string // the one that was attacked last
	Done     int    // attacks on one question that are done
	Of       int    // how many there will be: it grows when something has to be taken away and the rest is attacked again
}

// ErrStopped is the error of a seal that was stopped.
var ErrStopped = attack.ErrStopped

// follower counts for the one who follows a seal.
type follower struct {
	options Options
	mu      sync.Mutex
	so      Progress
}

func newFollower(o Options) *follower { return &follower{options: o} }

func (f *follower) expect(questions int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.so.Of += questions
}

func (f *follower) done(question string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.so.Done++
	f.so.Question = question
	if f.options.Progress != nil {
		f.options.Progress(f.so)
	}
}

func (f *follower) stopped() bool { return f.options.Stopped != nil && f.options.Stopped() }
