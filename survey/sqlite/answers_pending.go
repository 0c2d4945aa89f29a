package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"slices"

	"fragebatteri/survey"
)

const selectPending = `SELECT k, ct FROM pending WHERE round = ? ORDER BY k`

// Pending implements survey.AnswerStore.
func (a *Answers) Pending(ctx context.Context, id string) ([]survey.PendingAnswer, error) {
	return all(ctx, a.db, scanPending, selectPending, id)
}

func scanPending(r row) (a survey.PendingAnswer, err error) {
	err = r.Scan(&a.Key, &a.Ciphertext)
	return a, err
}

const countPending = `SELECT count(*) FROM pending WHERE round = ?`

// CountPending implements survey.AnswerStore.
func (a *Answers) CountPending(ctx context.Context, id string) (int, error) {
	return first(ctx, a.db, value[int], countPending, id)
}

// Each step of the recursion looks up the next value in the key, so that a
// round with many answers is not read through.
const selectPendingIDs = `
WITH RECURSIVE found (round) AS (
	SELECT min(round) FROM pending
	UNION ALL
	SELECT (SELECT min(round) FROM pending WHERE round > found.round) FROM found WHERE found.round IS NOT NULL
)
SELECT round FROM found WHERE round IS NOT NULL`

// PendingIDs implements survey.AnswerStore.
func (a *Answers) PendingIDs(ctx context.Context) ([]string, error) {
	return all(ctx, a.db, value[string], selectPendingIDs)
}

const (
	deletePending = `DELETE FROM pending WHERE round = ?`
	stagePending  = `INSERT OR IGNORE INTO pending (round, k, ct) VALUES (?, ?, ?)`
	movePending   = `UPDATE OR IGNORE pending SET round = ? WHERE round = ?`
)

// Stage implements survey.AnswerStore. Rows are inserted in the order of their random keys.
func (a *Answers) Stage(ctx context.Context, release, replaced string, waiting []survey.PendingAnswer) error {
	rows := make([][]any, len(waiting))
	for i, answer := range waiting {
		rows[i] = []any{release, answer.Key, answer.Ciphertext}
	}
	slices.SortFunc(rows, func(x, y []any) int { return bytes.Compare(x[1].([]byte), y[1].([]byte)) })
	return inTx(ctx, a.db, func(ctx context.Context, tx *sql.Tx) error {
		a.dirty.Store(true)
		for _, id := range []string{replaced, release} {
			if _, err := tx.ExecContext(ctx, deletePending, id); err != nil {
				return err
			}
		}
		return insertAll(ctx, tx, stagePending, rows)
	})
}

// Move implements survey.AnswerStore.
func (a *Answers) Move(ctx context.Context, moves map[string]string) error {
	return inTx(ctx, a.db, func(ctx context.Context, tx *sql.Tx) error {
		a.dirty.Store(true)
		for id, to := range moves {
			if to != "" {
				if _, err := tx.ExecContext(ctx, movePending, to, id); err != nil {
					return err
				}
			}
			// What is left under the id did not move: there was nowhere to, or its key is there already.
			if _, err := tx.ExecContext(ctx, deletePending, id); err != nil {
				return err
			}
		}
		return nil
	})
}
