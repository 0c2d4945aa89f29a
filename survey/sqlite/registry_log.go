package sqlite

import (
	"context"
	"time"

	"fragebatteri/survey"
)

// minuteFormat is how the times of the audit log are written, in UTC.
const minuteFormat = "2006-01-02 15:04"

const selectLog = `SELECT line, at, actor, action, what FROM audit ORDER BY line DESC`

// AuditLog implements survey.StaffReader.
func (r reader) AuditLog(ctx context.Context) ([]survey.LogEntry, error) {
	return all(ctx, r.from, scanLog, selectLog)
}

func scanLog(r row) (e survey.LogEntry, err error) {
	var at string
	if err := r.Scan(&e.Number, &at, &e.Actor, &e.Action, &e.What); err != nil {
		return e, err
	}
	e.At, err = time.Parse(minuteFormat, at)
	return e, err
}
