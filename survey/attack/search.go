package attack

import (
	"math/rand/v2"
	"slices"
)

// search is the walk over worlds that fit. The world it is at is always one of them, but for moments within attempt.
type search struct {
	*world
	dice *rand.Rand
	free [][]int // by class: people whose answers the attacker does not know
	held *goal   // the cell that is pursued: mending leaves its count alone
}

// goal is something that has to be proved possible: that people of a class answered so, or, with class −1, that a cell
// has enough values.
type goal struct {
	class         int
	place         int // of the cell; −1 for a class
	facet, column int
}

// effort is how often a goal is tried, and how many further changes each try may take to mend what its first one broke.
type effort struct{ tries, steps int }

// Most goals take one try. What the last of these does not reach counts as ruled out; on worlds of up to eight people,
// where every world can be listed, a fiftieth of it has always been enough.
var (
	passes = []effort{{4, 8}, {20, 30}, {60, 100}}
	last   = effort{100, 60}
)

// candidates is how many ways of mending a world are compared before one is taken.
const candidates = 12

func newSearch(t *target, dice *rand.Rand) *search {
	s := &search{world: newWorld(t), dice: dice, free: make([][]int, len(t.of))}
	for person, class := range s.class {
		if !s.known[person] {
			s.free[class] = append(s.free[class], person)
		}
	}
	return s
}

// certify searches until every goal is reached, and withholds tables where that does not succeed. It returns those, in
// the order in which they were withheld; false when there is nothing left to withhold, so that it must be the groups
// of views that are in the way.
func (s *search) certify() ([]tableAt, bool) {
	var withheld []tableAt
	for _, g := range s.remaining() {
		for !s.pursue(g, last) {
			at, ok := s.blame(g)
			if !ok {
				return nil, false
			}
			s.drop(at)
			withheld = append(withheld, at)
		}
	}
	return withheld, true
}

// unreached returns the goals that are not reached with all effort. It is the same walk as that of certify, as long as
// nothing has to be withheld.
func (s *search) unreached() []goal {
	return slices.DeleteFunc(s.remaining(), func(g goal) bool { return s.pursue(g, last) })
}

// remaining pursues all goals with little effort and returns those not reached, small groups first.
func (s *search) remaining() []goal {
	goals := s.goals()
	for _, e := range passes {
		goals = slices.DeleteFunc(goals, func(g goal) bool { return s.pursue(g, e) })
	}
	slices.SortStableFunc(goals, func(x, y goal) int { return s.size(x) - s.size(y) })
	return goals
}

// finding says what it means that a goal was not reached.
func (s *search) finding(g goal) Finding {
	table := s.space.tables[g.facet]
	f := Finding{Question: s.question.ID, Table: table.ID, Column: table.Columns[g.column]}
	if g.place < 0 {
		f.People = s.free[g.class]
	} else {
		f.Values = s.tables[g.place][g.facet].values(g.column)
	}
	return f
}

// goals lists everything that is to be proved.
func (s *search) goals() []goal {
	var goals []goal
	for class := range s.of {
		for facet := range s.facets() {
			for column := range s.width(facet) {
				goals = append(goals, goal{class, -1, facet, column})
			}
		}
	}
	for at, row := range s.tables {
		for facet, t := range row {
			if t == nil {
				continue
			}
			for column := range t.seen {
				goals = append(goals, goal{-1, at, facet, column})
			}
		}
	}
	return goals
}

// reached reports whether a goal has been proved, or is none any more.
func (s *search) reached(g goal) bool {
	if g.place < 0 {
		return len(s.free[g.class]) == 0 || s.possible[g.class][s.first[g.facet]+g.column]
	}
	t := s.tables[g.place][g.facet]
	return t == nil || t.values(g.column) >= LeastValues
}

// size is the size of the smallest place that a goal is about.
func (s *search) size(g goal) int {
	if g.place >= 0 {
		return s.places[g.place].n
	}
	least := len(s.answer)
	for _, at := range s.of[g.class] {
		least = min(least, s.places[at].n)
	}
	return least
}

// pursue tries to reach a goal and reports whether it is reached.
func (s *search) pursue(g goal, e effort) bool {
	s.held = nil
	if g.place >= 0 {
		s.held = &g
	}
	for range e.tries {
		if s.reached(g) {
			return true
		}
		if person, v, ok := s.begin(g); ok {
			s.attempt(person, v, e.steps)
		}
	}
	return s.reached(g)
}

// begin returns a change that a goal asks for.
func (s *search) begin(g goal) (person int, v value, ok bool) {
	if g.place < 0 {
		person = s.free[g.class][s.dice.IntN(len(s.free[g.class]))]
		return person, s.toward(s.answer[person], g.facet, g.column, s.dice), true
	}
	more, less := s.tables[g.place][g.facet].unseen(g.column, s.base)
	in := more
	// Now and then the other way: the count next to this one may be out of reach.
	if more == less || s.dice.IntN(4) == 0 {
		in = s.dice.IntN(2) == 0
	}
	person, ok = s.drawn(g.place, func(p int) bool { return in != (s.column(s.answer[p], g.facet) == g.column) })
	to := g.column
	if !in {
		if to = s.dice.IntN(s.width(g.facet) - 1); to >= g.column {
			to++
		}
	}
	if !ok {
		return 0, 0, false
	}
	return person, s.toward(s.answer[person], g.facet, to, s.dice), true
}

// draws is how often somebody who fits is looked for at random.
const draws = 12

// drawn draws somebody of a place who is fit and whose answer the attacker does not know.
func (s *search) drawn(at int, fit func(person int) bool) (int, bool) {
	members := s.members[at]
	for range draws {
		if person := members[s.dice.IntN(len(members))]; fit(person) && !s.known[person] { // mutation: known
			return person, true
		}
	}
	return 0, false
}

// attempt lets a person answer so and changes other answers until the world fits again. Where that does not succeed, the
// world stays as it was.
func (s *search) attempt(person int, v value, steps int) {
	s.change(person, v)
	for step := 0; s.broken(); step++ {
		if step == steps || !s.mend(person) {
			s.back(0) // mutation: back
			return
		}
	}
	s.note()
}

// mend makes the best of some changes drawn at random that could mend what is violated, and now and then any of them, so
// that it does not go in circles. It leaves the answer of one person alone.
func (s *search) mend(person int) bool {
	var best []change
	least := 0
	for range candidates {
		try := s.draw(person)
		if len(try) == 0 || slices.ContainsFunc(try, s.spoils) {
			continue
		}
		to := len(s.trail)
		for _, c := range try {
			s.change(c.person, c.from)
		}
		now := s.violation
		s.back(to)
		if len(best) == 0 || now < least || s.dice.IntN(50) == 0 {
			best, least = try, now
		}
	}
	for _, c := range best {
		s.change(c.person, c.from)
	}
	return len(best) > 0
}

// spoils reports whether a change would alter the count of the cell that is pursued.
func (s *search) spoils(c change) bool {
	if s.held == nil || !slices.Contains(s.of[s.class[c.person]], s.held.place) {
		return false
	}
	column := func(v value) bool { return s.column(v, s.held.facet) == s.held.column }
	return column(s.answer[c.person]) != column(c.from)
}

// draw draws changes that could mend a violation: one person's, or an exchange of two people's. In what it returns, from
// is the value to change to.
func (s *search) draw(fixed int) []change {
	if len(s.bad) == 0 || s.misshapen() && s.dice.IntN(2) == 0 {
		return s.drawShape(fixed)
	}
	t := s.bad[s.dice.IntN(len(s.bad))]
	facet := t.at.facet
	boundary, lower := s.boundary(t)
	// Below the boundary are its column and those before it. An answer that goes up takes one off the running sum there.
	wrong := func(p int) bool { return p != fixed && (s.column(s.answer[p], facet) <= boundary) == lower }
	person, ok := s.drawn(t.at.place, wrong)
	if !ok {
		return nil
	}
	if others := s.of[s.class[person]]; len(others) > 1 && s.dice.IntN(2) == 0 {
		if at := others[s.dice.IntN(len(others))]; at != t.at.place {
			right := func(p int) bool {
				return p != fixed && (s.column(s.answer[p], facet) <= boundary) != lower && !slices.Contains(s.of[s.class[p]], t.at.place)
			}
			if other, ok := s.drawn(at, right); ok {
				return []change{{person, s.answer[other]}, {other, s.answer[person]}}
			}
		}
	}
	to := s.across(boundary, lower, s.width(facet))
	return []change{{person, s.toward(s.answer[person], facet, to, s.dice)}}
}

// boundary draws one of the columns at which a table has drifted most to one side, and says whether the running sum
// there has to become lower.
func (s *search) boundary(t *table) (column int, lower bool) {
	low, high := t.spread()
	lower = high > 0 && (low == 0 || s.dice.IntN(2) == 0)
	most := low
	if lower {
		most = high
	}
	found := 0
	for j, d := range t.drift {
		if d == most {
			if found++; s.dice.IntN(found) == 0 {
				column = j
			}
		}
	}
	return column, lower
}

// across draws a column on the other side of a boundary, the nearest half of the time.
func (s *search) across(boundary int, up bool, width int) int {
	near := s.dice.IntN(2) == 0
	switch {
	case up && near:
		return boundary + 1
	case up:
		return boundary + 1 + s.dice.IntN(width-boundary-1)
	case near:
		return boundary
	}
	return s.dice.IntN(boundary + 1)
}

// drawShape draws a change that could mend the groups of a view: somebody comes into a group that is too small, or leaves
// one that is too large, alone or in exchange with somebody who shares another table.
func (s *search) drawShape(fixed int) []change {
	y := s.tallies[slices.IndexFunc(s.tallies, func(y *tally) bool { return y.violation > 0 })]
	g, more := y.misfit(s.dice)
	scope := y.scope(g)
	for range draws {
		people := y.people[scope[s.dice.IntN(len(scope))]]
		if len(people) == 0 {
			continue
		}
		person := people[s.dice.IntN(len(people))]
		if person == fixed || s.known[person] || g.holds(s.answer[person]) == more {
			continue
		}
		if places := s.of[s.class[person]]; len(places) > 0 && s.dice.IntN(2) == 0 {
			right := func(p int) bool { return p != fixed && g.holds(s.answer[p]) == more }
			if other, ok := s.drawn(places[s.dice.IntN(len(places))], right); ok {
				return []change{{person, s.answer[other]}, {other, s.answer[person]}}
			}
		}
		if to := value(s.dice.IntN(s.width(0))); g.holds(to) == more {
			return []change{{person, to}}
		}
	}
	return nil
}

// misshapen reports whether the views of this world have other groups than the published ones.
func (s *search) misshapen() bool {
	return slices.ContainsFunc(s.tallies, func(y *tally) bool { return y.violation > 0 })
}

// blame returns the table to withhold for a goal that cannot be reached: that of the cell, if it is of a view; else the
// least of those that could stand in the way.
func (s *search) blame(g goal) (tableAt, bool) {
	if g.place >= 0 && s.places[g.place].view >= 0 {
		return tableAt{g.place, g.facet}, true
	}
	places := []int{}
	if g.place < 0 {
		places = s.of[g.class]
	} else {
		for _, person := range s.members[g.place] {
			places = append(places, s.of[s.class[person]]...)
		}
	}
	var found []tableAt
	for _, facets := range [][]int{{g.facet}, upTo(s.facets())} {
		for _, at := range places {
			for _, facet := range facets {
				if s.tables[at][facet] != nil {
					found = append(found, tableAt{at, facet})
				}
			}
		}
		if len(found) > 0 {
			return slices.MinFunc(found, s.compare), true
		}
	}
	return tableAt{}, false
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
