package attack

import (
	"math/rand/v2"
	"slices"
)

// search walks over worlds that fit. Its world is always one of them, but for moments within
// tryChange.
type search struct {
	*world
	rnd     *rand.Rand
	unknown [][]int // by class: people whose answers the attacker does not know
}

// goal is something that has to be proved possible: that people of a class answered so, or that a
// cell has enough values.
type goal struct {
	class         int // −1 for a cell
	group         int // of the cell; −1 for a class
	facet, column int
}

// effort is how often a goal is tried, and how many repairs each try may take.
type effort struct{ tries, repairs int }

// Most goals take one try. What is not reached with finalEffort counts as ruled out; on worlds of
// up to eight people, where every world can be listed, a fiftieth of it has always been enough.
var (
	firstEfforts = []effort{{4, 8}, {20, 30}, {60, 100}}
	finalEffort  = effort{100, 60}
)

func newSearch(t *target, rnd *rand.Rand) *search {
	s := &search{world: newWorld(t), rnd: rnd, unknown: make([][]int, len(t.groupsOf))}
	for person, class := range s.class {
		if !s.known[person] {
			s.unknown[class] = append(s.unknown[class], person)
		}
	}
	return s
}

// unreached returns the goals that are not reached with all effort.
func (s *search) unreached() []goal {
	return slices.DeleteFunc(s.remaining(), func(g goal) bool { return s.tryToReach(g, finalEffort) })
}

// remaining tries all goals with little effort and returns those not reached, small groups first.
func (s *search) remaining() []goal {
	goals := s.goals()
	for _, e := range firstEfforts {
		goals = slices.DeleteFunc(goals, func(g goal) bool { return s.tryToReach(g, e) })
	}
	slices.SortStableFunc(goals, func(x, y goal) int { return s.size(x) - s.size(y) })
	return goals
}

// finding says what it means that a goal was not reached.
func (s *search) finding(g goal) Finding {
	table := s.space.tables[g.facet]
	f := Finding{Question: s.question.ID, Table: table.ID, Column: table.Columns[g.column], Block: -1}
	if g.group < 0 {
		f.People = s.unknown[g.class]
		f.Block = s.block[f.People[0]]
		return f
	}
	f.Values = s.tables[g.group][g.facet].values(g.column)
	if of := s.groups[g.group]; of.view < 0 {
		f.Block = of.index
	}
	return f
}

// goals lists everything that is to be proved.
func (s *search) goals() []goal {
	var goals []goal
	for class := range s.groupsOf {
		for facet := range s.facets() {
			for column := range s.width(facet) {
				goals = append(goals, goal{class, -1, facet, column})
			}
		}
	}
	for group, row := range s.tables {
		for facet, t := range row {
			if t == nil {
				continue
			}
			for column := range t.visited {
				goals = append(goals, goal{-1, group, facet, column})
			}
		}
	}
	return goals
}

// reached reports whether a goal has been proved, or is void because the attacker knows everybody's
// answer.
func (s *search) reached(g goal) bool {
	if g.group < 0 {
		return len(s.unknown[g.class]) == 0 || s.possible[g.class][s.firstColumn[g.facet]+g.column]
	}
	return s.tables[g.group][g.facet].values(g.column) >= LeastValues
}

// size returns the size of the smallest group that a goal is about.
func (s *search) size(g goal) int {
	if g.group >= 0 {
		return s.groups[g.group].n
	}
	least := len(s.answer)
	for _, group := range s.groupsOf[g.class] {
		least = min(least, s.groups[group].n)
	}
	return least
}

// tryToReach tries to reach a goal and reports whether it is reached.
func (s *search) tryToReach(g goal, e effort) bool {
	for range e.tries {
		if s.reached(g) {
			return true
		}
		if first, ok := s.firstChange(g); ok {
			s.tryChange(first, g, e.repairs)
		}
	}
	return s.reached(g)
}

// firstChange draws a change that a goal asks for.
func (s *search) firstChange(g goal) (c change, ok bool) {
	if g.group < 0 {
		person := s.unknown[g.class][s.rnd.IntN(len(s.unknown[g.class]))]
		return change{person, s.toward(s.answer[person], g.facet, g.column, s.rnd)}, true
	}
	more, less := s.tables[g.group][g.facet].unvisited(g.column, s.base)
	add := more // an answer to the cell, else take one out of it
	// Now and then either way, because the nearest unvisited count may be out of reach.
	if more == less || s.rnd.IntN(4) == 0 {
		add = s.rnd.IntN(2) == 0
	}
	person, ok := s.drawMember(g.group, func(p int) bool {
		return add != (s.column(s.answer[p], g.facet) == g.column)
	})
	to := g.column
	if !add {
		if to = s.rnd.IntN(s.width(g.facet) - 1); to >= g.column {
			to++
		}
	}
	if !ok {
		return change{}, false
	}
	return change{person, s.toward(s.answer[person], g.facet, to, s.rnd)}, true
}

// maxDraws is how often somebody who fits is looked for at random.
const maxDraws = 12

// drawMember draws somebody of a group who fits and whose answer the attacker does not know.
func (s *search) drawMember(group int, fits func(person int) bool) (int, bool) {
	members := s.members[group]
	for range maxDraws {
		if person := members[s.rnd.IntN(len(members))]; fits(person) && !s.known[person] { // mutation: known
			return person, true
		}
	}
	return 0, false
}

// tryChange makes the first change toward a goal and repairs the world until it fits again. Where
// that does not succeed, the world stays as it was.
func (s *search) tryChange(first change, g goal, maxRepairs int) {
	s.apply(first)
	for repairs := 0; s.broken(); repairs++ {
		if repairs == maxRepairs || !s.repair(first.person, g) {
			s.undo(0) // mutation: back
			return
		}
	}
	s.record()
}
