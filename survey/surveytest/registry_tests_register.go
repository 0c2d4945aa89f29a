package surveytest

import (
	"context"

	"fragebatteri/survey"
)

// All that the register says of an intervention is kept, and what was changed of it, in order.
func (t registryTest) register() {
	i := Interventions[2]
	i.TargetGroup, i.Goals = "kvinnor", []survey.Goal{{Number: 50, Unit: survey.UnitPercent, What: "egen försörjning"}, {What: "alla trivs"}}
	i.Afterwards, i.Why, i.Reports = survey.Partly, "Pengarna\n\ntog slut.", []survey.Report{{Title: "Rapport", URL: "https://example.se"}}
	i.Closed, i.MergedInto, i.Version = "2026-11-29", "OG003", 2
	var changes []survey.InterventionChange
	for version := 1; version <= 2; version++ {
		changes = append(changes, survey.InterventionChange{
			Intervention: i.ID, Version: version, At: conformanceStart, Role: survey.Officer, Municipality: "0581", Verb: survey.ChangeIntervention,
			Fields: []survey.FieldChange{{Column: survey.ColumnWhy, Before: "", After: "Pengarna\n\ntog slut."}},
		})
	}
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		for _, change := range changes {
			if err := tx.AddInterventionChange(ctx, change); err != nil {
				return err
			}
		}
		return tx.PutInterventions(ctx, []survey.Intervention{i})
	}))
	interventions, err := t.registry.Interventions(t.Context())
	t.ok(err)
	t.same(interventions[2], i)
	got, err := t.registry.InterventionChanges(t.Context(), i.ID)
	t.ok(err)
	t.same(got, changes)
	t.fails(t.change(func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddInterventionChange(ctx, changes[0])
	}), survey.Conflict)
}
