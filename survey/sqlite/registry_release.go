package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"fragebatteri/survey"
)

const headerColumns = `release.id, release.round, coalesce(release.next, ''), release.prev, release.date`

const selectReleases = `
SELECT ` + headerColumns + `
FROM release JOIN round ON round.id = release.round
WHERE round.state = 'sealed' ORDER BY release.sealing`

// Releases implements survey.Store. They come in the order in which their
// rounds were sealed.
func (s *Store) Releases(ctx context.Context) ([]survey.ReleaseHeader, error) {
	return all(ctx, s.reading, scanHeader, selectReleases)
}

const selectRelease = `SELECT ` + headerColumns + `, json, signature, disposal FROM release WHERE id = ?`

// Release implements survey.Store.
func (s *Store) Release(ctx context.Context, id string) (survey.StoredRelease, error) {
	return release(ctx, s.reading, id)
}

func release(ctx context.Context, from source, id string) (survey.StoredRelease, error) {
	r, err := first(ctx, from, scanRelease, selectRelease, id)
	if errors.Is(err, sql.ErrNoRows) {
		return r, survey.Fail(survey.NotFound, "release.unknown", "Release", id)
	}
	return r, err
}

func scanHeader(r row) (h survey.ReleaseHeader, err error) {
	err = r.Scan(&h.ID, &h.Round, &h.Next, &h.Prev, &h.Date)
	return h, err
}

func scanRelease(r row) (s survey.StoredRelease, err error) {
	err = r.Scan(&s.ID, &s.Round, &s.Next, &s.Prev, &s.Date, &s.JSON, &s.Signature, asJSON(&s.Disposal))
	return s, err
}

const (
	selectKept    = `SELECT id FROM release WHERE round = ?`
	deleteRelease = `DELETE FROM release WHERE round = ?`
	insertRelease = `
INSERT INTO release (id, round, next, prev, date, json, signature, disposal)
VALUES (?, ?, nullif(?, ''), ?, ?, ?, ?, ?)`
)

// KeepRelease implements survey.Store. It returns an error of kind Conflict
// when the round is sealed already.
func (s *Store) KeepRelease(ctx context.Context, r survey.StoredRelease, waiting []survey.PendingAnswer) error {
	return inTx(ctx, s.registry, func(ctx context.Context, tx *sql.Tx) error {
		if err := keepable(ctx, tx, r); err != nil {
			return err
		}
		earlier, err := all(ctx, tx, value[string], selectKept, r.Round)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, deleteRelease, r.Round); err != nil {
			return fmt.Errorf("replace release: %w", err)
		}
		_, err = tx.ExecContext(ctx, insertRelease, r.ID, r.Round, r.Next, r.Prev, r.Date, r.JSON, r.Signature, asJSON(&r.Disposal))
		if resultCode(err) == codeConstraint {
			return survey.Fail(survey.Conflict, "release.not_stored", "Release", r.ID).Because(err)
		}
		if err != nil {
			return fmt.Errorf("store release %s: %w", r.ID, err)
		}
		return s.stage(ctx, r.ID, earlier, waiting)
	})
}

// keepable returns an error when the round takes no release. Answers staged
// under the id of a round would be taken for answers of that round.
func keepable(ctx context.Context, tx *sql.Tx, r survey.StoredRelease) error {
	state, err := roundState(ctx, tx, r.Round)
	if err != nil {
		return err
	}
	if state == survey.RoundSealed {
		return survey.Fail(survey.Conflict, "release.round_sealed", "Release", r.ID)
	}
	switch _, err := roundState(ctx, tx, r.ID); {
	case err == nil:
		return survey.Fail(survey.Conflict, "release.id_taken", "Release", r.ID)
	case survey.KindOf(err) != survey.NotFound:
		return err
	}
	return nil
}

const (
	sealRound   = `UPDATE round SET state = 'sealed' WHERE id = ?`
	sealRelease = `UPDATE release SET sealing = (SELECT coalesce(max(sealing), 0) + 1 FROM release) WHERE id = ?`
	forgetTags  = `UPDATE session SET tag = NULL WHERE round = ?`
)

// SealRound implements survey.Store. For a release whose round is sealed it
// does nothing.
func (s *Store) SealRound(ctx context.Context, id string, entry survey.AuditEntry) error {
	return inTx(ctx, s.registry, func(ctx context.Context, tx *sql.Tx) error {
		r, err := release(ctx, tx, id)
		if err != nil {
			return err
		}
		state, err := roundState(ctx, tx, r.Round)
		if err != nil || state == survey.RoundSealed {
			return err
		}
		if err := s.sealable(ctx, tx, r); err != nil {
			return err
		}
		s.registryDirty.Store(true)
		for _, step := range [][2]string{{sealRound, r.Round}, {forgetTags, r.Round}, {sealRelease, r.ID}} {
			if _, err := tx.ExecContext(ctx, step[0], step[1]); err != nil {
				return fmt.Errorf("seal round: %w", err)
			}
		}
		return addAudit(ctx, tx, entry)
	})
}

const selectNewest = `SELECT json FROM release WHERE sealing IS NOT NULL ORDER BY sealing DESC LIMIT 1`

// sealable returns an error when sealing would lose answers or fork the chain.
// The registry's write lock is held, so that no other process stages, seals or
// settles.
func (s *Store) sealable(ctx context.Context, tx *sql.Tx, r survey.StoredRelease) error {
	newest := ""
	switch content, err := first(ctx, tx, value[[]byte], selectNewest); {
	case err == nil:
		newest = survey.HashOf(content)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	if r.Prev != newest {
		return survey.Fail(survey.Conflict, "release.forks", "Release", r.ID)
	}
	staged, err := s.CountPending(ctx, r.ID)
	if err != nil {
		return err
	}
	if staged < r.Disposal.Waiting {
		return survey.Fail(survey.Conflict, "release.staged", "Waiting", r.Disposal.Waiting, "Staged", staged)
	}
	rows, err := s.CountPending(ctx, r.Round)
	if err != nil {
		return err
	}
	if rows > r.Disposal.Rows {
		return survey.Fail(survey.Conflict, "release.more_rows", "Rows", rows, "Sealed", r.Disposal.Rows)
	}
	if r.Next == "" {
		return nil
	}
	next, err := roundState(ctx, tx, r.Next)
	if err == nil && (next == survey.RoundExported || next == survey.RoundSealed) {
		return survey.Fail(survey.Conflict, "release.next_state", "State", next)
	}
	return err
}
