package sqlite

import (
	"path/filepath"
	"testing"

	"fragebatteri/survey"
)

// Whoever asks whether the store is ready waits for no lock and no connection
// that an answer needs: here all of them are taken.
func TestReadyTakesNothingFromReceivers(t *testing.T) {
	s := newStore(t)
	receive(t, s, arrivalOf("r", "s", []byte("x")))
	conn, err := s.Answers.db.Conn(t.Context())
	ok(t, err)
	defer conn.Close()
	_, err = conn.ExecContext(t.Context(), `BEGIN IMMEDIATE`)
	ok(t, err)
	ok(t, s.Ready(t.Context()))
	_, err = conn.ExecContext(t.Context(), `ROLLBACK`)
	ok(t, err)
}

// A store that could not write is not ready until it can again, and finds that
// out by itself: nobody is sent to a store that is not ready.
func TestReadyAfterAFailure(t *testing.T) {
	s := newStore(t)
	_, err := s.Answers.db.Exec(`PRAGMA query_only = ON`)
	ok(t, err)
	ok(t, s.Ready(t.Context()))
	_, err = s.Receive(t.Context(), arrivalOf("r", "s", []byte("x")))
	fails(t, err, survey.Unavailable, "cannot be opened or written")
	for range 2 {
		fails(t, s.Ready(t.Context()), survey.Unavailable, answersFile, "cannot be opened or written")
	}
	s.trying.Lock()
	fails(t, s.Ready(t.Context()), survey.Unavailable, "the last answers could not be stored")
	s.trying.Unlock()
	_, err = s.Answers.db.Exec(`PRAGMA query_only = OFF`)
	ok(t, err)
	ok(t, s.Ready(t.Context()))
	receive(t, s, arrivalOf("r", "s", []byte("x")))
	ok(t, s.Ready(t.Context()))
}

// The way that visitors ask cannot write to the answers.
func TestAskingCannotWrite(t *testing.T) {
	s := newStore(t)
	if _, err := s.asking.ExecContext(t.Context(), `DELETE FROM receipt`); err == nil {
		t.Errorf("%s was written by a connection that asks", filepath.Base(answersFile))
	}
}
