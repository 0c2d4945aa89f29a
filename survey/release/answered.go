package release

import (
	"math"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// Measured is how many chose an option, or options beside each other, and among how many, added up
// like a [Sum]. Where a table that it is made of is withheld, the answers are in neither.
type Measured struct {
	of     Sum   // the table of the options
	chosen []int // their columns

	question Sum   // the question's own table: the same, but for an option with a table of its own
	among    []int // columns of those among whom it is
	answered []int // columns of those who answered: all but dk, na and skip
}

// Answered is the share of those who gave an answer among those who answered the question, as far
// as it concerns them, with its 95 % interval: see treblock.MixedRatio.
type Answered struct {
	Estimate
	N      int // answers in the sum, whether this question was answered or not
	Among  int // of them those among whom the share is; estimated, and rounded to a whole number
	Silent int // of them dk, na and skip; estimated and rounded likewise
}

// Measured adds up how many chose these options of a question, among those who chose one of others:
// its first ones, or where none are named all that are not dk, na or skip. The options are beside
// each other among those, or one that has a table of its own. It is not ok where the release has no
// such options, and where all that was to be added up is withheld.
func (r Release) Measured(p Part, question string, options, among []string, of []Counted) (m Measured, ok bool) {
	battery, _ := r.Battery(p.Battery)
	tables := battery.tablesOf(question)
	if len(tables) == 0 {
		return Measured{}, false
	}
	own := ownColumns(tables[0].Columns)
	if len(among) == 0 {
		among = own
	}
	table := tables[0]
	if i := slices.IndexFunc(tables, func(t survey.Table) bool { return len(options) == 1 && t.Option == options[0] }); i > 0 {
		table, options = tables[i], []string{survey.Chosen}
	} else if !beside(options, among) {
		return Measured{}, false
	}
	if len(among) > len(own) || !slices.Equal(among, own[:len(among)]) {
		return Measured{}, false
	}
	shown := slices.DeleteFunc(slices.Clone(of), func(c Counted) bool { return !p.shows(table, c) || !p.shows(tables[0], c) })
	sum := func(t survey.Table) Sum {
		total := p.released(t, shown)
		total.Mixed, total.Drawn = r.Mixed, battery.drawn(t)
		return total
	}
	m = Measured{
		of: sum(table), chosen: indices(options, table.Columns),
		question: sum(tables[0]), answered: indices(own, tables[0].Columns),
		among: indices(among, tables[0].Columns), // mutation: among
	}
	return m, m.of.N > 0
}

// beside reports whether these columns are all among others, one after the other.
func beside(columns, all []string) bool {
	if len(columns) == 0 {
		return false
	}
	first := slices.Index(all, columns[0])
	return first >= 0 && first+len(columns) <= len(all) && slices.Equal(columns, all[first:first+len(columns)])
}

func indices(columns, all []string) []int {
	at := make([]int, len(columns))
	for i, column := range columns {
		at[i] = slices.Index(all, column)
	}
	return at
}

// Plus returns the sum of both, which must be of the same options of the same version of a battery,
// mixed alike, and have no answer in common.
func (m Measured) Plus(other Measured) Measured {
	if m.chosen == nil {
		m.chosen, m.among, m.answered = other.chosen, other.among, other.answered
	}
	m.of, m.question = m.of.Plus(other.of), m.question.Plus(other.question)
	return m
}

// Answered returns the share, and how many it is of. Without answers the share can be anything.
func (m Measured) Answered() Answered {
	share, low, high := m.ratio().Estimate()
	count := func(columns []int) int {
		return int(math.Round(m.question.Estimate(columns...).Share * float64(m.question.N)))
	}
	// Those whom it concerns are among those who answered, also where chance has it that the two
	// estimates say otherwise.
	answered := count(m.answered)
	return Answered{Estimate{share, low, high}, m.of.N, min(count(m.among), answered), m.of.N - answered}
}

// Since returns how the share has changed from an earlier one, which must be of the same options and
// of other answers. As by [Sum.Since], the two cannot be compared, and ok is false, when they have
// different bases or columns, were mixed differently, or when either has fewer than 30 answers.
func (m Measured) Since(earlier Measured) (c Change, ok bool) {
	if !m.of.comparable(earlier.of) || !m.question.comparable(earlier.question) ||
		!slices.Equal(m.chosen, earlier.chosen) || !slices.Equal(m.among, earlier.among) {
		return Change{}, false
	}
	c.Difference = m.Answered().Share - earlier.Answered().Share
	c.Low, c.High = treblock.MixedRatioChange(earlier.ratio(), m.ratio())
	return c, true
}

func (m Measured) ratio() treblock.MixedRatio {
	return treblock.MixedRatio{Of: m.of.mixed(m.chosen), Among: m.question.mixed(m.among)}
}
