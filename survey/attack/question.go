package attack

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// group is people whose answers are counted together: a block, or a group of a view.
type group struct {
	view  int // index of the view in the part, or -1 for a block
	index int // of the block in the part, or of the group in its view
	key   string
	n     int
}

// target is a question whose tables are attacked.
type target struct {
	space
	base     int
	groups   []group
	answers  []value   // by person
	class    []int     // by person: people with the same memberships are of one class
	groupsOf [][]int   // by class: the groups it counts in
	members  [][]int   // by group: the people who count there
	counts   [][][]int // by group and facet: released counts; nil for a table that is not there
	shapes   []*shape  // what is known of this question from views that it defines
	known    []bool    // by person: the attacker knows the answer
}

// newTarget makes a question of a part ready for the search. It leaves out groups without a table
// of the question: those of a view that the question defines, and those withheld already.
func newTarget(p release.Part, q survey.Question, people []Person, shapes []*shape) *target {
	t := &target{space: newSpace(q), base: p.Base, shapes: shapes}
	blocks := make([]int, len(p.Blocks))
	for i, b := range p.Blocks {
		blocks[i] = t.addGroup(group{view: -1, index: i, n: b.N}, b.Counted())
	}
	views := make([][]int, len(p.Views))
	for i, v := range p.Views {
		views[i] = make([]int, len(v.Groups))
		for j, g := range v.Groups {
			views[i][j] = t.addGroup(group{view: i, index: j, key: g.Key, n: g.N}, g.Counted())
		}
	}
	t.members = make([][]int, len(t.groups))
	classes := map[string]int{}
	for i, person := range people {
		in := []int{blocks[person.Block]}
		for view, index := range person.Groups {
			if index >= 0 {
				in = append(in, views[view][index])
			}
		}
		in = slices.DeleteFunc(in, func(g int) bool { return g < 0 })
		t.addPerson(i, in, classes)
		t.answers = append(t.answers, t.value(person.Answers[q.ID]))
		t.known = append(t.known, person.Known)
	}
	return t
}

// addGroup adds a group and returns its number, or -1 where it has no table of the question.
func (t *target) addGroup(g group, counted release.Counted) int {
	tables := make([][]int, t.facets())
	hasTable := false
	for facet, table := range t.tables {
		tables[facet] = counted.Q[table.ID]
		hasTable = hasTable || tables[facet] != nil
	}
	if !hasTable {
		return -1
	}
	t.groups = append(t.groups, g)
	t.counts = append(t.counts, tables)
	return len(t.groups) - 1
}

// addPerson makes a person a member of groups and of the class of those who are in the same ones.
func (t *target) addPerson(person int, groups []int, classes map[string]int) {
	var key strings.Builder
	for _, g := range groups {
		t.members[g] = append(t.members[g], person)
		key.WriteString(strconv.Itoa(g) + " ")
	}
	// People in different blocks or sessions of another part are of different classes, because the
	// sizes of that part's views can say different things of them.
	for _, s := range t.shapes {
		key.WriteString("/" + strconv.Itoa(s.cellOf[person]))
	}
	class, ok := classes[key.String()]
	if !ok {
		class = len(t.groupsOf)
		classes[key.String()] = class
		t.groupsOf = append(t.groupsOf, groups)
	}
	t.class = append(t.class, class)
}

// tableID names one table of a question: that of a facet in a group.
type tableID struct{ group, facet int }

// withheld returns a table in the form in which a release lists it as withheld.
func (t *target) withheld(id tableID) release.Withheld {
	g := t.groups[id.group]
	if g.view < 0 {
		return release.Withheld{Block: &g.index, Table: t.tables[id.facet].ID}
	}
	return release.Withheld{View: &g.view, Group: g.key, Table: t.tables[id.facet].ID}
}

// compareLoss orders tables by how much is lost when one is withheld: tables of views before those
// of blocks, because blocks are what was asked for, and smaller groups before larger ones.
func (t *target) compareLoss(x, y tableID) int {
	block := func(id tableID) int {
		if t.groups[id.group].view < 0 {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(block(x), block(y)),
		cmp.Compare(t.groups[x.group].n, t.groups[y.group].n),
		cmp.Compare(x.group, y.group),
		cmp.Compare(x.facet, y.facet),
	)
}
