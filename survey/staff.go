package survey

import (
	"context"
	"slices"
)

// Staff is somebody who signs in. Nothing is asked of who that is: a steward knows the person by a
// label.
type Staff struct {
	ID             string
	Role           Role
	Label          string   // as in "Kretsen i Kinda"
	Municipalities []string // codes: an officer's own one, those in which an ambassador opens sessions
	Interventions  []string // ids of those that an ambassador asks about; none: all of the municipalities
	Languages      []string // tags of those whose texts a reader, or an ambassador too, judges
	Invited        string   // day of the last invitation, YYYY-MM-DD
	State          StaffState
}

// StaffState is how far somebody has come.
type StaffState string

// The states of staff.
const (
	StaffInvited StaffState = "invited" // the invitation has not been accepted
	StaffActive  StaffState = "active"
	StaffRevoked StaffState = "revoked" // has been staff, and cannot be invited again
)

// Actor returns who acts when the person is signed in.
func (s Staff) Actor() Actor {
	return Actor{Role: s.Role, ID: s.ID, Municipalities: s.Municipalities, Interventions: s.Interventions, Languages: s.Languages}
}

// AtDesk reports whether the role works at a desk, where others pass by, and not on a phone of one's
// own.
func (r Role) AtDesk() bool { return r == Console || r == Steward || r == Officer }

// Staff lists who is or has been staff, sorted by label.
func (d *Desk) Staff(ctx context.Context) ([]Staff, error) {
	if err := d.may(SeeStaff, Thing{}); err != nil {
		return nil, err
	}
	return d.store.Staff(ctx)
}

// StaffByID returns who has an id.
func (d *Desk) StaffByID(ctx context.Context, id string) (Staff, error) {
	if err := d.may(SeeStaff, Thing{}); err != nil {
		return Staff{}, err
	}
	return d.store.StaffByID(ctx, id)
}

// Invite makes somebody staff, and returns the token of the invitation, which is stored nowhere and
// cannot be had again.
func (d *Desk) Invite(ctx context.Context, s Staff) (invited Staff, token string, err error) {
	if err := d.may(InviteStaff, Thing{}); err != nil {
		return Staff{}, "", err
	}
	if err := d.checkStaff(ctx, s); err != nil {
		return Staff{}, "", err
	}
	s.ID, s.Invited, s.State = NewID(), DayOf(d.now()), StaffInvited
	token = NewNonce()
	err = d.change(ctx, InviteStaff, string(s.Role)+" "+s.ID, func(ctx context.Context, tx RegistryTx) error {
		if err := tx.AddStaff(ctx, s); err != nil {
			return err
		}
		return tx.AddInvitation(ctx, s.ID, SecretHash(token), d.now().Add(InvitationHolds))
	})
	return s, token, err
}

// InviteAgain invites somebody who has lost a phone, or an invitation: whatever opened the door so
// far no longer does.
func (d *Desk) InviteAgain(ctx context.Context, id string) (invited Staff, token string, err error) {
	if err := d.may(InviteStaff, Thing{}); err != nil {
		return Staff{}, "", err
	}
	token = NewNonce()
	err = d.change(ctx, InviteStaff, id+" again", func(ctx context.Context, tx RegistryTx) error {
		if invited, err = tx.StaffByID(ctx, id); err != nil {
			return err
		}
		if invited.State == StaffRevoked {
			return Fail(Conflict, "staff.revoked", "Staff", id)
		}
		invited.Invited, invited.State = DayOf(d.now()), StaffInvited
		if err := tx.UpdateStaff(ctx, invited); err != nil {
			return err
		}
		if err := tx.LockOut(ctx, id); err != nil {
			return err
		}
		return tx.AddInvitation(ctx, id, SecretHash(token), d.now().Add(InvitationHolds))
	})
	return invited, token, err
}

// Revoke ends that somebody is staff, at once and for good.
func (d *Desk) Revoke(ctx context.Context, id string) error {
	if err := d.may(RevokeStaff, Thing{Staff: id}); err != nil {
		return err
	}
	if id == d.actor.ID {
		return Fail(Conflict, "staff.self")
	}
	return d.change(ctx, RevokeStaff, id, func(ctx context.Context, tx RegistryTx) error {
		s, err := tx.StaffByID(ctx, id)
		if err != nil {
			return err
		}
		if s.State == StaffRevoked {
			return Fail(Conflict, "staff.revoked", "Staff", id)
		}
		s.State = StaffRevoked
		if err := tx.UpdateStaff(ctx, s); err != nil {
			return err
		}
		return tx.LockOut(ctx, id)
	})
}

// checkStaff returns what is wrong with what is said of somebody who is to be invited.
func (d *Desk) checkStaff(ctx context.Context, s Staff) error {
	if !slices.Contains(Invited, s.Role) {
		return Fail(Invalid, "staff.role", "Role", s.Role)
	}
	if err := CheckName("the label", s.Label); err != nil {
		return err
	}
	wants := staffNeeds[s.Role]
	if n := len(s.Municipalities); n < wants.fewest || n > wants.most {
		return Fail(Invalid, "staff.municipalities", "Role", s.Role, "N", n)
	}
	if len(s.Interventions) > 0 && s.Role != AmbassadorRole {
		return Fail(Invalid, "staff.interventions", "Role", s.Role)
	}
	if reads := len(s.Languages) > 0; reads && !wants.mayRead || !reads && s.Role == ReaderRole {
		return Fail(Invalid, "staff.languages", "Role", s.Role)
	}
	for _, code := range s.Municipalities {
		if !d.knowsMunicipality(code) {
			return Fail(Invalid, "municipality.unknown", "Code", code)
		}
		if err := d.checkRegion(ctx, code); err != nil {
			return err
		}
	}
	return d.checkGiven(ctx, s)
}

// staffNeeds says how many municipalities somebody in a role has, and who may judge texts.
var staffNeeds = map[Role]struct {
	fewest, most int
	mayRead      bool
}{
	Steward:        {},
	Officer:        {fewest: 1, most: 1},
	AmbassadorRole: {fewest: 1, most: 30, mayRead: true},
	ReaderRole:     {mayRead: true},
}

// checkGiven wants every intervention that an ambassador is given to be asked about in one of the
// ambassador's municipalities.
func (d *Desk) checkGiven(ctx context.Context, s Staff) error {
	for _, id := range s.Interventions {
		i, err := d.Intervention(ctx, id)
		if err != nil {
			return err
		}
		here := slices.ContainsFunc(i.Municipalities, func(code string) bool { return slices.Contains(s.Municipalities, code) })
		if i.Asked != AskedParticipants || !here {
			return Fail(Invalid, "staff.intervention", "Intervention", id, "Name", i.Name)
		}
	}
	return nil
}
