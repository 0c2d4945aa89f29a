package sqlite

import (
	"context"
	"testing"

	"fragebatteri/survey"
)

// Texts that were changed in the file are not shown to anybody.
func TestDamagedRoundTexts(t *testing.T) {
	s := newStore(t)
	texts := &survey.RoundTexts{Texts: map[string]map[string]string{"sv": {"K01": "Vart går du?"}}}
	round := survey.Round{ID: survey.NewID(), Name: "2026-H2", State: survey.RoundOpen}
	ok(t, s.Change(t.Context(), testEntry, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddRound(ctx, round, texts)
	}))
	for _, statement := range []string{
		`UPDATE round_texts SET sha256 = 'x'`,
		`UPDATE round_texts SET texts = substr(texts, 1, length(texts) - 9)`,
		`UPDATE round_texts SET texts = x'00'`,
	} {
		_, err := s.Registry.db.Exec(statement)
		ok(t, err)
		if got, err := s.RoundTexts(t.Context(), round.ID); err == nil {
			t.Errorf("after %s they are %+v", statement, got)
		}
	}
}
