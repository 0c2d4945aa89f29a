package attack

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// place is a block, or a group of a view.
type place struct {
	view  int // place of the view in the part, or -1 for a block
	index int // place of the block in the part, or of the group in its view
	key   string
	n     int
}

// target is a question whose tables are attacked.
type target struct {
	space
	base    int
	places  []place
	answers []value   // by person
	class   []int     // by person: people with the same memberships are of one class
	of      [][]int   // by class: the places it counts in
	members [][]int   // by place: the people who count there
	counts  [][][]int // by place and facet: released counts; nil for a table that is not there
	shapes  []*shape  // what is known of this question from views that it defines
	known   []bool    // by person: the attacker knows the answer
}

// newTarget makes a question of a part ready. Places without a table of it are left out: a view that the question
// defines, and what is withheld already.
func newTarget(p release.Part, q survey.Question, people []Person, shapes []*shape) *target {
	t := &target{space: newSpace(q), base: p.Base, shapes: shapes}
	blocks := make([]int, len(p.Blocks))
	for i, b := range p.Blocks {
		blocks[i] = t.add(place{view: -1, index: i, n: b.N}, b.Counted())
	}
	groups := make([][]int, len(p.Views))
	for i, v := range p.Views {
		groups[i] = make([]int, len(v.Groups))
		for j, g := range v.Groups {
			groups[i][j] = t.add(place{view: i, index: j, key: g.Key, n: g.N}, g.Counted())
		}
	}
	t.members = make([][]int, len(t.places))
	classes := map[string]int{}
	for i, person := range people {
		in := []int{blocks[person.Block]}
		for view, group := range person.Groups {
			if group >= 0 {
				in = append(in, groups[view][group])
			}
		}
		t.join(i, slices.DeleteFunc(in, func(at int) bool { return at < 0 }), classes)
		t.answers = append(t.answers, t.value(person.Answers[q.ID]))
		t.known = append(t.known, person.Known)
	}
	return t
}

// add adds a place and returns its number, or -1 where it has no table of the question.
func (t *target) add(at place, counted release.Counted) int {
	tables := make([][]int, t.facets())
	some := false
	for facet, table := range t.tables {
		tables[facet] = counted.Q[table.ID]
		some = some || tables[facet] != nil
	}
	if !some {
		return -1
	}
	t.places = append(t.places, at)
	t.counts = append(t.counts, tables)
	return len(t.places) - 1
}

// join puts a person into places and into the class of those who are in the same.
func (t *target) join(person int, in []int, classes map[string]int) {
	var key strings.Builder
	for _, at := range in {
		t.members[at] = append(t.members[at], person)
		key.WriteString(strconv.Itoa(at) + " ")
	}
	// Whoever is elsewhere in another block or session is not in the same position, even where no table says so.
	for _, s := range t.shapes {
		key.WriteString("/" + strconv.Itoa(s.cell[person]))
	}
	class, ok := classes[key.String()]
	if !ok {
		class = len(t.of)
		classes[key.String()] = class
		t.of = append(t.of, in)
	}
	t.class = append(t.class, class)
}

// tableAt is one table: of a place and a facet.
type tableAt struct{ place, facet int }

// name returns a table in the form in which a release lists it as withheld.
func (t *target) name(at tableAt) release.Withheld {
	where := t.places[at.place]
	if where.view < 0 {
		return release.Withheld{Block: &where.index, Table: t.tables[at.facet].ID}
	}
	return release.Withheld{View: &where.view, Group: where.key, Table: t.tables[at.facet].ID}
}

// compare says which of two tables is rather withheld: that of a view before that of a block, because blocks are what
// was asked for, and the smaller group before the larger.
func (t *target) compare(x, y tableAt) int {
	block := func(at tableAt) int {
		if t.places[at.place].view < 0 {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(block(x), block(y)),
		cmp.Compare(t.places[x.place].n, t.places[y.place].n),
		cmp.Compare(x.place, y.place),
		cmp.Compare(x.facet, y.facet),
	)
}
