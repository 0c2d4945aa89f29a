package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"fragebatteri/survey"
)

const selectInterventions = `
SELECT id, name, municipalities, funding, period, category, asked
FROM intervention ORDER BY id`

// Interventions implements survey.Store. They are sorted by id.
func (s *Store) Interventions(ctx context.Context) ([]survey.Intervention, error) {
	return all(ctx, s.reading, scanIntervention, selectInterventions)
}

func scanIntervention(r row) (i survey.Intervention, err error) {
	err = r.Scan(&i.ID, &i.Name, asJSON(&i.Municipalities), &i.Funding, &i.Period, &i.Category, &i.Asked)
	return i, err
}

// PutInterventions implements survey.Store.
func (s *Store) PutInterventions(ctx context.Context, list []survey.Intervention, entry survey.AuditEntry) error {
	return s.change(ctx, entry, func(ctx context.Context, tx *sql.Tx) error {
		return putInterventions(ctx, tx, list)
	})
}

// An intervention is changed in place: sessions refer to it.
const upsertIntervention = `
INSERT INTO intervention (id, name, municipalities, funding, period, category, asked)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
	name = excluded.name, municipalities = excluded.municipalities, funding = excluded.funding,
	period = excluded.period, category = excluded.category, asked = excluded.asked`

func putInterventions(ctx context.Context, tx *sql.Tx, list []survey.Intervention) error {
	for _, i := range list {
		_, err := tx.ExecContext(ctx, upsertIntervention,
			i.ID, i.Name, asJSON(&i.Municipalities), i.Funding, i.Period, i.Category, string(i.Asked))
		if err != nil {
			return fmt.Errorf("store intervention %s: %w", i.ID, err)
		}
	}
	return nil
}

const selectAreas = `SELECT name, municipalities FROM area ORDER BY position`

// Areas implements survey.Store. They come in the order in which they were set.
func (s *Store) Areas(ctx context.Context) ([]survey.Area, error) {
	return all(ctx, s.reading, scanArea, selectAreas)
}

func scanArea(r row) (a survey.Area, err error) {
	err = r.Scan(&a.Name, asJSON(&a.Municipalities))
	return a, err
}

// SetAreas implements survey.Store.
func (s *Store) SetAreas(ctx context.Context, areas []survey.Area, entry survey.AuditEntry) error {
	return s.change(ctx, entry, func(ctx context.Context, tx *sql.Tx) error {
		return setAreas(ctx, tx, areas)
	})
}

const (
	deleteAreas = `DELETE FROM area`
	insertArea  = `INSERT INTO area (position, name, municipalities) VALUES (?, ?, ?)`
)

func setAreas(ctx context.Context, tx *sql.Tx, areas []survey.Area) error {
	if _, err := tx.ExecContext(ctx, deleteAreas); err != nil {
		return fmt.Errorf("remove areas: %w", err)
	}
	for i, a := range areas {
		if _, err := tx.ExecContext(ctx, insertArea, i+1, a.Name, asJSON(&a.Municipalities)); err != nil {
			return fmt.Errorf("store area %s: %w", a.Name, err)
		}
	}
	return nil
}
