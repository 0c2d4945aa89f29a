package survey

import (
	"context"
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

// SetAreas is ReplaceAreas, whatever is stored.
func (d *Desk) SetAreas(ctx context.Context, areas []Area) error {
	return d.ReplaceAreas(ctx, areas, "")
}

// Today returns the day in Sweden, YYYY-MM-DD.
func (d *Desk) Today() string { return DayOf(d.now()) }
