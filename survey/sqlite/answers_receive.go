package sqlite

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"slices"

	"fragebatteri/survey"
)

// A commit waits for the disk; arrivals that come meanwhile share the next one.
const (
	queueLength = 4096
	batchLength = 256
)

// queuedAnswer is an arrival whose sender waits to be told what became of it.
type queuedAnswer struct {
	survey.Arrival
	outcome chan result // has room for the result, so that nobody is waited for
}

type result struct {
	outcome survey.Outcome
	err     error
}

// Receive implements survey.AnswerStore. When ctx ends Receive returns, and what was
// handed in is stored all the same. It returns an error of kind Unavailable
// when too much is waiting, the disk is full or the store is closed.
func (a *Answers) Receive(ctx context.Context, arrival survey.Arrival) (survey.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	// One arrival that the tables refuse would take all of its batch with it.
	if arrival.Round == "" || arrival.Session == "" || arrival.Nonce == "" || len(arrival.Answer.Key) != 16 || len(arrival.Answer.Ciphertext) == 0 {
		return 0, fmt.Errorf("store answer: the arrival is not complete")
	}
	q := queuedAnswer{Arrival: arrival, outcome: make(chan result, 1)}
	if err := a.enqueue(q); err != nil {
		return 0, err
	}
	select {
	case r := <-q.outcome:
		return r.outcome, r.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (a *Answers) enqueue(q queuedAnswer) error {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.closed {
		return survey.Fail(survey.Unavailable, "store.closed")
	}
	select {
	case a.queue <- q:
		return nil
	default:
		return survey.Fail(survey.Unavailable, "store.queue_full")
	}
}

// write stores what is handed in until the queue is closed and empty.
func (a *Answers) write() {
	defer close(a.done)
	for q := range a.queue {
		batch := a.gather(q)
		outcomes, err := a.store(batch)
		a.writeFailed.Store(err != nil)
		for i, q := range batch {
			if err != nil {
				q.outcome <- result{err: err}
			} else {
				q.outcome <- result{outcome: outcomes[i]}
			}
		}
	}
}

// gather returns what is waiting, without waiting for more.
func (a *Answers) gather(first queuedAnswer) []queuedAnswer {
	batch := []queuedAnswer{first}
	for len(batch) < batchLength {
		select {
		case q, ok := <-a.queue:
			if !ok {
				return batch
			}
			batch = append(batch, q)
		default:
			return batch
		}
	}
	return batch
}

// store writes a batch in one transaction and returns when it is durable.
func (a *Answers) store(queued []queuedAnswer) ([]survey.Outcome, error) {
	outcomes := make([]survey.Outcome, len(queued))
	err := inTx(context.Background(), a.db, func(ctx context.Context, tx *sql.Tx) error {
		b := batch{tx: tx, prepared: map[string]*sql.Stmt{}, sessions: map[string]*sessionCount{}}
		for i, q := range queued {
			outcome, err := b.take(ctx, q.Arrival)
			if err != nil {
				return err
			}
			outcomes[i] = outcome
		}
		if len(b.pending) == 0 {
			return nil
		}
		a.dirty.Store(true)
		return b.insert(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("store answers: %w", fault(err))
	}
	return outcomes, nil
}

// batch collects what one transaction inserts.
type batch struct {
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
	sessions map[string]*sessionCount
	pending  [][]any // rows of the tables
	receipts [][]any
	tickets  [][]any
	salts    [][]any
}

// sessionCount is what a session has received, in the file and in this batch.
type sessionCount struct {
	salt     []byte // nil until the session's first answer
	received int
	final    bool            // receipts are forgotten; nothing more is taken
	known    map[string]bool // receipts and tickets of this batch
}

// QueryContext makes a batch a source. Its queries are asked once for every
// arrival, and reading their text was most of the work.
func (b *batch) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	prepared := b.prepared[query]
	if prepared == nil {
		var err error
		if prepared, err = b.tx.PrepareContext(ctx, query); err != nil {
			return nil, err
		}
		b.prepared[query] = prepared // closed with the transaction
	}
	return prepared.QueryContext(ctx, args...)
}

const (
	selectReceipt = `SELECT EXISTS (SELECT 1 FROM receipt WHERE session = ? AND mac = ?)`
	selectSpent   = `SELECT EXISTS (SELECT 1 FROM spent_ticket WHERE session = ? AND hash = ?)`
)

// take decides what becomes of an arrival.
func (b *batch) take(ctx context.Context, a survey.Arrival) (survey.Outcome, error) {
	count, err := b.countOf(ctx, a.Session)
	if err != nil {
		return 0, err
	}
	if count.salt != nil {
		known, err := b.has(ctx, count, selectReceipt, a.Session, mac(count.salt, a.Nonce))
		if known || err != nil {
			return survey.Duplicate, err
		}
	}
	if count.final || a.Capacity == 0 {
		return survey.AtCapacity, nil // before cards are told apart
	}
	if a.Ticket != nil {
		spent, err := b.has(ctx, count, selectSpent, a.Session, a.Ticket)
		if spent || err != nil {
			return survey.SpentTicket, err
		}
	}
	if count.received >= a.Capacity {
		return survey.AtCapacity, nil
	}
	if a.Outdated != nil {
		outdated, err := a.Outdated(ctx)
		if outdated || err != nil {
			return survey.Outdated, err
		}
	}
	if a.Ticket != nil {
		count.known[string(a.Ticket)] = true
		b.tickets = append(b.tickets, []any{a.Session, a.Ticket})
	}
	if count.salt == nil {
		count.salt = make([]byte, 32)
		rand.Read(count.salt)
		b.salts = append(b.salts, []any{a.Session, count.salt})
	}
	count.received++
	receipt := mac(count.salt, a.Nonce)
	count.known[string(receipt)] = true
	b.receipts = append(b.receipts, []any{a.Session, receipt})
	b.pending = append(b.pending, []any{a.Round, a.Answer.Key, a.Answer.Ciphertext})
	return survey.Stored, nil
}

// has looks for a receipt or a ticket in the batch, then in the file.
func (b *batch) has(ctx context.Context, count *sessionCount, query, session string, mark []byte) (bool, error) {
	if count.known[string(mark)] {
		return true, nil
	}
	return first(ctx, b, value[bool], query, session, mark)
}

const selectSessionCount = `
SELECT (SELECT salt FROM salt WHERE session = ?1),
	(SELECT count(*) FROM receipt WHERE session = ?1),
	EXISTS (SELECT 1 FROM final_count WHERE session = ?1)`

func (b *batch) countOf(ctx context.Context, session string) (*sessionCount, error) {
	if count := b.sessions[session]; count != nil {
		return count, nil
	}
	count, err := first(ctx, b, func(r row) (*sessionCount, error) {
		count := &sessionCount{known: map[string]bool{}}
		return count, r.Scan(&count.salt, &count.received, &count.final)
	}, selectSessionCount, session)
	b.sessions[session] = count
	return count, err
}

const selectReceived = `
SELECT coalesce((SELECT n FROM final_count WHERE session = ?1), (SELECT count(*) FROM receipt WHERE session = ?1))`

// Received implements survey.AnswerReceiver.
func (a *Answers) Received(ctx context.Context, session string) (int, error) {
	return first(ctx, a.asking, value[int], selectReceived, session)
}

const (
	insertSalt    = `INSERT INTO salt (session, salt) VALUES (?, ?)`
	insertReceipt = `INSERT INTO receipt (session, mac) VALUES (?, ?)`
	insertSpent   = `INSERT INTO spent_ticket (session, hash) VALUES (?, ?)`
	insertPending = `INSERT INTO pending (round, k, ct) VALUES (?, ?, ?)`
)

// insert writes what was collected, each table in the order of its random
// keys: the rows of one commit then show no order of arrival.
func (b *batch) insert(ctx context.Context) error {
	for _, table := range []struct {
		query string
		rows  [][]any
	}{{insertSalt, b.salts}, {insertReceipt, b.receipts}, {insertSpent, b.tickets}, {insertPending, b.pending}} {
		slices.SortFunc(table.rows, func(x, y []any) int { return bytes.Compare(x[1].([]byte), y[1].([]byte)) })
		if err := insertAll(ctx, b.tx, table.query, table.rows); err != nil {
			return err
		}
	}
	return nil
}

func insertAll(ctx context.Context, tx *sql.Tx, query string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	insert, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, row := range rows {
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

// mac returns the receipt of a nonce. Without the session's salt it can not be
// told which nonce it is of.
func mac(salt []byte, nonce string) []byte {
	h := hmac.New(sha256.New, salt)
	h.Write([]byte(nonce))
	return h.Sum(nil)[:16]
}
