package attack

import (
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
	block    []int     // by person: index of the block in the part
	known    []bool    // by person: the attacker knows the answer
}

// newTarget makes a question of a part ready for the search. It leaves out blocks without a table of
// the question, from which it is withheld.
func newTarget(p release.Part, q survey.Question, people []Person) *target {
	t := &target{space: newSpace(q), base: p.Base}
	blocks := make([]int, len(p.Blocks))
	for i, b := range p.Blocks {
		blocks[i] = t.addGroup(group{view: -1, index: i, n: b.N}, b.Counted())
	}
	views := make([][]int, len(p.Views))
	for i, v := range p.Views {
		views[i] = make([]int, len(v.Groups))
		for j, g := range v.Groups {
			views[i][j] = t.addGroup(group{view: i, index: j, n: g.N}, g.Counted())
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
		t.block = append(t.block, person.Block)
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
