package attack

import "math/bits"

// world is one way in which everybody may have answered. It fits what is released when no table and no shape is violated.
type world struct {
	*target
	answer    []value    // by person
	tables    [][]*table // by place and facet; nil for a table that is not there
	tallies   []*tally
	violation int      // of all tables and shapes together; 0 when the world fits
	bad       []*table // the tables that are violated
	possible  [][]bool // by class and column of a facet: some world that fits has such an answer
	first     []int    // by facet: where its columns begin in possible
	trail     []change
}

// change is what a person answered before a change.
type change struct {
	person int
	from   value
}

// table follows one released table through worlds.
type table struct {
	at        tableAt
	released  []int
	drift     []int    // by column but the last: running sum of the true counts minus that of the released ones
	seen      []uint32 // by column: one bit for each true count visited, counted from base−1 below the released one
	violation int
	bad       int // place among the world's bad tables, or -1
}

func newWorld(t *target) *world {
	w := &world{target: t, answer: append([]value(nil), t.answers...)}
	columns := 0
	for facet := range t.facets() {
		w.first = append(w.first, columns)
		columns += t.width(facet)
	}
	for range t.of {
		w.possible = append(w.possible, make([]bool, columns))
	}
	for at := range t.places {
		row := make([]*table, t.facets())
		for facet, counts := range t.counts[at] {
			if counts != nil {
				row[facet] = w.newTable(tableAt{at, facet}, counts)
			}
		}
		w.tables = append(w.tables, row)
	}
	for _, s := range t.shapes {
		y := newTally(s, w.answer)
		w.tallies = append(w.tallies, y)
		w.violation += y.violation
	}
	for person := range w.answer {
		w.trail = append(w.trail, change{person: person})
	}
	w.note()
	return w
}

// newTable makes the table of a place and sees where the true counts have drifted from the released ones.
func (w *world) newTable(at tableAt, released []int) *table {
	t := &table{at: at, released: released, drift: make([]int, len(released)-1), seen: make([]uint32, len(released)), bad: -1}
	for _, person := range w.members[at.place] {
		for j := w.column(w.answer[person], at.facet); j < len(t.drift); j++ {
			t.drift[j]++
		}
	}
	sum := 0
	for j := range t.drift {
		sum += released[j]
		t.drift[j] -= sum
	}
	w.weigh(t)
	return t
}

// broken reports whether the world does not fit what is released.
func (w *world) broken() bool { return w.violation > 0 }

// spread returns how far the drift reaches below and above 0, where it begins and ends.
func (t *table) spread() (low, high int) {
	for _, d := range t.drift {
		low, high = min(low, d), max(high, d)
	}
	return low, high
}

// weigh brings a table's violation up to date. Rounding with an offset d moves a running sum S to base·⌊(S+d)/base⌋, by
// −d to base−1−d; so some offset fits exactly when the drift spreads over at most base−1.
func (w *world) weigh(t *table) {
	low, high := t.spread()
	now := max(0, high-low-w.base+1) // mutation: fitting
	w.violation += now - t.violation
	t.violation = now
	switch {
	case now > 0 && t.bad < 0:
		t.bad = len(w.bad)
		w.bad = append(w.bad, t)
	case now == 0 && t.bad >= 0:
		last := w.bad[len(w.bad)-1]
		w.bad[t.bad], last.bad = last, t.bad
		w.bad, t.bad = w.bad[:len(w.bad)-1], -1
	}
}

// set lets a person answer otherwise.
func (w *world) set(person int, v value) {
	from := w.answer[person]
	w.answer[person] = v
	for facet := range w.facets() {
		x, y := w.column(from, facet), w.column(v, facet)
		if x == y {
			continue
		}
		step := -1 // running sums from the old column on lose the answer
		if x > y {
			x, y, step = y, x, 1
		}
		for _, at := range w.of[w.class[person]] {
			if t := w.tables[at][facet]; t != nil {
				for j := x; j < y; j++ {
					t.drift[j] += step
				}
				w.weigh(t)
			}
		}
	}
	for _, y := range w.tallies {
		w.violation -= y.violation
		y.change(person, from, v)
		w.violation += y.violation
	}
}

// change is set, to be taken back by back.
func (w *world) change(person int, v value) {
	w.trail = append(w.trail, change{person, w.answer[person]})
	w.set(person, v)
}

// back takes back all changes since the trail was so long.
func (w *world) back(to int) {
	for len(w.trail) > to {
		last := w.trail[len(w.trail)-1]
		w.trail = w.trail[:len(w.trail)-1]
		w.set(last.person, last.from)
	}
}

// note marks what a world that fits proves: the answers of everybody on the trail, and the counts of their tables. The
// trail is empty afterwards.
func (w *world) note() {
	if w.broken() {
		return
	}
	for _, c := range w.trail {
		class := w.class[c.person]
		for facet := range w.facets() {
			if !w.known[c.person] {
				w.possible[class][w.first[facet]+w.column(w.answer[c.person], facet)] = true
			}
			for _, at := range w.of[class] {
				if t := w.tables[at][facet]; t != nil {
					w.see(t)
				}
			}
		}
	}
	w.trail = w.trail[:0]
}

// unseen reports whether one answer more in a cell, or one less, would be a count that has not been visited.
func (t *table) unseen(column, base int) (more, less bool) {
	now := t.now(column, base)
	some := t.released[column]+now > base-1
	return now+1 < 2*base-1 && t.seen[column]>>(now+1)&1 == 0, some && now > 0 && t.seen[column]>>(now-1)&1 == 0
}

// now is the true count of a cell, counted from base−1 below the released one.
func (t *table) now(column, base int) int {
	now := base - 1
	if column < len(t.drift) {
		now += t.drift[column]
	}
	if column > 0 {
		now -= t.drift[column-1]
	}
	return now
}

// see marks the true counts that a table has in this world.
func (w *world) see(t *table) {
	for j := range t.seen {
		t.seen[j] |= 1 << t.now(j, w.base)
	}
}

// values is how many true counts of a cell have been visited.
func (t *table) values(column int) int { return bits.OnesCount32(t.seen[column]) }

// drop withholds a table.
func (w *world) drop(at tableAt) { w.tables[at.place][at.facet] = nil }
