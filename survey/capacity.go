package survey

import (
	"context"
	"errors"
	"fmt"
)

// Limits of how many answers a session takes.
const (
	MaxCapacity   = 2000
	PlacesAtOnce  = 3  // the most that AddPlaces adds
	usualCapacity = 20 // of a session of which nothing else is said
)

// MostPlaces returns the most places of a session that is announced for so many people: a tenth more,
// at least two. Whoever holds its code could fill all that are left with made-up answers.
func MostPlaces(announced int) int { return min(announced+max(2, announced/10), MaxCapacity) }

// withCapacity fills in how many are announced and how many places there are, and refuses what does
// not fit. What anybody may find (channel self) is announced for nobody, and has the places it says.
func (n NewSession) withCapacity() (NewSession, error) {
	said := n.Announced
	switch {
	case n.Channel == Self && said != 0:
		return n, Fail(Invalid, "session.announced_self", "Announced", said)
	case said < 0 || said > MaxCapacity:
		return n, Fail(Invalid, "session.announced", "Announced", said, "Most", MaxCapacity)
	}
	if n.Capacity == 0 {
		n.Capacity = usualCapacity
		switch {
		case n.Tickets > 0:
			n.Capacity = n.Tickets
		case said > 0:
			n.Capacity = MostPlaces(said)
		}
	}
	if n.Capacity < 1 || n.Capacity > MaxCapacity {
		return n, Fail(Invalid, "session.capacity", "Capacity", n.Capacity, "Most", MaxCapacity)
	}
	if n.Channel == Self {
		return n, nil
	}
	if said == 0 {
		n.Announced = n.Capacity
		if n.Tickets > 0 {
			n.Announced = n.Tickets
		}
	}
	if most := MostPlaces(n.Announced); n.Capacity > most {
		return n, Fail(Invalid, "session.capacity_announced", "Capacity", n.Capacity, "Announced", n.Announced, "Most", most)
	}
	return n, nil
}

// AddPlaces adds one to PlacesAtOnce places to an open session, as when more people come than were
// announced. It is the only way in which a session gets more of them, and each time is a line of the
// audit log. A session that is answered with cards has as many places as cards.
//
// from is how many places there were when somebody asked for more, or 0. Where there are others by
// then nothing is added: what is said again, because its answer did not arrive, adds places once.
func (d *Desk) AddPlaces(ctx context.Context, code string, places, from int) (Session, error) {
	if places < 1 || places > PlacesAtOnce {
		return Session{}, Fail(Invalid, "session.places", "Places", places, "Most", PlacesAtOnce)
	}
	session, err := d.Session(ctx, code)
	if err != nil {
		return Session{}, err
	}
	if err := d.may(AddPlaces, session.thing()); err != nil {
		return Session{}, err
	}
	if from != 0 && from != session.Capacity {
		return session, nil
	}
	said := errors.New("the places were added before")
	err = d.change(ctx, AddPlaces, fmt.Sprintf("%s: %d more", session.Code, places), func(ctx context.Context, tx RegistryTx) error {
		// With the lock held: somebody else may be adding places too, or closing it.
		if session, err = tx.Session(ctx, session.Code); err != nil {
			return err
		}
		switch {
		case from != 0 && from != session.Capacity:
			return said
		case session.Over(d.now()):
			return Fail(Conflict, "session.over", "Session", session.Code)
		case session.Tickets:
			return Fail(Conflict, "session.places_cards", "Session", session.Code)
		case session.Capacity+places > MaxCapacity:
			return Fail(Conflict, "session.places_most", "Session", session.Code, "Capacity", session.Capacity, "Most", MaxCapacity)
		}
		session.Capacity += places
		return tx.UpdateSession(ctx, session)
	})
	if errors.Is(err, said) {
		return session, nil
	}
	return session, err
}
