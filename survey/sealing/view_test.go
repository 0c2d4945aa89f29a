package sealing

import (
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

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
