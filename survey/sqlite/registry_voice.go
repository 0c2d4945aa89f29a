package sqlite

import (
	"context"

	"fragebatteri/survey"
)

const selectVoices = `
SELECT id, round, municipality, intervention, coalesce(session, ''), themes FROM voice
WHERE round = ? ORDER BY municipality, intervention, id`

// Voices implements survey.RegistryReader.
func (r reader) Voices(ctx context.Context, round string) ([]survey.Voice, error) {
	return all(ctx, r.from, scanVoice, selectVoices, round)
}

func scanVoice(r row) (v survey.Voice, err error) {
	err = r.Scan(&v.ID, &v.Round, &v.Municipality, &v.Intervention, &v.Session, asJSON(&v.Themes))
	return v, err
}

const insertVoice = `INSERT INTO voice (id, round, municipality, intervention, session, themes) VALUES (?, ?, ?, ?, ?, ?)`

// PutVoice implements survey.RegistryTx.
func (t transaction) PutVoice(ctx context.Context, v survey.Voice) error {
	if err := t.ForgetVoice(ctx, v.Session); err != nil {
		return err
	}
	return t.store(ctx, "voice", insertVoice, v.ID, v.Round, v.Municipality, v.Intervention, v.Session, asJSON(&v.Themes))
}

const deleteVoice = `DELETE FROM voice WHERE session = ?`

// ForgetVoice implements survey.RegistryTx.
func (t transaction) ForgetVoice(ctx context.Context, session string) error {
	return t.store(ctx, "voice", deleteVoice, session)
}
