package attack

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// shape is what the views of one dimension in one part say of the question that defines it, before any table is looked
// at: which groups there are, where, put together how, and how large. The rules that make groups are known, so another
// way of having answered must give the same groups. Who was shed is not known.
type shape struct {
	rules     treblock.Rules
	merge     bool         // neighbours are put together; else groups that are not fit are not shown
	keys      int          // the first so many columns of the question are keys
	blocks    []shapeBlock // of the part
	cells     []shapeCell  // blocks by session
	cell      []int        // by person: the cell, or -1 who is not in the part
	people    [][]int      // by block
	sessions  int
	large     []string // municipalities that can have groups of their own
	of        [][]int  // by municipality: its blocks; the last list is of all blocks
	published []shapeGroup
}

type shapeBlock struct {
	n            int
	municipality int // place in large, or -1
}

type shapeCell struct{ block, session int }

// shapeGroup is one group: of the options first to last, in a municipality or, with −1, in the region.
type shapeGroup struct{ municipality, first, last, n int }

// newShape describes the views of the dimension that a question defines in a part; nil where the question defines none.
// block and people are by person.
func newShape(p release.Part, q survey.Question, block []int, people []Person) *shape {
	by := q.Defines()
	if by == "" {
		return nil
	}
	s := &shape{rules: treblock.Plain(p.K), merge: by == survey.ByTime, keys: len(q.Options())}
	if p.Base == 5 {
		s.rules = treblock.Sensitive(p.K)
	}
	if by == survey.ByGender {
		s.keys = 2
	}
	s.large = largeIn(p)
	s.of = make([][]int, len(s.large)+1)
	for i, b := range p.Blocks {
		m := slices.Index(s.large, b.Municipality)
		s.blocks = append(s.blocks, shapeBlock{b.N, m})
		if m >= 0 {
			s.of[m] = append(s.of[m], i)
		}
		s.of[len(s.large)] = append(s.of[len(s.large)], i)
	}
	s.people = make([][]int, len(s.blocks))
	sessions, cells := map[string]int{}, map[shapeCell]int{}
	for i, at := range block {
		if at < 0 {
			s.cell = append(s.cell, -1)
			continue
		}
		s.people[at] = append(s.people[at], i)
		session, ok := sessions[people[i].Session]
		if !ok {
			session = len(sessions)
			sessions[people[i].Session] = session
		}
		c := shapeCell{at, session}
		if _, ok := cells[c]; !ok {
			cells[c] = len(s.cells)
			s.cells = append(s.cells, c)
		}
		s.cell = append(s.cell, cells[c])
	}
	s.sessions = len(sessions)
	for _, v := range p.Views {
		for _, g := range v.Groups {
			if v.By == by {
				first, last := optionsOf(g.Key)
				s.published = append(s.published, shapeGroup{slices.Index(s.large, v.Where), first, last, g.N})
			}
		}
	}
	return s
}

// largeIn returns the municipalities with enough answers for groups of their own.
func largeIn(p release.Part) []string {
	n, blocks := map[string]int{}, map[string]int{}
	var large []string
	for _, b := range p.Blocks {
		n[b.Municipality] += b.N
		blocks[b.Municipality]++
	}
	for code := range n {
		if code != "" && n[code] >= treblock.ViewAnswers && blocks[code] >= treblock.ViewBlocks {
			large = append(large, code)
		}
	}
	slices.Sort(large)
	return large
}

// optionsOf returns the columns of the first and last option of a key such as "o1" or "o1-o2".
func optionsOf(key string) (first, last int) {
	from, to, merged := strings.Cut(key, "-")
	if !merged {
		to = from
	}
	low, _ := strconv.Atoi(strings.TrimPrefix(from, "o"))
	high, _ := strconv.Atoi(strings.TrimPrefix(to, "o"))
	return low - 1, high - 1
}

// tally follows the groups of a shape through worlds.
type tally struct {
	*shape
	in        [][]int  // by cell and key: answers
	inBlock   [][]int  // by block and key
	taken     [][]bool // by municipality and key: it has a group of its own
	made      []shapeGroup
	violation int
}

func newTally(s *shape, answers []value) *tally {
	y := &tally{shape: s, in: grid[int](len(s.cells), s.keys), inBlock: grid[int](len(s.blocks), s.keys), taken: grid[bool](len(s.large), s.keys)}
	for person, v := range answers {
		y.add(person, v, 1)
	}
	y.weigh()
	return y
}

func grid[T any](rows, columns int) [][]T {
	t := make([][]T, rows)
	for i := range t {
		t[i] = make([]T, columns)
	}
	return t
}

func (y *tally) add(person int, v value, n int) {
	if at := y.cell[person]; at >= 0 && int(v) < y.keys {
		y.in[at][v] += n
		y.inBlock[y.cells[at].block][v] += n
	}
}

// change notes that a person answers otherwise.
func (y *tally) change(person int, from, to value) {
	if y.cell[person] < 0 || int(from) >= y.keys && int(to) >= y.keys {
		return
	}
	y.add(person, from, -1)
	y.add(person, to, 1)
	y.weigh()
}

// absent is how much it weighs that a group is there that should not be, or the other way round.
const absent = 4

// weigh compares the groups of this world with the published ones.
func (y *tally) weigh() {
	groups := y.groups()
	y.violation = absent * max(0, len(groups)-len(y.published))
	for _, want := range y.published {
		y.violation += want.off(groups, y.rules.Base)
	}
}

// off is how far a published group is from what it is among the groups of a world.
func (g shapeGroup) off(groups []shapeGroup, base int) int {
	for _, made := range groups {
		if made.municipality == g.municipality && made.first == g.first && made.last == g.last {
			return max(made.n-g.n, g.n-made.n) / base
		}
	}
	return absent
}

// holds reports whether an answer is to one of the group's options.
func (g shapeGroup) holds(v value) bool { return g.first <= int(v) && int(v) <= g.last }

// misfit returns a group that is not as it was published, and whether it is too small. Where a group is missing or there
// is one too many, it is any group of the region, and too small or too large as chance has it.
func (y *tally) misfit(dice *rand.Rand) (g shapeGroup, more bool) {
	for _, want := range y.published {
		for _, made := range y.made {
			if made.municipality == want.municipality && made.first == want.first && made.last == want.last && made.n != want.n {
				return made, made.n < want.n
			}
		}
	}
	key := dice.IntN(y.keys)
	return shapeGroup{municipality: -1, first: key, last: key}, dice.IntN(2) == 0
}

// groups makes the groups of this world by the rules, each with the number of answers it is published with.
func (y *tally) groups() []shapeGroup {
	groups := y.made[:0]
	for m := range y.large {
		for key := range y.keys {
			g := shapeGroup{m, key, key, 0}
			if y.taken[m][key] = y.fit(&g); y.taken[m][key] {
				groups = append(groups, g)
			}
		}
	}
	var region []shapeGroup
	for key := range y.keys {
		if g := (shapeGroup{-1, key, key, 0}); y.all(g) > 0 {
			region = append(region, g)
		}
	}
	if y.merge {
		region = y.merged(region)
	}
	for _, g := range region {
		if y.fit(&g) {
			groups = append(groups, g)
		}
	}
	y.made = groups
	for _, g := range groups {
		if g.first != groups[0].first || g.last != groups[0].last {
			return groups
		}
	}
	return nil
}

// scope returns the blocks that a group can be of.
func (y *tally) scope(g shapeGroup) []int {
	if g.municipality < 0 {
		return y.of[len(y.large)]
	}
	return y.of[g.municipality]
}

// amount is how many answers of a block belong to a group, before any block is left out.
func (y *tally) amount(g shapeGroup, block int) int {
	n, of := 0, y.blocks[block].municipality
	for key := g.first; key <= g.last; key++ {
		if y.counts(g, of, key) {
			n += y.inBlock[block][key]
		}
	}
	return n
}

// counts reports whether an option counts in a group, in blocks of a municipality that can have groups of its own: in
// the region it does not where it has one.
func (y *tally) counts(g shapeGroup, municipality, key int) bool {
	return g.municipality >= 0 || municipality < 0 || !y.taken[municipality][key]
}

// all is how many answers there are to the options of a group.
func (y *tally) all(g shapeGroup) int {
	n := 0
	for _, block := range y.scope(g) {
		n += y.amount(g, block)
	}
	return n
}

// merged puts neighbours together until all are fit or one is left.
func (y *tally) merged(groups []shapeGroup) []shapeGroup {
	for len(groups) > 1 {
		at := slices.IndexFunc(groups, func(g shapeGroup) bool { return !y.fit(&g) })
		if at < 0 {
			break
		}
		if at == len(groups)-1 || at > 0 && y.all(groups[at-1]) <= y.all(groups[at+1]) {
			at--
		}
		groups[at].last = groups[at+1].last
		groups = slices.Delete(groups, at+1, at+2)
	}
	return groups
}

// fit reports whether a group is published, and notes with how many answers.
func (y *tally) fit(g *shapeGroup) bool {
	all, largest := 0, 0
	for _, block := range y.scope(*g) {
		if n := y.amount(*g, block); y.blocks[block].n-n >= treblock.Apart {
			all += n
			largest = max(largest, n)
		}
	}
	g.n = all - all%y.rules.Base
	switch {
	case g.n < y.rules.K || g.n-largest < treblock.Apart:
		return false
	case g.n >= y.rules.Alone:
		return true
	}
	return y.eligible(*g, all%y.rules.Base)
}

// eligible reports whether a group is of enough sessions, when the surplus is shed from the largest.
func (y *tally) eligible(g shapeGroup, surplus int) bool {
	sessions := make([]int, y.sessions)
	for at, c := range y.cells {
		b := y.blocks[c.block]
		if g.municipality >= 0 && g.municipality != b.municipality || b.n-y.amount(g, c.block) < treblock.Apart {
			continue
		}
		for key := g.first; key <= g.last; key++ {
			if y.counts(g, b.municipality, key) {
				sessions[c.session] += y.in[at][key]
			}
		}
	}
	slices.SortFunc(sessions, func(a, b int) int { return cmp.Compare(b, a) })
	largest, some := 0, 0
	for _, n := range sessions {
		gone := min(surplus, n)
		surplus -= gone
		largest = max(largest, n-gone)
		if n > gone {
			some++
		}
	}
	return some >= y.rules.Sessions && g.n-largest >= y.rules.Outside
}
