// Package findings sums up what releases say of one place: the measures of its questions, what
// would help most, its interventions, which differences are certain, and where answers are counted
// that are too few to be shown at the place. All of it is computed from released counts; it has no
// words.
//
// Where to look:
//
//	edition.go       Edition: a release with the areas of its round; which can be compared, and whose blocks are a place's
//	findings.go      Of: everything about a place in one round
//	measure.go       measures, and what people wish
//	intervention.go  interventions before and after, and OfIntervention
//	group.go         OfGroup: one group of people over rounds
//	elsewhere.go     where answers are counted that are not shown at the place
//	certain.go       which of many differences are certain
package findings

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Place is what one round says of a place.
type Place struct {
	Place         survey.Place
	Edition       Edition
	Answers       int    // to ordinary questions, in blocks of the place
	Took          Took   // how many were invited and came
	Last          string // name of the round before that this one is compared with; empty where there is none
	Measures      []Measure
	Wishes        []Wishes
	Interventions []Intervention
	Elsewhere     []Elsewhere
	Notable       []Finding // the largest differences that are certain, largest first
	Compared      int       // how many differences were looked at
}

// Took is how many answers gatherings were opened for, and how many came. Both are rounded to
// multiples of 3.
type Took struct {
	Invited  int  // 0: no gathering was held
	Received int  // in the municipalities that are known
	Known    bool // every municipality of the place has answers enough for its number to be shown
}

// Of returns what the last of these editions says of a place. Editions are oldest first. Batteries
// that the catalogue does not know have no measures.
func Of(history []Edition, place survey.Place, catalogue *survey.Catalogue) Place {
	scope := Scope{Place: place}
	last := history[len(history)-1]
	p := Place{Place: place, Edition: last, Answers: scope.Answers(last), Took: scope.took(last)}
	var before *Edition
	comparable, _ := scope.Comparable(history)
	if len(comparable) > 1 {
		before = &comparable[len(comparable)-2]
		p.Last = before.Round
	}
	p.Measures = scope.measures(last, before, catalogue)
	p.Wishes = scope.wishes(last, catalogue)
	p.Interventions = scope.interventions(comparable, catalogue)
	p.Elsewhere = scope.elsewhere(last)
	p.Notable, p.Compared = p.notable()
	return p
}

// Answers counts the answers to ordinary questions in the blocks of the place.
func (s Scope) Answers(e Edition) int {
	n := 0
	for _, p := range e.Parts {
		if !p.CountsEverybody() {
			continue
		}
		for _, c := range s.Blocks(e, p) {
			n += c.N
		}
	}
	return n
}

// took adds up how many were invited and came in the municipalities of the place.
func (s Scope) took(e Edition) Took {
	t := Took{Known: true}
	for _, p := range e.Participation {
		if !s.Holds(e, survey.InMunicipality(p.Municipality)) {
			continue
		}
		t.Invited += p.Announced
		if p.Received == nil {
			t.Known = false
			continue
		}
		t.Received += *p.Received
	}
	t.Known = t.Known && t.Invited > 0
	return t
}

// question is a question of a release with the battery that it is known by.
type question struct {
	survey.Question
	battery   *survey.Battery
	part      release.Part
	concerned []string // options of those whom it concerns
}

// questions returns the questions of a release that the catalogue knows, in the order in which they
// were asked.
func questions(e Edition, catalogue *survey.Catalogue) []question {
	var list []question
	for _, said := range e.Batteries {
		battery, err := catalogue.Battery(said.Ref())
		if err != nil {
			continue
		}
		for _, q := range battery.Questions {
			for _, part := range e.Parts {
				if part.Battery == battery.Ref() && slices.Contains(part.Questions, q.ID) {
					list = append(list, question{q, battery, part, q.Concerned()})
				}
			}
		}
	}
	return list
}
