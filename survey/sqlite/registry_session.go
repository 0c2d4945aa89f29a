package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"fragebatteri/survey"
)

const sessionColumns = `code, round, battery, municipality, intervention, channel, timing, announced, capacity,
	coalesce(tag, ''), opens, closes, grace_ends, tickets, discarded, coalesce(opened_by, ''), coalesce(opening, ''), coalesce(planned, '')`

const selectSession = `SELECT ` + sessionColumns + ` FROM session WHERE code = ?`

// Session implements survey.RegistryReader. The tag is empty once the round is sealed.
func (r reader) Session(ctx context.Context, code string) (survey.Session, error) {
	session, err := first(ctx, r.from, scanSession, selectSession, code)
	if errors.Is(err, sql.ErrNoRows) {
		return survey.Session{}, noSession(code)
	}
	return session, err
}

const selectSessionByOpening = `SELECT ` + sessionColumns + ` FROM session WHERE opening = ?`

// SessionByOpening implements survey.RegistryReader.
func (r reader) SessionByOpening(ctx context.Context, opening string) (survey.Session, error) {
	session, err := first(ctx, r.from, scanSession, selectSessionByOpening, opening)
	if errors.Is(err, sql.ErrNoRows) {
		return survey.Session{}, survey.Fail(survey.NotFound, "session.opening")
	}
	return session, err
}

func noSession(code string) error {
	return survey.Fail(survey.NotFound, "session.unknown", "Code", code)
}

const selectSessions = `SELECT ` + sessionColumns + ` FROM session WHERE round = ? ORDER BY code`

// Sessions implements survey.RegistryReader.
func (r reader) Sessions(ctx context.Context, round string) ([]survey.Session, error) {
	return all(ctx, r.from, scanSession, selectSessions, round)
}

func scanSession(r row) (s survey.Session, err error) {
	err = r.Scan(&s.Code, &s.Round, &s.Set, &s.Municipality, &s.Intervention, &s.Channel, &s.Timing, &s.Announced, &s.Capacity,
		&s.Tag, inSeconds{&s.Opens}, inSeconds{&s.Closes}, inSeconds{&s.GraceEnds}, &s.Tickets, &s.Discarded, &s.OpenedBy, &s.Opening, &s.Planned)
	return s, err
}

const (
	insertSession = `
INSERT INTO session (code, round, battery, municipality, intervention, channel, timing, announced, capacity,
	tag, opens, closes, grace_ends, tickets, discarded, opened_by, opening, planned)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), nullif(?, ''))`
	insertTicket = `INSERT INTO ticket (session, hash) VALUES (?, ?)`
)

// AddSession implements survey.RegistryTx.
func (t transaction) AddSession(ctx context.Context, n survey.Session, tickets [][]byte) error {
	_, err := t.tx.ExecContext(ctx, insertSession, n.Code, n.Round, n.Set, n.Municipality, n.Intervention, string(n.Channel), string(n.Timing),
		n.Announced, n.Capacity, n.Tag, inSeconds{&n.Opens}, inSeconds{&n.Closes}, inSeconds{&n.GraceEnds}, n.Tickets, n.Discarded, n.OpenedBy, n.Opening, n.Planned)
	if resultCode(err) == codeConstraint {
		return survey.Fail(survey.Conflict, "session.not_added", "Session", n.Code).Because(err)
	}
	if err != nil {
		return fmt.Errorf("store session %s: %w", n.Code, err)
	}
	for _, hash := range tickets {
		if _, err := t.tx.ExecContext(ctx, insertTicket, n.Code, hash); err != nil {
			return fmt.Errorf("store tickets of session %s: %w", n.Code, err)
		}
	}
	return nil
}

const updateSession = `
UPDATE session SET battery = ?, municipality = ?, intervention = ?, channel = ?, timing = ?, announced = ?, capacity = ?,
	opens = ?, closes = ?, grace_ends = ?, tickets = ?, discarded = ?, planned = nullif(?, '')
WHERE code = ?`

// UpdateSession implements survey.RegistryTx.
func (t transaction) UpdateSession(ctx context.Context, n survey.Session) error {
	result, err := t.tx.ExecContext(ctx, updateSession, n.Set, n.Municipality, n.Intervention, string(n.Channel), string(n.Timing), n.Announced, n.Capacity,
		inSeconds{&n.Opens}, inSeconds{&n.Closes}, inSeconds{&n.GraceEnds}, n.Tickets, n.Discarded, n.Planned, n.Code)
	if err != nil {
		return fmt.Errorf("change session %s: %w", n.Code, err)
	}
	return atLeastOne(result, noSession(n.Code))
}

const selectTicket = `SELECT EXISTS (SELECT 1 FROM ticket WHERE session = ? AND hash = ?)`

// HasTicket implements survey.RegistryReader: it reports whether the ticket was made
// for the session, used or not.
func (r reader) HasTicket(ctx context.Context, code string, hash []byte) (bool, error) {
	return first(ctx, r.from, value[bool], selectTicket, code, hash)
}
