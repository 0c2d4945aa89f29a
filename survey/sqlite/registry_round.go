package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"fragebatteri/survey"
)

const selectRounds = `
SELECT id, name, state, k, batteries, takes_over, languages, size, public_key, key_kept, areas, grace_ends, opened, ends, closed, asks
FROM round ORDER BY opening`

// Rounds implements survey.RegistryReader.
func (r reader) Rounds(ctx context.Context) ([]survey.Round, error) {
	return all(ctx, r.from, scanRound, selectRounds)
}

func scanRound(r row) (round survey.Round, err error) {
	err = r.Scan(&round.ID, &round.Name, &round.State, &round.K, asJSON(&round.Batteries), asJSON(&round.TakesOver), asJSON(&round.Languages), &round.Size,
		&round.PublicKey, &round.KeyKept, asJSON(&round.Areas), inSeconds{&round.GraceEnds}, &round.Opened, &round.Ends, &round.Closed, asJSON(&round.Asks))
	return round, err
}

const insertRound = `
INSERT INTO round (id, name, state, k, batteries, takes_over, languages, size, public_key, key_kept, areas, grace_ends, opened, ends, closed, asks)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// AddRound implements survey.RegistryTx.
func (t transaction) AddRound(ctx context.Context, r survey.Round, texts *survey.RoundTexts) error {
	_, err := t.tx.ExecContext(ctx, insertRound, r.ID, r.Name, string(r.State), r.K, asJSON(&r.Batteries), asJSON(&r.TakesOver), asJSON(&r.Languages), r.Size,
		string(r.PublicKey), r.KeyKept, asJSON(&r.Areas), inSeconds{&r.GraceEnds}, r.Opened, r.Ends, r.Closed, asJSON(&r.Asks))
	if resultCode(err) == codeConstraint {
		return survey.Fail(survey.Conflict, "round.name_taken", "Round", r.Name).Because(err)
	}
	if err != nil {
		return fmt.Errorf("store round %s: %w", r.Name, err)
	}
	return putRoundTexts(ctx, t.tx, r.ID, texts)
}

const updateRound = `
UPDATE round SET name = ?, state = ?, k = ?, batteries = ?, languages = ?, size = ?, public_key = ?, key_kept = ?, areas = ?, grace_ends = ?, opened = ?, ends = ?, closed = ?
WHERE id = ?`

// UpdateRound implements survey.RegistryTx.
func (t transaction) UpdateRound(ctx context.Context, r survey.Round) error {
	result, err := t.tx.ExecContext(ctx, updateRound, r.Name, string(r.State), r.K, asJSON(&r.Batteries), asJSON(&r.Languages), r.Size,
		string(r.PublicKey), r.KeyKept, asJSON(&r.Areas), inSeconds{&r.GraceEnds}, r.Opened, r.Ends, r.Closed, r.ID)
	if err != nil {
		return fmt.Errorf("change round %s: %w", r.Name, err)
	}
	return atLeastOne(result, survey.Fail(survey.NotFound, "round.not_there", "Round", r.ID))
}

// atLeastOne returns an error when a statement changed no row.
func atLeastOne(result sql.Result, none error) error {
	changed, err := result.RowsAffected()
	if err == nil && changed == 0 {
		return none
	}
	return err
}
