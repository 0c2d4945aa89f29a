package main

import (
	"context"
	"slices"

	"fragebatteri/survey"
)

// demoWeeks is over how many weeks the gatherings of the demo's open round are spread.
const demoWeeks = 6

// planDemo plans the open round once: the gatherings of the rounds before it, in the weeks to come.
func (in *instance) planDemo(ctx context.Context) error {
	planned, err := in.store.Plan(ctx, demoOpen)
	if err != nil || len(planned) > 0 {
		return err
	}
	staff, err := in.Staff(ctx)
	if err != nil {
		return err
	}
	ambassador := ""
	if i := slices.IndexFunc(staff, func(s survey.Staff) bool { return s.Role == survey.AmbassadorRole && s.State == survey.StaffActive }); i >= 0 {
		ambassador = staff[i].ID
	}
	this := survey.WeekOf(in.Now())
	var entries []survey.PlanEntry
	for i, g := range demoPlan {
		if g.channel == survey.Self {
			continue
		}
		e := survey.PlanEntry{
			Municipality: g.municipality, Intervention: g.intervention, Timing: g.timing, Week: this.Add(i % demoWeeks), Expected: (g.answers + 4) / 5 * 5,
		}
		if g.municipality == demoMunicipality && g.channel == survey.Ambassador {
			e.Ambassador = ambassador
		}
		e.Cancelled = i%17 == 16
		entries = append(entries, e)
	}
	_, err = in.PutPlan(ctx, demoOpen, entries)
	return err
}
