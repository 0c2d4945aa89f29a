package sealing

import (
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Where a block withholds a table because its answers are nearly all alike, no view may show it:
// the block could be found by taking the other blocks from the groups. Where a group withholds it,
// neither may the others beside it.
func TestWhatIsUnanimousIsInNoView(t *testing.T) {
	q := survey.Question{ID: "K13", Kind: survey.Choice, Own: 2, Topic: "work", Sensitive: true}
	table := func() map[string][]int { return map[string][]int{"K13": {10, 10, 0, 0}} }
	groups := func(missing bool) []release.Group {
		list := []release.Group{{Key: "ar", Q: table()}, {Key: "so", Q: table()}}
		if missing {
			delete(list[0].Q, "K13")
		}
		return list
	}
	for _, c := range []struct {
		name         string
		block, group bool // withhold it
		shown        []survey.Dimension
	}{
		{"nothing", false, false, []survey.Dimension{survey.ByChannel, survey.ByLanguage}},
		{"a block", true, false, nil},
		{"a group", false, true, []survey.Dimension{survey.ByChannel}},
	} {
		p := &partBuilder{questions: []survey.Question{q}}
		p.Blocks = []release.Block{{Q: table()}, {Q: table()}}
		p.Views = []release.View{{By: survey.ByChannel, Where: "05", Groups: groups(false)}, {By: survey.ByLanguage, Where: "05", Groups: groups(c.group)}}
		if c.block {
			delete(p.Blocks[1].Q, "K13")
		}
		p.withholdDerivable()
		for _, v := range p.Views {
			for _, g := range v.Groups {
				if _, shown := g.Q["K13"]; shown != slices.Contains(c.shown, v.By) {
					t.Errorf("%s withholds it: %s, group %s shows it: %v", c.name, v, g.Key, shown)
				}
			}
		}
		if p.Blocks[0].Q["K13"] == nil {
			t.Errorf("%s withholds it: another block lost it", c.name)
		}
	}
}

// A group by channel that is nearly a group by language would be the same people drawn twice.
func TestChannelsKeepApartFromLanguages(t *testing.T) {
	people := func(from, to int) (list []int) {
		for i := from; i < to; i++ {
			list = append(list, i)
		}
		return list
	}
	by := func(d survey.Dimension, members []int) group {
		return group{view: release.View{By: d}, members: members}
	}
	groups := []group{by(survey.ByLanguage, people(0, 24)), by(survey.ByGender, people(100, 130))}
	rest := []group{by(survey.ByChannel, people(60, 90)), by(survey.ByChannel, people(100, 130))}
	for _, c := range []struct {
		name    string
		members []int
		left    int
	}{
		{"the same", people(0, 24), 2},
		{"five more", people(0, 29), 2},
		{"five less", people(5, 24), 2},
		{"six more and six less", people(6, 30), 3},
		{"others altogether", people(30, 54), 3},
	} {
		if left := withoutNearCopies(append([]group{by(survey.ByChannel, c.members)}, rest...), groups); len(left) != c.left {
			t.Errorf("%s: %d groups are left, want %d", c.name, len(left), c.left)
		}
	}
	if left := withoutNearCopies([]group{by(survey.ByChannel, people(0, 24)), rest[0]}, groups); left != nil {
		t.Errorf("a single group is left: %v", left)
	}
}
