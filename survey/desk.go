package survey

import (
	"context"
	"strings"
	"time"
)

// Desk is what somebody on the staff can do. Each verb asks once whether the actor may, and the
// audit log says who did it.
type Desk struct {
	*Service
	actor Actor
}

// audit returns the line of the audit log for what the actor does.
func (d *Desk) audit(verb Verb, what string) AuditEntry {
	return AuditEntry{At: d.now().UTC().Truncate(time.Minute), Actor: d.actor.String(), Action: verb, What: what}
}

// Actor returns who it is.
func (d *Desk) Actor() Actor { return d.actor }

// may returns an error of kind Forbidden unless the actor may do something to a thing.
func (d *Desk) may(verb Verb, thing Thing) error {
	if d.actor.May(verb, thing) {
		return nil
	}
	return Fail(Forbidden, "forbidden", "Verb", verb, "Actor", d.actor)
}

// change changes the registry and writes the line of the audit log in the same transaction.
func (d *Desk) change(ctx context.Context, verb Verb, what string, fn func(context.Context, RegistryTx) error) error {
	return d.store.Change(ctx, d.audit(verb, what), fn)
}

// PutInterventions adds interventions, and replaces those with the same id. It
// changes nothing when one of them is wrong.
func (d *Desk) PutInterventions(ctx context.Context, list []Intervention) error {
	if err := d.may(ImportInterventions, Thing{}); err != nil {
		return err
	}
	ids := map[string]bool{}
	for _, i := range list {
		if err := i.Check(d.knowsMunicipality); err != nil {
			return err
		}
		if ids[i.ID] {
			return Fail(Invalid, "intervention.twice", "Intervention", i.ID)
		}
		ids[i.ID] = true
	}
	var names []string
	for _, i := range list {
		names = append(names, i.ID)
	}
	return d.change(ctx, ImportInterventions, strings.Join(names, " "), func(ctx context.Context, tx RegistryTx) error {
		return tx.PutInterventions(ctx, list)
	})
}

// SetAreas is ReplaceAreas, whatever is stored.
func (d *Desk) SetAreas(ctx context.Context, areas []Area) error {
	return d.ReplaceAreas(ctx, areas, "")
}
