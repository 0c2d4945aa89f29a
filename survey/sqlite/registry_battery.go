package sqlite

import (
	"context"

	"fragebatteri/survey"
)

const selectBatteryDrafts = `SELECT state, document, prefix, given, until, edit FROM battery_draft ORDER BY id, version`

// BatteryDrafts implements survey.RegistryReader.
func (r reader) BatteryDrafts(ctx context.Context) ([]survey.BatteryDraft, error) {
	return all(ctx, r.from, func(r row) (b survey.BatteryDraft, err error) {
		err = r.Scan(&b.State, asJSON(&b.Worded), &b.Prefix, &b.Given, &b.Until, &b.Edit)
		return b, err
	}, selectBatteryDrafts)
}

const upsertBatteryDraft = `
INSERT INTO battery_draft (id, version, state, document, prefix, given, until, edit) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id, version) DO UPDATE SET state = excluded.state, document = excluded.document, prefix = excluded.prefix,
    given = excluded.given, until = excluded.until, edit = excluded.edit`

// PutBatteryDraft implements survey.RegistryTx.
func (t transaction) PutBatteryDraft(ctx context.Context, b survey.BatteryDraft) error {
	return t.store(ctx, "battery", upsertBatteryDraft, b.Battery.ID, b.Battery.Version, string(b.State), asJSON(&b.Worded), b.Prefix, b.Given, b.Until, b.Edit)
}

const (
	deleteComments     = `DELETE FROM battery_comment WHERE battery = ? AND version = ?`
	deleteBatteryDraft = `DELETE FROM battery_draft WHERE id = ? AND version = ?`
)

// DeleteBatteryDraft implements survey.RegistryTx.
func (t transaction) DeleteBatteryDraft(ctx context.Context, id string, version int) error {
	if err := t.store(ctx, "comments", deleteComments, id, version); err != nil {
		return err
	}
	return t.store(ctx, "battery", deleteBatteryDraft, id, version)
}

const selectComments = `
SELECT battery, version, question, role, municipality, day, text FROM battery_comment WHERE battery = ? AND version = ? ORDER BY line`

// Comments implements survey.RegistryReader.
func (r reader) Comments(ctx context.Context, battery string, version int) ([]survey.Comment, error) {
	return all(ctx, r.from, func(r row) (c survey.Comment, err error) {
		err = r.Scan(&c.Battery, &c.Version, &c.Question, &c.Role, &c.Municipality, &c.Day, &c.Text)
		return c, err
	}, selectComments, battery, version)
}

const insertComment = `INSERT INTO battery_comment (battery, version, question, role, municipality, day, text) VALUES (?, ?, ?, ?, ?, ?, ?)`

// AddComment implements survey.CommentTx.
func (t transaction) AddComment(ctx context.Context, c survey.Comment) error {
	return t.store(ctx, "comment", insertComment, c.Battery, c.Version, c.Question, string(c.Role), c.Municipality, c.Day, c.Text)
}
