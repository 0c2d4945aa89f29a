package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"fragebatteri/survey"
)

const selectInterventions = `
SELECT id, name, municipalities, funding, period, category, asked,
	target_group, goals, afterwards, why, reports, closed, merged_into, version
FROM intervention ORDER BY id`

// Interventions implements survey.RegistryReader. They are sorted by id.
func (r reader) Interventions(ctx context.Context) ([]survey.Intervention, error) {
	return all(ctx, r.from, scanIntervention, selectInterventions)
}

func scanIntervention(r row) (i survey.Intervention, err error) {
	err = r.Scan(&i.ID, &i.Name, asJSON(&i.Municipalities), &i.Funding, &i.Period, &i.Category, &i.Asked,
		&i.TargetGroup, asJSON(&i.Goals), &i.Afterwards, &i.Why, asJSON(&i.Reports), &i.Closed, &i.MergedInto, &i.Version)
	return i, err
}

// PutInterventions implements survey.RegistryTx.
func (t transaction) PutInterventions(ctx context.Context, list []survey.Intervention) error {
	return putInterventions(ctx, t.tx, list)
}

// An intervention is changed in place: sessions refer to it.
const upsertIntervention = `
INSERT INTO intervention (id, name, municipalities, funding, period, category, asked,
	target_group, goals, afterwards, why, reports, closed, merged_into, version)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
	name = excluded.name, municipalities = excluded.municipalities, funding = excluded.funding,
	period = excluded.period, category = excluded.category, asked = excluded.asked,
	target_group = excluded.target_group, goals = excluded.goals, afterwards = excluded.afterwards,
	why = excluded.why, reports = excluded.reports, closed = excluded.closed,
	merged_into = excluded.merged_into, version = excluded.version`

func putInterventions(ctx context.Context, tx *sql.Tx, list []survey.Intervention) error {
	for _, i := range list {
		_, err := tx.ExecContext(ctx, upsertIntervention,
			i.ID, i.Name, asJSON(&i.Municipalities), i.Funding, i.Period, i.Category, string(i.Asked),
			i.TargetGroup, asJSON(&i.Goals), string(i.Afterwards), i.Why, asJSON(&i.Reports), i.Closed, i.MergedInto, i.Version)
		if err != nil {
			return fmt.Errorf("store intervention %s: %w", i.ID, err)
		}
	}
	return nil
}

const selectAreas = `SELECT name, municipalities FROM area ORDER BY position`

// Areas implements survey.RegistryReader. They come in the order in which they were set.
func (r reader) Areas(ctx context.Context) ([]survey.Area, error) {
	return all(ctx, r.from, scanArea, selectAreas)
}

func scanArea(r row) (a survey.Area, err error) {
	err = r.Scan(&a.Name, asJSON(&a.Municipalities))
	return a, err
}

// SetAreas implements survey.RegistryTx.
func (t transaction) SetAreas(ctx context.Context, areas []survey.Area) error {
	return setAreas(ctx, t.tx, areas)
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
