package sqlite

import (
	"context"
	"fmt"

	"fragebatteri/survey"
)

const upsertReply = `
INSERT INTO reply (release, intervention, language, text) VALUES (?, ?, ?, ?)
ON CONFLICT (release, intervention, language) DO UPDATE SET text = excluded.text`

// PutReply implements survey.RegistryTx.
func (t transaction) PutReply(ctx context.Context, r survey.Reply) error {
	if _, err := t.tx.ExecContext(ctx, upsertReply, r.Release, r.Intervention, r.Language, r.Text); err != nil {
		return fmt.Errorf("store reply: %w", err)
	}
	return nil
}

const selectReplies = `
SELECT release, intervention, language, text FROM reply WHERE release = ? ORDER BY intervention, language`

// Replies implements survey.RegistryReader.
func (r reader) Replies(ctx context.Context, release string) ([]survey.Reply, error) {
	return all(ctx, r.from, scanReply, selectReplies, release)
}

func scanReply(r row) (reply survey.Reply, err error) {
	err = r.Scan(&reply.Release, &reply.Intervention, &reply.Language, &reply.Text)
	return reply, err
}
