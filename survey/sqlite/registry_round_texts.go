package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"fragebatteri/survey"
)

const selectRoundTexts = `SELECT texts, sha256 FROM round_texts WHERE round = ?`

// RoundTexts implements survey.RegistryReader.
func (r reader) RoundTexts(ctx context.Context, round string) (*survey.RoundTexts, error) {
	texts, err := first(ctx, r.from, scanRoundTexts, selectRoundTexts, round)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read texts of round %s: %w", round, err)
	}
	return &texts, nil
}

func scanRoundTexts(r row) (texts survey.RoundTexts, err error) {
	var packed []byte
	var hash string
	if err := r.Scan(&packed, &hash); err != nil {
		return texts, err
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return texts, err
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		return texts, err
	}
	if survey.HashOf(text) != hash {
		return texts, errors.New("they are not what was stored")
	}
	return texts, json.Unmarshal(text, &texts)
}

const insertRoundTexts = `INSERT INTO round_texts (round, texts, sha256) VALUES (?, ?, ?)`

// putRoundTexts stores the texts of a round that is being opened, unless it has none.
func putRoundTexts(ctx context.Context, tx *sql.Tx, round string, texts *survey.RoundTexts) error {
	if texts == nil {
		return nil
	}
	text, err := json.Marshal(texts)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	to := gzip.NewWriter(&packed)
	if _, err = to.Write(text); err == nil {
		err = to.Close()
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, insertRoundTexts, round, packed.Bytes(), survey.HashOf(text))
	}
	if err != nil {
		return fmt.Errorf("store texts of round %s: %w", round, err)
	}
	return nil
}
