package staff

import (
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/authors"
)

// Advice is what is found in the questions of a battery. The template "advice" shows it.
type Advice struct {
	*i18n.Printer
	Refused, Advised int
	Places           []advisedPlace
}

// advisedPlace is a question with what is found in it, or the whole battery where ID is "".
type advisedPlace struct {
	ID, Text string
	Findings []advised
}

// advised is one thing that is found.
type advised struct {
	Must              bool // it is to be mended before the questions can be asked
	Language          *i18n.Language
	What, Why, Better string
}

// Advice looks through a battery with its words.
func (b Base) Advice(words survey.Worded, given authors.Given) Advice {
	found := authors.Check(words, given)
	told := Advice{Printer: b.Printer, Refused: len(authors.Refused(found))}
	told.Advised = len(found) - told.Refused
	for _, f := range found {
		i := slices.IndexFunc(told.Places, func(place advisedPlace) bool { return place.ID == f.Question })
		if i < 0 {
			i = len(told.Places)
			told.Places = append(told.Places, advisedPlace{ID: f.Question, Text: words.Word(i18n.Source, f.Question)})
		}
		one := advised{
			Must: f.Kind == authors.Refuses, What: authors.Say(b.T, f.Key(), f.Args),
			Why: authors.Say(b.T, f.WhyKey(), f.Args), Better: authors.Say(b.T, f.BetterKey(), f.Args),
		}
		if l, known := i18n.Find(i18n.Languages, f.Language); known && l.Tag != i18n.Source {
			one.Language = &l
		}
		told.Places[i].Findings = append(told.Places[i].Findings, one)
	}
	return told
}
