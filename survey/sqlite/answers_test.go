package sqlite

import (
	"bytes"
	"path/filepath"
	"testing"

	"fragebatteri/survey"
)

func TestFullDisk(t *testing.T) {
	s := newStore(t)
	receive(t, s, arrivalOf("r", "s", []byte("before")))
	var pages int
	ok(t, s.Answers.db.QueryRow(`PRAGMA page_count`).Scan(&pages))
	_, err := s.Answers.db.Exec(`PRAGMA max_page_count = ` + itoa(pages))
	ok(t, err)
	stored := 1
	for {
		_, err = s.Receive(t.Context(), arrivalOf("r", "s", bytes.Repeat([]byte("x"), 593)))
		if err != nil {
			break
		}
		stored++
	}
	fails(t, err, survey.Unavailable, "the disk is full")
	if n := pendingOf(t, s, "r"); n != stored {
		t.Errorf("%d answers are stored, %d were acknowledged", n, stored)
	}
	var receipts int
	ok(t, s.Answers.db.QueryRow(`SELECT count(*) FROM receipt`).Scan(&receipts))
	if receipts != stored {
		t.Errorf("%d receipts for %d answers", receipts, stored)
	}
	_, err = s.Answers.db.Exec(`PRAGMA max_page_count = 1000000`)
	ok(t, err)
	receive(t, s, arrivalOf("r", "s", bytes.Repeat([]byte("x"), 593)))
}

func TestAnotherProcessWrites(t *testing.T) {
	s := newStore(t)
	_, err := s.Answers.db.Exec(`PRAGMA busy_timeout = 1`)
	ok(t, err)
	other := open(filepath.Join(s.dir, answersFile), answersWriting)
	held, err := other.Begin()
	ok(t, err)
	ok(t, s.Ready(t.Context())) // asking takes no lock
	a := arrivalOf("r", "s", []byte("x"))
	_, err = s.Receive(t.Context(), a)
	fails(t, err, survey.Unavailable, "another command")
	fails(t, s.Ready(t.Context()), survey.Unavailable, answersFile)
	ok(t, held.Rollback())
	receive(t, s, a)
	ok(t, s.Ready(t.Context()))

	// A reader keeps the log from being emptied, and Compact says so.
	reader, err := other.Conn(t.Context())
	ok(t, err)
	_, err = reader.ExecContext(t.Context(), `BEGIN`)
	ok(t, err)
	_, err = all(t.Context(), reader, value[bool], selectAnyAnswer)
	ok(t, err)
	fails(t, s.Compact(t.Context()), survey.Unavailable)
	if !s.NeedsCompacting() {
		t.Error("a failed Compact counts as one")
	}
	ok(t, reader.Close())
	ok(t, other.Close())
	ok(t, s.Compact(t.Context()))
	if s.NeedsCompacting() {
		t.Error("Compact does not count")
	}
}

func TestNeedsCompactingAtStart(t *testing.T) {
	s := newStore(t)
	if s.NeedsCompacting() {
		t.Error("new answers need compacting")
	}
	receive(t, s, arrivalOf(newRound(t, s, "2026-H2").ID, "s", []byte("x")))
	s = reopen(t, s)
	if !s.NeedsCompacting() {
		t.Error("the answers of before are forgotten")
	}
}
