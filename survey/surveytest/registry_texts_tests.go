package surveytest

import (
	"context"

	"fragebatteri/survey"
)

func (t registryTest) roundTexts() {
	want := &survey.RoundTexts{
		Batteries: []*survey.Battery{{ID: "kort", Version: 2, Scales: map[string]int{"amount": 4}, Questions: []survey.Question{
			{ID: "S1", Kind: survey.Scale, Scale: "amount", Topic: "work", DK: true, Hint: true},
		}}},
		Texts: map[string]map[string]string{"sv": {"S1": "Arbetar du <mycket>?"}, "ar": {"S1": "هل تعمل؟"}},
	}
	open := func(round survey.Round) error {
		return t.change(func(ctx context.Context, tx survey.RegistryTx) error { return tx.AddRound(ctx, round, want) })
	}
	round := survey.Round{ID: survey.NewID(), Name: "2027-H1", State: survey.RoundOpen}
	t.ok(open(round))
	refused := survey.Round{ID: survey.NewID(), Name: "2027-H1", State: survey.RoundOpen}
	t.fails(open(refused), survey.Conflict)
	without := t.openRound(t.registry, "2026-H2")
	for round, want := range map[string]*survey.RoundTexts{round.ID: want, refused.ID: nil, without.ID: nil, "none": nil} {
		got, err := t.registry.RoundTexts(t.Context(), round)
		t.ok(err)
		t.same(got, want)
	}
}
