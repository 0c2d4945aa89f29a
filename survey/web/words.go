package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

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

// Category returns the category of an intervention, as the list of
// interventions has it; "" where the intervention is not known.
func (w Words) Category(id string) string {
	i := slices.IndexFunc(w.interventions, func(i survey.Intervention) bool { return i.ID == id })
	if i < 0 {
		return ""
	}
	return w.interventions[i].Category
}

// Group returns the name of a group of a view, or its key. question is the one
// that defines the dimension, if one does.
func (w Words) Group(battery string, d survey.Dimension, question, key string) string {
	if d == survey.ByTime {
		return w.options(battery, question, key)
	}
	name := "officer." + string(d) + "." + key
	if text := w.printer.T(name); text != name {
		return text
	}
	return key
}

// options names the options from the first to the last of a key like "o1-o2".
func (w Words) options(battery, question, key string) string {
	b, err := w.service.Battery(battery)
	if err != nil {
		return key
	}
	q, _ := b.Question(question)
	options := q.Options()
	from, to, _ := strings.Cut(key, "-")
	first, last := slices.Index(options, from), slices.Index(options, cmp.Or(to, from))
	if first < 0 || last < first {
		return key
	}
	name := w.Option(battery, question, options[first])
	for _, option := range options[first+1 : last+1] {
		name = w.printer.T("officer.either", "First", name, "Second", w.Option(battery, question, option))
	}
	return name
}
