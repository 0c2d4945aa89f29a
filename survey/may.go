package survey

import "slices"

// Role is what somebody on the staff is there for.
type Role string

// The roles.
const (
	Console        Role = "console"    // whoever gives commands on the server; has the data folder anyway
	Steward        Role = "steward"    // at the region or the county board: rounds, seals, whom to invite
	Officer        Role = "officer"    // at a municipality: its own interventions, gatherings and replies
	AmbassadorRole Role = "ambassador" // from the group itself: opens sessions, and never sees an answer
	ReaderRole     Role = "reader"     // a native speaker: judges the texts of a language, and records them
)

// Invited lists the roles that somebody can be invited to.
var Invited = []Role{Steward, Officer, AmbassadorRole, ReaderRole}

// Actor is who does something at a desk.
type Actor struct {
	Role           Role
	ID             string   // of the Staff; empty for the console
	Municipalities []string // codes: an officer's own one, those in which an ambassador opens sessions
	Interventions  []string // ids of those that an ambassador asks about; none: all of the municipalities
	Languages      []string // tags of those whose texts a reader judges; an ambassador may be a reader too
}

// String names the actor in the audit log: the role, the municipality of an officer, and the id of a
// steward or officer. Ambassadors and readers are not told apart: the log is kept when who opened a
// session has been forgotten.
func (a Actor) String() string {
	name := string(a.Role)
	if a.Role == Officer && len(a.Municipalities) == 1 {
		name += " " + a.Municipalities[0]
	}
	if (a.Role == Officer || a.Role == Steward) && a.ID != "" {
		name += " " + a.ID
	}
	return name
}

// Verb is something that staff do. The audit log has the same words.
type Verb string

// The verbs.
const (
	ImportInterventions Verb = "intervention.import"
	AddIntervention     Verb = "intervention.add"
	ChangeIntervention  Verb = "intervention.change"
	CloseIntervention   Verb = "intervention.close" // and open it again
	MergeInterventions  Verb = "intervention.merge"
	ImportAreas         Verb = "area.import"
	OpenRound           Verb = "round.open"
	ChangeRound         Verb = "round.change" // on which day it is meant to be closed
	CloseRound          Verb = "round.close"
	OpenSession         Verb = "session.open"
	WatchSession        Verb = "session.watch" // its code, how many have answered, what is printed for it
	ChangeSession       Verb = "session.change"
	AddPlaces           Verb = "session.places"
	CloseSession        Verb = "session.close"
	DiscardSession      Verb = "session.discard"
	ExportPending       Verb = "pending.export"
	ImportRelease       Verb = "release.import"
	AnswerRelease       Verb = "release.answer"
	SeeRounds           Verb = "round.see" // how rounds stand, and what became of their answers
	PreviewRelease      Verb = "release.preview"
	PublishRelease      Verb = "release.publish"
	FollowUpReply       Verb = "reply.follow_up" // whether what was promised was done; who answers may
	TranslateReply      Verb = "reply.translate" // a proposal in another language
	ApproveReply        Verb = "reply.approve"   // from then on participants read it
	NoteVoice           Verb = "voice.note"      // what a gathering said aloud
	ReadVoices          Verb = "voice.read"
	JudgeTexts          Verb = "text.judge"
	DecideTexts         Verb = "text.decide" // where readers differ; whether a proposal holds
	RecordClips         Verb = "clip.record"
	ApproveClips        Verb = "clip.approve"
	SeeStaff            Verb = "staff.see"
	InviteStaff         Verb = "staff.invite"
	RevokeStaff         Verb = "staff.revoke"
	EndSignIns          Verb = "staff.sign_out"
	SetProviders        Verb = "staff.provider"
	SeeSetup            Verb = "setup.see" // what is still to be done before a round, and what now
	SetHost             Verb = "host.set"
	SetRegion           Verb = "region.set"
	SetSigner           Verb = "signer.set"
	SeePlan             Verb = "plan.see"
	PlanGatherings      Verb = "plan.change"
	SeeLog              Verb = "log.see" // what staff have done: the audit log
	ImportBattery       Verb = "battery.import"
	WriteBattery        Verb = "battery.write"
	ReferBattery        Verb = "battery.refer" // and take it back
	SeeReferral         Verb = "battery.see"
	CommentOnBattery    Verb = "battery.comment"
	FreezeBattery       Verb = "battery.freeze"
	ApproveBattery      Verb = "battery.approve"
	RetireBattery       Verb = "battery.retire"
)

// Verbs lists all verbs.
var Verbs = []Verb{
	ImportInterventions, AddIntervention, ChangeIntervention, CloseIntervention, MergeInterventions,
	ImportAreas, OpenRound, ChangeRound, CloseRound, OpenSession, WatchSession, ChangeSession, AddPlaces, CloseSession,
	DiscardSession, ExportPending, ImportRelease, AnswerRelease, NoteVoice, ReadVoices, JudgeTexts, DecideTexts, RecordClips,
	ApproveClips, SeeStaff, InviteStaff, RevokeStaff, EndSignIns, SetProviders,
	SeeSetup, SetHost, SetRegion, SetSigner,
	SeePlan, PlanGatherings,
	SeeRounds, PreviewRelease, PublishRelease,
	FollowUpReply, TranslateReply, ApproveReply,
	SeeLog,
	ImportBattery,
	WriteBattery, ReferBattery, SeeReferral, CommentOnBattery, FreezeBattery, ApproveBattery, RetireBattery,
}

// Thing is what something is done to. What does not concern it is empty; the zero value is the
// region as a whole.
type Thing struct {
	Municipality string // code of the one that it belongs to
	Intervention string // id of the one that it is about
	Staff        string // id of whoever it belongs to: who opened the session, who signed in
	Language     string // tag of the one that it is in
}

// reach is how far a role may do something.
type reach func(Actor, Thing) bool

// The ways in which something can concern an actor.
var (
	// ownMunicipality: it belongs to a municipality of the actor.
	ownMunicipality reach = func(a Actor, t Thing) bool { return slices.Contains(a.Municipalities, t.Municipality) }

	// given: it belongs to a municipality and an intervention that the actor was given.
	given reach = func(a Actor, t Thing) bool {
		return ownMunicipality(a, t) && (len(a.Interventions) == 0 || slices.Contains(a.Interventions, t.Intervention))
	}

	// own: it is the actor's.
	own reach = func(a Actor, t Thing) bool { return a.ID != "" && t.Staff == a.ID }

	// ownOrWhole: it belongs to a municipality of the actor, or is the region as a whole.
	ownOrWhole reach = func(a Actor, t Thing) bool {
		return ownMunicipality(a, t) || t.Municipality == "" && len(a.Municipalities) > 0
	}

	// whole: it is the region's.
	whole reach = func(_ Actor, t Thing) bool { return t == Thing{} }

	// ownLanguage: it is in a language of the actor.
	ownLanguage reach = func(a Actor, t Thing) bool { return slices.Contains(a.Languages, t.Language) }
)

// table says how far each role may do what. The console and a steward may do everything; what is
// left out nobody else may. Reading answers is no verb: nobody may.
var table = map[Role]map[Verb]reach{
	Officer: {
		OpenSession: ownMunicipality, WatchSession: ownMunicipality, ChangeSession: ownMunicipality, AddPlaces: ownMunicipality,
		CloseSession: ownMunicipality, DiscardSession: ownMunicipality, AnswerRelease: ownMunicipality, ReadVoices: ownMunicipality,
		SeePlan: ownMunicipality, PlanGatherings: ownMunicipality,
		AddIntervention: ownMunicipality, ChangeIntervention: ownMunicipality, CloseIntervention: ownMunicipality,
		EndSignIns: own, PreviewRelease: ownOrWhole,
		FollowUpReply: ownMunicipality, TranslateReply: ownMunicipality,
		SeeReferral: whole, CommentOnBattery: whole,
	},
	AmbassadorRole: {
		OpenSession: given, WatchSession: own, ChangeSession: own, AddPlaces: own, CloseSession: own, NoteVoice: own,
		SeePlan:    own,
		JudgeTexts: ownLanguage, RecordClips: ownLanguage, ApproveClips: ownLanguage, EndSignIns: own,
		TranslateReply: ownLanguage, ApproveReply: ownLanguage,
	},
	ReaderRole: {
		JudgeTexts: ownLanguage, RecordClips: ownLanguage, ApproveClips: ownLanguage, EndSignIns: own,
		TranslateReply: ownLanguage, ApproveReply: ownLanguage,
		SeeReferral: whole, CommentOnBattery: whole,
	},
}

// May reports whether the actor may do something to a thing.
func (a Actor) May(verb Verb, thing Thing) bool {
	if a.Role == Console || a.Role == Steward {
		return slices.Contains(Verbs, verb)
	}
	reaches := table[a.Role][verb]
	return reaches != nil && reaches(a, thing)
}
