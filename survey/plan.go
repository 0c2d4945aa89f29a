package survey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// MostPlanned is how many entries the plan of one round has at most.
const MostPlanned = 2000

// weeksAhead is how far ahead something is planned.
const weeksAhead = 104

// PlanEntry is a gathering that a round intends to hold: about what, where, in which week, by whom,
// and for how many.
type PlanEntry struct {
	ID           string
	Round        string // name of the round, which need not have been opened yet
	Municipality string // code
	Intervention string // id
	Timing       Timing
	Week         Week
	Ambassador   string // id of the Staff; empty where nobody is chosen, and once the round is sealed
	Expected     int    // how many people
	Cancelled    bool
	Version      int // rises with every change, from 1
}

// thing returns what is done to when something is done to the entry.
func (e PlanEntry) thing() Thing {
	return Thing{Municipality: e.Municipality, Intervention: e.Intervention, Staff: e.Ambassador}
}

// same reports whether two entries intend the same.
func (e PlanEntry) same(other PlanEntry) bool {
	e.Version = other.Version
	return e == other
}

// PlanState is what became of an entry of a plan.
type PlanState string

// The states of an entry.
const (
	PlanComing    PlanState = "planned"
	PlanHeld      PlanState = "held"     // a session was opened from it
	PlanMissed    PlanState = "not held" // its week has passed without one
	PlanCancelled PlanState = "cancelled"
)

// PlanStates lists the states of an entry.
var PlanStates = []PlanState{PlanComing, PlanHeld, PlanMissed, PlanCancelled}

// Planned is an entry with what became of it.
type Planned struct {
	PlanEntry
	State    PlanState
	Sessions []Session // that were opened from it
	AtLeast  int       // so many have answered in them, or up to four more in each
}

// Plans lists the names of rounds that can be planned or have a plan: of those that were opened, in
// that order, and after them of those to come.
func (d *Desk) Plans(ctx context.Context) ([]string, error) {
	rounds, err := d.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	planned, err := d.store.PlannedRounds(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, round := range rounds {
		if round.State == RoundOpen || slices.Contains(planned, round.Name) {
			names = append(names, round.Name)
		}
	}
	for _, name := range planned {
		if !slices.ContainsFunc(rounds, func(r Round) bool { return r.Name == name }) {
			names = append(names, name)
		}
	}
	return names, nil
}

// Plan returns what the actor sees of the plan of a round, sorted by week, municipality and
// intervention. A round without a plan has none.
func (d *Desk) Plan(ctx context.Context, round string) ([]Planned, error) {
	entries, err := d.store.Plan(ctx, round)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e PlanEntry) bool { return !d.actor.May(SeePlan, e.thing()) })
	return d.planned(ctx, round, entries)
}

// OwnPlan returns what an ambassador is to hold in rounds that are open, and has not held: what its
// week has come for, or comes next, first, and then what the weeks have passed of.
func (d *Desk) OwnPlan(ctx context.Context) ([]Planned, error) {
	rounds, err := d.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	var coming, missed []Planned
	for _, round := range rounds {
		if round.State != RoundOpen {
			continue
		}
		entries, err := d.Plan(ctx, round.Name)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			switch {
			case e.Ambassador != d.actor.ID:
			case e.State == PlanComing:
				coming = append(coming, e)
			case e.State == PlanMissed:
				missed = append(missed, e)
			}
		}
	}
	return append(coming, missed...), nil
}

// PlannedEntry returns the entry with this id.
func (d *Desk) PlannedEntry(ctx context.Context, id string) (Planned, error) {
	entry, err := d.store.PlanEntry(ctx, id)
	if err != nil {
		return Planned{}, err
	}
	if err := d.may(SeePlan, entry.thing()); err != nil {
		return Planned{}, err
	}
	list, err := d.planned(ctx, entry.Round, []PlanEntry{entry})
	if err != nil {
		return Planned{}, err
	}
	return list[0], nil
}

// planned says what became of entries of a round.
func (d *Desk) planned(ctx context.Context, round string, entries []PlanEntry) ([]Planned, error) {
	sessions, err := sessionsPlanned(ctx, d.store, round)
	if err != nil {
		return nil, err
	}
	this := WeekOf(d.now())
	list := make([]Planned, len(entries))
	for i, e := range entries {
		list[i] = Planned{PlanEntry: e, Sessions: sessions[e.ID], State: e.state(sessions[e.ID], this)}
		for _, s := range list[i].Sessions {
			n, err := d.answered(ctx, s.Code)
			if err != nil {
				return nil, err
			}
			list[i].AtLeast += n
		}
	}
	return list, nil
}

// state returns what became of the entry by a week, with the sessions that were opened from it.
func (e PlanEntry) state(sessions []Session, now Week) PlanState {
	switch {
	case len(sessions) > 0:
		return PlanHeld
	case e.Cancelled:
		return PlanCancelled
	case e.Week < now:
		return PlanMissed
	}
	return PlanComing
}

// sessionsPlanned returns the sessions of a round that were opened from its plan, by the ids of
// entries. One that is discarded, or was closed before it opened, was not held.
func sessionsPlanned(ctx context.Context, registry RegistryReader, name string) (map[string][]Session, error) {
	rounds, err := registry.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	held := map[string][]Session{}
	for _, round := range rounds {
		if round.Name != name {
			continue
		}
		sessions, err := registry.Sessions(ctx, round.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range sessions {
			if s.Planned != "" && s.Discarded == "" && !s.neverOpened() {
				held[s.Planned] = append(held[s.Planned], s)
			}
		}
	}
	return held, nil
}

// PlanFaults is what is wrong with entries that were to be planned, by their places in the list.
type PlanFaults map[int]error

func (f PlanFaults) Error() string {
	var lines []string
	for i, err := range f {
		lines = append(lines, fmt.Sprintf("entry %d: %v", i, err))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// Unwrap returns what is wrong, in the order of the list.
func (f PlanFaults) Unwrap() []error {
	var list []error
	for i := range MostPlanned + 1 {
		if f[i] != nil {
			list = append(list, f[i])
		}
	}
	return list
}

// PutPlan adds entries without an id to the plan of a round, and changes those with one; it returns
// how many that were. An entry that says a version is only changed while it is the stored one. When
// something is wrong with one of them nothing is changed, and the error is PlanFaults.
func (d *Desk) PutPlan(ctx context.Context, round string, entries []PlanEntry) (changed int, err error) {
	if !IsRoundName(round) {
		return 0, Fail(Invalid, "round.name", "Name", round)
	}
	if len(entries) > MostPlanned {
		return 0, Fail(Invalid, "plan.most", "Most", MostPlanned)
	}
	entries = slices.Clone(entries)
	faults := PlanFaults{}
	check := planCheck{Desk: d, region: map[string]error{}}
	for i := range entries {
		entries[i].Round = round
		if entries[i].Timing == "" {
			entries[i].Timing = NoTiming
		}
		if err := check.entry(ctx, entries[i]); err != nil {
			faults[i] = err
		}
	}
	if len(faults) > 0 {
		return 0, faults
	}
	unchanged := errors.New("nothing is planned in another way")
	err = d.change(ctx, PlanGatherings, round+": "+named(entries), func(ctx context.Context, tx RegistryTx) error {
		changed, err = d.putPlan(ctx, tx, round, entries)
		if err == nil && changed == 0 {
			return unchanged
		}
		return err
	})
	if errors.Is(err, unchanged) {
		return 0, nil
	}
	return changed, err
}

// named names entries in the audit log, without who is to hold them.
func named(entries []PlanEntry) string {
	if len(entries) != 1 {
		return fmt.Sprintf("%d entries", len(entries))
	}
	return entries[0].String()
}

// String names the entry: where, about what and when. It does not say who is to hold it.
func (e PlanEntry) String() string {
	return e.Municipality + " " + e.Intervention + " " + string(e.Week)
}

// CancelPlanned cancels an entry, or lets it be planned again. It returns an error of kind Conflict
// where the entry is another version, or was held.
func (d *Desk) CancelPlanned(ctx context.Context, id string, version int, cancelled bool) (PlanEntry, error) {
	entry, err := d.store.PlanEntry(ctx, id)
	if err != nil {
		return PlanEntry{}, err
	}
	if err := d.may(PlanGatherings, entry.thing()); err != nil {
		return PlanEntry{}, err
	}
	what := " cancelled"
	if !cancelled {
		what = " planned again"
	}
	err = d.change(ctx, PlanGatherings, entry.Round+": "+entry.String()+what, func(ctx context.Context, tx RegistryTx) error {
		if entry, err = tx.PlanEntry(ctx, id); err != nil {
			return err
		}
		wanted := entry
		wanted.Version, wanted.Cancelled = version, cancelled
		_, err := d.putPlan(ctx, tx, entry.Round, []PlanEntry{wanted})
		if faults, is := errors.AsType[PlanFaults](err); is {
			return faults[0]
		}
		entry = wanted
		return err
	})
	return entry, err
}

// RenamePlan gives the plan of a round that has not been opened another name: that under which the round
// is opened, or will be. What is planned under that name already stays beside it. It returns how many
// entries there are, and an error of kind Conflict where the round was opened, or the other takes no
// sessions any more.
func (d *Desk) RenamePlan(ctx context.Context, from, to string) (moved int, err error) {
	if err := d.may(PlanGatherings, Thing{}); err != nil {
		return 0, err
	}
	if !IsRoundName(to) || from == to {
		return 0, Fail(Invalid, "round.name", "Name", to)
	}
	err = d.change(ctx, PlanGatherings, from+": called "+to, func(ctx context.Context, tx RegistryTx) error {
		rounds, err := tx.Rounds(ctx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(rounds, func(r Round) bool { return r.Name == from }) {
			return Fail(Conflict, "plan.opened", "Round", from)
		}
		if err := plannable(ctx, tx, to); err != nil {
			return err
		}
		entries, err := tx.Plan(ctx, from)
		if err != nil {
			return err
		}
		there, err := tx.Plan(ctx, to)
		if err != nil {
			return err
		}
		if len(entries)+len(there) > MostPlanned {
			return Fail(Invalid, "plan.most", "Most", MostPlanned)
		}
		for _, e := range entries {
			e.Round, e.Version = to, e.Version+1
			if err := tx.PutPlanEntry(ctx, e); err != nil {
				return err
			}
		}
		moved = len(entries)
		return nil
	})
	return moved, err
}
