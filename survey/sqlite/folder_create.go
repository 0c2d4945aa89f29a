package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"fragebatteri/survey"
)

// Create makes a data folder with what an instance begins with, and opens it.
// It returns an error of kind Conflict when the folder has been made before. A
// failure leaves nothing behind that a second attempt would meet.
func Create(dir string, host survey.Host, interventions []survey.Intervention, areas []survey.Area) (*Store, error) {
	ctx := context.Background()
	registry, answers, err := schemas()
	if err != nil {
		return nil, err
	}
	if err := checkNoFolder(ctx, answers, dir); err != nil {
		return nil, err
	}
	err = buildFolder(dir, func(work string) error {
		if err := makeAnswers(ctx, answers, filepath.Join(work, answersFile), answersPageSize); err != nil {
			return err
		}
		return makeRegistry(ctx, registry, filepath.Join(work, registryFile), func(ctx context.Context, tx *sql.Tx) error {
			return errors.Join(putHost(ctx, tx, host), putInterventions(ctx, tx, interventions), setAreas(ctx, tx, areas))
		})
	})
	if err != nil {
		return nil, fmt.Errorf("make data folder %s: %w", dir, err)
	}
	return Open(dir)
}

// checkNoFolder returns an error when a folder holds what Create would destroy.
func checkNoFolder(ctx context.Context, answers schema, dir string) error {
	if exists(filepath.Join(dir, registryFile)) {
		return survey.Fail(survey.Conflict, "store.exists", "Folder", dir)
	}
	file := filepath.Join(dir, answersFile)
	if !exists(file) {
		return nil
	}
	// An interrupted Create leaves an empty one; any other is somebody's answers.
	if err := checkReadable(ctx, answers, dir); err != nil {
		return err
	}
	db := open(file, url.Values{"_pragma": {"busy_timeout(10000)"}})
	defer db.Close()
	any, err := first(ctx, db, value[bool], selectAnyAnswer)
	if err != nil {
		return err
	}
	if any {
		return survey.Fail(survey.Conflict, "store.answers_alone", "Folder", dir, "Registry", registryFile)
	}
	return nil
}

// workFolder is where files are made before they are moved to their place.
const workFolder = ".making"

// buildFolder makes the folder and lets fill make both files in a folder within it.
// They are moved to their place when they are whole, the registry last: a
// folder without it does not count as a data folder.
func buildFolder(dir string, fill func(work string) error) (err error) {
	isNew := !exists(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	work := filepath.Join(dir, workFolder)
	defer func() {
		_ = os.RemoveAll(work)
		if err != nil && isNew {
			_ = os.Remove(dir)
		}
	}()
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	if err := os.Mkdir(work, 0o700); err != nil {
		return err
	}
	if err := fill(work); err != nil {
		return err
	}
	for _, file := range []string{answersFile, registryFile} {
		// A log that an older file left would be taken for the new one's.
		for _, log := range []string{"-wal", "-shm"} {
			if err := os.Remove(filepath.Join(dir, file+log)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
		if err := os.Rename(filepath.Join(work, file), filepath.Join(dir, file)); err != nil {
			return err
		}
	}
	return nil
}

// makeAnswers makes an empty answers file.
func makeAnswers(ctx context.Context, s schema, file string, pageSize int) error {
	if err := createEmpty(file); err != nil {
		return err
	}
	// The driver sorts pragmas, and journal_mode would settle the page size
	// before page_size comes to its turn: it is left to Open.
	parameters := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", fmt.Sprintf("page_size(%d)", pageSize), "secure_delete(ON)"},
	}
	db := open(file, parameters)
	db.SetMaxOpenConns(1)
	return errors.Join(s.migrate(ctx, db, len(s.migrations)), db.Close())
}

// makeRegistry makes a registry, or brings one up to this version, and lets
// fill write to it.
func makeRegistry(ctx context.Context, s schema, file string, fill func(context.Context, *sql.Tx) error) error {
	if err := createEmpty(file); err != nil {
		return err
	}
	db := open(file, registryWriting)
	db.SetMaxOpenConns(1)
	err := s.migrate(ctx, db, len(s.migrations))
	if err == nil {
		err = inTx(ctx, db, fill)
	}
	return errors.Join(err, db.Close())
}

// createEmpty makes a file that only its owner can read. What SQLite adds beside it
// gets the same permissions.
func createEmpty(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, os.ErrNotExist)
}
