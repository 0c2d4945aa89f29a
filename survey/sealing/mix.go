package sealing

import (
	"fmt"
	"io"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// mixAnswers returns the answers to all questions of a form as they are counted: each replaced
// by chance with the probability that the release states, and one that was skipped like any other. What
// was not asked has no answer and gets none. The answer given is not changed.
func mixAnswers(form survey.Form, given survey.Answers, random io.Reader) (survey.Answers, error) {
	mixing := treblock.Mixing{Percent: treblock.MixPercent, Random: random}
	mixed := survey.Answers{}
	for _, q := range form {
		values, err := mixQuestion(q, given[q.ID], mixing)
		if err != nil {
			return nil, fmt.Errorf("mix the answers to %s: %w", q.ID, err)
		}
		if len(values) > 0 {
			mixed[q.ID] = values
		}
	}
	return mixed, nil
}

// mixQuestion mixes the values of one question, of which there are none where it was skipped.
func mixQuestion(q survey.Question, values []string, mixing treblock.Mixing) ([]string, error) {
	status := q.Tables()[0]
	at := slices.Index(status.Columns, q.Column(status, values))
	if q.Kind != survey.Multi {
		at, err := mixing.One(at, len(status.Columns))
		if err != nil {
			return nil, err
		}
		return valuesOf(q, status.Columns[at]), nil
	}
	options := q.Options()[:q.Own]
	var chosen []int
	if status.Columns[at] == survey.Answered {
		for _, value := range values {
			chosen = append(chosen, slices.Index(options, value))
		}
	}
	at, chosen, err := mixing.Several(at, chosen, treblock.Several{Statuses: len(status.Columns), Options: q.Own, Most: q.MostChosen()})
	if err != nil {
		return nil, err
	}
	if status.Columns[at] != survey.Answered {
		return valuesOf(q, status.Columns[at]), nil
	}
	mixed := make([]string, 0, len(chosen))
	for _, option := range chosen {
		mixed = append(mixed, options[option])
	}
	return mixed, nil
}

// valuesOf returns the values of an answer that counts in a column of a question's first table.
func valuesOf(q survey.Question, column string) []string {
	switch column {
	case survey.Skip:
		return nil
	case survey.None:
		return []string{q.NoneOption()}
	}
	return []string{column}
}
