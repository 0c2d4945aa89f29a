package treblock

import (
	"cmp"
	"io"
	"maps"
	"slices"
)

// Least that the region needs for views, and a municipality for views of its own, so that no view comes close to being
// a block.
const (
	ViewAnswers = 96 // answers in all blocks, or in those that the municipality has alone; mutation: view answers
	ViewBlocks  = 3  // such blocks; mutation: view blocks
)

// Apart is how many answers a group of a view must have outside every block it touches, and lack of it: the same
// answers drawn twice say more than a table can bear.
const Apart = 6 // mutation: apart

// Viewed is what a view looks at in one answer that is in a block. What its Key stands for is the view's affair.
type Viewed struct {
	Block        int    // place of its block in the sizes given to Views
	Municipality string // of a block that a municipality has alone; else ""
	Session      string // random tag
	Key          string // "" counts in no group
}

// Merging is what becomes of groups of a view that are too few alone.
type Merging int

// The ways of merging.
const (
	Never      Merging = iota // they are not shown
	Neighbours                // they are put together with the group beside them in the order of the keys
	Rest                      // they are put together with each other
)

// Group is answers that are counted together in a view.
type Group struct {
	Municipality string   // "" for the region
	Keys         []string // that were put together, ascending
	Rest         bool     // they were put together by Rest
	Members      []int    // places in the answers given to Views, ascending; as many as a multiple of Base, at least K
}

// Views divides answers that are in blocks of these sizes into the groups of one dimension. With fewer than
// [ViewAnswers] in [ViewBlocks] there are none, whatever was answered. With municipal true, a municipality with as many
// has those groups of its own that are fit; all other answers count in the region, where groups are merged until they
// are fit. Every answer is in one group at most.
//
// A group sheds 1 to Base answers as a block does, never none, so that groups do not add up to everybody; they are left
// out of this view only. It is fit when what is left could be a block by the rules, and keeps [Apart] from every block
// it touches. Of a block that would lack less than that, nobody is in the group. Where all groups have the same keys
// there is nothing to compare, and there are none.
func Views(answers []Viewed, sizes []int, r Rules, merging Merging, municipal bool, rnd io.Reader) ([]Group, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if total(sizes) < ViewAnswers || len(sizes) < ViewBlocks {
		return nil, nil
	}
	v := viewing{answers: answers, sizes: sizes, rules: r}
	var groups []Group
	rest := map[string][]int{}
	for i, a := range answers {
		if a.Key != "" {
			rest[a.Key] = append(rest[a.Key], i)
		}
	}
	if municipal {
		groups = v.municipal(rest)
	}
	groups = append(groups, v.regional(rest, merging)...)
	if alike(groups) {
		return nil, nil
	}
	for i, g := range groups {
		gone, err := shed(v.sessions(g.Members), groupSurplus(len(g.Members), r.Base), rnd)
		if err != nil {
			return nil, err
		}
		groups[i].Members = without(g.Members, gone)
	}
	return groups, nil
}

// groupSurplus returns how many of n answers a group sheds: 1 to base.
func groupSurplus(n, base int) int { return (n+base-1)%base + 1 } // mutation: group surplus

// alike reports whether all groups are of the same keys, in one place or in several.
func alike(groups []Group) bool {
	return !slices.ContainsFunc(groups, func(g Group) bool { return !slices.Equal(g.Keys, groups[0].Keys) })
}

type viewing struct {
	answers []Viewed
	sizes   []int
	rules   Rules
}

// municipal takes the groups of municipalities that have answers enough out of rest.
func (v viewing) municipal(rest map[string][]int) []Group {
	var groups []Group
	for _, code := range v.large() {
		for _, key := range slices.Sorted(maps.Keys(rest)) {
			elsewhere := func(i int) bool { return v.answers[i].Municipality != code }
			own := slices.DeleteFunc(slices.Clone(rest[key]), elsewhere)
			if members, fit := v.fit(own); fit {
				groups = append(groups, Group{Municipality: code, Keys: []string{key}, Members: members})
				rest[key] = without(rest[key], own) // mutation: rest
			}
		}
	}
	return groups
}

// large returns the municipalities with enough answers for views of their own.
func (v viewing) large() []string {
	blocks, n := map[string]map[int]bool{}, map[string]int{}
	for _, a := range v.answers {
		if a.Municipality == "" {
			continue
		}
		if blocks[a.Municipality] == nil {
			blocks[a.Municipality] = map[int]bool{}
		}
		blocks[a.Municipality][a.Block] = true
		n[a.Municipality]++
	}
	few := func(code string) bool { return n[code] < ViewAnswers || len(blocks[code]) < ViewBlocks }
	return slices.DeleteFunc(slices.Sorted(maps.Keys(n)), few)
}

// regional makes groups of the rest, merged until they are fit.
func (v viewing) regional(rest map[string][]int, merging Merging) []Group {
	var groups []Group
	for _, key := range slices.Sorted(maps.Keys(rest)) {
		if len(rest[key]) > 0 {
			groups = append(groups, Group{Keys: []string{key}, Members: rest[key]})
		}
	}
	switch merging {
	case Neighbours:
		groups = v.mergeNeighbours(groups)
	case Rest:
		groups = v.mergeRest(groups)
	}
	var fit []Group
	for _, g := range groups {
		if members, ok := v.fit(g.Members); ok {
			g.Members = members
			fit = append(fit, g)
		}
	}
	return fit
}

// mergeNeighbours puts the first group that is not fit together with the smaller of its neighbours, until all are fit
// or one is left.
func (v viewing) mergeNeighbours(groups []Group) []Group {
	for len(groups) > 1 {
		at := slices.IndexFunc(groups, v.unfit)
		if at < 0 {
			break
		}
		if at == len(groups)-1 || at > 0 && len(groups[at-1].Members) <= len(groups[at+1].Members) {
			at--
		}
		groups = slices.Replace(groups, at, at+2, together(groups[at], groups[at+1]))
	}
	return groups
}

// mergeRest puts all groups that are not fit together, and the smallest of the others with them, until what was put
// together is fit.
func (v viewing) mergeRest(groups []Group) []Group {
	fit := slices.DeleteFunc(slices.Clone(groups), v.unfit)
	few := slices.DeleteFunc(groups, func(g Group) bool { return !v.unfit(g) })
	if len(few) == 0 {
		return fit
	}
	slices.SortStableFunc(fit, func(x, y Group) int { return cmp.Compare(len(x.Members), len(y.Members)) })
	rest := Group{Rest: true}
	for _, g := range few {
		rest = together(rest, g)
	}
	for v.unfit(rest) && len(fit) > 0 {
		rest, fit = together(rest, fit[0]), fit[1:]
	}
	return append(fit, rest)
}

// together adds h to g.
func together(g, h Group) Group {
	g.Keys = slices.Sorted(slices.Values(slices.Concat(g.Keys, h.Keys)))
	g.Members = slices.Sorted(slices.Values(slices.Concat(g.Members, h.Members)))
	return g
}

func (v viewing) unfit(g Group) bool {
	_, fit := v.fit(g.Members)
	return !fit
}

// fit returns those members of a group that are in blocks which lack enough of it, and whether they may be a group.
func (v viewing) fit(members []int) ([]int, bool) {
	in := map[int]int{}
	for _, i := range members {
		in[v.answers[i].Block]++
	}
	close := func(i int) bool { return v.sizes[v.answers[i].Block]-in[v.answers[i].Block] < Apart }
	members = slices.DeleteFunc(slices.Clone(members), close) // mutation: close
	// What is shed may all be of one block or none of it, so the worst is assumed of both.
	surplus := groupSurplus(len(members), v.rules.Base)
	left := len(members) - surplus
	for _, i := range members {
		if left-in[v.answers[i].Block] < Apart {
			return members, false
		}
	}
	return members, v.rules.allow(afterShedding(sizes(v.sessions(members)), surplus))
}

// sessions splits members by session, the largest first.
func (v viewing) sessions(members []int) [][]int {
	tags := make([]Member, len(v.answers))
	for _, i := range members {
		tags[i].Session = v.answers[i].Session
	}
	return bySession(tags, members)
}
