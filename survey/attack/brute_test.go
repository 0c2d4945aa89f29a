package attack

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

// The search is checked against all worlds of up to eight people: it must never take for possible
// what no world that fits says, and it must find what one does.
func TestSearchAgainstEveryWorld(t *testing.T) {
	single := survey.Question{ID: "K1", Kind: survey.Choice, Own: 2}
	four := survey.Question{ID: "K1", Kind: survey.Choice, Own: 3}
	multi := survey.Question{ID: "K1", Kind: survey.Multi, Own: 3, None: true, Most: 2}
	for _, c := range []struct {
		name  string
		q     survey.Question
		most  int // people
		seeds int
	}{{"four columns", single, 8, 20}, {"five columns", four, 7, 15}, {"several options", multi, 5, 12}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if !tool.All() {
				c.seeds = 4
			}
			var open, found int
			for seed := range c.seeds {
				x := tiny(t, c.q, c.most, uint64(seed))
				every := x.everyWorld()
				s := newSearch(x, rand.New(rand.NewPCG(uint64(seed), 1)))
				s.unreached()
				o, f := compare(t, fmt.Sprintf("seed %d", seed), s.world, every)
				open, found = open+o, found+f
			}
			t.Logf("%d of %d possibilities found", found, open)
			if found < open {
				t.Errorf("%d possibilities that some world has were not found", open-found)
			}
		})
	}
}

// tiny makes a question of a few people in blocks and views of three or six.
func tiny(t *testing.T, q survey.Question, most int, seed uint64) *target {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 5))
	x := &target{space: newSpace(q), base: 3}
	n := 3 + rnd.IntN(most-2)
	values := x.everyValue()
	for range n {
		x.answers = append(x.answers, values[rnd.IntN(len(values))])
		x.known = append(x.known, false)
	}
	order := rnd.Perm(n)
	in := make([][]int, n)
	for len(order) >= 3 {
		size := 3
		if len(order) >= 6 && rnd.IntN(2) == 0 {
			size = 6
		}
		x.put(-1, order[:size], in, rnd)
		order = order[size:]
	}
	for view := range rnd.IntN(4) {
		people := rnd.Perm(n)
		x.put(view, people[:3*(1+rnd.IntN(n/3))], in, rnd)
	}
	x.members = make([][]int, len(x.groups))
	classes := map[string]int{}
	for p := range n {
		x.addPerson(p, in[p], classes)
	}
	return x
}

// everyValue lists all values of a question.
func (s space) everyValue() []value {
	var all []value
	for column := range s.width(0) {
		if s.options == 0 {
			all = append(all, value(column))
		} else if column > 0 {
			all = append(all, statusBit|value(column))
		}
	}
	for set := range value(1) << s.options {
		chosen := 0
		for option := range s.options {
			chosen += int(set >> option & 1)
		}
		if s.options > 0 && chosen > 0 && chosen <= s.maxChosen {
			all = append(all, set)
		}
	}
	return all
}

// count tabulates answers of some people.
func (x *target) count(answers []value, people []int, facet int) []int {
	counts := make([]int, x.width(facet))
	for _, p := range people {
		counts[x.column(answers[p], facet)]++
	}
	return counts
}

// truth is what some world that fits says.
type truth struct {
	possible map[[3]int]bool         // class, facet, column
	values   map[[3]int]map[int]bool // group, facet, column → true counts
}

// everyWorld goes through all worlds and asks treblock itself whether each fits.
func (x *target) everyWorld() truth {
	found := truth{map[[3]int]bool{}, map[[3]int]map[int]bool{}}
	answers := make([]value, len(x.answers))
	all := x.everyValue()
	var next func(person int)
	next = func(person int) {
		if person < len(answers) {
			for _, v := range all {
				answers[person] = v
				next(person + 1)
			}
			return
		}
		if x.fits(answers) {
			x.keep(answers, found)
		}
	}
	next(0)
	return found
}

func (x *target) fits(answers []value) bool {
	for group := range x.groups {
		for facet, released := range x.counts[group] {
			counts := x.count(answers, x.members[group], facet)
			if !slices.ContainsFunc([]int{0, 1, 2}, func(d int) bool { return slices.Equal(treblock.Round(counts, x.base, d), released) }) {
				return false
			}
		}
	}
	return true
}

func (x *target) keep(answers []value, found truth) {
	for facet := range x.facets() {
		for p, v := range answers {
			found.possible[[3]int{x.class[p], facet, x.column(v, facet)}] = true
		}
		for group := range x.groups {
			for column, n := range x.count(answers, x.members[group], facet) {
				key := [3]int{group, facet, column}
				if found.values[key] == nil {
					found.values[key] = map[int]bool{}
				}
				found.values[key][n] = true
			}
		}
	}
}

// compare reports what the search holds for possible and is not, and counts what is possible and
// what it found of that. Of a cell's values only as many count as are asked for.
func compare(t *testing.T, name string, w *world, every truth) (open, found int) {
	t.Helper()
	for class := range w.groupsOf {
		for facet := range w.facets() {
			for column := range w.width(facet) {
				can, says := every.possible[[3]int{class, facet, column}], w.possible[class][w.firstColumn[facet]+column]
				if says && !can {
					t.Errorf("%s: class %d cannot have column %d of facet %d", name, class, column, facet)
				}
				if can {
					open++
				}
				if can && says {
					found++
				}
			}
		}
	}
	for group, row := range w.tables {
		for facet, table := range row {
			for column := range table.visited {
				values := every.values[[3]int{group, facet, column}]
				open += min(LeastValues, len(values))
				found += min(LeastValues, table.values(column))
				if table.values(column) > len(values) {
					t.Errorf("%s: group %d, facet %d, column %d has %d values and the search says %d",
						name, group, facet, column, len(values), table.values(column))
				}
			}
		}
	}
	return open, found
}
