package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"fragebatteri/survey"
)

const selectRounds = `
SELECT id, name, state, k, batteries, takes_over, languages, size, public_key, key_kept, areas, grace_ends
FROM round ORDER BY opening`

// Rounds implements survey.Store.
func (s *Store) Rounds(ctx context.Context) ([]survey.Round, error) {
	return all(ctx, s.reading, scanRound, selectRounds)
}

func scanRound(r row) (round survey.Round, err error) {
	err = r.Scan(&round.ID, &round.Name, &round.State, &round.K, asJSON(&round.Batteries), asJSON(&round.TakesOver), asJSON(&round.Languages), &round.Size,
		&round.PublicKey, &round.KeyKept, asJSON(&round.Areas), inSeconds{&round.GraceEnds})
	return round, err
}

const insertRound = `
INSERT INTO round (id, name, state, k, batteries, takes_over, languages, size, public_key, key_kept, areas, grace_ends)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// AddRound implements survey.Store. It returns an error of kind Conflict when
// another round has the same name.
func (s *Store) AddRound(ctx context.Context, r survey.Round, texts *survey.RoundTexts, entry survey.AuditEntry) error {
	return s.change(ctx, entry, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, insertRound, r.ID, r.Name, string(r.State), r.K, asJSON(&r.Batteries), asJSON(&r.TakesOver), asJSON(&r.Languages), r.Size,
			string(r.PublicKey), r.KeyKept, asJSON(&r.Areas), inSeconds{&r.GraceEnds})
		if resultCode(err) == codeConstraint {
			return survey.Fail(survey.Conflict, "round.name_taken", "Round", r.Name).Because(err)
		}
		if err != nil {
			return fmt.Errorf("store round %s: %w", r.Name, err)
		}
		return putRoundTexts(ctx, tx, r.ID, texts)
	})
}

const updateRound = `
UPDATE round SET name = ?, state = ?, k = ?, batteries = ?, languages = ?, size = ?, public_key = ?, key_kept = ?, areas = ?, grace_ends = ?
WHERE id = ?`

// UpdateRound implements survey.Store. It returns an error of kind Conflict
// when the round has moved on since it was read: it only ever moves forward,
// and only SealRound seals it.
func (s *Store) UpdateRound(ctx context.Context, r survey.Round, sessions []survey.Session, entry survey.AuditEntry) error {
	return s.change(ctx, entry, func(ctx context.Context, tx *sql.Tx) error {
		state, err := roundState(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if r.State == survey.RoundSealed || place(r.State) < place(state) {
			return survey.Fail(survey.Conflict, "round.backwards", "Round", r.Name, "State", state, "Wanted", r.State)
		}
		_, err = tx.ExecContext(ctx, updateRound, r.Name, string(r.State), r.K, asJSON(&r.Batteries), asJSON(&r.Languages), r.Size,
			string(r.PublicKey), r.KeyKept, asJSON(&r.Areas), inSeconds{&r.GraceEnds}, r.ID)
		if err != nil {
			return fmt.Errorf("change round %s: %w", r.Name, err)
		}
		for _, session := range sessions {
			if err := changeSession(ctx, tx, session); err != nil {
				return err
			}
		}
		return nil
	})
}

const selectRoundState = `SELECT state FROM round WHERE id = ?`

// roundState returns the state of a round, or an error of kind NotFound.
func roundState(ctx context.Context, from source, id string) (survey.RoundState, error) {
	state, err := first(ctx, from, value[survey.RoundState], selectRoundState, id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", survey.Fail(survey.NotFound, "round.not_there", "Round", id)
	}
	return state, err
}

// place returns where a state stands in the order of states.
func place(state survey.RoundState) int {
	return slices.Index([]survey.RoundState{survey.RoundOpen, survey.RoundClosing, survey.RoundClosed, survey.RoundExported, survey.RoundSealed}, state)
}
