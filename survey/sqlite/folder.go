// Package sqlite is the two stores of the survey in a data folder: the only package with SQL.
//
// registry.db holds everything but answers and is never written to by a
// participant's request. answers.db holds ciphertexts under random keys and the
// receipts that keep an answer from being counted twice; it has no time, no
// sequence and no hidden row number, and Compact takes out the order of arrival
// that SQLite's own layout would show. Neither store knows of the other.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"fragebatteri/survey"
)

const (
	registryFile = "registry.db"
	answersFile  = "answers.db"
)

// Store is the two stores of a data folder. It is made by Create or Open and is safe for
// concurrent use, also by several processes on one machine.
type Store struct {
	*Registry
	*Answers
	dir string
}

var _ survey.Store = (*Store)(nil)

// Open opens a data folder, brings its files up to this version and finishes or undoes an import
// that was interrupted. It returns an error of kind NotFound where there is no data folder and
// Invalid where a newer version made it.
func Open(dir string) (*Store, error) {
	ctx := context.Background()
	registry, answers, err := schemas()
	if err != nil {
		return nil, err
	}
	if err := checkFilesExist(dir); err != nil {
		return nil, err
	}
	for _, s := range []schema{registry, answers} {
		if err := checkReadable(ctx, s, dir); err != nil {
			return nil, err
		}
	}
	hadLog := size(filepath.Join(dir, answersFile+"-wal")) > 0
	s := &Store{Registry: connectRegistry(dir), Answers: connectAnswers(dir), dir: dir}
	err = errors.Join(
		registry.migrate(ctx, s.Registry.db, len(registry.migrations)),
		answers.migrate(ctx, s.Answers.db, len(answers.migrations)),
	)
	if err == nil {
		err = s.finishInterrupted(ctx, hadLog)
	}
	if err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	return s, nil
}

// finishInterrupted finishes or undoes what a crash interrupted, also the rewriting of the files.
func (s *Store) finishInterrupted(ctx context.Context, hadLog bool) error {
	if err := s.findUncompacted(ctx, hadLog); err != nil {
		return err
	}
	return survey.NewImporter(s, s).Recover(ctx)
}

// Close answers everything that has been handed to Receive, then closes both
// files. A second call does nothing.
func (s *Store) Close() error {
	if !s.drain() {
		return nil
	}
	return errors.Join(s.Registry.close(), s.Answers.close())
}

// checkFilesExist returns an error unless both files are there.
func checkFilesExist(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, registryFile)); errors.Is(err, os.ErrNotExist) {
		return survey.Fail(survey.NotFound, "store.none", "Folder", dir)
	} else if err != nil {
		return fmt.Errorf("open data folder: %w", err)
	}
	if _, err := os.Stat(filepath.Join(dir, answersFile)); errors.Is(err, os.ErrNotExist) {
		return survey.Fail(survey.Invalid, "store.no_answers", "Folder", dir, "Answers", answersFile, "Registry", registryFile)
	} else if err != nil {
		return fmt.Errorf("open data folder: %w", err)
	}
	return nil
}

// checkReadable checks a file's version through a connection that sets nothing, so
// that a folder of a newer version is left as it is.
func checkReadable(ctx context.Context, s schema, dir string) error {
	db := open(filepath.Join(dir, s.file), url.Values{"_pragma": {"busy_timeout(10000)"}})
	defer db.Close()
	return s.check(ctx, db, dir)
}
