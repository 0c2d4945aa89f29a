package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"fragebatteri/survey"
)

const selectHost = `SELECT base_url, name, kind, contact, signer, demo FROM host`

// Host implements survey.RegistryReader.
func (r reader) Host(ctx context.Context) (survey.Host, error) {
	host, err := first(ctx, r.from, scanHost, selectHost)
	if errors.Is(err, sql.ErrNoRows) {
		return survey.Host{}, survey.Fail(survey.NotFound, "store.no_host", "File", registryFile, "Folder", r.dir)
	}
	return host, err
}

func scanHost(r row) (h survey.Host, err error) {
	err = r.Scan(&h.BaseURL, &h.Name, &h.Kind, &h.Contact, &h.Signer, &h.Demo)
	return h, err
}

const insertHost = `INSERT INTO host (one, base_url, name, kind, contact, signer, demo) VALUES (1, ?, ?, ?, ?, ?, ?)`

func putHost(ctx context.Context, tx *sql.Tx, h survey.Host) error {
	if _, err := tx.ExecContext(ctx, insertHost, h.BaseURL, h.Name, string(h.Kind), h.Contact, h.Signer, h.Demo); err != nil {
		return fmt.Errorf("store host: %w", err)
	}
	return nil
}
