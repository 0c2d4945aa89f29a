package surveytest

import "fragebatteri/survey"

func (t *storeTest) roundTexts() {
	want := &survey.RoundTexts{
		Batteries: []*survey.Battery{{ID: "kort", Version: 2, Scales: map[string]int{"amount": 4}, Questions: []survey.Question{
			{ID: "S1", Kind: survey.Scale, Scale: "amount", Topic: "work", DK: true, Hint: true},
		}}},
		Texts: map[string]map[string]string{"sv": {"S1": "Arbetar du <mycket>?"}, "ar": {"S1": "هل تعمل؟"}},
	}
	round := survey.Round{ID: survey.NewID(), Name: "2027-H1", State: survey.RoundOpen}
	t.ok(t.store.AddRound(t.Context(), round, want, storeEntry))
	refused := survey.Round{ID: survey.NewID(), Name: "2027-H1", State: survey.RoundOpen}
	t.fails(t.store.AddRound(t.Context(), refused, want, storeEntry), survey.Conflict)
	for round, want := range map[string]*survey.RoundTexts{round.ID: want, refused.ID: nil, t.openRound("2026-H2").ID: nil, "none": nil} {
		got, err := t.store.RoundTexts(t.Context(), round)
		t.ok(err)
		t.same(got, want)
	}
}
