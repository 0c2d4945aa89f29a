// Package wording names what has a code, in one language: municipalities, interventions, questions,
// options, groups. It computes nothing.
package wording

import (
	"cmp"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// Words are the names and texts that results are shown with, on pages and in
// exports, in one language. It satisfies export.Words.
type Words struct {
	*i18n.Printer
	Catalogue     *survey.Catalogue
	interventions []survey.Intervention
}

// In returns the words of the language that a printer prints.
func In(p *i18n.Printer, catalogue *survey.Catalogue, interventions []survey.Intervention) Words {
	return Words{Printer: p, Catalogue: catalogue, interventions: interventions}
}

// Complete returns the words of every language that has all texts of these files, of which there is at
// least one; the language first comes first.
func Complete(texts *i18n.Catalog, first string, catalogue *survey.Catalogue, interventions []survey.Intervention, names ...string) []Words {
	var list []Words
	for _, l := range i18n.Languages {
		switch words := In(texts.Printer(l.Tag), catalogue, interventions); {
		case !texts.Complete(l.Tag, names[0], names[1:]...):
		case l.Tag == first:
			list = slices.Insert(list, 0, words)
		default:
			list = append(list, words)
		}
	}
	return list
}

// Text returns the words of a key.
func (w Words) Text(key string) string { return w.T(key) }

// Municipality returns the name of a municipality, or its code.
func (w Words) Municipality(code string) string {
	if m, ok := w.Catalogue.Municipality(code); ok {
		return m.Name
	}
	return code
}

// Region returns the name of a county, or its code.
func (w Words) Region(code string) string { return w.Catalogue.CountyName(code) }

// Intervention returns the name of an intervention, or its id.
func (w Words) Intervention(id string) string {
	i := slices.IndexFunc(w.interventions, func(i survey.Intervention) bool { return i.ID == id })
	if i < 0 {
		return id
	}
	return w.interventions[i].Name
}

// Question returns the words of a question.
func (w Words) Question(_, question string) string { return w.T(question) }

// Option returns the words of a column of a question's table.
func (w Words) Option(battery, question, column string) string {
	switch column {
	case survey.Answered, survey.Chosen, survey.NotChosen, survey.DontKnow, survey.NoAnswer, survey.Skip:
		return w.T("option." + column)
	}
	b, err := w.Catalogue.Battery(battery)
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
	return w.T(q.TextKey(column))
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
	if text := w.T(name); text != name {
		return text
	}
	return key
}

// options names the options from the first to the last of a key like "o1-o2".
func (w Words) options(battery, question, key string) string {
	b, err := w.Catalogue.Battery(battery)
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
		name = w.T("officer.either", "First", name, "Second", w.Option(battery, question, option))
	}
	return name
}

// Place names a municipality, an area or a county.
func (w Words) Place(place survey.Place) string {
	switch place.Kind {
	case survey.KindMunicipality:
		return w.Municipality(place.Code)
	case survey.KindArea:
		return w.T("results.area", "Area", place.Code)
	}
	return w.Region(place.Code)
}
