package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// row is a *sql.Row or a *sql.Rows that stands on one.
type row interface{ Scan(...any) error }

// source is a database or a transaction of it.
type source interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// all returns what scan makes of every row. A query that has begun is not
// interrupted: it is short, and interrupting it costs its connection.
func all[T any](ctx context.Context, from source, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	rows, err := from.QueryContext(context.WithoutCancel(ctx), query, args...)
	if err != nil {
		return nil, fault(err)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, fault(err)
		}
		list = append(list, item)
	}
	return list, fault(rows.Err())
}

// first returns what scan makes of the first row, or sql.ErrNoRows.
func first[T any](ctx context.Context, from source, scan func(row) (T, error), query string, args ...any) (T, error) {
	list, err := all(ctx, from, scan, query, args...)
	if err == nil && len(list) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return *new(T), err
	}
	return list[0], nil
}

// value scans a row of one column.
func value[T any](r row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

// inJSON is a column that holds a value as JSON.
type inJSON[T any] struct{ value *T }

func asJSON[T any](value *T) inJSON[T] { return inJSON[T]{value} }

// Value implements driver.Valuer.
func (c inJSON[T]) Value() (driver.Value, error) {
	text, err := json.Marshal(c.value)
	return string(text), err
}

// Scan implements sql.Scanner.
func (c inJSON[T]) Scan(column any) error {
	text, ok := column.(string)
	if !ok {
		return fmt.Errorf("a column of type %T where JSON was expected", column)
	}
	return json.Unmarshal([]byte(text), c.value)
}

// inSeconds is a column that holds a time in unix seconds, or NULL for none.
type inSeconds struct{ value *time.Time }

// Value implements driver.Valuer.
func (c inSeconds) Value() (driver.Value, error) {
	if c.value.IsZero() {
		return nil, nil
	}
	return c.value.Unix(), nil
}

// Scan implements sql.Scanner.
func (c inSeconds) Scan(column any) error {
	var seconds sql.Null[int64]
	if err := seconds.Scan(column); err != nil {
		return err
	}
	*c.value = time.Time{}
	if seconds.Valid {
		*c.value = time.Unix(seconds.V, 0).UTC()
	}
	return nil
}
