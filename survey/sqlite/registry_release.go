package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"fragebatteri/survey"
)

const headerColumns = `release.id, release.round, coalesce(release.next, ''), release.prev, release.date, coalesce(release.published, '')`

const selectReleases = `
SELECT ` + headerColumns + `
FROM release JOIN round ON round.id = release.round
WHERE round.state = 'sealed' ORDER BY release.sealing`

// Releases implements survey.RegistryReader. They come in the order in which their
// rounds were sealed.
func (r reader) Releases(ctx context.Context) ([]survey.ReleaseHeader, error) {
	return all(ctx, r.from, scanHeader, selectReleases)
}

const selectRelease = `SELECT ` + headerColumns + `, json, signature, disposal FROM release WHERE id = ?`

// Release implements survey.RegistryReader.
func (r reader) Release(ctx context.Context, id string) (survey.StoredRelease, error) {
	release, err := first(ctx, r.from, scanRelease, selectRelease, id)
	if errors.Is(err, sql.ErrNoRows) {
		return release, survey.Fail(survey.NotFound, "release.unknown", "Release", id)
	}
	return release, err
}

func scanHeader(r row) (h survey.ReleaseHeader, err error) {
	err = r.Scan(&h.ID, &h.Round, &h.Next, &h.Prev, &h.Date, &h.Published)
	return h, err
}

func scanRelease(r row) (s survey.StoredRelease, err error) {
	err = r.Scan(&s.ID, &s.Round, &s.Next, &s.Prev, &s.Date, &s.Published, &s.JSON, &s.Signature, asJSON(&s.Disposal))
	return s, err
}

const (
	selectKept    = `SELECT id FROM release WHERE round = ?`
	deleteRelease = `DELETE FROM release WHERE round = ?`
	insertRelease = `
INSERT INTO release (id, round, next, prev, date, json, signature, disposal)
VALUES (?, ?, nullif(?, ''), ?, ?, ?, ?, ?)`
)

// KeepRelease implements survey.LockedRegistry.
func (t transaction) KeepRelease(ctx context.Context, r survey.StoredRelease) (replaced string, err error) {
	replaced, err = first(ctx, t.tx, value[string], selectKept, r.Round)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	if _, err := t.tx.ExecContext(ctx, deleteRelease, r.Round); err != nil {
		return "", fmt.Errorf("replace release: %w", err)
	}
	_, err = t.tx.ExecContext(ctx, insertRelease, r.ID, r.Round, r.Next, r.Prev, r.Date, r.JSON, r.Signature, asJSON(&r.Disposal))
	if resultCode(err) == codeConstraint {
		return "", survey.Fail(survey.Conflict, "release.not_stored", "Release", r.ID).Because(err)
	}
	if err != nil {
		return "", fmt.Errorf("store release %s: %w", r.ID, err)
	}
	return replaced, nil
}

const (
	sealRound   = `UPDATE round SET state = 'sealed' WHERE id = (SELECT round FROM release WHERE id = ?)`
	sealRelease = `UPDATE release SET sealing = (SELECT coalesce(max(sealing), 0) + 1 FROM release) WHERE id = ?`
	forgetTags  = `UPDATE session SET tag = NULL, opened_by = NULL, opening = NULL WHERE round = (SELECT round FROM release WHERE id = ?)`
	forgetPlan  = `UPDATE plan SET ambassador = NULL WHERE round = (SELECT round.name FROM round JOIN release ON release.round = round.id WHERE release.id = ?)`
	forgetLog   = `
UPDATE audit SET what = '' WHERE actor = 'ambassador' AND (action GLOB 'session.*' OR action = 'voice.note')
AND substr(what, 1, 8) IN (SELECT code FROM session WHERE round = (SELECT round FROM release WHERE id = ?))`
	forgetWhose = `UPDATE voice SET session = NULL WHERE round = (SELECT round FROM release WHERE id = ?)`
)

// SealRound implements survey.RegistryTx.
func (t transaction) SealRound(ctx context.Context, release string) error {
	for _, step := range []string{sealRelease, sealRound, forgetTags, forgetWhose, forgetPlan, forgetLog} {
		if _, err := t.tx.ExecContext(ctx, step, release); err != nil {
			return fmt.Errorf("seal round: %w", err)
		}
	}
	return nil
}

const publishRelease = `UPDATE release SET published = ? WHERE id = ? AND sealing IS NOT NULL`

// PublishRelease implements survey.RegistryTx.
func (t transaction) PublishRelease(ctx context.Context, id, day string) error {
	result, err := t.tx.ExecContext(ctx, publishRelease, day, id)
	if err != nil {
		return fmt.Errorf("publish release %s: %w", id, err)
	}
	return atLeastOne(result, survey.Fail(survey.NotFound, "release.unknown", "Release", id))
}
