package attack

import (
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

var (
	choice  = survey.Question{ID: "K1", Kind: survey.Choice, Own: 4, DK: true}
	several = survey.Question{ID: "K2", Kind: survey.Multi, Own: 6, None: true, Most: 3, DK: true}
)

// crowd makes a question of so many people in blocks and four views.
func crowd(q survey.Question, n int, rnd *rand.Rand) *target {
	x := &target{space: newSpace(q), base: 3}
	values := x.everyValue()
	for range n {
		x.answers = append(x.answers, values[min(rnd.IntN(len(values)), rnd.IntN(len(values)))])
		x.known = append(x.known, rnd.IntN(20) == 0)
	}
	in := make([][]int, n)
	for view := -1; view < 4; view++ {
		order := rnd.Perm(n)
		for len(order) >= 12 {
			size := min(12+3*rnd.IntN(5), len(order)/3*3)
			x.put(view, order[:size], in, rnd)
			order = order[size:]
		}
	}
	x.members = make([][]int, len(x.groups))
	classes := map[string]int{}
	for p := range n {
		x.addPerson(p, in[p], classes)
	}
	return x
}

// put makes a group of some people, with its tables as they would be released.
func (x *target) put(view int, people []int, in [][]int, rnd *rand.Rand) {
	tables := make([][]int, x.facets())
	for facet := range tables {
		tables[facet] = treblock.Round(x.count(x.answers, people, facet), x.base, rnd.IntN(x.base))
	}
	for _, p := range people {
		in[p] = append(in[p], len(x.groups))
	}
	x.groups = append(x.groups, group{view: view, n: len(people)})
	x.counts = append(x.counts, tables)
}

// Every world that the search comes to could have been released as it was, says the rounding
// itself, and nobody whose answer is known has another one in it.
func TestEveryWorldVisitedFits(t *testing.T) {
	for _, q := range []survey.Question{choice, several} {
		rnd := rand.New(rand.NewPCG(1, 1))
		x := crowd(q, 150, rnd)
		s := newSearch(x, rnd)
		moved := 0
		for i, g := range s.goals() {
			before := slices.Clone(s.answer)
			s.tryToReach(g, effort{3, 20})
			if slices.Equal(before, s.answer) || i%3 > 0 {
				continue
			}
			moved++
			if !x.fits(s.answer) {
				t.Fatalf("%s: the world after goal %d does not fit what is released", q.Kind, i)
			}
			for p, known := range x.known {
				if known && s.answer[p] != x.answers[p] {
					t.Fatalf("%s: the known answer of %d was changed", q.Kind, p)
				}
			}
		}
		if moved < 100 {
			t.Errorf("%s: only %d worlds were visited", q.Kind, moved)
		}
	}
}

func TestTowardCountsWhereItShould(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	for _, q := range []survey.Question{choice, several} {
		s := newSpace(q)
		all := s.everyValue()
		for range 20_000 {
			v, facet := all[rnd.IntN(len(all))], rnd.IntN(s.facets())
			column := rnd.IntN(s.width(facet))
			got := s.toward(v, facet, column, rnd)
			if s.column(got, facet) != column || !slices.Contains(all, got) {
				t.Fatalf("%s: from %b toward column %d of facet %d is %b", q.Kind, v, column, facet, got)
			}
		}
	}
}

func TestValuesOfAnswers(t *testing.T) {
	s := newSpace(several)
	for _, c := range []struct {
		values  []string
		columns []int // of the status table and the first three options
	}{
		{nil, []int{4, notChosen, notChosen, notChosen}},
		{[]string{"na"}, []int{3, notChosen, notChosen, notChosen}},
		{[]string{"o7"}, []int{1, notChosen, notChosen, notChosen}},
		{[]string{"o1", "o3"}, []int{0, chosen, notChosen, chosen}},
	} {
		for facet, want := range c.columns {
			if got := s.column(s.value(c.values), facet); got != want {
				t.Errorf("%q counts in column %d of facet %d, want %d", c.values, got, facet, want)
			}
		}
	}
}
