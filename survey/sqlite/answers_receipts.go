package sqlite

import (
	"context"
	"database/sql"
	"fmt"
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

// ForgetReceipts implements survey.AnswerStore.
func (a *Answers) ForgetReceipts(ctx context.Context, code string) error {
	any, err := first(ctx, a.db, value[bool], selectSalt, code)
	if err != nil || !any {
		return err
	}
	err = inTx(ctx, a.db, func(ctx context.Context, tx *sql.Tx) error {
		a.dirty.Store(true)
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
