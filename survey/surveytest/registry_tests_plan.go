package surveytest

import (
	"context"

	"fragebatteri/survey"
)

// Entries of a plan are found by the name of their round, which need not be there, in order; and who
// was to hold them is forgotten when it is sealed.
func (t registryTest) plans() {
	round, next := t.openRound(t.registry, "2026-H2"), t.openRound(t.registry, "2027-H1")
	entry := func(round, week, municipality string) survey.PlanEntry {
		e := survey.PlanEntry{
			ID: survey.NewID(), Round: round, Municipality: municipality, Intervention: "OG028", Timing: survey.Before,
			Week: survey.Week(week), Ambassador: survey.NewID(), Expected: 12, Version: 1,
		}
		t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.PutPlanEntry(ctx, e) }))
		return e
	}
	late, south, north := entry(round.Name, "2027-W02", "0580"), entry(round.Name, "2026-W48", "0581"), entry(round.Name, "2026-W48", "0580")
	other := entry("2028-H1", "2028-W03", "0581")
	late.Cancelled, late.Version, late.Timing = true, 2, survey.NoTiming
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.PutPlanEntry(ctx, late) }))
	list := func(round string) []survey.PlanEntry {
		list, err := t.registry.Plan(t.Context(), round)
		t.ok(err)
		return list
	}
	t.same(list(round.Name), []survey.PlanEntry{north, south, late})
	t.same(len(list("none")), 0)
	got, err := t.registry.PlanEntry(t.Context(), other.ID)
	t.ok(err)
	t.same(got, other)
	_, err = t.registry.PlanEntry(t.Context(), "none")
	t.fails(err, survey.NotFound)
	rounds, err := t.registry.PlannedRounds(t.Context())
	t.ok(err)
	t.same(rounds, []string{"2026-H2", "2028-H1"})

	session := newSession(round.ID)
	session.Planned = north.ID
	t.ok(addSession(t.Context(), t.registry, conformanceEntry, session))
	r := storedRelease(round, next.ID, 0, 0)
	t.keep(r)
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.SealRound(ctx, r.ID) }))
	t.same([]string{list(round.Name)[0].Ambassador, list(round.Name)[2].Ambassador}, []string{"", ""})
	t.same(list(other.Round)[0].Ambassador, other.Ambassador)
	kept, err := t.registry.Session(t.Context(), session.Code)
	t.ok(err)
	t.same(kept.Planned, north.ID)
	kept.Planned = ""
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.UpdateSession(ctx, kept) }))
	got2, err := t.registry.Session(t.Context(), session.Code)
	t.ok(err)
	t.same(got2.Planned, "")
}
