package sealing

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/attack"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// mergings says how groups that are too few are merged, by dimension.
var mergings = map[survey.Dimension]treblock.Merging{
	survey.ByGender: treblock.Never, survey.ByTime: treblock.Neighbours,
	survey.ByLanguage: treblock.Rest, survey.ByChannel: treblock.Rest,
}

// group is a group of a view that is still to be counted.
type group struct {
	view    release.View // without its groups
	key     string
	members []int // indices of the part's answers
}

// addViews counts the answers of the part a second time, by who answered.
func (p *partBuilder) addViews(region string) error {
	var groups []group
	for _, d := range survey.Dimensions {
		divided, err := p.divide(d, region)
		if err != nil {
			return fmt.Errorf("divide answers by %s: %w", d, err)
		}
		if d == survey.ByChannel {
			divided = withoutNearCopies(divided, groups)
		}
		groups = append(groups, divided...)
	}
	slices.SortFunc(groups, func(x, y group) int { return cmp.Or(x.view.Compare(y.view), cmp.Compare(x.key, y.key)) })
	for _, g := range groups {
		if err := p.addGroup(g); err != nil {
			return err
		}
	}
	p.withholdDerivable()
	return nil
}

// withholdDerivable removes a table from all views when a block withholds it, and from all groups
// of a dimension when one of them withholds it, so that what is withheld cannot be found by
// subtraction.
func (p *partBuilder) withholdDerivable() {
	for _, q := range p.questions {
		for _, t := range q.Tables() {
			missing := func(tables map[string][]int) bool { return tables[t.ID] == nil }
			missingInBlock := slices.ContainsFunc(p.Blocks, func(b release.Block) bool { return missing(b.Q) })
			for _, d := range survey.Dimensions {
				views := slices.DeleteFunc(slices.Clone(p.Views), func(v release.View) bool { return v.By != d })
				missingInGroup := slices.ContainsFunc(views, func(v release.View) bool {
					return slices.ContainsFunc(v.Groups, func(g release.Group) bool { return missing(g.Q) })
				})
				if !missingInBlock && !missingInGroup {
					continue
				}
				for _, v := range views {
					for _, g := range v.Groups {
						delete(g.Q, t.ID)
					}
				}
			}
		}
	}
}

// divide divides the answers into the groups of one dimension.
func (p *partBuilder) divide(d survey.Dimension, region string) ([]group, error) {
	viewed := make([]treblock.Viewed, len(p.answers))
	for i, answer := range p.answers {
		block := p.people[i].Block
		viewed[i] = treblock.Viewed{
			Block: block, Municipality: p.Blocks[block].Municipality, Session: answer.Tag, Key: p.battery.ViewKey(d, answer),
		}
	}
	sizes := make([]int, len(p.Blocks))
	for i, b := range p.Blocks {
		sizes[i] = b.N
	}
	divided, err := treblock.Views(viewed, sizes, p.rules, mergings[d], release.Municipal(d), p.rnd)
	if err != nil {
		return nil, err
	}
	defining, _ := p.battery.Defining(d)
	groups := make([]group, 0, len(divided))
	for _, g := range divided {
		v := release.View{By: d, Where: cmp.Or(g.Municipality, region), Question: defining.ID}
		groups = append(groups, group{view: v, key: keyOf(g), members: g.Members})
	}
	return groups, nil
}

// withoutNearCopies leaves out groups by channel that are nearly the same people as a group by
// language, as when only one association speaks a language, because the same answers rounded twice
// say too much. What it leaves out does not depend on what was answered. It returns nil when a
// single group would be left, which has nothing to be compared with.
func withoutNearCopies(channels, groups []group) []group {
	nearCopy := func(g group) bool {
		return slices.ContainsFunc(groups, func(other group) bool {
			shared := 0
			for _, i := range g.members {
				if _, in := slices.BinarySearch(other.members, i); in {
					shared++
				}
			}
			return other.view.By == survey.ByLanguage && shared > 0 &&
				min(len(g.members), len(other.members))-shared < treblock.Apart
		})
	}
	if channels = slices.DeleteFunc(channels, nearCopy); len(channels) < 2 {
		return nil
	}
	return channels
}

// keyOf names a group as releases do.
func keyOf(g treblock.Group) string {
	switch {
	case g.Rest:
		return survey.OtherGroup
	case len(g.Keys) > 1:
		return g.Keys[0] + "-" + g.Keys[len(g.Keys)-1]
	}
	return g.Keys[0]
}

// addGroup counts a group and adds it to its view. Groups of one view come one
// after the other.
func (p *partBuilder) addGroup(g group) error {
	members := make([]survey.Submission, 0, len(g.members))
	for _, i := range g.members {
		members = append(members, p.answers[i])
	}
	tables, err := p.count(members, g.view.Question) // mutation: own question
	if err != nil {
		return err
	}
	view := len(p.Views) - 1
	if view < 0 || p.Views[view].Compare(g.view) != 0 {
		view++
		p.Views = append(p.Views, g.view)
		for i := range p.people {
			p.people[i].Groups = append(p.people[i].Groups, -1)
		}
	}
	for _, i := range g.members {
		p.people[i].Groups[view] = len(p.Views[view].Groups)
	}
	p.Views[view].Groups = append(p.Views[view].Groups, release.Group{Key: g.key, N: len(members), Q: tables})
	return nil
}

// attack returns an attack on the part by somebody who knows everything but the answers.
func (p *partBuilder) attack(parts []*partBuilder, o Options) attack.Attack {
	return attack.Attack{Part: p.Part, Battery: p.battery, People: p.people, Elsewhere: p.elsewhere(parts), Dropped: p.dropped, Progress: o.Progress}
}

// certify attacks the parts of one battery and takes away what the attack breaks: tables, or a
// whole view whose sizes say too much. When a view goes it begins anew, because the groups of one
// part say something of the questions of another.
func certify(parts []*partBuilder, o Options) error {
	for {
		unsafe, err := certifyTables(parts, o)
		if err != nil || unsafe == "" {
			return err
		}
		for _, p := range parts {
			p.dropViews(unsafe)
		}
	}
}

// certifyTables withholds tables until what is left of every part withstands attack. It stops at a
// dimension whose views must go, and returns it; "" means that all parts are certified.
func certifyTables(parts []*partBuilder, o Options) (unsafe survey.Dimension, err error) {
	for _, p := range parts { // mutation: taken away
		for {
			withheld, err := p.attack(parts, o).Uncertified()
			var sizes *attack.SizesError
			if errors.As(err, &sizes) && !slices.Contains(p.dropped, sizes.Dimension) {
				return sizes.Dimension, nil
			}
			if err != nil {
				return "", err
			}
			if len(withheld) == 0 {
				break
			}
			for _, w := range withheld {
				p.drop(w)
			}
		}
	}
	return "", nil
}

// drop withholds a table.
func (p *partBuilder) drop(w release.Withheld) {
	if w.Block != nil {
		delete(p.Blocks[*w.Block].Q, w.Table)
		return
	}
	for _, g := range p.Views[*w.View].Groups {
		if g.Key == w.Group {
			delete(g.Q, w.Table)
		}
	}
}

// dropViews removes the views of a dimension.
func (p *partBuilder) dropViews(d survey.Dimension) {
	for v := len(p.Views) - 1; v >= 0; v-- {
		if p.Views[v].By != d {
			continue
		}
		p.Views = slices.Delete(p.Views, v, v+1)
		for i := range p.people {
			p.people[i].Groups = slices.Delete(p.people[i].Groups, v, v+1)
		}
	}
	p.dropped = append(p.dropped, d)
}

// elsewhere returns the sensitive part of the same battery, with the blocks that the people of this
// part are in there; nothing for the sensitive part itself. The attack on the ordinary part needs
// it, because that part has everybody in it and all questions that define views.
func (p *partBuilder) elsewhere(parts []*partBuilder) []attack.Elsewhere {
	var list []attack.Elsewhere
	for _, other := range parts {
		if other.Battery != p.Battery || other.Compare(p.Part) <= 0 {
			continue
		}
		e := attack.Elsewhere{Part: other.Part, Block: slices.Repeat([]int{-1}, len(p.people))}
		for i, origin := range other.origin {
			e.Block[origin] = other.people[i].Block
		}
		list = append(list, e)
	}
	return list
}
