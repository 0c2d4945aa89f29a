// Package sqlite is the store of the survey: the only package with SQL.
//
// A data folder has two files. registry.db holds everything but answers and is
// never written to by a participant's request. answers.db holds ciphertexts
// under random keys and the receipts that keep an answer from being counted
// twice; it has no time, no sequence and no hidden row number, and Compact
// takes out the order of arrival that SQLite's own layout would show.
//
// Where both files take part, the registry's write lock is taken first and held
// until the answers are written. That order keeps several processes from
// getting in each other's way, or waiting for each other for ever.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"fragebatteri/survey"
)

const (
	registryFile = "registry.db"
	answersFile  = "answers.db"
)

// Readers of each file that work at the same time.
const readers = 4

// The largest submission (1024 bytes, its encryption and its key) must stay
// within one page: what overflows is laid out in order of arrival. 4096 bytes
// are too few for it.
const answersPageSize = 8192

// Store implements survey.Store. It is made by Create or Open and is safe for
// concurrent use, also by several processes on one machine.
type Store struct {
	dir      string
	registry *sql.DB // one connection, for writing
	reading  *sql.DB // a few connections that cannot write to the registry
	answers  *sql.DB // one connection, for everything but what visitors only ask
	asking   *sql.DB // a few connections that cannot write to the answers and hold up none

	mu     sync.RWMutex // guards closed, and queue against being closed in use
	closed bool
	queue  chan queuedAnswer
	done   chan struct{} // closed when everything in the queue is answered

	answersDirty  atomic.Bool // answers.db was written to since it was compacted
	writeFailed   atomic.Bool // the last answers that came could not be stored
	trying        sync.Mutex  // one at a time tries whether answers can be stored again
	registryDirty atomic.Bool // so was registry.db, and free space may show tags
}

var _ survey.Store = (*Store)(nil)

// Open opens a data folder, brings its files up to this version and finishes
// an import that was interrupted. It returns an error of kind NotFound where
// there is no data folder and Invalid where a newer version made it.
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
	s := connect(dir)
	err = errors.Join(
		registry.migrate(ctx, s.registry, len(registry.migrations)),
		answers.migrate(ctx, s.answers, len(answers.migrations)),
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

const selectAnyAnswer = `SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM receipt)`

// finishInterrupted finishes what a crash interrupted, also the rewriting of the files.
func (s *Store) finishInterrupted(ctx context.Context, hadLog bool) error {
	var any bool
	if err := s.answers.QueryRowContext(ctx, selectAnyAnswer).Scan(&any); err != nil {
		return fault(err)
	}
	s.answersDirty.Store(any || hadLog)
	changed, err := s.settle(ctx)
	if err != nil || !changed {
		return err
	}
	s.registryDirty.Store(true)
	return s.Compact(ctx)
}

// connect returns a store on two files that exist. Connections are made when
// they are needed.
func connect(dir string) *Store {
	registry := filepath.Join(dir, registryFile)
	s := &Store{
		dir:      dir,
		registry: open(registry, registryWriting),
		reading:  open(registry, registryReading),
		answers:  open(filepath.Join(dir, answersFile), answersWriting),
		asking:   open(filepath.Join(dir, answersFile), answersReading),
		queue:    make(chan queuedAnswer, queueLength),
		done:     make(chan struct{}),
	}
	s.registry.SetMaxOpenConns(1)
	s.reading.SetMaxOpenConns(readers)
	s.reading.SetMaxIdleConns(readers)
	s.answers.SetMaxOpenConns(1)
	s.asking.SetMaxOpenConns(readers)
	s.asking.SetMaxIdleConns(readers)
	go s.write()
	return s
}

// Parameters of connections. They stand in the address because every new
// connection must have them. busy_timeout is first: what follows may have to
// wait. Deleted bytes are overwritten in both files: tags of sealed sessions
// are deleted from the registry.
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
	answersReading = url.Values{
		"mode":    {"ro"},
		"_pragma": {"busy_timeout(10000)", "query_only(ON)", "temp_store(2)", "trusted_schema(OFF)"},
	}
	answersWriting = url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "temp_store(2)", "trusted_schema(OFF)"},
	}
)

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

// Close answers everything that has been handed to Receive, then closes both
// files. A second call does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	closed := s.closed
	s.closed = true
	if !closed {
		close(s.queue)
	}
	s.mu.Unlock()
	<-s.done
	if closed {
		return nil
	}
	// The writers are last: they take the logs with them.
	return errors.Join(s.reading.Close(), s.asking.Close(), s.registry.Close(), s.answers.Close())
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

// change runs fn in a transaction of the registry and writes the line of the
// audit log in the same one.
func (s *Store) change(ctx context.Context, entry survey.AuditEntry, fn func(context.Context, *sql.Tx) error) error {
	return inTx(ctx, s.registry, func(ctx context.Context, tx *sql.Tx) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return addAudit(ctx, tx, entry)
	})
}

const insertAudit = `INSERT INTO audit (at, actor, action, what) VALUES (?, ?, ?, ?)`

func addAudit(ctx context.Context, tx *sql.Tx, entry survey.AuditEntry) error {
	if _, err := tx.ExecContext(ctx, insertAudit, entry.At.UTC().Format("2006-01-02 15:04"), entry.Actor, string(entry.Action), entry.What); err != nil {
		return fmt.Errorf("write audit log: %w", err)
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
