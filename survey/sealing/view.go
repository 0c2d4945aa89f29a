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

// mergings says what becomes of groups that are too few, by dimension.
var mergings = map[survey.Dimension]treblock.Merging{
	survey.ByGender: treblock.Never, survey.ByTime: treblock.Neighbours,
	survey.ByLanguage: treblock.Rest, survey.ByChannel: treblock.Rest,
}

// group is a group of a view that is still to be counted.
type group struct {
	view    release.View // without its groups
	key     string
	members []int // places in the answers of the part
}

// addViews counts the answers of the part a second time, by who answered.
func (c *partBuilder) addViews(region string) error {
	var groups []group
	for _, d := range survey.Dimensions {
		divided, err := c.divide(d, region)
		if err != nil {
			return fmt.Errorf("divide answers by %s: %w", d, err)
		}
		if d == survey.ByChannel {
			divided = apart(divided, groups)
		}
		groups = append(groups, divided...)
	}
	slices.SortFunc(groups, func(x, y group) int { return cmp.Or(x.view.Compare(y.view), cmp.Compare(x.key, y.key)) })
	for _, g := range groups {
		if err := c.addGroup(g); err != nil {
			return err
		}
	}
	c.withholdDerivable()
	return nil
}

// withholdDerivable keeps answers that are nearly all alike, and so withheld in one place,
// from being found by subtraction: such a table is in no view when a block
// withholds it, and in no group of a dimension when another group of it does.
func (c *partBuilder) withholdDerivable() {
	for _, q := range c.questions {
		for _, t := range q.Tables() {
			missing := func(tables map[string][]int) bool { return tables[t.ID] == nil }
			everywhere := slices.ContainsFunc(c.Blocks, func(b release.Block) bool { return missing(b.Q) })
			for _, d := range survey.Dimensions {
				views := slices.DeleteFunc(slices.Clone(c.Views), func(v release.View) bool { return v.By != d })
				somewhere := slices.ContainsFunc(views, func(v release.View) bool {
					return slices.ContainsFunc(v.Groups, func(g release.Group) bool { return missing(g.Q) })
				})
				if !everywhere && !somewhere {
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
func (c *partBuilder) divide(d survey.Dimension, region string) ([]group, error) {
	viewed := make([]treblock.Viewed, len(c.answers))
	for i, answer := range c.answers {
		at := c.people[i].Block
		viewed[i] = treblock.Viewed{
			Block: at, Municipality: c.Blocks[at].Municipality, Session: answer.Tag, Key: c.battery.ViewKey(d, answer),
		}
	}
	sizes := make([]int, len(c.Blocks))
	for i, b := range c.Blocks {
		sizes[i] = b.N
	}
	divided, err := treblock.Views(viewed, sizes, c.rules, mergings[d], release.Municipal(d), c.rnd)
	if err != nil {
		return nil, err
	}
	defining, _ := c.battery.Defining(d)
	groups := make([]group, 0, len(divided))
	for _, g := range divided {
		v := release.View{By: d, Where: cmp.Or(g.Municipality, region), Question: defining.ID}
		groups = append(groups, group{view: v, key: keyOf(g), members: g.Members})
	}
	return groups, nil
}

// apart leaves out groups by channel that are nearly the same people as a group
// by language, as when only one association speaks a language: the same answers
// drawn twice say too much. Neither depends on what was answered. What remains
// is nothing when it is a single group.
func apart(channels, groups []group) []group {
	near := func(g group) bool {
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
	if channels = slices.DeleteFunc(channels, near); len(channels) < 2 {
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
func (c *partBuilder) addGroup(g group) error {
	members := make([]survey.Submission, 0, len(g.members))
	for _, i := range g.members {
		members = append(members, c.answers[i])
	}
	tables, err := c.count(members, g.view.Question) // mutation: own question
	if err != nil {
		return err
	}
	at := len(c.Views) - 1
	if at < 0 || c.Views[at].Compare(g.view) != 0 {
		at++
		c.Views = append(c.Views, g.view)
		for i := range c.people {
			c.people[i].Groups = append(c.people[i].Groups, -1)
		}
	}
	for _, i := range g.members {
		c.people[i].Groups[at] = len(c.Views[at].Groups)
	}
	c.Views[at].Groups = append(c.Views[at].Groups, release.Group{Key: g.key, N: len(members), Q: tables})
	return nil
}

// attack is the part as the worst attacker sees it.
func (c *partBuilder) attack(parts []*partBuilder, o Options) attack.Attack {
	return attack.Attack{Part: c.Part, Battery: c.battery, People: c.people, Elsewhere: c.elsewhere(parts), Dropped: c.dropped, Progress: o.Progress}
}

// certify attacks the parts of one battery, and takes away what does not
// withstand: tables, or a whole view whose sizes say too much. Then it attacks
// what is left.
func certify(parts []*partBuilder, o Options) error {
	for i := 0; i < len(parts); { // mutation: taken away
		withheld, err := parts[i].attack(parts, o).Uncertified()
		var sizes *attack.SizesError
		if errors.As(err, &sizes) && !slices.Contains(parts[i].dropped, sizes.Dimension) {
			for _, c := range parts {
				c.dropViews(sizes.Dimension)
			}
			i = 0 // groups in one part speak of the questions of another
			continue
		}
		if err != nil {
			return err
		}
		for _, w := range withheld {
			parts[i].drop(w)
		}
		if len(withheld) == 0 {
			i++
		}
	}
	return nil
}

// drop takes a table away.
func (c *partBuilder) drop(w release.Withheld) {
	if w.Block != nil {
		delete(c.Blocks[*w.Block].Q, w.Table)
		return
	}
	for _, g := range c.Views[*w.View].Groups {
		if g.Key == w.Group {
			delete(g.Q, w.Table)
		}
	}
}

// dropViews takes the views of a dimension away.
func (c *partBuilder) dropViews(d survey.Dimension) {
	for at := len(c.Views) - 1; at >= 0; at-- {
		if c.Views[at].By != d {
			continue
		}
		c.Views = slices.Delete(c.Views, at, at+1)
		for i := range c.people {
			c.people[i].Groups = slices.Delete(c.people[i].Groups, at, at+1)
		}
	}
	c.dropped = append(c.dropped, d)
}

// elsewhere says where the people of the part are in the sensitive part of the
// same battery. The ordinary part has everybody in it, and all questions that
// define views.
func (c *partBuilder) elsewhere(parts []*partBuilder) []attack.Elsewhere {
	var list []attack.Elsewhere
	for _, other := range parts {
		if other.Battery != c.Battery || other.Compare(c.Part) <= 0 {
			continue
		}
		e := attack.Elsewhere{Part: other.Part, Block: slices.Repeat([]int{-1}, len(c.people))}
		for i, at := range other.origin {
			e.Block[at] = other.people[i].Block
		}
		list = append(list, e)
	}
	return list
}
