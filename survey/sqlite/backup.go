package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"fragebatteri/survey"
	"fragebatteri/survey/files"
)

const vacuumInto = `VACUUM INTO ?`

// Backup writes a copy of the registry to a file, which must not exist. The
// answers are never in a backup: a copy that outlives the seal would undo it.
func (r *Registry) Backup(ctx context.Context, file string) error {
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("make backup: %w", fault(err))
	}
	defer conn.Close()
	err = files.Make(file, files.Secret, func(temporary string) error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), vacuumInto, temporary)
		return err
	})
	if errors.Is(err, fs.ErrExist) {
		return survey.Fail(survey.Conflict, "backup.exists", "File", file)
	}
	if err != nil {
		return fmt.Errorf("make backup: %w", fault(err))
	}
	return nil
}

// Restore makes a new data folder from a backup of the registry, with no
// answers in it. The folder must not exist, or be empty. It returns an error of
// kind Invalid for a file that is damaged or no backup.
func Restore(dir, backup string) error {
	ctx := context.Background()
	registry, answers, err := schemas()
	if err != nil {
		return err
	}
	if content, err := os.ReadDir(dir); len(content) > 0 {
		return survey.Fail(survey.Conflict, "restore.exists", "Folder", dir)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("restore to %s: %w", dir, err)
	}
	err = buildFolder(dir, func(work string) error {
		file := filepath.Join(work, registryFile)
		if err := copyFile(file, backup); err != nil {
			return err
		}
		if err := checkBackup(ctx, registry, work, backup); err != nil {
			return err
		}
		return errors.Join(
			upgrade(ctx, registry, file),
			closeDoors(ctx, file),
			makeAnswers(ctx, answers, filepath.Join(work, answersFile), answersPageSize),
		)
	})
	if err != nil {
		return fmt.Errorf("restore from %s: %w", backup, err)
	}
	return nil
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if errors.Is(err, os.ErrNotExist) {
		return survey.Fail(survey.NotFound, "backup.missing", "File", from)
	}
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// checkBackup checks the copy, before anything is written to it.
func checkBackup(ctx context.Context, s schema, work, backup string) error {
	db := open(filepath.Join(work, registryFile), url.Values{})
	defer db.Close()
	problems, err := all(ctx, db, value[string], `PRAGMA integrity_check`)
	if err == nil && len(problems) == 1 && problems[0] == "ok" {
		err = s.check(ctx, db, work)
	} else if err == nil {
		err = fmt.Errorf("integrity check: %s", problems[0])
	}
	if survey.KindOf(err) == survey.Invalid {
		return err
	}
	if err == nil {
		_, err = first(ctx, db, scanHost, selectHost)
	}
	if err != nil {
		return survey.Fail(survey.Invalid, "backup.damaged", "File", backup).Because(err)
	}
	return nil
}

// closeDoors ends all sign-ins and invitations: some had been ended or used since the backup was made.
func closeDoors(ctx context.Context, file string) error {
	db := open(file, registryWriting)
	_, err := db.ExecContext(ctx, `DELETE FROM sign_in; DELETE FROM invitation`)
	return errors.Join(err, db.Close())
}

// upgrade brings a registry up to this version.
func upgrade(ctx context.Context, s schema, file string) error {
	db := open(file, registryWriting)
	db.SetMaxOpenConns(1)
	return errors.Join(s.migrate(ctx, db, len(s.migrations)), db.Close())
}

// Check returns what is wrong with the two files, or nil.
func (s *Store) Check(ctx context.Context) error {
	return errors.Join(
		quickCheck(ctx, s.Registry.reading, registryFile),
		foreignKeys(ctx, s.Registry.reading),
		quickCheck(ctx, s.Answers.db, answersFile),
	)
}

func quickCheck(ctx context.Context, db *sql.DB, file string) error {
	problems, err := all(ctx, db, value[string], `PRAGMA quick_check`)
	if err != nil {
		return fmt.Errorf("check %s: %w", file, err)
	}
	if len(problems) != 1 || problems[0] != "ok" {
		return survey.Fail(survey.Internal, "store.damaged", "File", file, "Problem", problems[0])
	}
	return nil
}

const countLooseEnds = `SELECT count(*) FROM pragma_foreign_key_check`

func foreignKeys(ctx context.Context, db *sql.DB) error {
	loose, err := first(ctx, db, value[int], countLooseEnds)
	if err != nil {
		return fmt.Errorf("check %s: %w", registryFile, err)
	}
	if loose > 0 {
		return survey.Fail(survey.Internal, "store.loose", "Rows", loose, "File", registryFile)
	}
	return nil
}
