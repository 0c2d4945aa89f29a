package web

import (
	"context"
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// Words are the names and texts that a release is shown with, on pages and in
// exports, in one language. It satisfies export.Words.
type Words struct {
	printer       *i18n.Printer
	service       *survey.Service
	interventions []survey.Intervention
	county        func(code string) string
}

// NewWords returns the words of one language.
func NewWords(ctx context.Context, p *i18n.Printer, service *survey.Service, county func(code string) string) (Words, error) {
	interventions, err := service.Interventions(ctx)
	return Words{printer: p, service: service, interventions: interventions, county: county}, err
}

// Text returns the words of a key.
func (w Words) Text(key string) string { return w.printer.T(key) }

// Municipality returns the name of a municipality, or its code.
func (w Words) Municipality(code string) string {
	if m, ok := w.service.Municipality(code); ok {
		return m.Name
	}
	return code
}

// Region returns the name of a county, or its code.
func (w Words) Region(code string) string { return w.county(code) }

// Intervention returns the name of an intervention, or its id.
func (w Words) Intervention(id string) string {
	i := slices.IndexFunc(w.interventions, func(i survey.Intervention) bool { return i.ID == id })
	if i < 0 {
		return id
	}
	return w.interventions[i].Name
}

// Question returns the words of a question.
func (w Words) Question(_, question string) string { return w.printer.T(question) }

// Option returns the words of a column of a question's table.
func (w Words) Option(battery, question, column string) string {
	switch column {
	case survey.Answered, survey.Chosen, survey.NotChosen, survey.DontKnow, survey.NoAnswer, survey.Skip:
		return w.printer.T("option." + column)
	}
	b, err := w.service.Battery(battery)
	if err != nil {
		return column
	}
	q, ok := b.Question(question)
	if !ok {
		return column
	}
	if column == survey.None {
		column = q.NoneOption()
	}
	return w.printer.T(q.TextKey(column))
}
