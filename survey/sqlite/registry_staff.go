package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"fragebatteri/survey"
)

const staffColumns = `staff.id, staff.role, staff.label, staff.municipalities, staff.interventions, staff.languages, staff.invited, staff.state`

const selectStaff = `SELECT ` + staffColumns + ` FROM staff ORDER BY label, id`

// Staff implements survey.StaffReader.
func (r reader) Staff(ctx context.Context) ([]survey.Staff, error) {
	return all(ctx, r.from, scanStaff, selectStaff)
}

const selectStaffByID = `SELECT ` + staffColumns + ` FROM staff WHERE id = ?`

// StaffByID implements survey.StaffReader.
func (r reader) StaffByID(ctx context.Context, id string) (survey.Staff, error) {
	s, err := first(ctx, r.from, scanStaff, selectStaffByID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return s, noStaff(id)
	}
	return s, err
}

func noStaff(id string) error { return survey.Fail(survey.NotFound, "staff.unknown", "Staff", id) }

func scanStaff(r row) (s survey.Staff, err error) {
	err = r.Scan(columnsOf(&s)...)
	return s, err
}

// columnsOf returns where the columns of somebody on the staff go.
func columnsOf(s *survey.Staff) []any {
	return []any{&s.ID, &s.Role, &s.Label, asJSON(&s.Municipalities), asJSON(&s.Interventions), asJSON(&s.Languages), &s.Invited, &s.State}
}

const insertStaff = `
INSERT INTO staff (id, role, label, municipalities, interventions, languages, invited, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

// AddStaff implements survey.StaffTx.
func (t transaction) AddStaff(ctx context.Context, s survey.Staff) error {
	_, err := t.tx.ExecContext(ctx, insertStaff, s.ID, string(s.Role), s.Label,
		asJSON(&s.Municipalities), asJSON(&s.Interventions), asJSON(&s.Languages), s.Invited, string(s.State))
	if resultCode(err) == codeConstraint {
		return survey.Fail(survey.Conflict, "staff.not_added", "Staff", s.ID).Because(err)
	}
	if err != nil {
		return fmt.Errorf("store staff: %w", err)
	}
	return nil
}

const updateStaff = `
UPDATE staff SET role = ?, label = ?, municipalities = ?, interventions = ?, languages = ?, invited = ?, state = ? WHERE id = ?`

// UpdateStaff implements survey.StaffTx.
func (t transaction) UpdateStaff(ctx context.Context, s survey.Staff) error {
	result, err := t.tx.ExecContext(ctx, updateStaff, string(s.Role), s.Label,
		asJSON(&s.Municipalities), asJSON(&s.Interventions), asJSON(&s.Languages), s.Invited, string(s.State), s.ID)
	if err != nil {
		return fmt.Errorf("change staff: %w", err)
	}
	return atLeastOne(result, noStaff(s.ID))
}

const selectProviders = `SELECT id, label, issuer, client_id, municipality FROM provider ORDER BY label, id`

// Providers implements survey.StaffReader.
func (r reader) Providers(ctx context.Context) ([]survey.Provider, error) {
	return all(ctx, r.from, scanProvider, selectProviders)
}

func scanProvider(r row) (p survey.Provider, err error) {
	err = r.Scan(&p.ID, &p.Label, &p.Issuer, &p.ClientID, &p.Municipality)
	return p, err
}

const upsertProvider = `
INSERT INTO provider (id, label, issuer, client_id, municipality) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET label = excluded.label, issuer = excluded.issuer, client_id = excluded.client_id, municipality = excluded.municipality`

// PutProvider implements survey.StaffTx.
func (t transaction) PutProvider(ctx context.Context, p survey.Provider) error {
	if _, err := t.tx.ExecContext(ctx, upsertProvider, p.ID, p.Label, p.Issuer, p.ClientID, p.Municipality); err != nil {
		return fmt.Errorf("store provider: %w", err)
	}
	return nil
}

const deleteProvider = `DELETE FROM provider WHERE id = ?`

// RemoveProvider implements survey.StaffTx.
func (t transaction) RemoveProvider(ctx context.Context, id string) error {
	result, err := t.tx.ExecContext(ctx, deleteProvider, id)
	if err != nil {
		return fmt.Errorf("remove provider: %w", err)
	}
	return atLeastOne(result, survey.Fail(survey.NotFound, "provider.unknown", "Provider", id))
}
