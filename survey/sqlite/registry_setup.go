package sqlite

import (
	"context"
	"fmt"

	"fragebatteri/survey"
)

const updateHost = `UPDATE host SET name = ?, kind = ?, contact = ?, signer = ?`

// SetHost implements survey.RegistryTx.
func (t transaction) SetHost(ctx context.Context, h survey.Host) error {
	if _, err := t.tx.ExecContext(ctx, updateHost, h.Name, string(h.Kind), h.Contact, h.Signer); err != nil {
		return fmt.Errorf("store host: %w", err)
	}
	return nil
}

const (
	selectFormerSigners = `SELECT public_key, until FROM former_signer ORDER BY position`
	insertFormerSigner  = `INSERT INTO former_signer (public_key, until) VALUES (?, ?)`
)

// FormerSigners implements survey.RegistryReader.
func (r reader) FormerSigners(ctx context.Context) ([]survey.FormerSigner, error) {
	return all(ctx, r.from, func(r row) (f survey.FormerSigner, err error) {
		err = r.Scan(&f.PublicKey, &f.Until)
		return f, err
	}, selectFormerSigners)
}

// AddFormerSigner implements survey.RegistryTx.
func (t transaction) AddFormerSigner(ctx context.Context, f survey.FormerSigner) error {
	_, err := t.tx.ExecContext(ctx, insertFormerSigner, f.PublicKey, f.Until)
	if resultCode(err) == codeConstraint {
		return survey.Fail(survey.Conflict, "signer.former", "Until", f.Until).Because(err)
	}
	if err != nil {
		return fmt.Errorf("store former signer: %w", err)
	}
	return nil
}

const (
	selectMembers = `SELECT municipality FROM member ORDER BY municipality`
	deleteMembers = `DELETE FROM member`
	insertMember  = `INSERT INTO member (municipality) VALUES (?)`
)

// Members implements survey.RegistryReader.
func (r reader) Members(ctx context.Context) ([]string, error) {
	return all(ctx, r.from, value[string], selectMembers)
}

// SetMembers implements survey.RegistryTx.
func (t transaction) SetMembers(ctx context.Context, codes []string) error {
	if _, err := t.tx.ExecContext(ctx, deleteMembers); err != nil {
		return fmt.Errorf("remove members: %w", err)
	}
	for _, code := range codes {
		if _, err := t.tx.ExecContext(ctx, insertMember, code); err != nil {
			return fmt.Errorf("store member %s: %w", code, err)
		}
	}
	return nil
}
