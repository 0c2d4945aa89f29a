package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"fragebatteri/survey"
)

const upsertReply = `
INSERT INTO reply (release, intervention, language, text) VALUES (?, ?, ?, ?)
ON CONFLICT (release, intervention, language) DO UPDATE SET text = excluded.text`

// PutReply implements survey.Store.
func (s *Store) PutReply(ctx context.Context, r survey.Reply, entry survey.AuditEntry) error {
	return s.change(ctx, entry, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, upsertReply, r.Release, r.Intervention, r.Language, r.Text); err != nil {
			return fmt.Errorf("store reply: %w", err)
		}
		return nil
	})
}

const selectReplies = `
SELECT release, intervention, language, text FROM reply WHERE release = ? ORDER BY intervention, language`

// Replies implements survey.Store.
func (s *Store) Replies(ctx context.Context, release string) ([]survey.Reply, error) {
	return all(ctx, s.reading, scanReply, selectReplies, release)
}

func scanReply(r row) (reply survey.Reply, err error) {
	err = r.Scan(&reply.Release, &reply.Intervention, &reply.Language, &reply.Text)
	return reply, err
}
