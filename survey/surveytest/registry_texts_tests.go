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

// What a reader says of a text takes the place of what the same reader said before; of another
// reader and another language everything stays.
func (t registryTest) judgements() {
	locked := func(fn func(context.Context, survey.LockedRegistry) error) {
		t.ok(t.registry.WithLock(t.Context(), fn))
	}
	put := func(j survey.Judgement) {
		locked(func(ctx context.Context, tx survey.LockedRegistry) error { return tx.PutJudgement(ctx, j) })
	}
	text := survey.TextName{File: "core", Key: "K01"}
	first := survey.Judgement{
		TextName: text, Language: "ti", Verdict: survey.VerdictWrong, Reasons: []string{"meaning"}, Proposal: map[string]string{"other": "ሰላም"},
		Back: "Hej", Source: "s", Text: "t", Day: "2026-11-28", Role: survey.ReaderRole, Staff: "a",
	}
	second, other, elsewhere := first, first, first
	second.Verdict, second.Reasons, second.Proposal, second.Back, second.Day = survey.VerdictRight, nil, nil, "", "2026-11-29"
	other.Staff, elsewhere.Language = "b", "so"
	for _, j := range []survey.Judgement{first, second, other, elsewhere} {
		put(j)
	}
	got, err := t.registry.Judgements(t.Context(), "ti")
	t.ok(err)
	t.same(got, []survey.Judgement{other, second})
	locked(func(ctx context.Context, tx survey.LockedRegistry) error { return tx.ForgetJudgements(ctx, "ti", text) })
	for language, want := range map[string]int{"ti": 0, "so": 1} {
		got, err := t.registry.Judgements(t.Context(), language)
		t.ok(err)
		t.same(len(got), want)
	}
}
