package survey

import (
	"context"
	"slices"
)

// PlanBasis is what can be said, before a round is sealed, of what its release will show: the rules of
// the round, and all gatherings in the whole region. It is there to compute with, not to be shown:
// whoever asks sees only some of the gatherings.
type PlanBasis struct {
	K             int
	Areas         []Area
	Interventions []Intervention
	Gatherings    []PlanGathering
}

// PlanGathering is a gathering that is planned, or has begun.
type PlanGathering struct {
	Municipality string
	Intervention string
	Timing       Timing
	Expected     int  // people; 0 where anybody may answer
	AtLeast      int  // so many have answered, or up to four more
	Over         bool // nobody else will
}

// PlanBasis returns what a round with this name is planned to be and has become so far. Of one that
// has not been opened it has the rules that it would have now.
func (d *Desk) PlanBasis(ctx context.Context, name string) (PlanBasis, error) {
	if !d.plansSomewhere() {
		return PlanBasis{}, d.may(PlanGatherings, Thing{})
	}
	interventions, err := d.Interventions(ctx)
	if err != nil {
		return PlanBasis{}, err
	}
	basis := PlanBasis{K: SmallestK, Interventions: interventions}
	if basis.Areas, err = d.Areas(ctx); err != nil {
		return PlanBasis{}, err
	}
	rounds, err := d.Rounds(ctx)
	if err != nil {
		return PlanBasis{}, err
	}
	for _, round := range rounds {
		if round.Name == name {
			basis.K, basis.Areas = round.K, round.Areas
			break
		}
		if round.State != RoundSealed {
			basis.K = max(basis.K, round.K) // what its answers were promised holds on
		}
	}
	if err := d.addPlanned(ctx, name, &basis); err != nil {
		return PlanBasis{}, err
	}
	return basis, d.addBegun(ctx, rounds, name, &basis)
}

// plansSomewhere reports whether there is a municipality that the actor plans gatherings in.
func (d *Desk) plansSomewhere() bool {
	return d.plansIn("") || slices.ContainsFunc(d.actor.Municipalities, d.plansIn)
}

// addPlanned adds the gatherings that are still to come.
func (d *Desk) addPlanned(ctx context.Context, name string, basis *PlanBasis) error {
	entries, err := d.store.Plan(ctx, name)
	if err != nil {
		return err
	}
	sessions, err := sessionsPlanned(ctx, d.store, name)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.state(sessions[e.ID], WeekOf(d.now())) == PlanComing {
			basis.Gatherings = append(basis.Gatherings, PlanGathering{
				Municipality: e.Municipality, Intervention: e.Intervention, Timing: e.Timing, Expected: e.Expected,
			})
		}
	}
	return nil
}

// addBegun adds the gatherings of the round's sessions, planned or not.
func (d *Desk) addBegun(ctx context.Context, rounds []Round, name string, basis *PlanBasis) error {
	for _, round := range rounds {
		if round.Name != name {
			continue
		}
		sessions, err := d.store.Sessions(ctx, round.ID)
		if err != nil {
			return err
		}
		for _, s := range sessions {
			if s.Discarded != "" || s.neverOpened() {
				continue
			}
			atLeast, err := d.answered(ctx, s.Code)
			if err != nil {
				return err
			}
			basis.Gatherings = append(basis.Gatherings, PlanGathering{
				Municipality: s.Municipality, Intervention: s.Intervention, Timing: s.Timing, Expected: s.Announced,
				AtLeast: atLeast, Over: s.Over(d.now()),
			})
		}
	}
	return nil
}
