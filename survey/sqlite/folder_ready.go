package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"fragebatteri/survey"
)

// Ready reports whether both files can be read and answers can be written.
// Anybody may ask, as often as they like, so it only reads, and takes no place
// that an answer waits for. Whether answers can be written the store knows from
// the last that came; only after a failure does it try, and one at a time.
func (s *Store) Ready(ctx context.Context) error {
	if _, err := first(ctx, s.Registry.reading, scanHost, selectHost); err != nil {
		return fmt.Errorf("read %s: %w", registryFile, err)
	}
	return s.Answers.ready(ctx)
}

// ready reports whether answers can be read and written.
func (a *Answers) ready(ctx context.Context) error {
	if _, err := first(ctx, a.asking, value[bool], selectAnyAnswer); err != nil {
		return fmt.Errorf("read %s: %w", answersFile, err)
	}
	if !a.writeFailed.Load() {
		return nil
	}
	if !a.trying.TryLock() {
		return survey.Fail(survey.Unavailable, "store.write_failed")
	}
	defer a.trying.Unlock()
	if err := inTx(ctx, a.db, rewriteVersion); err != nil {
		return fmt.Errorf("write %s: %w", answersFile, err)
	}
	a.writeFailed.Store(false)
	return nil
}

// rewriteVersion writes the version that the file has, which changes nothing
// and cannot be done without writing to the disk.
func rewriteVersion(ctx context.Context, tx *sql.Tx) error {
	version, err := first(ctx, tx, value[int], selectVersion)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
	return err
}
