package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"

	"fragebatteri/survey"
)

// A session has a salt from its first answer until its receipts are forgotten.
const selectSalt = `SELECT EXISTS (SELECT 1 FROM salt WHERE session = ?)`

const insertFinalCount = `
INSERT OR IGNORE INTO final_count (session, n) SELECT ?1, count(*) FROM receipt WHERE session = ?1`

var forgetSession = []string{
	`DELETE FROM receipt WHERE session = ?`,
	`DELETE FROM salt WHERE session = ?`,
	`DELETE FROM spent_ticket WHERE session = ?`,
}

// ForgetReceipts implements survey.Store. For a session whose receipts are
// forgotten, or that never had any, it does nothing.
func (s *Store) ForgetReceipts(ctx context.Context, code string) error {
	any, err := first(ctx, s.answers, value[bool], selectSalt, code)
	if err != nil || !any {
		return err
	}
	err = inTx(ctx, s.answers, func(ctx context.Context, tx *sql.Tx) error {
		s.answersDirty.Store(true)
		for _, query := range append([]string{insertFinalCount}, forgetSession...) {
			if _, err := tx.ExecContext(ctx, query, code); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("forget receipts of session %s: %w", code, err)
	}
	return nil
}

// Compact implements survey.Store. After a round was sealed it rewrites the
// registry too, where tags that were forgotten may still be read in free space.
func (s *Store) Compact(ctx context.Context) error {
	if err := rewrite(ctx, s.answers, &s.answersDirty); err != nil {
		return fmt.Errorf("compact %s: %w", answersFile, err)
	}
	if !s.registryDirty.Load() {
		return nil
	}
	if err := rewrite(ctx, s.registry, &s.registryDirty); err != nil {
		return fmt.Errorf("compact %s: %w", registryFile, err)
	}
	return nil
}

// NeedsCompacting implements survey.Store.
func (s *Store) NeedsCompacting() bool { return s.answersDirty.Load() }

const (
	vacuum     = `VACUUM`
	checkpoint = `PRAGMA wal_checkpoint(TRUNCATE)`
)

// rewrite lays a file out anew and empties its log. dirty is cleared while the
// only connection is held, so that a write that comes after sets it again.
func rewrite(ctx context.Context, db *sql.DB, dirty *atomic.Bool) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fault(err)
	}
	defer conn.Close()
	dirty.Store(false)
	defer func() {
		if err != nil {
			dirty.Store(true)
		}
	}()
	ctx = context.WithoutCancel(ctx)
	if _, err := conn.ExecContext(ctx, vacuum); err != nil {
		return fault(err)
	}
	// A checkpoint that a reader stood in the way of is no error to SQLite.
	var busy, frames, done int
	if err := conn.QueryRowContext(ctx, checkpoint).Scan(&busy, &frames, &done); err != nil {
		return fault(err)
	}
	if busy != 0 {
		return survey.Fail(survey.Unavailable, "store.log_busy")
	}
	return nil
}
