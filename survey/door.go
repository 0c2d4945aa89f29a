package survey

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// How long doors stay open.
const (
	InvitationHolds = 14 * 24 * time.Hour
	DeskHolds       = 12 * time.Hour      // of somebody at a desk
	DeskIdle        = time.Hour           // without doing anything
	PhoneHolds      = 90 * 24 * time.Hour // of somebody on a phone of their own
	seenEvery       = 5 * time.Minute     // at a desk; it is stored no more often
)

// Invitation makes whoever has its token the staff that it is for, once.
type Invitation struct {
	Staff Staff
	Ends  time.Time
	Used  bool
}

// SignIn is a browser in which somebody is signed in.
type SignIn struct {
	ID    string // tells the sign-ins of a person apart, and opens nothing
	Staff string // id
	Since string // day, YYYY-MM-DD
	Seen  time.Time
	Ends  time.Time
}

// Passkey is a credential of WebAuthn as the browser's side made it.
type Passkey struct {
	ID         []byte // of the credential
	Staff      string // id
	Credential []byte // JSON; kept as it is
	Added      string // day, YYYY-MM-DD
}

// Identity is who somebody is at a municipality's OpenID Connect provider.
type Identity struct {
	Issuer, Subject string
	Staff           string // id
}

// SecretHash returns what is stored of a token of an invitation, or of the secret of a sign-in.
func SecretHash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// signInID returns how a sign-in is told from others: a part of the hash, from which nothing follows
// that opens a door.
func signInID(hash []byte) string { return hex.EncodeToString(hash[:8]) }

// Door is what people do before it is known who they are. Coming and going has no line in the audit
// log: that of an ambassador would tell who opened which session.
type Door struct {
	store Store
	now   func() time.Time
}

// Door returns the way in.
func (s *Service) Door() *Door { return &Door{store: s.store, now: s.now} }

// Invitation returns what a token invites to. It changes nothing: programs that look at links before
// people do must not use them up.
func (d *Door) Invitation(ctx context.Context, token string) (Invitation, error) {
	i, err := d.store.Invitation(ctx, SecretHash(token))
	if err != nil {
		return Invitation{}, err
	}
	return i, i.check(d.now())
}

// check returns why an invitation cannot be accepted at t, or nil.
func (i Invitation) check(t time.Time) error {
	switch {
	case i.Staff.State == StaffRevoked:
		return Fail(NotFound, "invitation.unknown")
	case i.Used:
		return Fail(Conflict, "invitation.used")
	case !t.Before(i.Ends):
		return Fail(Closed, "invitation.over")
	}
	return nil
}

// Accept uses an invitation up and signs in whoever has it. Of several who try at the same time one
// succeeds. The secret is for the browser alone: it is not stored.
func (d *Door) Accept(ctx context.Context, token string) (secret string, s Staff, err error) {
	return d.accept(ctx, token, func(context.Context, LockedRegistry, Staff) error { return nil })
}

// AcceptAt is Accept for somebody who has signed in at a provider, and does so from now on. It returns
// an error of kind Forbidden when whoever is invited is not the provider's, and Conflict when somebody
// else signs in there as the same person: the invitation then stays unused.
func (d *Door) AcceptAt(ctx context.Context, token string, p Provider, subject string) (secret string, s Staff, err error) {
	return d.accept(ctx, token, func(ctx context.Context, tx LockedRegistry, s Staff) error {
		if !p.Serves(s.Actor()) {
			return Fail(Forbidden, "provider.other", "Provider", p.Label)
		}
		return putIdentity(ctx, tx, Identity{Issuer: p.Issuer, Subject: subject, Staff: s.ID})
	})
}

// accept lets in whom an invitation is for if also returns no error.
func (d *Door) accept(ctx context.Context, token string, also func(context.Context, LockedRegistry, Staff) error) (secret string, s Staff, err error) {
	hash := SecretHash(token)
	err = d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		i, err := tx.Invitation(ctx, hash)
		if err != nil {
			return err
		}
		if err := i.check(d.now()); err != nil {
			return err
		}
		if err := tx.UseInvitation(ctx, hash); err != nil {
			return err
		}
		s = i.Staff
		s.State = StaffActive
		if err := also(ctx, tx, s); err != nil {
			return err
		}
		secret, err = d.admit(ctx, tx, s)
		return err
	})
	return secret, s, err
}

// SignIn signs in somebody who has proved who it is, by a passkey or at a provider.
func (d *Door) SignIn(ctx context.Context, id string) (secret string, err error) {
	err = d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		s, err := tx.StaffByID(ctx, id)
		if err != nil {
			return err
		}
		if s.State != StaffActive {
			return Fail(Forbidden, "staff.inactive")
		}
		secret, err = d.admit(ctx, tx, s)
		return err
	})
	return secret, err
}

func (d *Door) admit(ctx context.Context, tx LockedRegistry, s Staff) (secret string, err error) {
	random := make([]byte, 32)
	rand.Read(random)
	secret = base64.RawURLEncoding.EncodeToString(random)
	now := d.now()
	hash := SecretHash(secret)
	holds := PhoneHolds
	if s.Role.AtDesk() {
		holds = DeskHolds
	}
	in := SignIn{ID: signInID(hash), Staff: s.ID, Since: DayOf(now), Seen: seenAt(s.Role, now), Ends: now.Add(holds)}
	return secret, tx.AddSignIn(ctx, hash, in)
}

// seenAt returns what is stored of when somebody did something last. Of somebody on a phone that is
// the day: the minute would tell who was where when people answered.
func seenAt(r Role, t time.Time) time.Time {
	if r.AtDesk() {
		return t.Truncate(seenEvery)
	}
	day, err := time.Parse(time.DateOnly, DayOf(t))
	if err != nil {
		return t.Truncate(24 * time.Hour)
	}
	return day
}

// Enter returns who is signed in with a secret, and the sign-in. It returns an error of kind SignedOut
// when that is nobody, or no longer.
func (d *Door) Enter(ctx context.Context, secret string) (Actor, SignIn, error) {
	hash := SecretHash(secret)
	in, err := d.store.SignIn(ctx, hash)
	if KindOf(err) == NotFound {
		return Actor{}, SignIn{}, Fail(SignedOut, "signed_out")
	}
	if err != nil {
		return Actor{}, SignIn{}, err
	}
	s, err := d.store.StaffByID(ctx, in.Staff)
	if err != nil {
		return Actor{}, SignIn{}, err
	}
	now := d.now()
	if s.State != StaffActive || in.over(s.Role, now) {
		return Actor{}, SignIn{}, Fail(SignedOut, "signed_out")
	}
	if seen := seenAt(s.Role, now); seen.After(in.Seen) {
		in.Seen = seen
		err = d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error { return tx.SeeSignIn(ctx, hash, seen) })
	}
	return s.Actor(), in, err
}

// over reports whether a sign-in has ended at t. One that began after t was made before the clock was
// set back, and would hold too long.
func (in SignIn) over(r Role, t time.Time) bool {
	idle := r.AtDesk() && t.Sub(in.Seen) > DeskIdle+seenEvery
	return !t.Before(in.Ends) || idle || in.Since > DayOf(t)
}

// SignOut ends the sign-in with a secret. It is no error where there is none.
func (d *Door) SignOut(ctx context.Context, secret string) error {
	hash := SecretHash(secret)
	in, err := d.store.SignIn(ctx, hash)
	if KindOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error { return tx.EndSignIn(ctx, in.Staff, in.ID) })
}

// Passkey returns the passkey with this id of a credential.
func (d *Door) Passkey(ctx context.Context, id []byte) (Passkey, error) {
	return d.store.Passkey(ctx, id)
}

// Passkeys returns somebody's passkeys.
func (d *Door) Passkeys(ctx context.Context, staff string) ([]Passkey, error) {
	return d.store.Passkeys(ctx, staff)
}

// UpdatePasskey keeps what a passkey said of itself when it was used.
func (d *Door) UpdatePasskey(ctx context.Context, p Passkey) error {
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		kept, err := tx.Passkey(ctx, p.ID)
		if err != nil {
			return err
		}
		kept.Credential = p.Credential
		return tx.PutPasskey(ctx, kept)
	})
}

// IdentityOf returns the id of who somebody at a provider is here. It returns an error of kind
// NotFound when that is nobody.
func (d *Door) IdentityOf(ctx context.Context, issuer, subject string) (staff string, err error) {
	i, err := d.store.Identity(ctx, issuer, subject)
	return i.Staff, err
}

// Providers lists the OpenID Connect providers by which people sign in, sorted by label.
func (d *Door) Providers(ctx context.Context) ([]Provider, error) { return d.store.Providers(ctx) }
