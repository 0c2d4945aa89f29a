package attack

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"fragebatteri/survey/treblock"
)

// tally makes the groups that the answers of a world would have given a shape, and compares them
// with the published ones.
type tally struct {
	*shape
	inCell    [][]int      // by cell and key: answers
	inBlock   [][]int      // by block and key: answers
	ownGroup  [][]bool     // by municipality and key: it has a group of its own
	made      []shapeGroup // the groups of the world; also a single one, which is not shown
	violation int
}

func newTally(s *shape, answers []value) *tally {
	t := &tally{
		shape:    s,
		inCell:   grid[int](len(s.cells), s.keys),
		inBlock:  grid[int](len(s.blocks), s.keys),
		ownGroup: grid[bool](len(s.municipalities), s.keys),
	}
	for person, v := range answers {
		t.add(person, v, 1)
	}
	t.updateViolation()
	return t
}

func grid[T any](rows, columns int) [][]T {
	g := make([][]T, rows)
	for i := range g {
		g[i] = make([]T, columns)
	}
	return g
}

// add adds n to the counts that a person's answer is in.
func (t *tally) add(person int, v value, n int) {
	if cell := t.cellOf[person]; cell >= 0 && int(v) < t.keys {
		t.inCell[cell][v] += n
		t.inBlock[t.cells[cell].block][v] += n
	}
}

// change gives a person another answer.
func (t *tally) change(person int, from, to value) {
	if t.cellOf[person] < 0 || int(from) >= t.keys && int(to) >= t.keys {
		return
	}
	t.add(person, from, -1)
	t.add(person, to, 1)
	t.updateViolation()
}

// updateViolation compares the groups of this world with the published ones.
func (t *tally) updateViolation() {
	groups := t.groups()
	t.violation = missingGroupCost * max(0, len(groups)-len(t.published))
	for _, published := range t.published {
		t.violation += published.distance(groups, t.rules.Base)
	}
}

// drawWrongGroup returns a group that has another size than the published one, and whether it is
// too small. Where there is none, because a group is missing or one too many, it draws any key of
// the region and whether its group is too small.
func (t *tally) drawWrongGroup(rnd *rand.Rand) (g shapeGroup, tooSmall bool) {
	for _, published := range t.published {
		for _, made := range t.made {
			if made.sameAs(published) && made.n != published.n {
				return made, made.n < published.n
			}
		}
	}
	key := rnd.IntN(t.keys)
	return shapeGroup{municipality: -1, first: key, last: key}, rnd.IntN(2) == 0
}

// groups makes the groups of this world by the rules, each with the number of answers it would be
// published with. The next call overwrites what this one returns.
func (t *tally) groups() []shapeGroup {
	groups := t.made[:0]
	for m := range t.municipalities {
		for key := range t.keys {
			g := shapeGroup{m, key, key, 0}
			t.ownGroup[m][key] = t.shows(&g)
			if t.ownGroup[m][key] {
				groups = append(groups, g)
			}
		}
	}
	var region []shapeGroup
	for key := range t.keys {
		if g := (shapeGroup{-1, key, key, 0}); t.answers(g) > 0 {
			region = append(region, g)
		}
	}
	if t.merge {
		region = t.mergeNeighbours(region)
	}
	for _, g := range region {
		if t.shows(&g) {
			groups = append(groups, g)
		}
	}
	t.made = groups
	for _, g := range groups {
		if g.first != groups[0].first || g.last != groups[0].last {
			return groups
		}
	}
	return nil // a single group has nothing to be compared with
}

// answersIn returns how many answers of a block belong to a group, before any block is left out.
func (t *tally) answersIn(g shapeGroup, block int) int {
	n, municipality := 0, t.blocks[block].municipality
	for key := g.first; key <= g.last; key++ {
		if t.countsKey(g, municipality, key) {
			n += t.inBlock[block][key]
		}
	}
	return n
}

// countsKey reports whether a group counts a key in the blocks of a municipality. The region does
// not where the municipality has a group of its own for it; -1 is a municipality that can have
// none.
func (t *tally) countsKey(g shapeGroup, municipality, key int) bool {
	return g.municipality >= 0 || municipality < 0 || !t.ownGroup[municipality][key]
}

// answers returns how many answers there are to the options of a group.
func (t *tally) answers(g shapeGroup) int {
	n := 0
	for _, block := range t.blocksOf(g) {
		n += t.answersIn(g, block)
	}
	return n
}

// mergeNeighbours merges groups that are not shown with a neighbour until all are or one is left.
func (t *tally) mergeNeighbours(groups []shapeGroup) []shapeGroup {
	for len(groups) > 1 {
		i := slices.IndexFunc(groups, func(g shapeGroup) bool { return !t.shows(&g) })
		if i < 0 {
			break
		}
		if i == len(groups)-1 || i > 0 && t.answers(groups[i-1]) <= t.answers(groups[i+1]) {
			i--
		}
		groups[i].last = groups[i+1].last
		groups = slices.Delete(groups, i+1, i+2)
	}
	return groups
}

// shows reports whether the rules let a group be shown, and sets the number of answers it is shown
// with.
func (t *tally) shows(g *shapeGroup) bool {
	all, largest := 0, 0
	for _, block := range t.blocksOf(*g) {
		if n := t.answersIn(*g, block); t.blocks[block].n-n >= treblock.Apart {
			all += n
			largest = max(largest, n)
		}
	}
	g.n = all - all%t.rules.Base
	switch {
	case g.n < t.rules.K || g.n-largest < treblock.Apart:
		return false
	case g.n >= t.rules.Alone:
		return true
	}
	return t.hasEnoughSessions(*g, all%t.rules.Base)
}

// hasEnoughSessions reports whether a group is of enough sessions when the surplus is shed from the
// largest.
func (t *tally) hasEnoughSessions(g shapeGroup, surplus int) bool {
	sessions := make([]int, t.sessions)
	for i, c := range t.cells {
		b := t.blocks[c.block]
		if g.municipality >= 0 && g.municipality != b.municipality || b.n-t.answersIn(g, c.block) < treblock.Apart {
			continue
		}
		for key := g.first; key <= g.last; key++ {
			if t.countsKey(g, b.municipality, key) {
				sessions[c.session] += t.inCell[i][key]
			}
		}
	}
	slices.SortFunc(sessions, func(a, b int) int { return cmp.Compare(b, a) })
	largest, represented := 0, 0
	for _, n := range sessions {
		shed := min(surplus, n)
		surplus -= shed
		largest = max(largest, n-shed)
		if n > shed {
			represented++
		}
	}
	return represented >= t.rules.Sessions && g.n-largest >= t.rules.Outside
}
