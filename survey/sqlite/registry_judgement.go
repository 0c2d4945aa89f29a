package sqlite

import (
	"context"

	"fragebatteri/survey"
)

const selectJudgements = `
SELECT language, file, key, staff, role, day, verdict, reasons, proposal, back, source, text FROM judgement
WHERE language = ? ORDER BY file, key, day, staff`

// Judgements implements survey.StaffReader.
func (r reader) Judgements(ctx context.Context, language string) ([]survey.Judgement, error) {
	return all(ctx, r.from, scanJudgement, selectJudgements, language)
}

func scanJudgement(r row) (j survey.Judgement, err error) {
	err = r.Scan(&j.Language, &j.File, &j.Key, &j.Staff, &j.Role, &j.Day, &j.Verdict, asJSON(&j.Reasons), asJSON(&j.Proposal), &j.Back, &j.Source, &j.Text)
	return j, err
}

const upsertJudgement = `
INSERT INTO judgement (language, file, key, staff, role, day, verdict, reasons, proposal, back, source, text)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (language, file, key, staff) DO UPDATE SET role = excluded.role, day = excluded.day, verdict = excluded.verdict,
    reasons = excluded.reasons, proposal = excluded.proposal, back = excluded.back, source = excluded.source, text = excluded.text`

// PutJudgement implements survey.JudgementTx.
func (t transaction) PutJudgement(ctx context.Context, j survey.Judgement) error {
	return t.store(ctx, "judgement", upsertJudgement, j.Language, j.File, j.Key, j.Staff, string(j.Role), j.Day, string(j.Verdict),
		asJSON(&j.Reasons), asJSON(&j.Proposal), j.Back, j.Source, j.Text)
}

const deleteJudgements = `DELETE FROM judgement WHERE language = ? AND file = ? AND key = ?`

// ForgetJudgements implements survey.JudgementTx.
func (t transaction) ForgetJudgements(ctx context.Context, language string, n survey.TextName) error {
	return t.store(ctx, "judgement", deleteJudgements, language, n.File, n.Key)
}
