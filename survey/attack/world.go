package attack

import "math/bits"

// world is one way in which everybody may have answered. It fits what is released when no table is
// violated.
type world struct {
	*target
	answer      []value         // by person
	tables      [][]*worldTable // by group and facet; nil for a table that is not there
	violation   int             // of all tables together; 0 when the world fits
	violated    []*worldTable   // the tables that are violated
	possible    [][]bool        // by class and column of a facet: some world that fits has such an answer
	firstColumn []int           // by facet: where its columns begin in possible
	undoLog     []change        // what people answered before each change since the last record
}

// change gives a person another answer.
type change struct {
	person int
	to     value
}

// worldTable compares one released table with the true counts of the world.
type worldTable struct {
	id            tableID
	released      []int
	drift         []int    // by column but the last: running sum of the true counts minus that of the released ones
	visited       []uint32 // by column: one bit for each true count visited, see countBit
	violation     int
	violatedIndex int // in the world's violated tables, or -1
}

func newWorld(t *target) *world {
	w := &world{target: t, answer: append([]value(nil), t.answers...)}
	columns := 0
	for facet := range t.facets() {
		w.firstColumn = append(w.firstColumn, columns)
		columns += t.width(facet)
	}
	for range t.groupsOf {
		w.possible = append(w.possible, make([]bool, columns))
	}
	for g := range t.groups {
		row := make([]*worldTable, t.facets())
		for facet, counts := range t.counts[g] {
			if counts != nil {
				row[facet] = w.newTable(tableID{g, facet}, counts)
			}
		}
		w.tables = append(w.tables, row)
	}
	for person, v := range w.answer {
		w.undoLog = append(w.undoLog, change{person, v}) // so that record counts everybody's answer
	}
	w.record()
	return w
}

// newTable makes the table of a group and computes how far the true counts are from the released
// ones.
func (w *world) newTable(id tableID, released []int) *worldTable {
	t := &worldTable{
		id: id, released: released, drift: make([]int, len(released)-1),
		visited: make([]uint32, len(released)), violatedIndex: -1,
	}
	for _, person := range w.members[id.group] {
		for j := w.column(w.answer[person], id.facet); j < len(t.drift); j++ {
			t.drift[j]++
		}
	}
	sum := 0
	for j := range t.drift {
		sum += released[j]
		t.drift[j] -= sum
	}
	w.updateViolation(t)
	return t
}

// broken reports whether the world does not fit what is released.
func (w *world) broken() bool { return w.violation > 0 }

// spread returns the lowest and the highest drift of a table, counting the drift of 0 before its
// first column.
func (t *worldTable) spread() (low, high int) {
	for _, d := range t.drift {
		low, high = min(low, d), max(high, d)
	}
	return low, high
}

// updateViolation brings a table's violation up to date. Rounding with an offset d moves a running
// sum S to base·⌊(S+d)/base⌋, by −d to base−1−d; so some offset fits exactly when the drift spreads
// over at most base−1.
func (w *world) updateViolation(t *worldTable) {
	low, high := t.spread()
	now := max(0, high-low-w.base+1) // mutation: fitting
	w.violation += now - t.violation
	t.violation = now
	switch {
	case now > 0 && t.violatedIndex < 0:
		t.violatedIndex = len(w.violated)
		w.violated = append(w.violated, t)
	case now == 0 && t.violatedIndex >= 0:
		last := w.violated[len(w.violated)-1]
		w.violated[t.violatedIndex], last.violatedIndex = last, t.violatedIndex
		w.violated, t.violatedIndex = w.violated[:len(w.violated)-1], -1
	}
}

// setAnswer gives a person another answer and brings all tables up to date.
func (w *world) setAnswer(person int, to value) {
	from := w.answer[person]
	w.answer[person] = to
	for facet := range w.facets() {
		x, y := w.column(from, facet), w.column(to, facet)
		if x == y {
			continue
		}
		step := -1 // running sums from the old column on lose the answer
		if x > y {
			x, y, step = y, x, 1
		}
		for _, g := range w.groupsOf[w.class[person]] {
			if t := w.tables[g][facet]; t != nil {
				for j := x; j < y; j++ {
					t.drift[j] += step
				}
				w.updateViolation(t)
			}
		}
	}
}

// apply makes a change that undo can take back.
func (w *world) apply(c change) {
	w.undoLog = append(w.undoLog, change{c.person, w.answer[c.person]})
	w.setAnswer(c.person, c.to)
}

// undo takes back the latest changes until only the first n of the undo log are left.
func (w *world) undo(n int) {
	for len(w.undoLog) > n {
		last := w.undoLog[len(w.undoLog)-1]
		w.undoLog = w.undoLog[:len(w.undoLog)-1]
		w.setAnswer(last.person, last.to)
	}
}

// record marks what a world that fits proves possible: the answers of everybody in the undo log,
// and the counts of their tables. It empties the log, so that these changes stay.
func (w *world) record() {
	if w.broken() {
		return
	}
	for _, c := range w.undoLog {
		class := w.class[c.person]
		for facet := range w.facets() {
			if !w.known[c.person] {
				w.possible[class][w.firstColumn[facet]+w.column(w.answer[c.person], facet)] = true
			}
			for _, g := range w.groupsOf[class] {
				if t := w.tables[g][facet]; t != nil {
					w.recordCounts(t)
				}
			}
		}
	}
	w.undoLog = w.undoLog[:0]
}

// recordCounts marks the true counts that a table has in this world as visited.
func (w *world) recordCounts(t *worldTable) {
	for j := range t.visited {
		t.visited[j] |= 1 << t.countBit(j, w.base)
	}
}

// unvisited reports whether one answer more in a cell, or one less, would be a count that has not
// been visited.
func (t *worldTable) unvisited(column, base int) (more, less bool) {
	bit := t.countBit(column, base)
	positive := t.released[column]+bit > base-1
	more = bit+1 < 2*base-1 && t.visited[column]>>(bit+1)&1 == 0
	less = positive && bit > 0 && t.visited[column]>>(bit-1)&1 == 0
	return more, less
}

// countBit returns the bit of visited that stands for a cell's true count in this world. Bit 0 is
// the smallest count that rounding can release as the published one: base−1 below it.
func (t *worldTable) countBit(column, base int) int {
	bit := base - 1
	if column < len(t.drift) {
		bit += t.drift[column]
	}
	if column > 0 {
		bit -= t.drift[column-1]
	}
	return bit
}

// values returns how many true counts of a cell have been visited.
func (t *worldTable) values(column int) int { return bits.OnesCount32(t.visited[column]) }
