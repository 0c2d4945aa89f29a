package survey

import (
	"context"
	"errors"
	"sync"
	"time"
)

// How often the answers file is rewritten. VACUUM was measured at 11 ms for
// 2,000 rows and 1 s for 200,000.
const (
	manyAnswers     = 20_000
	compactMany     = 10 * time.Minute
	compactUnclosed = time.Hour      // sessions that are open for weeks do not wait for their end
	compactAlways   = 24 * time.Hour // what another process deleted and left in the log
)

// Housekeeper does what has to be done as time passes.
type Housekeeper struct {
	service *Service

	mu        sync.Mutex
	began     time.Time       // first run
	compacted time.Time       // last rewriting of the answers file
	forgotten map[string]bool // codes of sessions whose receipts are forgotten
	doors     time.Time       // last forgetting of invitations and sign-ins
}

// NewHousekeeper returns the housekeeper of a service.
func NewHousekeeper(service *Service) *Housekeeper {
	return &Housekeeper{service: service, forgotten: map[string]bool{}}
}

// Run is called when serving starts and then every half minute. When a session
// has closed, or its grace has ended, it rewrites the answers file; two days
// after closing it forgets receipts, also of rounds that are sealed by then. A
// failure of one task does not keep the others from being tried. Runs that are
// asked for at the same time come one after the other.
func (h *Housekeeper) Run(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	s, now := h.service, h.service.now()
	rounds, err := s.Rounds(ctx)
	if err != nil {
		return err
	}
	var errs []error
	closed, pending := false, 0
	for _, round := range rounds {
		sessions, err := s.store.Sessions(ctx, round.ID)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, session := range sessions {
			if round.State != RoundSealed {
				closed = closed || between(h.compacted, session.Closes, now) || between(h.compacted, session.GraceEnds, now)
				pending += session.Capacity
			}
			errs = append(errs, h.forgetReceipts(ctx, session, now))
		}
	}
	errs = append(errs, h.forgetDoors(ctx, now))
	if h.began.IsZero() {
		h.began = now
	}
	old := now.Sub(h.began) >= compactAlways && now.Sub(h.compacted) >= compactAlways
	if old || s.store.NeedsCompacting() && h.due(now, closed, pending) {
		if err := s.imports.Compact(ctx); err != nil {
			errs = append(errs, err)
		} else {
			h.compacted = now
		}
	}
	return errors.Join(errs...)
}

// due reports whether the answers file is to be rewritten now. pending is the
// most answers there can be.
func (h *Housekeeper) due(now time.Time, closed bool, pending int) bool {
	since := now.Sub(h.compacted)
	if pending > manyAnswers && since < compactMany {
		return false
	}
	return closed || since >= compactUnclosed
}

func (h *Housekeeper) forgetReceipts(ctx context.Context, session Session, now time.Time) error {
	if h.forgotten[session.Code] || session.ReceiptsEnd().After(now) {
		return nil
	}
	if err := h.service.store.ForgetReceipts(ctx, session.Code); err != nil {
		return err
	}
	h.forgotten[session.Code] = true
	return nil
}

// EndedKept is how long invitations and sign-ins that have ended are kept: a clock that jumps ahead and
// back must not end them.
const EndedKept = 24 * time.Hour

// forgetDoors forgets invitations and sign-ins that have ended, once an hour.
func (h *Housekeeper) forgetDoors(ctx context.Context, now time.Time) error {
	if now.Sub(h.doors) < time.Hour && !now.Before(h.doors) {
		return nil
	}
	err := h.service.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		return tx.ForgetEnded(ctx, now.Add(-EndedKept))
	})
	if err == nil {
		h.doors = now
	}
	return err
}

func between(after, t, until time.Time) bool { return t.After(after) && !t.After(until) }
