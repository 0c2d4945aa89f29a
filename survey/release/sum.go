package release

import (
	"cmp"
	"fmt"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// LeastForShares is how many answers there must be for a share to be written in percent or compared
// with another one: of fewer, one answer is more than three percent.
const LeastForShares = 30

// Counted is answers that were counted together: those of a block or of a group of a view.
type Counted struct {
	N int
	Q map[string][]int // table id → released counts
}

// Counted returns the block's answers.
func (b Block) Counted() Counted { return Counted{b.N, b.Q} }

// Counted returns the group's answers.
func (g Group) Counted() Counted { return Counted{g.N, g.Q} }

// Sum is one table added up over blocks, or over groups of a view, that have no answer in common: a
// category of interventions, a municipality, an area, the region, or several rounds. Where a table
// is withheld, the answers are not in the sum, and not in N.
type Sum struct {
	Base   int
	N      int
	Blocks int   // how many tables were added up
	Counts []int // released, by column
	Low    []int // what was counted is certainly between Low and High; by FirstMethod that is what was answered
	High   []int
	Mixed  int       // so many of a hundred answers were replaced before counting
	Drawn  []float64 // by column, the probability that a replaced answer is counted there
}

// Sum adds up one table of a part.
func (r Release) Sum(p Part, t survey.Table, of []Counted) Sum {
	battery, _ := r.Battery(p.Battery)
	total := p.sum(t, of)
	total.Mixed, total.Drawn = r.Mixed, battery.drawn(t)
	return total
}

func (p Part) sum(t survey.Table, of []Counted) Sum {
	total := p.released(t, of)
	total.Low, total.High = make([]int, len(t.Columns)), make([]int, len(t.Columns))
	for _, c := range of {
		if p.shows(t, c) {
			low, high := treblock.Bounds(c.Q[t.ID], p.Base)
			total.Low, total.High = plus(total.Low, low), plus(total.High, high)
		}
	}
	return total
}

// released is sum without what is certain, which takes most of the time.
func (p Part) released(t survey.Table, of []Counted) Sum {
	total := Sum{Base: p.Base, Counts: make([]int, len(t.Columns))}
	for _, c := range of {
		if p.shows(t, c) {
			total.add(Sum{N: c.N, Blocks: 1, Counts: c.Q[t.ID]})
		}
	}
	return total
}

// shows reports whether a table of these answers can be added up: it is not withheld.
func (p Part) shows(t survey.Table, c Counted) bool {
	counts := c.Q[t.ID]
	return len(counts) == len(t.Columns) && treblock.Releasable(counts, p.Base)
}

// Plus returns the sum of both, which must be of the same table of the same version of a battery, mixed alike.
func (s Sum) Plus(other Sum) Sum {
	total := Sum{Base: max(s.Base, other.Base), Mixed: max(s.Mixed, other.Mixed), Drawn: s.Drawn}
	if total.Drawn == nil {
		total.Drawn = other.Drawn
	}
	total.add(s)
	total.add(other)
	return total
}

func (s *Sum) add(other Sum) {
	s.N += other.N
	s.Blocks += other.Blocks
	s.Counts = plus(s.Counts, other.Counts)
	s.Low, s.High = plus(s.Low, other.Low), plus(s.High, other.High)
}

// plus adds counts to a total, which may have none yet.
func plus(total, counts []int) []int {
	if total == nil {
		return slices.Clone(counts)
	}
	for j, count := range counts {
		total[j] += count
	}
	return total
}

// Grouped is one group of a dimension in the whole region: what the regional view and
// municipalities' own views count.
type Grouped struct {
	Key string
	Of  []Counted
}

// Grouped returns the groups of a dimension in the whole region, in order of their keys. Groups of
// the region and of municipalities that have options in common are put together, as "o2" and
// "o1-o2", so that no option is in two. Together they hold every answer that counts in the
// dimension once.
func (p Part) Grouped(d survey.Dimension) []Grouped {
	var groups []Grouped
	for _, v := range p.Views {
		if v.By != d {
			continue
		}
		for _, g := range v.Groups {
			groups = mergeInto(groups, Grouped{g.Key, []Counted{g.Counted()}})
		}
	}
	slices.SortFunc(groups, func(x, y Grouped) int { return cmp.Compare(x.Key, y.Key) })
	return groups
}

// mergeInto adds a group to a list and merges it with those that it has options in common with.
func mergeInto(groups []Grouped, g Grouped) []Grouped {
	var separate []Grouped
	for _, other := range groups {
		if !overlap(other.Key, g.Key) {
			separate = append(separate, other)
			continue
		}
		g = Grouped{mergedKey(other.Key, g.Key), slices.Concat(other.Of, g.Of)}
	}
	return append(separate, g)
}

// mergedKey returns the key of all options from the first to the last of both keys.
func mergedKey(key, other string) string {
	if key == other {
		return key
	}
	return fmt.Sprintf("o%d-o%d", min(firstOption(key), firstOption(other)), max(lastOption(key), lastOption(other)))
}

func countedBlocks(blocks []Block) []Counted {
	all := make([]Counted, len(blocks))
	for i, b := range blocks {
		all[i] = b.Counted()
	}
	return all
}

func countedGroups(v View) []Counted {
	all := make([]Counted, len(v.Groups))
	for i, g := range v.Groups {
		all[i] = g.Counted()
	}
	return all
}

func totalAnswers(of []Counted) int {
	n := 0
	for _, c := range of {
		n += c.N
	}
	return n
}
