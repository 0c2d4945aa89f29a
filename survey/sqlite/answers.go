package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"

	"fragebatteri/survey"
)

// The largest submission (1024 bytes, its encryption and its key) must stay within one page: what
// overflows is laid out in order of arrival. 4096 bytes are too few for it.
const answersPageSize = 8192

// Answers implements survey.AnswerStore on answers.db. It is safe for concurrent use, also by
// several processes on one machine.
type Answers struct {
	db     *sql.DB // one connection, for everything but what visitors only ask
	asking *sql.DB // a few connections that cannot write and hold up no answer

	mu     sync.RWMutex // guards closed, and queue against being closed in use
	closed bool
	queue  chan queuedAnswer
	done   chan struct{} // closed when everything in the queue is answered

	dirty       atomic.Bool // the file was written to since it was compacted
	writeFailed atomic.Bool // the last answers that came could not be stored
	trying      sync.Mutex  // one at a time tries whether answers can be stored again
}

var _ survey.AnswerStore = (*Answers)(nil)

// Parameters of connections, as those of the registry.
var (
	answersWriting = url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "temp_store(2)", "trusted_schema(OFF)"},
	}
	answersReading = url.Values{
		"mode":    {"ro"},
		"_pragma": {"busy_timeout(10000)", "query_only(ON)", "temp_store(2)", "trusted_schema(OFF)"},
	}
)

// connectAnswers returns the answers of a folder where their file exists, and begins to store what
// is handed to Receive. Connections are made when they are needed.
func connectAnswers(dir string) *Answers {
	file := filepath.Join(dir, answersFile)
	a := &Answers{
		db:     open(file, answersWriting),
		asking: open(file, answersReading),
		queue:  make(chan queuedAnswer, queueLength),
		done:   make(chan struct{}),
	}
	a.db.SetMaxOpenConns(1)
	a.asking.SetMaxOpenConns(readers)
	a.asking.SetMaxIdleConns(readers)
	go a.write()
	return a
}

// drain answers everything that has been handed to Receive and takes nothing more. It reports
// whether this is the first call.
func (a *Answers) drain() (first bool) {
	a.mu.Lock()
	first = !a.closed
	a.closed = true
	if first {
		close(a.queue)
	}
	a.mu.Unlock()
	<-a.done
	return first
}

// close closes the writer last: it takes the log with it.
func (a *Answers) close() error { return errors.Join(a.asking.Close(), a.db.Close()) }

const selectAnyAnswer = `SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM receipt)`

// findUncompacted finds out what an earlier process may not have compacted. hadLog says whether
// the file had a log when it was opened.
func (a *Answers) findUncompacted(ctx context.Context, hadLog bool) error {
	any, err := first(ctx, a.db, value[bool], selectAnyAnswer)
	if err != nil {
		return err
	}
	a.dirty.Store(any || hadLog)
	return nil
}

// Compact implements survey.AnswerStore.
func (a *Answers) Compact(ctx context.Context) error {
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return fault(err)
	}
	defer conn.Close()
	a.dirty.Store(false) // with the connection held: a write that comes after sets it again
	if err := rewrite(ctx, conn); err != nil {
		a.dirty.Store(true)
		return fmt.Errorf("compact %s: %w", answersFile, err)
	}
	return nil
}

// NeedsCompacting implements survey.AnswerStore.
func (a *Answers) NeedsCompacting() bool { return a.dirty.Load() }
