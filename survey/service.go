package survey

import "time"

// Store is the two stores of an instance: a registry that no participant's request ever writes to,
// and the answers. The answers are always in SQLite, whose files show no order of arrival once they
// are compacted; the registry may be kept elsewhere.
type Store interface {
	Registry
	AnswerStore
}

// Service holds the rules. Every request and every command goes through one of
// its verbs; it alone decides what is stored. What participants and readers of
// results can do is on Participants, what staff can do on the Desk of an Actor,
// and what has to be done as time passes on the Housekeeper.
type Service struct {
	*Participants
	store   Store
	imports *Importer
	atLeast counted[int] // how many have answered in sessions, in steps of countStep
	inRound counted[int] // how many have in rounds, in steps of roundStep
}

// New returns a service on a store, with what the catalogue knows. now is the
// clock, time.Now outside tests.
func New(store Store, catalogue *Catalogue, now func() time.Time) *Service {
	return &Service{
		Participants: &Participants{Catalogue: catalogue, registry: store, answers: store, now: now},
		store:        store,
		imports:      NewImporter(store, store),
		inRound:      counted[int]{kept: roundKept},
	}
}

// As returns the desk of somebody on the staff.
func (s *Service) As(actor Actor) *Desk { return &Desk{Service: s, actor: actor} }
