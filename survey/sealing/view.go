package sealing

import (
	"cmp"
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

// addViews counts the answers of the part a second time, by who answered. others are all parts of its
// battery.
func (p *partBuilder) addViews(region string, others []*partBuilder) error {
	var groups []group
	for _, d := range survey.Dimensions {
		if slices.ContainsFunc(others, func(o *partBuilder) bool { return p.nearlyAsked(d, o) }) {
			continue
		}
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
	return nil
}

// nearlyAsked reports whether the part can have no view by a question because another class has one of
// nearly the same people: of those who were asked the question, a few are in one part and not in the other.
// The sizes of their groups would say what these few answered.
func (p *partBuilder) nearlyAsked(d survey.Dimension, other *partBuilder) bool {
	defining, has := p.battery.Defining(d)
	viewed := slices.ContainsFunc(other.Views, func(v release.View) bool { return v.By == d })
	if !has || !viewed || other.class.same(p.class) {
		return false
	}
	here, there := p.askedOf(defining), other.askedOf(defining)
	few := func(of, in map[int]bool) bool {
		n := 0
		for place := range of {
			if !in[place] {
				n++
			}
		}
		return n > 0 && n < treblock.Apart // mutation: nearly asked
	}
	return few(here, there) || few(there, here)
}

// askedOf returns the places of those answers of the part whose sets ask a question.
func (p *partBuilder) askedOf(q survey.Question) map[int]bool {
	asked := map[int]bool{}
	for _, a := range p.answers {
		if p.asks(a.Submission, q.ID) {
			asked[a.place] = true
		}
	}
	return asked
}

// divide divides the answers into the groups of one dimension.
func (p *partBuilder) divide(d survey.Dimension, region string) ([]group, error) {
	viewed := make([]treblock.Viewed, len(p.answers))
	for i, answer := range p.answers {
		block := p.people[i].Block
		viewed[i] = treblock.Viewed{
			Block: block, Municipality: p.Blocks[block].Municipality, Session: answer.Tag, Key: p.battery.ViewKey(d, answer.Submission),
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
	members := make([]row, 0, len(g.members))
	for _, i := range g.members {
		members = append(members, p.answers[i])
	}
	tables, err := p.count(members)
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
func (p *partBuilder) attack(follow *follower) attack.Attack {
	return attack.Attack{Part: p.Part, Battery: p.battery, People: p.people, Progress: follow.done, Stopped: follow.stopped}
}

// certify attacks the part and takes away what the attack breaks: all views by one dimension after
// the other, in an order that does not depend on what was answered, so that what is missing says as
// little as can be. Blocks nearly always withstand by themselves, because each answer is in one table
// of a question; where one does not, as when nobody answered a question with several choices, the
// whole question is withheld there.
func (p *partBuilder) certify(follow *follower) error {
	for {
		found, err := p.attack(follow).Findings()
		if err != nil || len(found) == 0 { // mutation: taken away
			return err
		}
		follow.expect(len(p.Questions))
		if len(p.Views) > 0 {
			p.dropLastViews()
			continue
		}
		for _, f := range found {
			p.withhold(f.Question, f.Block)
		}
	}
}

// dropLastViews removes the views of the dimension that was tried last.
func (p *partBuilder) dropLastViews() {
	tried := func(v release.View) int { return slices.Index(survey.Dimensions, v.By) }
	last := tried(slices.MaxFunc(p.Views, func(x, y release.View) int { return tried(x) - tried(y) }))
	for v := len(p.Views) - 1; v >= 0; v-- {
		if tried(p.Views[v]) != last {
			continue
		}
		p.Views = slices.Delete(p.Views, v, v+1)
		for i := range p.people {
			p.people[i].Groups = slices.Delete(p.people[i].Groups, v, v+1)
		}
	}
}

// withhold removes the tables of a question from a block.
func (p *partBuilder) withhold(question string, block int) {
	q, _ := p.battery.Question(question)
	for _, t := range q.Tables() {
		delete(p.Blocks[block].Q, t.ID)
	}
}
