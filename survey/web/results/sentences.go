package results

import (
	"fmt"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
)

// Sentence is a certain difference as a sentence.
type Sentence struct {
	Better bool
	Text   string
}

// sentences words what is notable about a place.
func (w Words) sentences(p findings.Place) []Sentence {
	var list []Sentence
	for _, f := range p.Notable {
		better := "worse"
		if f.Improves() {
			better = "better"
		}
		list = append(list, Sentence{f.Improves(), w.T("place."+string(f.Kind)+"."+better,
			"Is", w.figure(f.Is).Text, "Was", w.figure(f.Was).Text, "Measure", w.measure(f.Question),
			"Last", w.round(p.Last), "Intervention", w.Intervention(f.Intervention))})
	}
	return list
}

// measure words what a question is summed up by, as it follows after a share.
func (w Words) measure(question string) string {
	return w.T(survey.Question{ID: question}.MeasureKey())
}

// improves reports whether a difference is in the direction that is better.
func improves(d findings.Difference, better survey.Direction) bool {
	return (d.Difference > 0) == (better == survey.More)
}

// signed writes a number with its sign, 0 without.
func signed(n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf("+%d", n)
	case n < 0:
		return fmt.Sprintf("−%d", -n)
	}
	return "0"
}
