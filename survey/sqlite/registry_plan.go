package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"fragebatteri/survey"
)

const planColumns = `id, round, municipality, intervention, timing, week, coalesce(ambassador, ''), expected, cancelled, version`

const selectPlan = `SELECT ` + planColumns + ` FROM plan WHERE round = ? ORDER BY week, municipality, intervention, timing, id`

// Plan implements survey.RegistryReader.
func (r reader) Plan(ctx context.Context, round string) ([]survey.PlanEntry, error) {
	return all(ctx, r.from, scanPlanEntry, selectPlan, round)
}

const selectPlanEntry = `SELECT ` + planColumns + ` FROM plan WHERE id = ?`

// PlanEntry implements survey.RegistryReader.
func (r reader) PlanEntry(ctx context.Context, id string) (survey.PlanEntry, error) {
	entry, err := first(ctx, r.from, scanPlanEntry, selectPlanEntry, id)
	if errors.Is(err, sql.ErrNoRows) {
		return entry, survey.Fail(survey.NotFound, "plan.unknown", "Entry", id)
	}
	return entry, err
}

const selectPlannedRounds = `SELECT DISTINCT round FROM plan ORDER BY round`

// PlannedRounds implements survey.RegistryReader.
func (r reader) PlannedRounds(ctx context.Context) ([]string, error) {
	return all(ctx, r.from, value[string], selectPlannedRounds)
}

func scanPlanEntry(r row) (e survey.PlanEntry, err error) {
	err = r.Scan(&e.ID, &e.Round, &e.Municipality, &e.Intervention, &e.Timing, &e.Week, &e.Ambassador, &e.Expected, &e.Cancelled, &e.Version)
	return e, err
}

const upsertPlanEntry = `
INSERT INTO plan (id, round, municipality, intervention, timing, week, ambassador, expected, cancelled, version)
VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
	round = excluded.round, municipality = excluded.municipality, intervention = excluded.intervention, timing = excluded.timing,
	week = excluded.week, ambassador = excluded.ambassador, expected = excluded.expected, cancelled = excluded.cancelled,
	version = excluded.version`

// PutPlanEntry implements survey.RegistryTx.
func (t transaction) PutPlanEntry(ctx context.Context, e survey.PlanEntry) error {
	return t.store(ctx, "plan", upsertPlanEntry, e.ID, e.Round, e.Municipality, e.Intervention, string(e.Timing), string(e.Week),
		e.Ambassador, e.Expected, e.Cancelled, e.Version)
}
