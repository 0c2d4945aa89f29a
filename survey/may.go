package survey

import "slices"

// Role is what somebody on the staff is there for.
type Role string

// The roles.
const (
	Console Role = "console" // whoever gives commands on the server; has the data folder anyway
	Steward Role = "steward" // at the region or the county board: rounds, seals, whom to invite
	Officer Role = "officer" // at a municipality: its own interventions, gatherings and replies
)

// Actor is who does something at a desk.
type Actor struct {
	Role         Role
	Municipality string // code; empty for the region
}

// String names the actor in the audit log: the role, and the municipality of whoever has one.
func (a Actor) String() string {
	if a.Municipality == "" {
		return string(a.Role)
	}
	return string(a.Role) + " " + a.Municipality
}

// Verb is something that staff do. The audit log has the same words.
type Verb string

// The verbs.
const (
	ImportInterventions Verb = "intervention.import"
	ImportAreas         Verb = "area.import"
	OpenRound           Verb = "round.open"
	CloseRound          Verb = "round.close"
	OpenSession         Verb = "session.open"
	AddPlaces           Verb = "session.places"
	CloseSession        Verb = "session.close"
	DiscardSession      Verb = "session.discard"
	ExportPending       Verb = "pending.export"
	ImportRelease       Verb = "release.import"
	AnswerRelease       Verb = "release.answer"
)

// Verbs lists all verbs.
var Verbs = []Verb{
	ImportInterventions, ImportAreas, OpenRound, CloseRound, OpenSession, AddPlaces, CloseSession, DiscardSession,
	ExportPending, ImportRelease, AnswerRelease,
}

// inOwn says which verbs a role may do in the actor's own municipality alone. The console and a
// steward may do all of them everywhere. Reading answers is no verb: nobody may.
var inOwn = map[Role][]Verb{
	Officer: {OpenSession, AddPlaces, CloseSession, DiscardSession, AnswerRelease},
}

// May reports whether the actor may do something that concerns a municipality, or the whole region
// where it is "".
func (a Actor) May(verb Verb, municipality string) bool {
	switch a.Role {
	case Console, Steward:
		return slices.Contains(Verbs, verb)
	}
	return municipality != "" && municipality == a.Municipality && slices.Contains(inOwn[a.Role], verb)
}
