package survey

import (
	"context"
	"time"
)

// StaffReader is what can be read of staff. Participants hold no such thing. Methods that look for
// one thing return an Error of kind NotFound where there is none.
type StaffReader interface {
	Staff(context.Context) ([]Staff, error) // sorted by label
	StaffByID(ctx context.Context, id string) (Staff, error)
	Invitation(ctx context.Context, hash []byte) (Invitation, error)
	SignIn(ctx context.Context, hash []byte) (SignIn, error)
	SignIns(ctx context.Context, staff string) ([]SignIn, error) // the latest seen first
	Passkey(ctx context.Context, id []byte) (Passkey, error)
	Passkeys(ctx context.Context, staff string) ([]Passkey, error)
	Identity(ctx context.Context, issuer, subject string) (Identity, error)
	Identities(ctx context.Context, staff string) ([]Identity, error)
	Providers(context.Context) ([]Provider, error) // sorted by label

	// Judgements returns what readers have said of texts of a language, sorted by text and day.
	Judgements(ctx context.Context, language string) ([]Judgement, error)

	// AuditLog returns the audit log, the last line first.
	AuditLog(context.Context) ([]LogEntry, error)
}

// JudgementTx keeps what readers say of texts.
type JudgementTx interface {
	// PutJudgement stores a judgement in place of the one that the same reader made of the text before.
	PutJudgement(context.Context, Judgement) error

	// ForgetJudgements deletes what was said of a text, if anything was.
	ForgetJudgements(ctx context.Context, language string, text TextName) error
}

// StaffTx changes who is staff.
type StaffTx interface {
	// AddStaff returns an error of kind Conflict when somebody else has the id.
	AddStaff(context.Context, Staff) error

	// UpdateStaff replaces everything of somebody but the id. It returns an error of kind NotFound when
	// there is nobody.
	UpdateStaff(context.Context, Staff) error

	// PutProvider stores a provider in place of the one with its id.
	PutProvider(context.Context, Provider) error

	// RemoveProvider returns an error of kind NotFound when it is not there.
	RemoveProvider(ctx context.Context, id string) error
}

// SignInTx lets people in and out.
type SignInTx interface {
	AddInvitation(ctx context.Context, staff string, hash []byte, ends time.Time) error

	// UseInvitation marks an invitation as used, and whom it is for as active.
	UseInvitation(ctx context.Context, hash []byte) error

	AddSignIn(ctx context.Context, hash []byte, in SignIn) error
	SeeSignIn(ctx context.Context, hash []byte, seen time.Time) error

	// EndSignIn deletes a sign-in of somebody. It returns an error of kind NotFound when it is not
	// there.
	EndSignIn(ctx context.Context, staff, id string) error

	// PutPasskey stores a passkey in place of the one with its id.
	PutPasskey(context.Context, Passkey) error

	// RemovePasskey returns an error of kind NotFound when it is not there, or somebody else's.
	RemovePasskey(ctx context.Context, staff string, id []byte) error

	PutIdentity(context.Context, Identity) error

	// LockOut deletes whatever lets somebody in: sign-ins, passkeys, identities and invitations.
	LockOut(ctx context.Context, staff string) error

	// ForgetEnded deletes invitations and sign-ins that ended before t.
	ForgetEnded(ctx context.Context, t time.Time) error
}
