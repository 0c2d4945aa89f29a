package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"fragebatteri/survey"
)

// Registry implements survey.Registry on registry.db. It is safe for concurrent use, also by
// several processes on one machine.
type Registry struct {
	reader
	db      *sql.DB // one connection, for writing
	reading *sql.DB // a few connections that cannot write
}

var _ survey.Registry = (*Registry)(nil)

// Parameters of connections. They stand in the address because every new connection must have
// them. busy_timeout is first: what follows may have to wait. Deleted bytes are overwritten: tags
// of sealed sessions are deleted from the registry.
var (
	registryWriting = url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "secure_delete(ON)", "temp_store(2)", "trusted_schema(OFF)"},
	}
	registryReading = url.Values{
		"mode":    {"ro"},
		"_pragma": {"busy_timeout(10000)", "query_only(ON)", "trusted_schema(OFF)"},
	}
)

// connectRegistry returns the registry of a folder where its file exists. Connections are made
// when they are needed.
func connectRegistry(dir string) *Registry {
	file := filepath.Join(dir, registryFile)
	r := &Registry{db: open(file, registryWriting), reading: open(file, registryReading)}
	r.reader = reader{from: r.reading, dir: dir}
	r.db.SetMaxOpenConns(1)
	r.reading.SetMaxOpenConns(readers)
	r.reading.SetMaxIdleConns(readers)
	return r
}

// close closes the writer last: it takes the log with it.
func (r *Registry) close() error { return errors.Join(r.reading.Close(), r.db.Close()) }

// reader implements survey.RegistryReader on a connection or a transaction.
type reader struct {
	from source
	dir  string
}

// transaction implements survey.RegistryTx and survey.LockedRegistry. Every transaction of the
// registry begins with its write lock.
type transaction struct {
	reader
	tx *sql.Tx
}

// Change implements survey.Registry.
func (r *Registry) Change(ctx context.Context, entry survey.AuditEntry, fn func(context.Context, survey.RegistryTx) error) error {
	return inTx(ctx, r.db, func(ctx context.Context, tx *sql.Tx) error {
		if err := fn(ctx, r.in(tx)); err != nil {
			return err
		}
		return addAudit(ctx, tx, entry)
	})
}

// WithLock implements survey.Registry.
func (r *Registry) WithLock(ctx context.Context, fn func(context.Context, survey.LockedRegistry) error) error {
	return inTx(ctx, r.db, func(ctx context.Context, tx *sql.Tx) error { return fn(ctx, r.in(tx)) })
}

func (r *Registry) in(tx *sql.Tx) transaction {
	return transaction{reader: reader{from: tx, dir: r.dir}, tx: tx}
}

// Changes implements survey.RegistryReader: it is the last line of the audit log.
func (r reader) Changes(ctx context.Context) (int64, error) {
	return first(ctx, r.from, value[int64], `SELECT coalesce(max(line), 0) FROM audit`)
}

// EraseForgotten implements survey.Registry.
func (r *Registry) EraseForgotten(ctx context.Context) error {
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return fault(err)
	}
	defer conn.Close()
	if err := rewrite(ctx, conn); err != nil {
		return fmt.Errorf("compact %s: %w", registryFile, err)
	}
	return nil
}

const insertAudit = `INSERT INTO audit (at, actor, action, what) VALUES (?, ?, ?, ?)`

func addAudit(ctx context.Context, tx *sql.Tx, entry survey.AuditEntry) error {
	if _, err := tx.ExecContext(ctx, insertAudit, entry.At.UTC().Format(minuteFormat), entry.Actor, string(entry.Action), entry.What); err != nil {
		return fmt.Errorf("write audit log: %w", err)
	}
	return nil
}
