package sqlite

import (
	"context"
	"database/sql"
	"fmt"

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

const selectAnswered = `SELECT EXISTS (SELECT 1 FROM salt WHERE session = ?1) OR EXISTS (SELECT 1 FROM final_count WHERE session = ?1)`

// HoldUnanswered implements survey.AnswerStore: it holds the lock for writing until release is called.
func (a *Answers) HoldUnanswered(ctx context.Context, session string) (release func(), err error) {
	tx, err := a.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, fault(err)
	}
	release = func() { _ = tx.Rollback() } // nothing was written
	answered, err := first(ctx, tx, value[bool], selectAnswered, session)
	if err == nil && answered {
		err = survey.Fail(survey.Conflict, "session.answered", "Session", session)
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}
