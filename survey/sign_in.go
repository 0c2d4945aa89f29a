package survey

import "context"

// Self returns who the actor is as stewards know it.
func (d *Desk) Self(ctx context.Context) (Staff, error) { return d.store.StaffByID(ctx, d.actor.ID) }

// SignIns lists where somebody is signed in. Everybody may see the own ones.
func (d *Desk) SignIns(ctx context.Context, staff string) ([]SignIn, error) {
	if err := d.may(EndSignIns, Thing{Staff: staff}); err != nil {
		return nil, err
	}
	list, err := d.store.SignIns(ctx, staff)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	s, err := d.store.StaffByID(ctx, staff)
	if err != nil {
		return nil, err
	}
	var holding []SignIn
	for _, in := range list {
		if !in.over(s.Role, d.now()) {
			holding = append(holding, in)
		}
	}
	return holding, nil
}

// EndSignIn ends one sign-in of somebody, as of a phone that was left somewhere.
func (d *Desk) EndSignIn(ctx context.Context, staff, id string) error {
	if err := d.may(EndSignIns, Thing{Staff: staff}); err != nil {
		return err
	}
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error { return tx.EndSignIn(ctx, staff, id) })
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

// RemovePasskey takes one of the actor's passkeys away.
func (d *Desk) RemovePasskey(ctx context.Context, id []byte) error {
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		return tx.RemovePasskey(ctx, d.actor.ID, id)
	})
}

// AddIdentity lets the actor sign in at a provider from now on. It returns an error of kind Conflict
// when somebody else does so already.
func (d *Desk) AddIdentity(ctx context.Context, issuer, subject string) error {
	if d.actor.ID == "" {
		return Fail(Forbidden, "forbidden", "Verb", "identity.add", "Actor", d.actor)
	}
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		if err := activeStaff(ctx, tx, d.actor.ID); err != nil {
			return err
		}
		known, err := tx.Identity(ctx, issuer, subject)
		if err == nil && known.Staff != d.actor.ID {
			return Fail(Conflict, "identity.taken")
		}
		if err != nil && KindOf(err) != NotFound {
			return err
		}
		return tx.PutIdentity(ctx, Identity{Issuer: issuer, Subject: subject, Staff: d.actor.ID})
	})
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
