package survey

import (
	"context"
	"slices"
	"time"
)

// RoundState is where a round stands. A round only ever moves forward.
type RoundState string

// The states of a round, in their order.
const (
	RoundOpen     RoundState = "open"     // sessions can be opened and answered
	RoundClosing  RoundState = "closing"  // no new sessions; answers under way are still taken
	RoundClosed   RoundState = "closed"   // nothing can arrive any more
	RoundExported RoundState = "exported" // the pending answers have been handed to the steward
	RoundSealed   RoundState = "sealed"   // the release is stored and the answers are destroyed
)

var roundStates = []RoundState{RoundOpen, RoundClosing, RoundClosed, RoundExported, RoundSealed}

// reached reports whether a round in this state has come as far as another state, or farther.
func (s RoundState) reached(other RoundState) bool {
	return slices.Index(roundStates, s) >= slices.Index(roundStates, other)
}

// MayBecome reports whether a round in this state may be stored with another one. Only an import
// seals a round.
func (s RoundState) MayBecome(next RoundState) bool {
	return next != RoundSealed && next.reached(s)
}

// Grace is how long after closing an answer that was under way is still taken.
const Grace = 24 * time.Hour

// ReceiptsKept is how long after closing a session's receipts and salt are
// kept, so that a phone that sends again is told that its answer was received.
const ReceiptsKept = 48 * time.Hour

// SmallestK is the lowest number of answers that any block may have.
const SmallestK = 12 // mutation: smallest k

// MostAnswers is more answers than any round has. It keeps sums of counts that
// somebody made up from overflowing.
const MostAnswers = 10_000_000

// isK reports whether a number can be the smallest block of a round.
func isK(k int) bool { return k >= SmallestK && k%3 == 0 && k <= MostAnswers }

// Round is a period in which answers are collected in the whole region, with
// one public key.
type Round struct {
	ID        string
	Name      string // as in "2026-H2"; no two rounds share one
	State     RoundState
	K         int      // smallest block, a multiple of 3 and at least SmallestK
	Batteries []string // references of the batteries that are asked, as in "core@1"
	TakesOver []string // references of other batteries whose answers may wait for this round
	Asks      Asks     // which of their sets is asked about what
	Languages []string // tags of the languages that it can be answered in
	Size      int      // bytes of a padded submission
	PublicKey PublicKey
	KeyKept   bool // the private key is on the server: for trying out only
	Areas     []Area
	GraceEnds time.Time // once it is closing: when nothing can arrive any more
	Opened    string    // day; "" where it is not known
	Ends      string    // day on which it is meant to be closed; "" where nobody has said
	Closed    string    // day on which it was closed; "" before, and where it is not known
}

// holds returns the references of all batteries that answers in the round can
// be of.
func (r Round) holds() []string { return slices.Concat(r.Batteries, r.TakesOver) }

func refsOf(batteries []*Battery) []string {
	refs := make([]string, 0, len(batteries))
	for _, b := range batteries {
		refs = append(refs, b.Ref())
	}
	return refs
}

// SetRoundEnds says on which day an open round is meant to be closed, from today on; "" takes it back.
// was is the day that whoever says it has read. It returns an error of kind Conflict when another
// steward has said another one since, or the round is not open any more.
func (d *Desk) SetRoundEnds(ctx context.Context, id, ends, was string) (Round, error) {
	if err := d.may(ChangeRound, Thing{}); err != nil {
		return Round{}, err
	}
	round, err := d.Round(ctx, id)
	if err != nil {
		return Round{}, err
	}
	if err := checkEnds(ends, DayOf(d.now())); err != nil {
		return Round{}, err
	}
	what := round.Name + ": ends " + ends
	if ends == "" {
		what = round.Name + ": no end"
	}
	err = d.change(ctx, ChangeRound, what, func(ctx context.Context, tx RegistryTx) error {
		if round, err = roundByID(ctx, tx, round.ID); err != nil {
			return err
		}
		switch {
		case round.State != RoundOpen:
			return Fail(Conflict, "round.already", "Round", round.Name, "State", round.State)
		case round.Ends != was:
			return Fail(Conflict, "round.ends_changed", "Round", round.Name)
		}
		round.Ends = ends
		return tx.UpdateRound(ctx, round)
	})
	return round, err
}

// checkEnds wants a day on which a round can be meant to end, or none.
func checkEnds(day, today string) error {
	if day != "" && (!IsDay(day) || day < today) {
		return Fail(Invalid, "round.ends", "Day", day)
	}
	return nil
}

// CloseRound closes a round and the sessions in it that are still open.
// Answers under way are taken for the time of Grace, or not at all when now is
// true ("the code has leaked"). Of two stewards who close a round at once, the
// second gets an error of kind Conflict.
func (d *Desk) CloseRound(ctx context.Context, id string, now bool) (Round, error) {
	if err := d.may(CloseRound, Thing{}); err != nil {
		return Round{}, err
	}
	round, err := d.Round(ctx, id)
	if err != nil {
		return Round{}, err
	}
	err = d.change(ctx, CloseRound, round.Name, func(ctx context.Context, tx RegistryTx) error {
		if round, err = roundByID(ctx, tx, round.ID); err != nil {
			return err
		}
		round.upTo(d.now())
		if round.State != RoundOpen && !(round.State == RoundClosing && now) {
			return Fail(Conflict, "round.already", "Round", round.Name, "State", round.State)
		}
		return round.close(ctx, tx, d.now(), now)
	})
	return round, err
}

// close closes a round and its sessions, which are read with the lock held: what somebody else has
// just said of a session stays.
func (r *Round) close(ctx context.Context, tx RegistryTx, at time.Time, now bool) error {
	sessions, err := tx.Sessions(ctx, r.ID)
	if err != nil {
		return err
	}
	r.State, r.GraceEnds = RoundClosing, at
	if r.Closed == "" {
		r.Closed = DayOf(at)
	}
	for _, session := range sessions {
		if session.end(at, now) {
			if err := tx.UpdateSession(ctx, session); err != nil {
				return err
			}
		}
		if session.GraceEnds.After(r.GraceEnds) {
			r.GraceEnds = session.GraceEnds
		}
	}
	if !r.GraceEnds.After(at) {
		r.State = RoundClosed
	}
	return r.move(ctx, tx)
}

// move stores a round that has moved on. It returns an error of kind Conflict when somebody else
// has moved it farther since it was read.
func (r *Round) move(ctx context.Context, tx RegistryTx) error {
	stored, err := roundByID(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	if !stored.State.MayBecome(r.State) {
		return Fail(Conflict, "round.backwards", "Round", r.Name, "State", stored.State, "Wanted", r.State)
	}
	return tx.UpdateRound(ctx, *r)
}

// roundByID returns a round as it is stored.
func roundByID(ctx context.Context, registry RegistryReader, id string) (Round, error) {
	rounds, err := registry.Rounds(ctx)
	if err != nil {
		return Round{}, err
	}
	for _, round := range rounds {
		if round.ID == id {
			return round, nil
		}
	}
	return Round{}, Fail(NotFound, "round.unknown", "Round", id)
}

// Round returns a round by its id or its name, brought up to date: a round
// whose grace has passed is closed.
func (p *Participants) Round(ctx context.Context, idOrName string) (Round, error) {
	rounds, err := p.Rounds(ctx)
	if err != nil {
		return Round{}, err
	}
	for _, round := range rounds {
		if round.ID == idOrName || round.Name == idOrName {
			return round, nil
		}
	}
	return Round{}, Fail(NotFound, "round.unknown", "Round", idOrName)
}

// Rounds returns all rounds in the order in which they were opened, brought up
// to date.
func (p *Participants) Rounds(ctx context.Context) ([]Round, error) {
	rounds, err := p.registry.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	for i := range rounds {
		rounds[i].upTo(p.now())
	}
	return rounds, nil
}

// upTo brings a round up to date: when its grace has passed it is closed.
func (r *Round) upTo(now time.Time) {
	if r.State == RoundClosing && !r.GraceEnds.After(now) {
		r.State = RoundClosed
	}
}
