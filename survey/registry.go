package survey

import (
	"context"
	"time"
)

// RegistryReader is what can be read of the registry. Methods that look for one thing return an
// Error of kind NotFound where there is none.
type RegistryReader interface {
	Host(context.Context) (Host, error)
	Interventions(context.Context) ([]Intervention, error)             // sorted by id
	Areas(context.Context) ([]Area, error)                             // in the order in which they were set
	Members(context.Context) ([]string, error)                         // codes of municipalities, sorted; none until a steward has named them
	FormerSigners(context.Context) ([]FormerSigner, error)             // oldest first
	Rounds(context.Context) ([]Round, error)                           // in the order in which they were opened
	RoundTexts(ctx context.Context, round string) (*RoundTexts, error) // nil where none were stored
	Session(ctx context.Context, code string) (Session, error)
	SessionByOpening(ctx context.Context, opening string) (Session, error)
	Sessions(ctx context.Context, round string) ([]Session, error) // sorted by code
	HasTicket(ctx context.Context, code string, hash []byte) (bool, error)

	// Releases returns the headers of the releases of sealed rounds, in the order in which the
	// rounds were sealed. Release also returns one that is kept and whose round is not sealed.
	Releases(context.Context) ([]ReleaseHeader, error)
	Release(ctx context.Context, id string) (StoredRelease, error)
	Replies(ctx context.Context, release string) ([]Reply, error) // sorted by intervention and language

	// ReplyDrafts returns what is proposed in other languages, sorted like Replies.
	ReplyDrafts(ctx context.Context, release string) ([]ReplyDraft, error)

	// InterventionChanges returns what was changed of an intervention, the first change first.
	InterventionChanges(ctx context.Context, intervention string) ([]InterventionChange, error)

	// Voices returns what gatherings of a round said aloud, sorted by municipality and intervention.
	Voices(ctx context.Context, round string) ([]Voice, error)

	// Plan returns the plan of the round that has a name or will have it, sorted by week, municipality
	// and intervention. PlannedRounds returns the names of rounds with a plan, sorted.
	Plan(ctx context.Context, round string) ([]PlanEntry, error)
	PlanEntry(ctx context.Context, id string) (PlanEntry, error)
	PlannedRounds(context.Context) ([]string, error)

	// BatteryDrafts returns the batteries that were begun at a desk, sorted by id and version; what is
	// derived from their JSON is not filled in. Comments returns what was said of one, in the order in
	// which it was said.
	BatteryDrafts(context.Context) ([]BatteryDraft, error)
	Comments(ctx context.Context, battery string, version int) ([]Comment, error)

	// Changes returns a number that rises with every Change: as long as it is the same, so is what
	// is read, but for releases that are kept and not sealed.
	Changes(context.Context) (int64, error)
}

// Registry holds everything but answers. No request of a participant writes to it. It holds no
// rules: who changes it asks them with the lock held, in this package.
type Registry interface {
	RegistryReader
	StaffReader

	// Change runs a function in one transaction and writes the line of the audit log in the same
	// one: both are stored, or neither when the function returns an error, which is returned. The
	// registry is locked from before the function is called until the transaction has ended, also
	// for other processes.
	Change(context.Context, AuditEntry, func(context.Context, RegistryTx) error) error

	// WithLock is Change for what has no line in the audit log: what nobody can see afterwards, who
	// comes and goes, and what readers say before it is decided about.
	WithLock(context.Context, func(context.Context, LockedRegistry) error) error

	// EraseForgotten rewrites the registry so that tags that were forgotten cannot be read in its
	// free space either.
	EraseForgotten(context.Context) error
}

// LockedRegistry is the registry while nobody else can change it.
type LockedRegistry interface {
	RegistryReader
	StaffReader
	SignInTx
	JudgementTx
	CommentTx

	// KeepRelease stores a release whose round is not sealed. It takes the place of the release
	// that was kept for the round before, whose id is returned, or "" when there was none. It
	// returns an error of kind Conflict when a round that the release names is not there, or
	// another round has a release with this id.
	KeepRelease(context.Context, StoredRelease) (replaced string, err error)
}

// CommentTx adds what is said of batteries before it is decided about them.
type CommentTx interface {
	AddComment(context.Context, Comment) error
}

// RegistryTx is a transaction that changes the registry. What it reads is what it has written.
type RegistryTx interface {
	RegistryReader
	StaffReader
	StaffTx
	SignInTx
	JudgementTx

	// PutInterventions adds interventions and replaces those with the same id, also when sessions
	// refer to them.
	PutInterventions(context.Context, []Intervention) error

	// SetHost replaces what is said of the host, but for its base URL and whether it is a demo.
	SetHost(context.Context, Host) error

	// AddFormerSigner notes that a signer was replaced, after all that were before. It returns an
	// error of kind Conflict when it was noted before.
	AddFormerSigner(context.Context, FormerSigner) error

	// SetMembers replaces the codes of the municipalities that take part.
	SetMembers(context.Context, []string) error

	// AddInterventionChange returns an error of kind Conflict when that version was made before.
	AddInterventionChange(context.Context, InterventionChange) error

	// SetAreas replaces all reporting areas.
	SetAreas(context.Context, []Area) error

	// AddRound returns an error of kind Conflict when another round has the same id or name.
	AddRound(ctx context.Context, round Round, texts *RoundTexts) error

	// UpdateRound replaces everything of a round but its id and the batteries that it takes over.
	// It returns an error of kind NotFound when it is not there.
	UpdateRound(context.Context, Round) error

	// SealRound marks the round of a kept release as sealed, makes the release the newest one, and
	// forgets which tag belonged to which of the round's sessions, who opened them, what was said in
	// which of them, who was to hold what the round planned, and which of them a line of the audit log
	// is about that says an ambassador did it: where there is one ambassador, the place is a name.
	SealRound(ctx context.Context, release string) error

	// PublishRelease notes on which day a release was published. It returns an error of kind NotFound
	// when no release of a sealed round has this id.
	PublishRelease(ctx context.Context, id, day string) error

	// AddSession stores a session with the hashes of its tickets. It returns an error of kind
	// Conflict when another session has its code or tag, or what it refers to is not there.
	AddSession(ctx context.Context, s Session, tickets [][]byte) error

	// UpdateSession replaces everything of a session but its code, round and tag. It returns an
	// error of kind NotFound when it is not there.
	UpdateSession(context.Context, Session) error

	// PutVoice stores what a session said in place of what was noted of it before.
	PutVoice(context.Context, Voice) error

	// ForgetVoice deletes what a session said, if anything was noted.
	ForgetVoice(ctx context.Context, session string) error

	// PutPlanEntry stores an entry of a plan in place of the one with the same id, if there is one.
	PutPlanEntry(context.Context, PlanEntry) error

	// PutBatteryDraft stores a battery in place of the same version, if there is one. DeleteBatteryDraft
	// deletes it with what was said of it, if it is there.
	PutBatteryDraft(context.Context, BatteryDraft) error
	DeleteBatteryDraft(ctx context.Context, id string, version int) error

	// PutReply stores a reply in place of an earlier one in the same language.
	PutReply(context.Context, Reply) error

	// PutReplyDraft stores a proposal in place of an earlier one in the same language.
	PutReplyDraft(context.Context, ReplyDraft) error

	// ForgetReplyDraft deletes what is proposed in a language, if anything is.
	ForgetReplyDraft(ctx context.Context, release, intervention, language string) error
}

// AuditEntry is one line of the audit log: what somebody on the staff did. Nothing that a
// participant does is in the log.
type AuditEntry struct {
	At     time.Time // to the minute
	Actor  string
	Action Verb
	What   string
}

// StoredRelease is a release as it is kept: its exact bytes and their signature. It is read
// through the package release, nowhere else.
type StoredRelease struct {
	ReleaseHeader
	JSON      []byte
	Signature []byte
	Disposal  Disposal
}

// ReleaseHeader says which release it is, without its numbers.
type ReleaseHeader struct {
	ID    string
	Round string // id
	Next  string // id of the round that its waiting answers went to; may be empty
	Prev  string // SHA-256 of the release that it continues from, or ""
	Date  string // day on which its answers left the server

	Published string // day since which everybody reads it; "": only staff do
}
