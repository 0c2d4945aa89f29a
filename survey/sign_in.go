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

// EndOtherSignIns ends all sign-ins of somebody but one, and every one where keep is "".
func (d *Desk) EndOtherSignIns(ctx context.Context, staff, keep string) error {
	if err := d.may(EndSignIns, Thing{Staff: staff}); err != nil {
		return err
	}
	return d.store.WithLock(ctx, func(ctx context.Context, tx LockedRegistry) error {
		list, err := tx.SignIns(ctx, staff)
		if err != nil {
			return err
		}
		for _, in := range list {
			if in.ID == keep {
				continue
			}
			if err := tx.EndSignIn(ctx, staff, in.ID); err != nil {
				return err
			}
		}
		return nil
	})
}
