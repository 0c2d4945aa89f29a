package sqlite

import (
	"context"

	"fragebatteri/survey"
)

const upsertReply = `
INSERT INTO reply (release, intervention, language, text, heard, until, done, note, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (release, intervention, language) DO UPDATE SET text = excluded.text, heard = excluded.heard, until = excluded.until,
    done = excluded.done, note = excluded.note, source = excluded.source`

// PutReply implements survey.RegistryTx.
func (t transaction) PutReply(ctx context.Context, r survey.Reply) error {
	return t.store(ctx, "reply", upsertReply, r.Release, r.Intervention, r.Language, r.Text, r.Heard, r.Until, string(r.Done), r.Note, r.Source)
}

const selectReplies = `
SELECT release, intervention, language, text, heard, until, done, note, source FROM reply WHERE release = ?
ORDER BY intervention, language`

// Replies implements survey.RegistryReader.
func (r reader) Replies(ctx context.Context, release string) ([]survey.Reply, error) {
	return all(ctx, r.from, scanReply, selectReplies, release)
}

func scanReply(r row) (reply survey.Reply, err error) {
	err = r.Scan(&reply.Release, &reply.Intervention, &reply.Language, &reply.Text, &reply.Heard, &reply.Until, &reply.Done, &reply.Note, &reply.Source)
	return reply, err
}

const upsertReplyDraft = `
INSERT INTO reply_draft (release, intervention, language, text, heard, note, source, staff) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (release, intervention, language) DO UPDATE SET text = excluded.text, heard = excluded.heard, note = excluded.note,
    source = excluded.source, staff = excluded.staff`

// PutReplyDraft implements survey.RegistryTx.
func (t transaction) PutReplyDraft(ctx context.Context, r survey.ReplyDraft) error {
	return t.store(ctx, "reply draft", upsertReplyDraft, r.Release, r.Intervention, r.Language, r.Text, r.Heard, r.Note, r.Source, r.Staff)
}

const deleteReplyDraft = `DELETE FROM reply_draft WHERE release = ? AND intervention = ? AND language = ?`

// ForgetReplyDraft implements survey.RegistryTx.
func (t transaction) ForgetReplyDraft(ctx context.Context, release, intervention, language string) error {
	return t.store(ctx, "reply draft", deleteReplyDraft, release, intervention, language)
}

const selectReplyDrafts = `
SELECT release, intervention, language, text, heard, note, source, staff FROM reply_draft WHERE release = ?
ORDER BY intervention, language`

// ReplyDrafts implements survey.RegistryReader.
func (r reader) ReplyDrafts(ctx context.Context, release string) ([]survey.ReplyDraft, error) {
	return all(ctx, r.from, scanReplyDraft, selectReplyDrafts, release)
}

func scanReplyDraft(r row) (d survey.ReplyDraft, err error) {
	err = r.Scan(&d.Release, &d.Intervention, &d.Language, &d.Text, &d.Heard, &d.Note, &d.Source, &d.Staff)
	return d, err
}
