package survey

import (
	"context"
	"time"
)

// Store keeps what the service knows: a registry that no participant's request ever writes to, and
// the answers. The only implementation is the package sqlite.
//
// Methods that look for one thing return an Error of kind NotFound where there is none. Methods
// that take an AuditEntry write it in the same transaction.
type Store interface {
	Registry
	AnswerStore
}

// RegistryReader is what can be read of the registry.
type RegistryReader interface {
	Host(context.Context) (Host, error)
	Interventions(context.Context) ([]Intervention, error)
	Areas(context.Context) ([]Area, error)
	Rounds(context.Context) ([]Round, error)                           // in the order in which they were opened
	RoundTexts(ctx context.Context, round string) (*RoundTexts, error) // nil where none were stored
	Session(ctx context.Context, code string) (Session, error)
	Sessions(ctx context.Context, round string) ([]Session, error) // sorted by code
	HasTicket(ctx context.Context, code string, hash []byte) (bool, error)
	Releases(context.Context) ([]ReleaseHeader, error) // of sealed rounds, oldest first
	Release(ctx context.Context, id string) (StoredRelease, error)
	Replies(ctx context.Context, release string) ([]Reply, error) // sorted by intervention and language
}

// Registry holds everything but answers.
type Registry interface {
	RegistryReader
	PutInterventions(context.Context, []Intervention, AuditEntry) error
	SetAreas(context.Context, []Area, AuditEntry) error
	AddRound(context.Context, Round, *RoundTexts, AuditEntry) error
	UpdateRound(context.Context, Round, []Session, AuditEntry) error
	AddSession(ctx context.Context, s Session, tickets [][]byte, entry AuditEntry) error
	UpdateSession(context.Context, Session, AuditEntry) error
	PutReply(context.Context, Reply, AuditEntry) error
}

// AnswerReceiver is what a participant's request does with answers.
type AnswerReceiver interface {
	// Receive stores an answer, its receipt and the spent ticket, all or none
	// of them, and returns when they are durable.
	Receive(context.Context, Arrival) (Outcome, error)

	// Spent reports whether a ticket of a session has been answered with. It is
	// asked by whoever opens a card, and holds up no answer.
	Spent(ctx context.Context, code string, hash []byte) (bool, error)
}

// AnswerStore holds pending answers, receipts and spent tickets. Importing a release concerns both
// files: KeepRelease, SealRound and Settle are its steps.
type AnswerStore interface {
	AnswerReceiver

	// Pending returns a round's pending answers in the order of their keys.
	Pending(ctx context.Context, round string) ([]PendingAnswer, error)

	// KeepRelease stores a release whose round is not sealed yet, replacing an
	// earlier one of the same round, and stages the answers that wait for the
	// next round. It destroys nothing. Release returns it, Releases does not.
	KeepRelease(context.Context, StoredRelease, []PendingAnswer) error

	// SealRound marks the round of a kept release as sealed and forgets which
	// tag belonged to which of its sessions. It refuses when fewer answers are
	// staged than the release says, and when the release does not continue from
	// the newest one: of two that continue from the same, one is sealed. From
	// here on the import is only finished, never undone.
	SealRound(ctx context.Context, release string, entry AuditEntry) error

	// Settle brings the answers in line with the registry, also after a crash:
	// answers of sealed rounds are deleted, answers staged by a release whose
	// round is sealed move to its next round, other staged answers are dropped.
	Settle(context.Context) error

	// ForgetReceipts replaces the receipts, salt and spent tickets of a session
	// by the number of answers received.
	ForgetReceipts(ctx context.Context, code string) error

	// Compact rewrites the answers file so that no order of arrival and no
	// deleted byte is left in it. Unwritten reports whether anything was
	// written since the last time.
	Compact(context.Context) error
	NeedsCompacting() bool
}

// AuditEntry is one line of the audit log: what somebody on the staff did.
// Nothing that a participant does is in the log.
type AuditEntry struct {
	At     time.Time // to the minute
	Actor  string
	Action Verb
	What   string
}

// Arrival is what is written when an answer arrives. Nothing of it but the
// round, the key and the ciphertext stays with the answer.
type Arrival struct {
	Answer   PendingAnswer
	Round    string
	Session  string // code
	Capacity int
	Nonce    string
	Ticket   []byte // hash; nil in a session without tickets
}

// PendingAnswer is a submission at rest.
type PendingAnswer struct {
	Key        []byte `json:"k"` // random, 16 bytes
	Ciphertext []byte `json:"ct"`
}

// Outcome is what became of an arrival.
type Outcome int

// The outcomes of Receive.
const (
	Stored     Outcome = iota // written and durable
	Duplicate                 // this nonce was received before; nothing was written
	AtCapacity                // the session has as many answers as its capacity; nothing was written
)

// StoredRelease is a release as it is kept: its exact bytes and their
// signature. It is read through the package release, nowhere else.
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
	Date  string // day on which it was sealed
}
