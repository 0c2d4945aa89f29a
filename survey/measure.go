package survey

import (
	"fmt"
	"slices"
)

// Direction is what is better of a measure.
type Direction string

// The directions. A measure without one describes and is neither good nor bad.
const (
	More    Direction = "more" // a larger share is better
	Less    Direction = "less" // a smaller share is better
	Neither Direction = ""
)

// Measure is the one share by which a question is summed up: of those whom it concerns and who
// answered it, how many chose one of these options. Its words are "<question>.measure", what
// follows after "39 % ". It is about reading results and not about asking, so that it may be
// changed without another version of the battery.
type Measure struct {
	Options []string  `json:"options"` // beside each other, so that they are rounded as one
	Better  Direction `json:"better,omitempty"`
}

// MeasureKey returns the key of the words of the question's measure.
func (q Question) MeasureKey() string { return q.ID + ".measure" }

// Concerned returns the options of those whom the question concerns. An option of its own after the
// steps of a scale says that it does not, as in "I get no letters".
func (q Question) Concerned() []string {
	if q.Kind == Scale {
		return q.Options()[:q.steps]
	}
	return q.Options()
}

// checkMeasures finds what is wrong with the measures.
func (b *Battery) checkMeasures(wrong func(string, ...any)) {
	for id, m := range b.Measures {
		q, known := b.Question(id)
		if !known || q.Kind == Multi {
			wrong("the measure of %s is of no scale or choice", id)
			continue
		}
		if problem := m.problem(q.Concerned()); problem != "" {
			wrong("the measure of %s %s", id, problem)
		}
	}
}

// problem says what is wrong with a measure of these options, or returns "".
func (m Measure) problem(concerned []string) string {
	first := slices.Index(concerned, slices.Concat(m.Options, []string{""})[0])
	switch {
	case !slices.Contains([]Direction{More, Less, Neither}, m.Better):
		return fmt.Sprintf("has the direction %q; more, less or none is better", m.Better)
	case first < 0 || len(m.Options) >= len(concerned):
		return "names some options of those whom it concerns, and not all"
	case first+len(m.Options) > len(concerned) || !slices.Equal(concerned[first:first+len(m.Options)], m.Options):
		return "names options that are not beside each other in their order"
	}
	return ""
}

// WithoutMeasures returns the battery as it is asked and counted.
func (b *Battery) WithoutMeasures() *Battery {
	asked := *b
	asked.Measures = nil
	return &asked
}
