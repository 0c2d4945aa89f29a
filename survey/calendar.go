package survey

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// How closely stewards see how many have answered in a round, and how often that is counted anew.
const (
	roundStep = 50
	roundKept = time.Hour
)

// RoundSight is what stewards see of a round.
type RoundSight struct {
	Round    Round
	AtLeast  int // so many have answered in the region, or up to roundStep-1 more
	Sessions int // that were or will be held
	Release  *StoredRelease
	Waited   int // answers that came over from earlier rounds when those were sealed
}

// RoundSights returns what stewards see of all rounds, in the order in which they were opened.
func (d *Desk) RoundSights(ctx context.Context) ([]RoundSight, error) {
	if err := d.may(SeeRounds, Thing{}); err != nil {
		return nil, err
	}
	rounds, err := d.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	imported, err := d.disposals(ctx)
	if err != nil {
		return nil, err
	}
	sights := make([]RoundSight, len(rounds))
	for i, round := range rounds {
		if sights[i], _, err = d.sight(ctx, round, imported); err != nil {
			return nil, err
		}
	}
	return sights, nil
}

// disposals returns all releases with what became of the answers.
func (d *Desk) disposals(ctx context.Context) ([]StoredRelease, error) {
	headers, err := d.Imported().Releases(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]StoredRelease, len(headers))
	for i, header := range headers {
		if list[i], err = d.Imported().Release(ctx, header.ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// sight returns what stewards see of a round, and its sessions that are used.
func (d *Desk) sight(ctx context.Context, round Round, imported []StoredRelease) (RoundSight, []Session, error) {
	sight := RoundSight{Round: round}
	sessions, err := d.store.Sessions(ctx, round.ID)
	if err != nil {
		return sight, nil, err
	}
	sight.AtLeast, err = d.inRound.of(round.ID, d.now(), func() (int, error) {
		total := 0
		for _, s := range sessions {
			received, err := d.store.Received(ctx, s.Code)
			if err != nil {
				return 0, err
			}
			total += received
		}
		return total - total%roundStep, nil
	})
	if err != nil {
		return sight, nil, err
	}
	for _, r := range imported {
		if r.Round == round.ID {
			sight.Release = &r
		}
		if r.Next == round.ID {
			sight.Waited += r.Disposal.Waiting
		}
	}
	sessions = slices.DeleteFunc(sessions, func(s Session) bool { return s.Discarded != "" || s.neverOpened() })
	sight.Sessions = len(sessions)
	return sight, sessions, nil
}

// Calendar is what happens when in a round, as far as it is known.
type Calendar struct {
	RoundSight
	Gatherings   []Session // in the order in which they open; posters among them
	LastCloses   time.Time // when the last of them closes; zero where there is none
	LastAnswer   time.Time // when nothing can arrive any more, as things are now; zero in an open round
	ReceiptsGone time.Time // when the last receipts are deleted; zero where there is no session
	Next         *Round    // where answers that find no block would wait; nil where no round can take them
}

// Calendar returns what happens when in a round.
func (d *Desk) Calendar(ctx context.Context, id string) (Calendar, error) {
	if err := d.may(SeeRounds, Thing{}); err != nil {
		return Calendar{}, err
	}
	round, err := d.Round(ctx, id)
	if err != nil {
		return Calendar{}, err
	}
	imported, err := d.disposals(ctx)
	if err != nil {
		return Calendar{}, err
	}
	var c Calendar
	if c.RoundSight, c.Gatherings, err = d.sight(ctx, round, imported); err != nil {
		return Calendar{}, err
	}
	slices.SortStableFunc(c.Gatherings, func(a, b Session) int {
		return cmp.Or(a.Opens.Compare(b.Opens), cmp.Compare(a.Municipality, b.Municipality))
	})
	for _, s := range c.Gatherings {
		c.LastCloses = later(c.LastCloses, s.Closes)
		c.ReceiptsGone = later(c.ReceiptsGone, s.ReceiptsEnd())
	}
	if round.State != RoundOpen {
		c.LastAnswer = round.GraceEnds
	}
	if round.State == RoundSealed {
		return c, nil
	}
	switch next, err := d.nextRound(ctx, round); {
	case err == nil:
		found, err := d.Round(ctx, next.ID)
		c.Next = &found
		return c, err
	case CodeOf(err) != "round.no_next":
		return c, err
	}
	return c, nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
