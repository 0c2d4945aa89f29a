package attack

import (
	"math/bits"
	"math/rand/v2"
	"slices"

	"fragebatteri/survey"
)

// value is one answer to a question. Of a question with one choice it is the column it counts in.
// Of a multi-select it is the set of options chosen, one bit each, or, above the bits of all
// options, the column of the status table.
type value uint32

// space knows the values of one question and the columns in which they count. A question has
// facets, each with a table of its own in every block and group: one, or of a multi-select the
// status and each option.
type space struct {
	question  survey.Question
	tables    []survey.Table
	options   int // of a multi-select, without "none of these"; 0 for other questions
	maxChosen int // options that can be chosen together
}

// statusBit marks a value of a multi-select that is no set of options.
const statusBit = 1 << 31

// Columns of a facet that is one option.
const (
	chosen = iota
	notChosen
)

func newSpace(q survey.Question) space {
	s := space{question: q, tables: q.Tables()}
	if q.Kind == survey.Multi {
		s.options = len(s.tables) - 1
		s.maxChosen = s.options
		if q.Most > 0 {
			s.maxChosen = q.Most
		}
	}
	return s
}

// facets returns how many facets there are, and width how many columns one has.
func (s space) facets() int         { return len(s.tables) }
func (s space) width(facet int) int { return len(s.tables[facet].Columns) }

// value returns what somebody answered.
func (s space) value(values []string) value {
	status := s.question.Column(s.tables[0], values)
	column := slices.Index(s.tables[0].Columns, status)
	if s.options == 0 {
		return value(column)
	}
	if status != survey.Answered {
		return statusBit | value(column)
	}
	var set value
	for facet, t := range s.tables[1:] {
		if slices.Contains(values, t.Option) {
			set |= 1 << facet
		}
	}
	return set
}

// column returns the column of a facet's table in which a value counts.
func (s space) column(v value, facet int) int {
	switch {
	case s.options == 0:
		return int(v)
	case facet == 0 && v&statusBit == 0:
		return 0
	case facet == 0:
		return int(v &^ statusBit)
	case v&statusBit == 0 && v>>(facet-1)&1 == 1:
		return chosen
	}
	return notChosen
}

// toward returns a value that counts in that column of the facet and differs from v in as few
// facets as possible, drawn among them.
func (s space) toward(v value, facet, column int, rnd *rand.Rand) value {
	switch {
	case s.column(v, facet) == column:
		return v
	case s.options == 0:
		return value(column)
	case facet == 0 && column == 0:
		return 1 << rnd.IntN(s.options)
	case facet == 0:
		return statusBit | value(column)
	case column == chosen:
		return s.addOption(v, facet-1, rnd)
	}
	return s.removeOption(v, facet-1, rnd)
}

// addOption adds an option, instead of another one when as many are chosen as can be.
func (s space) addOption(v value, option int, rnd *rand.Rand) value {
	if v&statusBit != 0 {
		return 1 << option
	}
	if bits.OnesCount32(uint32(v)) == s.maxChosen {
		v &^= s.drawOption(v, rnd)
	}
	return v | 1<<option
}

// removeOption takes an option away. When no other was chosen, it draws another one or a status
// without options instead.
func (s space) removeOption(v value, option int, rnd *rand.Rand) value {
	v &^= 1 << option
	if v != 0 {
		return v
	}
	other := rnd.IntN(s.options + s.width(0) - 2)
	if other < s.options-1 {
		if other >= option {
			other++
		}
		return 1 << other
	}
	return statusBit | value(other-s.options+2)
}

// drawOption draws one bit of a set.
func (s space) drawOption(v value, rnd *rand.Rand) value {
	for range rnd.IntN(bits.OnesCount32(uint32(v))) {
		v &= v - 1
	}
	return v & -v
}
