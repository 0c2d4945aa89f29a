package survey

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// Offer is what somebody can open a session about.
type Offer struct {
	Municipality string // code
	Intervention Intervention
	Used         time.Time // when the actor last opened a session about it; zero if that is forgotten
}

// Offers lists what the actor can open sessions about: what was used last first, then by name.
func (d *Desk) Offers(ctx context.Context) ([]Offer, error) {
	interventions, err := d.Interventions(ctx)
	if err != nil {
		return nil, err
	}
	sessions, err := d.Sessions(ctx)
	if err != nil {
		return nil, err
	}
	var offers []Offer
	for _, i := range interventions {
		for _, code := range i.Municipalities {
			if !i.Asks() || !d.actor.May(OpenSession, Thing{Municipality: code, Intervention: i.ID}) {
				continue
			}
			offers = append(offers, Offer{Municipality: code, Intervention: i, Used: d.lastUsed(sessions, code, i.ID)})
		}
	}
	slices.SortStableFunc(offers, func(a, b Offer) int {
		return cmp.Or(b.Used.Compare(a.Used), strings.Compare(a.Intervention.Name, b.Intervention.Name))
	})
	return offers, nil
}

// lastUsed returns when the last of the actor's own sessions about an intervention opens.
func (d *Desk) lastUsed(sessions []Session, municipality, intervention string) time.Time {
	for _, s := range sessions {
		if s.Municipality == municipality && s.Intervention == intervention && s.OpenedBy == d.actor.ID {
			return s.Opens
		}
	}
	return time.Time{}
}

// Sessions lists the sessions that the actor watches over, in rounds that take answers: those that
// open last first.
func (d *Desk) Sessions(ctx context.Context) ([]Session, error) {
	rounds, err := d.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var watched []Session
	for _, round := range rounds {
		if round.State.reached(RoundClosed) {
			continue
		}
		sessions, err := d.store.Sessions(ctx, round.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range sessions {
			if d.actor.May(WatchSession, s.thing()) {
				watched = append(watched, s)
			}
		}
	}
	slices.SortStableFunc(watched, func(a, b Session) int { return b.Opens.Compare(a.Opens) })
	return watched, nil
}

// Gathering is what whoever leads a session sees of it.
type Gathering struct {
	Session      Session
	Intervention Intervention
	AtLeast      int  // so many have answered, or up to four more
	Full         bool // it has no room for another answer
}

// countStep is how closely staff see how many have answered.
const countStep = 5

// MostLeft returns how many more answers the session takes, at most.
func (g Gathering) MostLeft() int {
	if g.Full {
		return 0
	}
	return max(0, g.Session.Capacity-g.AtLeast)
}

// Gathering returns how a session goes, as it was up to half a minute ago.
func (d *Desk) Gathering(ctx context.Context, code string) (Gathering, error) {
	session, err := d.Session(ctx, code)
	if err != nil {
		return Gathering{}, err
	}
	if err := d.may(WatchSession, session.thing()); err != nil {
		return Gathering{}, err
	}
	intervention, err := d.Intervention(ctx, session.Intervention)
	if err != nil {
		return Gathering{}, err
	}
	atLeast, err := d.answered(ctx, session.Code)
	if err != nil {
		return Gathering{}, err
	}
	room, err := d.HasRoom(ctx, session)
	return Gathering{Session: session, Intervention: intervention, AtLeast: atLeast, Full: !room}, err
}

// answered returns how many have answered in a session, or up to four fewer than have, as it was up to
// half a minute ago.
func (d *Desk) answered(ctx context.Context, code string) (int, error) {
	return d.atLeast.of(code, d.now(), func() (int, error) {
		received, err := d.store.Received(ctx, code)
		return received - received%countStep, err
	})
}

// ChangeSession lets a session be about another intervention than the one that was chosen by
// mistake. That can be done until its first answer. A form that is open on a phone meanwhile counts
// for what the session is about when it is sent.
func (d *Desk) ChangeSession(ctx context.Context, code, municipality, intervention string) (Session, error) {
	session, err := d.Session(ctx, code)
	if err != nil {
		return Session{}, err
	}
	if err := d.may(ChangeSession, session.thing()); err != nil {
		return Session{}, err
	}
	if err := d.may(OpenSession, Thing{Municipality: municipality, Intervention: intervention}); err != nil {
		return Session{}, err
	}
	if err := d.checkIntervention(ctx, municipality, intervention); err != nil {
		return Session{}, err
	}
	if err := d.checkRegion(ctx, municipality); err != nil {
		return Session{}, err
	}
	release := func() {}
	defer func() { release() }() // when the registry says what the first answer is about
	err = d.change(ctx, ChangeSession, session.Code, func(ctx context.Context, tx RegistryTx) error {
		if session, err = tx.Session(ctx, session.Code); err != nil {
			return err
		}
		if session.Over(d.now()) {
			return Fail(Conflict, "session.over", "Session", session.Code)
		}
		hold, err := d.store.HoldUnanswered(ctx, session.Code)
		if err != nil {
			return err
		}
		release = hold
		if session.Municipality != municipality || session.Intervention != intervention {
			session.Planned = "" // it is not what was planned
		}
		session.Municipality, session.Intervention = municipality, intervention
		if err := checkStillOffered(ctx, tx, session); err != nil {
			return err
		}
		return tx.UpdateSession(ctx, session)
	})
	return session, err
}
