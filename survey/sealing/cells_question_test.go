package sealing

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// cellQuestion is a question whose answers are changed while its released tables stay as they are.
type cellQuestion struct {
	survey.Question
	columns []string
	base    int
	people  []cellPerson
	tables  []*cellTable
	log     []cellChange // what people answered before each change since the first world
	kept    int          // so many changes lead to the world that was kept last
}

// cellPerson is somebody who is counted in the tables of a question.
type cellPerson struct {
	tag     string // of the session
	answers survey.Answers
	column  int          // of the answer
	tables  []*cellTable // in which the answer counts
	reached []bool       // by column: some world has such an answer
}

// cellTable is one released table and the true counts of the world.
type cellTable struct {
	name             string
	released, counts []int
	members          []int          // people
	reached          []map[int]bool // by column: true counts of some world
}

// cellChange is what a person answered.
type cellChange struct{ person, column int }

// leastCounts is how many true counts of a cell must be possible.
const leastCounts = 3

func newCellQuestion(p *partBuilder, q survey.Question) *cellQuestion {
	c := &cellQuestion{Question: q, columns: q.Tables()[0].Columns, base: p.Base}
	for i, person := range p.people {
		c.people = append(c.people, cellPerson{
			tag: p.answers[i].Tag, answers: person.Answers, column: slices.Index(c.columns, q.Column(q.Tables()[0], person.Answers[q.ID])),
			reached: make([]bool, len(c.columns)),
		})
	}
	for i, b := range p.Blocks {
		c.addTable(fmt.Sprintf("block %d", i), b.Counted(), func(person int) bool { return p.people[person].Block == i })
	}
	for i, v := range p.Views {
		for j, g := range v.Groups {
			c.addTable(fmt.Sprintf("%s, group %s", v, g.Key), g.Counted(), func(person int) bool { return p.people[person].Groups[i] == j })
		}
	}
	c.record()
	return c
}

// addTable adds the table of a block or a group, unless it has none.
func (c *cellQuestion) addTable(name string, from release.Counted, in func(person int) bool) {
	t := &cellTable{name: name, released: from.Q[c.Tables()[0].ID], counts: make([]int, len(c.columns))}
	if t.released == nil {
		return
	}
	for range c.columns {
		t.reached = append(t.reached, map[int]bool{})
	}
	for i := range c.people {
		if in(i) {
			t.members = append(t.members, i)
			t.counts[c.people[i].column]++
			c.people[i].tables = append(c.people[i].tables, t)
		}
	}
	c.tables = append(c.tables, t)
}

// misfit is how far the true counts are from what rounding can have made the released ones of; 0
// where they fit. An offset d moves a running sum by −d to base−1−d.
func (t *cellTable) misfit(base int) int {
	low, high, drift := 0, 0, 0
	for j := range t.counts {
		drift += t.counts[j] - t.released[j]
		low, high = min(low, drift), max(high, drift)
	}
	return max(0, high-low-base+1)
}

// fits reports whether some offset rounds the true counts to the released ones.
func (t *cellTable) fits(base int) bool {
	for offset := range base {
		if slices.Equal(treblock.Round(t.counts, base, offset), t.released) {
			return true
		}
	}
	return false
}

// change gives a person another answer, in such a way that undo can take it back.
func (c *cellQuestion) change(person, column int) {
	c.log = append(c.log, cellChange{person, c.people[person].column})
	c.put(person, column)
}

func (c *cellQuestion) put(person, column int) {
	p := &c.people[person]
	for _, t := range p.tables {
		t.counts[p.column]--
		t.counts[column]++
	}
	p.column = column
	if p.answers[c.ID] = valuesOf(c.Question, c.columns[column]); c.columns[column] == survey.Skip {
		delete(p.answers, c.ID)
	}
}

// keep keeps the world, undo goes back to the one that was kept last, and restart to the first, which
// begin says is the one there is now.
func (c *cellQuestion) begin()   { c.record(); c.log, c.kept = nil, 0 }
func (c *cellQuestion) keep()    { c.kept = len(c.log) }
func (c *cellQuestion) undo()    { c.undoTo(c.kept) }
func (c *cellQuestion) restart() { c.undoTo(0); c.keep() }

// changed reports whether the world is another than the one that was kept last.
func (c *cellQuestion) changed() bool { return len(c.log) > c.kept }

func (c *cellQuestion) undoTo(n int) {
	for len(c.log) > n {
		last := c.log[len(c.log)-1]
		c.log = c.log[:len(c.log)-1]
		c.put(last.person, last.column)
	}
}

// cellGoal is what a world is to have that none had: an answer of a person, or in a table, where
// there is one, another count of a column.
type cellGoal struct {
	person, column int
	table          *cellTable
}

// met reports whether the world, fitting or not, has what no world had.
func (c *cellQuestion) met(g cellGoal) bool {
	if g.table == nil {
		return c.people[g.person].column == g.column
	}
	return !g.table.reached[g.column][g.table.counts[g.column]]
}

// step changes to another world that fits, in which some goals are met. It returns how many goals
// there were; where it finds no such world it changes nothing.
func (c *cellQuestion) step(dice *rand.Rand) (goals int) {
	list := c.goals()
	for range (len(list) + 49) / 50 {
		n := len(c.log)
		if !c.meet(list[dice.IntN(len(list))], dice) {
			c.undoTo(n)
		}
	}
	return len(list)
}

// meet looks for a world that fits and meets a goal.
func (c *cellQuestion) meet(goal cellGoal, dice *rand.Rand) bool {
	c.approach(goal, dice)
	for range 500 {
		if !c.met(goal) {
			return false
		}
		var misfits []*cellTable
		for _, t := range c.tables {
			if t.misfit(c.base) > 0 {
				misfits = append(misfits, t)
			}
		}
		if len(misfits) == 0 {
			return true
		}
		t := misfits[dice.IntN(len(misfits))]
		c.mend(t.members[dice.IntN(len(t.members))], dice.IntN(len(c.columns)), goal)
	}
	return false
}

// approach meets a goal, whether the tables then fit or not. A count is changed in one direction.
func (c *cellQuestion) approach(goal cellGoal, dice *rand.Rand) {
	if goal.table == nil {
		c.change(goal.person, goal.column)
		return
	}
	into := dice.IntN(2) == 0
	for _, i := range dice.Perm(len(goal.table.members)) {
		if c.met(goal) {
			return
		}
		person := goal.table.members[i]
		switch in := c.people[person].column == goal.column; {
		case into && !in:
			c.change(person, goal.column)
		case !into && in:
			c.change(person, (goal.column+1+dice.IntN(len(c.columns)-1))%len(c.columns))
		}
	}
}

// mend changes an answer unless the tables then fit less well or the goal is lost.
func (c *cellQuestion) mend(person, column int, goal cellGoal) {
	misfit := func() (sum int) {
		for _, t := range c.people[person].tables {
			sum += t.misfit(c.base)
		}
		return sum
	}
	before, n := misfit(), len(c.log)
	c.change(person, column)
	if misfit() > before || !c.met(goal) {
		c.undoTo(n)
	}
}

// lean lets whoever has another answer than on a rung take that one from somebody whose rung is
// another, as long as the tables fit.
func (c *cellQuestion) lean(rungs map[string]survey.Answers, dice *rand.Rand) {
	rung := func(person int) int { // -1 where the ladder has no answer
		values := rungs[c.people[person].tag][c.ID]
		if values == nil {
			return -1
		}
		return slices.Index(c.columns, c.Column(c.Tables()[0], values))
	}
	for _, i := range dice.Perm(len(c.people)) {
		for _, j := range dice.Perm(len(c.people)) {
			has, wants := c.people[i].column, rung(i)
			if has == wants || c.people[j].column != wants || rung(j) == wants {
				continue
			}
			n := len(c.log)
			c.change(i, wants)
			c.change(j, has)
			if slices.ContainsFunc(c.tables, func(t *cellTable) bool { return t.misfit(c.base) > 0 }) {
				c.undoTo(n)
			}
		}
	}
}

// goals are the options of people, and the cells, that are not reached.
func (c *cellQuestion) goals() (goals []cellGoal) {
	for i, p := range c.people {
		for column, reached := range p.reached {
			if !reached {
				goals = append(goals, cellGoal{i, column, nil})
			}
		}
	}
	for _, t := range c.tables {
		for column, reached := range t.reached {
			if len(reached) < leastCounts {
				goals = append(goals, cellGoal{column: column, table: t})
			}
		}
	}
	return goals
}

// record marks what the world has reached.
func (c *cellQuestion) record() {
	for _, p := range c.people {
		p.reached[p.column] = true
	}
	for _, t := range c.tables {
		for column, n := range t.counts {
			t.reached[column][n] = true
		}
	}
}

// missed says what was not reached, and whether the last world is none.
func (c *cellQuestion) missed() (missed []string) {
	for i, p := range c.people {
		for column, reached := range p.reached {
			if !reached {
				missed = append(missed, fmt.Sprintf("%s: %s is ruled out for person %d", c.ID, c.columns[column], i))
			}
		}
	}
	for _, t := range c.tables {
		if !t.fits(c.base) {
			missed = append(missed, fmt.Sprintf("%s, %s: the walk left the worlds that fit", c.ID, t.name))
		}
		for column, reached := range t.reached {
			if len(reached) < leastCounts {
				missed = append(missed, fmt.Sprintf("%s, %s: %s has %d possible counts", c.ID, t.name, c.columns[column], len(reached)))
			}
		}
	}
	return missed
}
