package survey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// InterventionChange is one change of the register: who did what to an intervention, and when. Of who
// it was it says the role and the municipality of an officer, and no more.
type InterventionChange struct {
	Intervention string
	Version      int // that the intervention has since
	At           time.Time
	Role         Role
	Municipality string // code of an officer's own one; empty for others
	Verb         Verb
	Fields       []FieldChange
}

// InterventionChanges returns what was changed of an intervention, the last change first. It names
// nobody, and is read at every desk.
func (d *Desk) InterventionChanges(ctx context.Context, id string) ([]InterventionChange, error) {
	list, err := d.store.InterventionChanges(ctx, id)
	slices.Reverse(list)
	return list, err
}

// MayChange reports whether the actor may do something to an intervention: in each of its
// municipalities, and where it has none, in the region.
func (d *Desk) MayChange(verb Verb, i Intervention) bool { return d.mayIn(verb, i) == nil }

// mayIn is may for an intervention of several municipalities: what one of them ends, it would end for
// all.
func (d *Desk) mayIn(verb Verb, i Intervention) error {
	if len(i.Municipalities) == 0 {
		return d.may(verb, Thing{Intervention: i.ID})
	}
	for _, code := range i.Municipalities {
		if err := d.may(verb, Thing{Municipality: code, Intervention: i.ID}); err != nil {
			return err
		}
	}
	return nil
}

// putIntervention stores what became of an intervention, with a line of its history, where anything
// did.
func (d *Desk) putIntervention(ctx context.Context, tx RegistryTx, verb Verb, before, after Intervention) error {
	fields := before.changes(after)
	if len(fields) == 0 {
		return nil
	}
	after.Version = before.Version + 1
	line := d.audit(verb, "")
	change := InterventionChange{Intervention: after.ID, Version: after.Version, At: line.At, Role: d.actor.Role, Verb: verb, Fields: fields}
	if d.actor.Role == Officer && len(d.actor.Municipalities) == 1 {
		change.Municipality = d.actor.Municipalities[0]
	}
	if err := tx.PutInterventions(ctx, []Intervention{after}); err != nil {
		return err
	}
	return tx.AddInterventionChange(ctx, change)
}

// AddIntervention adds an intervention to the register and returns it with the id that it was given. A
// municipality has each name once.
func (d *Desk) AddIntervention(ctx context.Context, i Intervention) (Intervention, error) {
	if err := d.mayIn(AddIntervention, i); err != nil {
		return i, err
	}
	i.Closed, i.MergedInto, i.Version = "", "", 0
	for {
		all, err := d.Interventions(ctx)
		if err != nil {
			return i, err
		}
		i.ID = nextID(all, i)
		if err := errors.Join(i.Check(d.knowsMunicipality), i.checkNameIn(all)); err != nil {
			return i, err
		}
		err = d.change(ctx, AddIntervention, i.ID, func(ctx context.Context, tx RegistryTx) error {
			if _, err := interventionByID(ctx, tx, i.ID); err == nil {
				return errTaken
			} else if KindOf(err) != NotFound {
				return err
			}
			return d.putIntervention(ctx, tx, AddIntervention, Intervention{}, i)
		})
		if !errors.Is(err, errTaken) {
			i.Version = 1
			return i, err
		}
	}
}

// errTaken says that somebody else has added an intervention at the same time.
var errTaken = errors.New("the id of the intervention was taken meanwhile")

// checkNameIn returns an error when another intervention that is open has the name, in one of the same
// municipalities: a form that was sent twice adds one.
func (i Intervention) checkNameIn(all []Intervention) error {
	for _, other := range all {
		here := func(code string) bool { return slices.Contains(other.Municipalities, code) }
		if other.ID != i.ID && other.State() == InterventionOpen && Slug(other.Name) == Slug(i.Name) && slices.ContainsFunc(i.Municipalities, here) {
			return ColumnError{ColumnName, Fail(Invalid, "intervention.name", "Name", i.Name, "Other", other.ID)}
		}
	}
	return nil
}

// nextID returns an id that is free. It begins with the letters that most in the same county begin
// with, and counts on.
func nextID(all []Intervention, i Intervention) string {
	county := ""
	if len(i.Municipalities) > 0 {
		county = County(i.Municipalities[0])
	}
	letters := "IN"
	often := map[string]int{}
	for _, other := range all {
		begins := strings.TrimRight(other.ID, "0123456789")
		if len(other.Municipalities) == 0 || County(other.Municipalities[0]) != county || len(begins) > 4 {
			continue
		}
		if often[begins]++; often[begins] > often[letters] {
			letters = begins
		}
	}
	last := 0
	for _, other := range all {
		if number, err := strconv.Atoi(strings.TrimPrefix(other.ID, letters)); err == nil && number < 100_000 {
			last = max(last, number)
		}
	}
	return fmt.Sprintf("%s%03d", letters, last+1)
}

// ChangeIntervention changes what the register says of an intervention. Its version is the one that
// somebody began to change: when another has been made since, nothing is changed and the error is of
// kind Conflict. Whether it is closed or merged stays as it is.
func (d *Desk) ChangeIntervention(ctx context.Context, changed Intervention) error {
	return d.changeIntervention(ctx, ChangeIntervention, changed.ID, changed.Version, func(_ context.Context, _ RegistryTx, i *Intervention) error {
		changed.Closed = i.Closed
		*i = changed
		return d.mayIn(ChangeIntervention, changed)
	})
}

// CloseIntervention closes an intervention: no session is opened about it any more. Those that are
// open go on.
func (d *Desk) CloseIntervention(ctx context.Context, id string, version int) error {
	return d.changeIntervention(ctx, CloseIntervention, id, version, func(_ context.Context, _ RegistryTx, i *Intervention) error {
		if i.Closed == "" {
			i.Closed = DayOf(d.now())
		}
		return nil
	})
}

// ReopenIntervention opens an intervention that was closed.
func (d *Desk) ReopenIntervention(ctx context.Context, id string, version int) error {
	return d.changeIntervention(ctx, CloseIntervention, id, version, func(_ context.Context, _ RegistryTx, i *Intervention) error {
		i.Closed = ""
		return nil
	})
}

// MergeInterventions lets an intervention be one with another, for good: its id stays, with all that
// was released about it, and points to the other. No session is opened about it any more, and whoever
// asked about it asks about the other. What was merged into it before points to the other too.
func (d *Desk) MergeInterventions(ctx context.Context, id, into string, version int) error {
	return d.changeIntervention(ctx, MergeInterventions, id, version, func(ctx context.Context, tx RegistryTx, i *Intervention) error {
		target, err := interventionByID(ctx, tx, into)
		if err != nil {
			return err
		}
		if err := i.checkMerge(target); err != nil {
			return err
		}
		i.MergedInto = into
		all, err := tx.Interventions(ctx)
		if err != nil {
			return err
		}
		for _, before := range all {
			if after := before; before.MergedInto == id {
				after.MergedInto = into
				if err := d.putIntervention(ctx, tx, MergeInterventions, before, after); err != nil {
					return err
				}
			}
		}
		return giveInstead(ctx, tx, id, into)
	})
}

// MergeTargets lists what an intervention can be merged into.
func (d *Desk) MergeTargets(ctx context.Context, i Intervention) ([]Intervention, error) {
	all, err := d.Interventions(ctx)
	return slices.DeleteFunc(all, func(other Intervention) bool { return i.checkMerge(other) != nil }), err
}

// checkMerge returns an error unless the intervention can be merged into another: what could be asked
// about before can be asked about after.
func (i Intervention) checkMerge(into Intervention) error {
	missing := func(code string) bool { return !slices.Contains(into.Municipalities, code) }
	switch {
	case into.ID == i.ID:
		return ColumnError{ColumnMergedInto, Fail(Invalid, "intervention.into", "ID", i.ID, "Into", into.ID)}
	case into.State() != InterventionOpen:
		return ColumnError{ColumnMergedInto, Fail(Invalid, "intervention.into_closed", "Into", into.ID, "Name", into.Name)}
	case slices.ContainsFunc(i.Municipalities, missing):
		return ColumnError{ColumnMergedInto, Fail(Invalid, "intervention.into_elsewhere", "ID", i.ID, "Into", into.ID, "Name", into.Name)}
	}
	return nil
}

// giveInstead gives ambassadors who were given one intervention another.
func giveInstead(ctx context.Context, tx RegistryTx, id, instead string) error {
	staff, err := tx.Staff(ctx)
	if err != nil {
		return err
	}
	for _, s := range staff {
		at := slices.Index(s.Interventions, id)
		if at < 0 {
			continue
		}
		s.Interventions = slices.Delete(slices.Clone(s.Interventions), at, at+1)
		if !slices.Contains(s.Interventions, instead) {
			s.Interventions = append(s.Interventions, instead)
			slices.Sort(s.Interventions)
		}
		if err := tx.UpdateStaff(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// changeIntervention changes an intervention with the lock held, when it still has the version that
// somebody began with and is not merged.
func (d *Desk) changeIntervention(ctx context.Context, verb Verb, id string, version int, fn func(context.Context, RegistryTx, *Intervention) error) error {
	now, err := d.Intervention(ctx, id)
	if err != nil {
		return err
	}
	if err := d.mayIn(verb, now); err != nil {
		return err
	}
	return d.change(ctx, verb, id, func(ctx context.Context, tx RegistryTx) error {
		before, err := interventionByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case before.MergedInto != "":
			return Fail(Conflict, "intervention.merged", "ID", id, "Into", before.MergedInto)
		case before.Version != version:
			return Fail(Conflict, "intervention.changed", "ID", id)
		}
		after := before
		if err := fn(ctx, tx, &after); err != nil {
			return err
		}
		if err := after.Check(d.knowsMunicipality); err != nil {
			return err
		}
		return d.putIntervention(ctx, tx, verb, before, after)
	})
}
