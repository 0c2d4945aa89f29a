package survey

import "context"

// AnswerReceiver is what a participant's request does with answers: it hands one in, and asks
// whether there is room for it.
type AnswerReceiver interface {
	// Receive stores an answer, its receipt and the spent ticket, all or none
	// of them, and returns when they are durable.
	Receive(context.Context, Arrival) (Outcome, error)

	// Received returns how many answers of a session have been received.
	Received(ctx context.Context, session string) (int, error)
}

// AnswerStore holds pending answers, receipts and spent tickets. A pending answer is kept under the
// id of its round, or under the id of a release that stages it for its next round. The store knows
// nothing of rounds and releases but their ids.
type AnswerStore interface {
	AnswerReceiver

	// HoldUnanswered keeps all answers waiting until release is called, so that a session without an
	// answer has none meanwhile, also for other processes. It returns an error of kind Conflict, and
	// keeps nothing waiting, when the session has received an answer.
	HoldUnanswered(ctx context.Context, session string) (release func(), err error)

	// Pending returns the pending answers that are kept under an id, in the order of their keys.
	// CountPending returns how many there are, and PendingIDs the ids that have any.
	Pending(ctx context.Context, id string) ([]PendingAnswer, error)
	CountPending(ctx context.Context, id string) (int, error)
	PendingIDs(context.Context) ([]string, error)

	// Stage keeps the answers that wait for a next round under the id of their release. They take
	// the place of those that are staged by it and by the release that it replaces, or "". All of
	// this is durable when it returns, or none.
	Stage(ctx context.Context, release, replaced string, waiting []PendingAnswer) error

	// Move keeps the pending answers of each id under another id from now on, and deletes them
	// where the other id is "". All of this is durable when it returns, or none.
	Move(ctx context.Context, moves map[string]string) error

	// ForgetReceipts replaces the receipts, salt and spent tickets of a session by the number of
	// answers received. It does nothing for a session that has none.
	ForgetReceipts(ctx context.Context, code string) error

	// Compact rewrites the answers so that no order of arrival and no deleted byte is left.
	// NeedsCompacting reports whether anything was written since the last time.
	Compact(context.Context) error
	NeedsCompacting() bool
}

// Arrival is what is written when an answer arrives. Nothing of it but the
// round, the key and the ciphertext stays with the answer.
type Arrival struct {
	Answer   PendingAnswer
	Round    string
	Session  string // code
	Capacity int    // 0 where nothing new is taken
	Nonce    string
	Ticket   []byte // hash; nil in a session without tickets

	// Outdated reports whether the session is about something else than the answer says. It is asked
	// with answers locked, and not of the first one alone: a later one may have been written before
	// the session was changed. nil where nobody asks.
	Outdated func(context.Context) (bool, error)
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
	Stored      Outcome = iota // written and durable
	Duplicate                  // this nonce was received before; nothing was written
	AtCapacity                 // the session has as many answers as its capacity; nothing was written
	Outdated                   // the session is about something else by now; nothing was written
	SpentTicket                // the ticket was received with another nonce; nothing was written
)
