package survey

import (
	"bytes"
	"context"
)

// CanReturn reports whether the actor can sign in again without an invitation.
func (d *Desk) CanReturn(ctx context.Context) (bool, error) {
	return canReturn(ctx, d.store, d.actor.ID, nil)
}

// canReturn reports whether somebody has a passkey, other than one with this id, or an identity.
func canReturn(ctx context.Context, from StaffReader, staff string, without []byte) (bool, error) {
	passkeys, err := from.Passkeys(ctx, staff)
	if err != nil {
		return false, err
	}
	for _, p := range passkeys {
		if !bytes.Equal(p.ID, without) {
			return true, nil
		}
	}
	identities, err := from.Identities(ctx, staff)
	return len(identities) > 0, err
}

// Passkeys returns the actor's passkeys.
func (d *Desk) Passkeys(ctx context.Context) ([]Passkey, error) {
	return d.store.Passkeys(ctx, d.actor.ID)
}

// AddPasskey lets the actor sign in with a passkey from now on.
func (d *Desk) AddPasskey(ctx context.Context, p Passkey) error {
	if d.actor.ID == "" {
		return Fail(Forbidden, "forbidden", "Verb", "passkey.add", "Actor", d.actor)
	}
	p.Staff, p.Added = d.actor.ID, DayOf(d.now())
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		if err := activeStaff(ctx, tx, p.Staff); err != nil {
			return err
		}
		return tx.PutPasskey(ctx, p)
	})
}

// RemovePasskey takes one of the actor's passkeys away. It returns an error of kind Conflict when
// somebody at a desk could not sign in again without it.
func (d *Desk) RemovePasskey(ctx context.Context, id []byte) error {
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		returns, err := canReturn(ctx, tx, d.actor.ID, id)
		if err != nil {
			return err
		}
		if d.actor.Role.AtDesk() && !returns {
			return Fail(Conflict, "passkey.last")
		}
		return tx.RemovePasskey(ctx, d.actor.ID, id)
	})
}

// Identities returns who the actor is at providers.
func (d *Desk) Identities(ctx context.Context) ([]Identity, error) {
	return d.store.Identities(ctx, d.actor.ID)
}

// AddIdentity lets the actor also sign in at a provider from now on. It returns an error of kind
// Forbidden when the provider is not for the actor, and Conflict when somebody else signs in there as
// the same person.
func (d *Desk) AddIdentity(ctx context.Context, p Provider, subject string) error {
	if !p.Serves(d.actor) || d.actor.ID == "" {
		return Fail(Forbidden, "forbidden", "Verb", "identity.add", "Actor", d.actor)
	}
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		if err := activeStaff(ctx, tx, d.actor.ID); err != nil {
			return err
		}
		err := putIdentity(ctx, tx, Identity{Issuer: p.Issuer, Subject: subject, Staff: d.actor.ID})
		if KindOf(err) == Conflict {
			return Fail(Conflict, "identity.others")
		}
		return err
	})
}

// putIdentity returns an error of kind Conflict when somebody else is the same person at the provider.
func putIdentity(ctx context.Context, tx LockedRegistry, i Identity) error {
	known, err := tx.Identity(ctx, i.Issuer, i.Subject)
	if err == nil && known.Staff != i.Staff {
		return Fail(Conflict, "identity.taken")
	}
	if err != nil && KindOf(err) != NotFound {
		return err
	}
	return tx.PutIdentity(ctx, i)
}

// activeStaff returns an error of kind Forbidden when somebody is no longer staff: with the lock
// held, since a steward may be revoking it meanwhile.
func activeStaff(ctx context.Context, tx LockedRegistry, id string) error {
	s, err := tx.StaffByID(ctx, id)
	if err != nil {
		return err
	}
	if s.State != StaffActive {
		return Fail(Forbidden, "staff.inactive")
	}
	return nil
}
