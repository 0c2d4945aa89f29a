package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"fragebatteri/survey"
)

const sessionColumns = `code, round, battery, municipality, intervention, channel, timing, capacity,
	coalesce(tag, ''), opens, closes, grace_ends, tickets, discarded`

const selectSession = `SELECT ` + sessionColumns + ` FROM session WHERE code = ?`

// Session implements survey.Store. The tag is empty once the round is sealed.
func (s *Store) Session(ctx context.Context, code string) (survey.Session, error) {
	session, err := first(ctx, s.reading, scanSession, selectSession, code)
	if errors.Is(err, sql.ErrNoRows) {
		return survey.Session{}, noSession(code)
	}
	return session, err
}

func noSession(code string) error {
	return survey.Fail(survey.NotFound, "session.unknown", "Code", code)
}

const selectSessions = `SELECT ` + sessionColumns + ` FROM session WHERE round = ? ORDER BY code`

// Sessions implements survey.Store.
func (s *Store) Sessions(ctx context.Context, round string) ([]survey.Session, error) {
	return all(ctx, s.reading, scanSession, selectSessions, round)
}

func scanSession(r row) (s survey.Session, err error) {
	err = r.Scan(&s.Code, &s.Round, &s.Battery, &s.Municipality, &s.Intervention, &s.Channel, &s.Timing, &s.Capacity,
		&s.Tag, inSeconds{&s.Opens}, inSeconds{&s.Closes}, inSeconds{&s.GraceEnds}, &s.Tickets, &s.Discarded)
	return s, err
}

const (
	insertSession = `
INSERT INTO session (code, round, battery, municipality, intervention, channel, timing, capacity,
	tag, opens, closes, grace_ends, tickets, discarded)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?)`
	insertTicket = `INSERT INTO ticket (session, hash) VALUES (?, ?)`
)

// AddSession implements survey.Store. It returns an error of kind Conflict
// when the code is taken or the round is not open any more.
func (s *Store) AddSession(ctx context.Context, n survey.Session, tickets [][]byte, entry survey.AuditEntry) error {
	return s.change(ctx, entry, func(ctx context.Context, tx *sql.Tx) error {
		state, err := roundState(ctx, tx, n.Round)
		if err != nil {
			return err
		}
		// Another process may be closing the round: a session that came after
		// would be open in a round that is being exported.
		if state != survey.RoundOpen {
			return survey.Fail(survey.Conflict, "session.round_state", "State", state)
		}
		_, err = tx.ExecContext(ctx, insertSession, n.Code, n.Round, n.Battery, n.Municipality, n.Intervention, string(n.Channel), string(n.Timing),
			n.Capacity, n.Tag, inSeconds{&n.Opens}, inSeconds{&n.Closes}, inSeconds{&n.GraceEnds}, n.Tickets, n.Discarded)
		if resultCode(err) == codeConstraint {
			return survey.Fail(survey.Conflict, "session.not_added", "Session", n.Code).Because(err)
		}
		if err != nil {
			return fmt.Errorf("store session %s: %w", n.Code, err)
		}
		for _, hash := range tickets {
			if _, err := tx.ExecContext(ctx, insertTicket, n.Code, hash); err != nil {
				return fmt.Errorf("store tickets of session %s: %w", n.Code, err)
			}
		}
		return nil
	})
}

// UpdateSession implements survey.Store. Code, round and tag stay as they are.
func (s *Store) UpdateSession(ctx context.Context, n survey.Session, entry survey.AuditEntry) error {
	return s.change(ctx, entry, func(ctx context.Context, tx *sql.Tx) error {
		return changeSession(ctx, tx, n)
	})
}

const updateSession = `
UPDATE session SET battery = ?, municipality = ?, intervention = ?, channel = ?, timing = ?, capacity = ?,
	opens = ?, closes = ?, grace_ends = ?, tickets = ?, discarded = ?
WHERE code = ?`

func changeSession(ctx context.Context, tx *sql.Tx, n survey.Session) error {
	result, err := tx.ExecContext(ctx, updateSession, n.Battery, n.Municipality, n.Intervention, string(n.Channel), string(n.Timing), n.Capacity,
		inSeconds{&n.Opens}, inSeconds{&n.Closes}, inSeconds{&n.GraceEnds}, n.Tickets, n.Discarded, n.Code)
	if err != nil {
		return fmt.Errorf("change session %s: %w", n.Code, err)
	}
	changed, err := result.RowsAffected()
	if err == nil && changed == 0 {
		return noSession(n.Code)
	}
	return err
}

const selectTicket = `SELECT EXISTS (SELECT 1 FROM ticket WHERE session = ? AND hash = ?)`

// HasTicket implements survey.Store: it reports whether the ticket was made
// for the session, used or not.
func (s *Store) HasTicket(ctx context.Context, code string, hash []byte) (bool, error) {
	return first(ctx, s.reading, value[bool], selectTicket, code, hash)
}
