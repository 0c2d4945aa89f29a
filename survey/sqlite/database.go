package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"

	"fragebatteri/survey"
)

// Connections that read each file at the same time.
const readers = 4

// open returns a handle to a file, which must exist.
func open(file string, parameters url.Values) *sql.DB {
	if !parameters.Has("mode") {
		parameters.Set("mode", "rw")
	}
	// A path may contain what means something in an address.
	if absolute, err := filepath.Abs(file); err == nil {
		file = absolute
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: parameters.Encode()}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		panic(err) // only an unknown driver fails here
	}
	return db
}

// inTx runs fn in a transaction. Only the wait for the connection can be
// cancelled: a write that is cut short breaks its connection, and the visitor
// who went away is no reason to undo it.
func inTx(ctx context.Context, db *sql.DB, fn func(context.Context, *sql.Tx) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fault(err)
	}
	defer conn.Close()
	ctx = context.WithoutCancel(ctx)
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fault(err)
	}
	defer tx.Rollback()
	if err := fn(ctx, tx); err != nil {
		return fault(err)
	}
	return fault(tx.Commit())
}

const (
	vacuum     = `VACUUM`
	checkpoint = `PRAGMA wal_checkpoint(TRUNCATE)`
)

// rewrite lays a file out anew and empties its log. conn is the only connection that writes.
func rewrite(ctx context.Context, conn *sql.Conn) error {
	ctx = context.WithoutCancel(ctx)
	if _, err := conn.ExecContext(ctx, vacuum); err != nil {
		return fault(err)
	}
	// A checkpoint that a reader stood in the way of is no error to SQLite.
	var busy, frames, done int
	if err := conn.QueryRowContext(ctx, checkpoint).Scan(&busy, &frames, &done); err != nil {
		return fault(err)
	}
	if busy != 0 {
		return survey.Fail(survey.Unavailable, "store.log_busy")
	}
	return nil
}

func size(file string) int64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0
	}
	return info.Size()
}
