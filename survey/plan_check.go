package survey

import (
	"context"
	"slices"
)

// planCheck tells what is wrong with entries of a plan, whatever else is planned. It asks the
// registry once for what many entries have in common.
type planCheck struct {
	*Desk
	region map[string]error // by municipality
	staff  []Staff
}

// entry returns what is wrong with an entry, or nil.
func (c *planCheck) entry(ctx context.Context, e PlanEntry) error {
	if err := c.may(PlanGatherings, e.thing()); err != nil {
		return err
	}
	if err := c.checkIntervention(ctx, e.Municipality, e.Intervention); err != nil {
		return err
	}
	region, known := c.region[e.Municipality]
	if !known {
		region = c.checkRegion(ctx, e.Municipality)
		c.region[e.Municipality] = region
	}
	if region != nil {
		return region
	}
	if !slices.Contains(Timings, e.Timing) {
		return Fail(Invalid, "session.timing", "Timing", e.Timing)
	}
	if week, err := ParseWeek(string(e.Week)); err != nil || week != e.Week {
		return Fail(Invalid, "week", "Week", e.Week)
	}
	if most := WeekOf(c.now()).Add(weeksAhead); e.Week > most {
		return Fail(Invalid, "plan.far", "Week", e.Week, "Most", most)
	}
	if e.Expected < 1 || e.Expected > MaxCapacity {
		return Fail(Invalid, "plan.expected", "Expected", e.Expected, "Most", MaxCapacity)
	}
	return c.ambassador(ctx, e)
}

// ambassador wants whoever is to hold a gathering to be an ambassador who can open its session.
func (c *planCheck) ambassador(ctx context.Context, e PlanEntry) error {
	if e.Ambassador == "" {
		return nil
	}
	if c.staff == nil {
		var err error
		if c.staff, err = c.store.Staff(ctx); err != nil {
			return err
		}
	}
	i := slices.IndexFunc(c.staff, func(s Staff) bool { return s.ID == e.Ambassador })
	if i < 0 || !c.staff[i].canHold(e) {
		return Fail(Invalid, "plan.ambassador", "Ambassador", e.Ambassador, "Municipality", e.Municipality, "Intervention", e.Intervention)
	}
	return nil
}

// canHold reports whether somebody on the staff is an ambassador who can open a session of an entry.
func (s Staff) canHold(e PlanEntry) bool {
	return s.Role == AmbassadorRole && s.State != StaffRevoked && s.Actor().May(OpenSession, e.thing())
}

// PlanAmbassadors lists the ambassadors, sorted by label, of municipalities that the actor plans
// gatherings in.
func (d *Desk) PlanAmbassadors(ctx context.Context) ([]Staff, error) {
	staff, err := d.store.Staff(ctx)
	return slices.DeleteFunc(staff, func(s Staff) bool {
		return s.Role != AmbassadorRole || s.State == StaffRevoked || !slices.ContainsFunc(s.Municipalities, d.plansIn)
	}), err
}

// plansIn reports whether the actor plans gatherings in a municipality.
func (d *Desk) plansIn(code string) bool {
	return d.actor.May(PlanGatherings, Thing{Municipality: code})
}

// PlanOffers lists what the actor can plan gatherings about, by municipality and name.
func (d *Desk) PlanOffers(ctx context.Context) ([]Offer, error) {
	offers, err := d.Offers(ctx)
	offers = slices.DeleteFunc(offers, func(o Offer) bool { return !d.plansIn(o.Municipality) })
	slices.SortStableFunc(offers, func(a, b Offer) int {
		return InMunicipality(a.Municipality).Compare(InMunicipality(b.Municipality))
	})
	return offers, err
}

// putPlan stores entries of a round that are in order by themselves, with the lock held, and returns
// how many differ from what was stored.
func (d *Desk) putPlan(ctx context.Context, tx RegistryTx, round string, entries []PlanEntry) (changed int, err error) {
	if err := plannable(ctx, tx, round); err != nil {
		return 0, err
	}
	stored, err := tx.Plan(ctx, round)
	if err != nil {
		return 0, err
	}
	sessions, err := sessionsPlanned(ctx, tx, round)
	if err != nil {
		return 0, err
	}
	faults := PlanFaults{}
	all := len(stored)
	for i, e := range entries {
		old, err := d.oldEntry(stored, e)
		if err == nil && old.same(e) {
			continue
		}
		if err == nil {
			err = e.follows(old, sessions[e.ID], WeekOf(d.now()))
		}
		if err != nil {
			faults[i] = err
			continue
		}
		if e.ID == "" {
			e.ID = NewID()
			all++
		}
		e.Version = old.Version + 1
		if err := tx.PutPlanEntry(ctx, e); err != nil {
			return 0, err
		}
		changed++
	}
	if all > MostPlanned {
		return 0, Fail(Invalid, "plan.most", "Most", MostPlanned)
	}
	if len(faults) > 0 {
		return 0, faults
	}
	return changed, nil
}

// plannable returns an error of kind Conflict when a round takes no sessions any more.
func plannable(ctx context.Context, registry RegistryReader, name string) error {
	rounds, err := registry.Rounds(ctx)
	if err != nil {
		return err
	}
	for _, round := range rounds {
		if round.Name == name && round.State != RoundOpen {
			return Fail(Conflict, "plan.round", "Round", name, "State", round.State)
		}
	}
	return nil
}

// oldEntry returns the entry that another takes the place of, which is empty for one that is added.
func (d *Desk) oldEntry(stored []PlanEntry, e PlanEntry) (PlanEntry, error) {
	if e.ID == "" {
		return PlanEntry{}, nil
	}
	i := slices.IndexFunc(stored, func(s PlanEntry) bool { return s.ID == e.ID })
	if i < 0 {
		return PlanEntry{}, Fail(NotFound, "plan.unknown", "Entry", e.ID)
	}
	if err := d.may(PlanGatherings, stored[i].thing()); err != nil {
		return PlanEntry{}, err
	}
	if e.Version != 0 && e.Version != stored[i].Version {
		return PlanEntry{}, Fail(Conflict, "plan.changed", "Entry", e.ID)
	}
	return stored[i], nil
}

// follows returns what keeps an entry from taking the place of another, from which these sessions
// were opened.
func (e PlanEntry) follows(old PlanEntry, sessions []Session, now Week) error {
	if len(sessions) > 0 {
		return Fail(Conflict, "plan.held", "Entry", e.ID)
	}
	if e.Week != old.Week && e.Week < now {
		return Fail(Invalid, "plan.past", "Week", e.Week)
	}
	return nil
}

// fromPlan fills in what a planned entry says of a session that is opened from it.
func (d *Desk) fromPlan(ctx context.Context, n NewSession) (NewSession, error) {
	if n.Planned == "" {
		return n, nil
	}
	entry, err := d.store.PlanEntry(ctx, n.Planned)
	if err != nil {
		return n, err
	}
	if err := d.may(SeePlan, entry.thing()); err != nil {
		return n, err
	}
	if n.Round == "" {
		n.Round = entry.Round
	}
	if n.Municipality == "" && n.Intervention == "" {
		n.Municipality, n.Intervention = entry.Municipality, entry.Intervention
	}
	if n.Timing == "" {
		n.Timing = entry.Timing
	}
	if n.Announced == 0 && n.Channel != Self {
		n.Announced = entry.Expected
	}
	round, err := d.Round(ctx, n.Round)
	if err != nil {
		return n, err
	}
	if round.Name != entry.Round || n.Municipality != entry.Municipality || n.Intervention != entry.Intervention || n.Timing != entry.Timing {
		return n, Fail(Invalid, "plan.other", "Entry", entry.String())
	}
	return n, nil
}

// stillPlanned returns an error of kind Conflict when the entry that a session is opened from is
// cancelled.
func stillPlanned(ctx context.Context, registry RegistryReader, session Session) error {
	if session.Planned == "" {
		return nil
	}
	entry, err := registry.PlanEntry(ctx, session.Planned)
	if err == nil && entry.Cancelled {
		return Fail(Conflict, "plan.cancelled", "Entry", entry.String())
	}
	return err
}
