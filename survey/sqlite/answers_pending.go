package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"slices"

	"fragebatteri/survey"
)

const selectPending = `SELECT k, ct FROM pending WHERE round = ? ORDER BY k`

// Pending implements survey.Store.
func (s *Store) Pending(ctx context.Context, round string) ([]survey.PendingAnswer, error) {
	return all(ctx, s.answers, scanPending, selectPending, round)
}

func scanPending(r row) (a survey.PendingAnswer, err error) {
	err = r.Scan(&a.Key, &a.Ciphertext)
	return a, err
}

const countPending = `SELECT count(*) FROM pending WHERE round = ?`

// CountPending returns how many answers of a round are pending.
func (s *Store) CountPending(ctx context.Context, round string) (int, error) {
	return first(ctx, s.answers, value[int], countPending, round)
}

const (
	deletePending = `DELETE FROM pending WHERE round = ?`
	stagePending  = `INSERT OR IGNORE INTO pending (round, k, ct) VALUES (?, ?, ?)`
	movePending   = `UPDATE OR IGNORE pending SET round = ? WHERE round = ?`
)

// stage stores the answers that wait for the next round under the release that
// they wait for, in place of those of earlier attempts.
func (s *Store) stage(ctx context.Context, release string, earlier []string, waiting []survey.PendingAnswer) error {
	rows := make([][]any, len(waiting))
	for i, a := range waiting {
		rows[i] = []any{release, a.Key, a.Ciphertext}
	}
	slices.SortFunc(rows, func(x, y []any) int { return bytes.Compare(x[1].([]byte), y[1].([]byte)) })
	return inTx(ctx, s.answers, func(ctx context.Context, tx *sql.Tx) error {
		s.answersDirty.Store(true)
		for _, id := range append(earlier, release) {
			if _, err := tx.ExecContext(ctx, deletePending, id); err != nil {
				return err
			}
		}
		return insertAll(ctx, tx, stagePending, rows)
	})
}

// Each step of the recursion looks up the next value in the key, so that a
// round with many answers is not read through.
const selectPendingRounds = `
WITH RECURSIVE found (round) AS (
	SELECT min(round) FROM pending
	UNION ALL
	SELECT (SELECT min(round) FROM pending WHERE round > found.round) FROM found WHERE found.round IS NOT NULL
)
SELECT round FROM found WHERE round IS NOT NULL`

// fates says which rounds' pending answers move to which other round. Where
// that is "", they are deleted.
type fates map[string]string

const (
	selectStates  = `SELECT id, state FROM round`
	selectStagers = `
SELECT release.id, coalesce(release.next, '')
FROM release JOIN round ON round.id = release.round WHERE round.state = 'sealed'`
)

// Settle implements survey.Store.
func (s *Store) Settle(ctx context.Context) error {
	_, err := s.settle(ctx)
	return err
}

// settle reports whether anything had to be done.
func (s *Store) settle(ctx context.Context) (changed bool, err error) {
	err = inTx(ctx, s.registry, func(ctx context.Context, registry *sql.Tx) error {
		found, err := all(ctx, s.answers, value[string], selectPendingRounds)
		if err != nil || len(found) == 0 {
			return err
		}
		fates, err := decide(ctx, registry, found)
		if err != nil || len(fates) == 0 {
			return err
		}
		changed = true
		return inTx(ctx, s.answers, func(ctx context.Context, answers *sql.Tx) error {
			s.answersDirty.Store(true)
			return fates.apply(ctx, answers)
		})
	})
	return changed, err
}

// decide returns the fates of the values of round that were found, except
// those that stay.
func decide(ctx context.Context, registry *sql.Tx, found []string) (fates, error) {
	states, err := pairs(ctx, registry, selectStates)
	if err != nil {
		return nil, err
	}
	stagers, err := pairs(ctx, registry, selectStagers)
	if err != nil {
		return nil, err
	}
	fates := fates{}
	for _, id := range found {
		if state, ok := states[id]; ok && state != string(survey.RoundSealed) {
			continue
		}
		fates[id] = stagers[id]
	}
	return fates, nil
}

func (f fates) apply(ctx context.Context, tx *sql.Tx) error {
	for id, next := range f {
		if next != "" {
			if _, err := tx.ExecContext(ctx, movePending, next, id); err != nil {
				return err
			}
		}
		// What has moved is not there any more.
		if _, err := tx.ExecContext(ctx, deletePending, id); err != nil {
			return err
		}
	}
	return nil
}

// pairs returns the rows of a query of two columns as a map.
func pairs(ctx context.Context, from source, query string) (map[string]string, error) {
	found := map[string]string{}
	_, err := all(ctx, from, func(r row) (struct{}, error) {
		var key, value string
		err := r.Scan(&key, &value)
		found[key] = value
		return struct{}{}, err
	}, query)
	return found, err
}
