package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"fragebatteri/survey"
)

// Migrations are append-only: a file that was released never changes, because
// the files of running instances were made by it.
//
//go:embed migrations
var migrations embed.FS

// schema is the list of migrations of one of the two files. A file's
// user_version is the number of them that it has been through: a table of
// them would need a column for when, and the answers have no time anywhere.
type schema struct {
	file       string
	migrations []string
}

// loadSchema reads the migrations in a folder, in the order of their names.
func loadSchema(file, folder string) (schema, error) {
	paths, err := fs.Glob(migrations, "migrations/"+folder+"/*.sql")
	if err != nil {
		return schema{}, fmt.Errorf("list migrations of %s: %w", file, err)
	}
	s := schema{file: file}
	for i, path := range paths {
		var number int
		if _, err := fmt.Sscanf(path, "migrations/"+folder+"/%04d_", &number); err != nil || number != i+1 {
			return schema{}, fmt.Errorf("migration %s stands in position %d", path, i+1)
		}
		text, err := migrations.ReadFile(path)
		if err != nil {
			return schema{}, fmt.Errorf("read migration %s: %w", path, err)
		}
		s.migrations = append(s.migrations, string(text))
	}
	return s, nil
}

func schemas() (registry, answers schema, err error) {
	if registry, err = loadSchema(registryFile, "registry"); err != nil {
		return registry, answers, err
	}
	answers, err = loadSchema(answersFile, "answers")
	return registry, answers, err
}

const selectVersion = `PRAGMA user_version`

// check returns an error unless this version can read the file: it must have
// been made by it or by an older one. It changes nothing.
func (s schema) check(ctx context.Context, db *sql.DB, dir string) error {
	var version int
	if err := db.QueryRowContext(ctx, selectVersion).Scan(&version); err != nil {
		return fault(fmt.Errorf("read version of %s: %w", s.file, err))
	}
	switch {
	case version == 0:
		// An empty file would otherwise be taken for one that is about to be made.
		return survey.Fail(survey.Internal, "store.foreign", "File", s.file, "Folder", dir)
	case version > len(s.migrations):
		return survey.Fail(survey.Invalid, "store.newer", "File", s.file, "Folder", dir, "Schema", version, "Known", len(s.migrations))
	}
	return nil
}

// migrate brings the file up to the number of migrations given by target, each
// in a transaction of its own.
func (s schema) migrate(ctx context.Context, db *sql.DB, target int) error {
	for number := 1; number <= target; number++ {
		err := inTx(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
			// Another process may have been faster.
			var version int
			if err := tx.QueryRowContext(ctx, selectVersion).Scan(&version); err != nil || version >= number {
				return err
			}
			if _, err := tx.ExecContext(ctx, s.migrations[number-1]); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", number))
			return err
		})
		if err != nil {
			return fmt.Errorf("migrate %s to schema %d: %w", s.file, number, err)
		}
	}
	return nil
}
