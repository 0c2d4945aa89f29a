package surveytest

import (
	"context"

	"fragebatteri/survey"
)

// Batteries that are written at a desk are stored whole, each version on its own, and deleted with what
// was said of them and nothing else.
func (t registryTest) batteries() {
	draft := func(id string, version int) survey.BatteryDraft {
		return survey.BatteryDraft{
			Worded: survey.Worded{
				Battery: &survey.Battery{
					ID: id, Version: version, Pairs: [][2]string{{"NX01", "NX02"}}, Measures: map[string]survey.Measure{"NX01": {Options: []string{"o1"}, Better: survey.Less}},
					Questions: []survey.Question{{ID: "NX01", Kind: survey.Choice, Own: 2, Topic: "work", Sensitive: true}},
				},
				Words: map[string]map[string]string{"sv": {"title": "Näring", "NX01": "Går det bra?"}, "ti": {"NX01": "ሰላም"}},
			},
			State: survey.DraftWritten, Prefix: "NX", Given: 2, Edit: 1,
		}
	}
	put := func(b survey.BatteryDraft) {
		t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.PutBatteryDraft(ctx, b) }))
	}
	list := func() []survey.BatteryDraft {
		list, err := t.registry.BatteryDrafts(t.Context())
		t.ok(err)
		return list
	}
	t.same(len(list()), 0)
	second, first, other := draft("narings", 2), draft("narings", 1), draft("arbete", 1)
	for _, b := range []survey.BatteryDraft{second, first, other} {
		put(b)
	}
	t.same(list(), []survey.BatteryDraft{other, first, second})
	second.State, second.Until, second.Edit, second.Given = survey.DraftReferred, "2026-12-24", 2, 7
	second.Words["ti"]["title"] = "ስራሕ"
	put(second)
	t.same(list(), []survey.BatteryDraft{other, first, second})

	said := []survey.Comment{
		{Battery: "narings", Version: 2, Question: "NX01", Role: survey.Officer, Municipality: "0581", Day: "2026-12-02", Text: "Svår.\nFör lång."},
		{Battery: "narings", Version: 2, Role: survey.ReaderRole, Day: "2026-12-01", Text: "Bra!"},
		{Battery: "narings", Version: 1, Role: survey.Steward, Day: "2026-12-01", Text: "Äldre"},
	}
	for _, c := range said {
		t.ok(t.registry.WithLock(t.Context(), func(ctx context.Context, tx survey.LockedRegistry) error { return tx.AddComment(ctx, c) }))
	}
	comments := func(version int) []survey.Comment {
		list, err := t.registry.Comments(t.Context(), "narings", version)
		t.ok(err)
		return list
	}
	t.same(comments(2), said[:2])
	t.ok(t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.DeleteBatteryDraft(ctx, "narings", 2) }))
	t.same(list(), []survey.BatteryDraft{other, first})
	t.same(len(comments(2)), 0)
	t.same(comments(1), said[2:])
}
