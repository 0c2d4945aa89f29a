package sqlite

import (
	"context"
	"fmt"
	"time"

	"fragebatteri/survey"
)

const selectInterventionChanges = `
SELECT intervention, version, at, role, municipality, verb, fields
FROM intervention_change WHERE intervention = ? ORDER BY version`

// toTheMinute is how times are written that are known to the minute.
const toTheMinute = "2006-01-02 15:04"

// InterventionChanges implements survey.RegistryReader.
func (r reader) InterventionChanges(ctx context.Context, intervention string) ([]survey.InterventionChange, error) {
	return all(ctx, r.from, scanInterventionChange, selectInterventionChanges, intervention)
}

func scanInterventionChange(r row) (c survey.InterventionChange, err error) {
	var at string
	if err = r.Scan(&c.Intervention, &c.Version, &at, &c.Role, &c.Municipality, &c.Verb, asJSON(&c.Fields)); err != nil {
		return c, err
	}
	c.At, err = time.Parse(toTheMinute, at)
	return c, err
}

const insertInterventionChange = `
INSERT INTO intervention_change (intervention, version, at, role, municipality, verb, fields)
VALUES (?, ?, ?, ?, ?, ?, ?)`

// AddInterventionChange implements survey.RegistryTx.
func (t transaction) AddInterventionChange(ctx context.Context, c survey.InterventionChange) error {
	_, err := t.tx.ExecContext(ctx, insertInterventionChange,
		c.Intervention, c.Version, c.At.UTC().Format(toTheMinute), string(c.Role), c.Municipality, string(c.Verb), asJSON(&c.Fields))
	if resultCode(err) == codeConstraint {
		return survey.Fail(survey.Conflict, "intervention.changed", "ID", c.Intervention).Because(err)
	}
	if err != nil {
		return fmt.Errorf("store what changed of intervention %s: %w", c.Intervention, err)
	}
	return nil
}
