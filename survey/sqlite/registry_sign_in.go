package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"fragebatteri/survey"
)

const selectInvitation = `
SELECT ` + staffColumns + `, invitation.ends, invitation.used
FROM invitation JOIN staff ON staff.id = invitation.staff WHERE invitation.hash = ?`

// Invitation implements survey.StaffReader.
func (r reader) Invitation(ctx context.Context, hash []byte) (survey.Invitation, error) {
	i, err := first(ctx, r.from, scanInvitation, selectInvitation, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return i, survey.Fail(survey.NotFound, "invitation.unknown")
	}
	return i, err
}

func scanInvitation(r row) (i survey.Invitation, err error) {
	err = r.Scan(append(columnsOf(&i.Staff), inSeconds{&i.Ends}, &i.Used)...)
	return i, err
}

const insertInvitation = `INSERT INTO invitation (hash, staff, ends) VALUES (?, ?, ?)`

// AddInvitation implements survey.SignInTx.
func (t transaction) AddInvitation(ctx context.Context, staff string, hash []byte, ends time.Time) error {
	return t.store(ctx, "invitation", insertInvitation, hash, staff, inSeconds{&ends})
}

const (
	useInvitation = `UPDATE invitation SET used = 1 WHERE hash = ?`
	activateStaff = `UPDATE staff SET state = 'active' WHERE id = (SELECT staff FROM invitation WHERE hash = ?)`
)

// UseInvitation implements survey.SignInTx.
func (t transaction) UseInvitation(ctx context.Context, hash []byte) error {
	if err := t.store(ctx, "invitation", useInvitation, hash); err != nil {
		return err
	}
	return t.store(ctx, "staff", activateStaff, hash)
}

// store runs a statement that writes what its name says.
func (t transaction) store(ctx context.Context, what, statement string, args ...any) error {
	if _, err := t.tx.ExecContext(ctx, statement, args...); err != nil {
		return fmt.Errorf("store %s: %w", what, err)
	}
	return nil
}

const signInColumns = `id, staff, since, seen, ends`

func scanSignIn(r row) (in survey.SignIn, err error) {
	err = r.Scan(&in.ID, &in.Staff, &in.Since, inSeconds{&in.Seen}, inSeconds{&in.Ends})
	return in, err
}

const selectSignIn = `SELECT ` + signInColumns + ` FROM sign_in WHERE hash = ?`

var errNoSignIn = survey.Fail(survey.NotFound, "sign_in.unknown")

// SignIn implements survey.StaffReader.
func (r reader) SignIn(ctx context.Context, hash []byte) (survey.SignIn, error) {
	in, err := first(ctx, r.from, scanSignIn, selectSignIn, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return in, errNoSignIn
	}
	return in, err
}

const selectSignIns = `SELECT ` + signInColumns + ` FROM sign_in WHERE staff = ? ORDER BY seen DESC, id`

// SignIns implements survey.StaffReader.
func (r reader) SignIns(ctx context.Context, staff string) ([]survey.SignIn, error) {
	return all(ctx, r.from, scanSignIn, selectSignIns, staff)
}

const insertSignIn = `INSERT INTO sign_in (hash, id, staff, since, seen, ends) VALUES (?, ?, ?, ?, ?, ?)`

// AddSignIn implements survey.SignInTx.
func (t transaction) AddSignIn(ctx context.Context, hash []byte, in survey.SignIn) error {
	return t.store(ctx, "sign-in", insertSignIn, hash, in.ID, in.Staff, in.Since, inSeconds{&in.Seen}, inSeconds{&in.Ends})
}

const updateSeen = `UPDATE sign_in SET seen = ? WHERE hash = ?`

// SeeSignIn implements survey.SignInTx.
func (t transaction) SeeSignIn(ctx context.Context, hash []byte, seen time.Time) error {
	return t.store(ctx, "sign-in", updateSeen, inSeconds{&seen}, hash)
}

const deleteSignIn = `DELETE FROM sign_in WHERE staff = ? AND id = ?`

// EndSignIn implements survey.SignInTx.
func (t transaction) EndSignIn(ctx context.Context, staff, id string) error {
	result, err := t.tx.ExecContext(ctx, deleteSignIn, staff, id)
	if err != nil {
		return fmt.Errorf("end sign-in: %w", err)
	}
	return atLeastOne(result, errNoSignIn)
}

const passkeyColumns = `id, staff, credential, added`

func scanPasskey(r row) (p survey.Passkey, err error) {
	err = r.Scan(&p.ID, &p.Staff, &p.Credential, &p.Added)
	return p, err
}

const (
	selectPasskey  = `SELECT ` + passkeyColumns + ` FROM passkey WHERE id = ?`
	selectPasskeys = `SELECT ` + passkeyColumns + ` FROM passkey WHERE staff = ? ORDER BY added, id`
)

var errNoPasskey = survey.Fail(survey.NotFound, "passkey.unknown")

// Passkey implements survey.StaffReader.
func (r reader) Passkey(ctx context.Context, id []byte) (survey.Passkey, error) {
	p, err := first(ctx, r.from, scanPasskey, selectPasskey, id)
	if errors.Is(err, sql.ErrNoRows) {
		return p, errNoPasskey
	}
	return p, err
}

// Passkeys implements survey.StaffReader.
func (r reader) Passkeys(ctx context.Context, staff string) ([]survey.Passkey, error) {
	return all(ctx, r.from, scanPasskey, selectPasskeys, staff)
}

const upsertPasskey = `
INSERT INTO passkey (id, staff, credential, added) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET credential = excluded.credential WHERE staff = excluded.staff`

// PutPasskey implements survey.SignInTx.
func (t transaction) PutPasskey(ctx context.Context, p survey.Passkey) error {
	return t.store(ctx, "passkey", upsertPasskey, p.ID, p.Staff, string(p.Credential), p.Added)
}

const deletePasskey = `DELETE FROM passkey WHERE staff = ? AND id = ?`

// RemovePasskey implements survey.SignInTx.
func (t transaction) RemovePasskey(ctx context.Context, staff string, id []byte) error {
	result, err := t.tx.ExecContext(ctx, deletePasskey, staff, id)
	if err != nil {
		return fmt.Errorf("remove passkey: %w", err)
	}
	return atLeastOne(result, errNoPasskey)
}

const selectIdentity = `SELECT issuer, subject, staff FROM identity WHERE issuer = ? AND subject = ?`

// Identity implements survey.StaffReader.
func (r reader) Identity(ctx context.Context, issuer, subject string) (survey.Identity, error) {
	i, err := first(ctx, r.from, scanIdentity, selectIdentity, issuer, subject)
	if errors.Is(err, sql.ErrNoRows) {
		return i, survey.Fail(survey.NotFound, "identity.unknown")
	}
	return i, err
}

const selectIdentities = `SELECT issuer, subject, staff FROM identity WHERE staff = ? ORDER BY issuer, subject`

// Identities implements survey.StaffReader.
func (r reader) Identities(ctx context.Context, staff string) ([]survey.Identity, error) {
	return all(ctx, r.from, scanIdentity, selectIdentities, staff)
}

func scanIdentity(r row) (i survey.Identity, err error) {
	err = r.Scan(&i.Issuer, &i.Subject, &i.Staff)
	return i, err
}

const upsertIdentity = `
INSERT INTO identity (issuer, subject, staff) VALUES (?, ?, ?)
ON CONFLICT (issuer, subject) DO UPDATE SET staff = excluded.staff`

// PutIdentity implements survey.SignInTx.
func (t transaction) PutIdentity(ctx context.Context, i survey.Identity) error {
	return t.store(ctx, "identity", upsertIdentity, i.Issuer, i.Subject, i.Staff)
}

// LockOut implements survey.SignInTx.
func (t transaction) LockOut(ctx context.Context, staff string) error {
	for _, statement := range []string{
		`DELETE FROM sign_in WHERE staff = ?`, `DELETE FROM passkey WHERE staff = ?`,
		`DELETE FROM identity WHERE staff = ?`, `DELETE FROM invitation WHERE staff = ?`,
	} {
		if err := t.store(ctx, "that somebody is locked out", statement, staff); err != nil {
			return err
		}
	}
	return nil
}

// ForgetEnded implements survey.SignInTx.
func (t transaction) ForgetEnded(ctx context.Context, before time.Time) error {
	for _, statement := range []string{`DELETE FROM sign_in WHERE ends < ?`, `DELETE FROM invitation WHERE ends < ?`} {
		if err := t.store(ctx, "what has ended", statement, inSeconds{&before}); err != nil {
			return err
		}
	}
	return nil
}
