// Package releasetest makes releases for the tests of packages that read them.
package releasetest

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// First returns a release with the same counts by the first method: of answers that were not mixed,
// with tables of the questions that define views. These must have three options and no "don't know".
func First(t testing.TB, r release.Release) release.Release {
	t.Helper()
	text, err := r.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	r = release.Release{}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	r.Method, r.Mixed, r.MadeUp = release.FirstMethod, 0, ""
	for i, p := range r.Parts {
		for j := range p.Blocks {
			p.Blocks[j].OneSession = false
		}
		if battery, _ := r.Battery(p.Battery); p.Base == 3 {
			r.Parts[i] = withDefining(p, battery.Views)
		}
	}
	for i := range r.Batteries {
		r.Batteries[i].Most, r.Batteries[i].Views = nil, nil
	}
	r.Audit = r.Count()
	return r
}

// withDefining tabulates the questions that define views in all blocks and groups of a part, but for
// groups that they define.
func withDefining(p release.Part, views map[survey.Dimension]string) release.Part {
	for _, d := range slices.Sorted(maps.Keys(views)) {
		question := views[d]
		p.Questions = append(p.Questions, question)
		for _, b := range p.Blocks {
			b.Q[question] = counts(d, b.N)
		}
		for _, v := range p.Views {
			for _, g := range v.Groups {
				if v.Question != question {
					g.Q[question] = counts(d, g.N)
				}
			}
		}
	}
	return p
}

// counts is a table of n answers: by gender about half are women, by time most are long in Sweden.
func counts(d survey.Dimension, n int) []int {
	half := n / 6 * 3
	if d == survey.ByGender {
		return []int{half, n - half - 3, 0, 0, 3}
	}
	return []int{6, half - 3, n - half - 3, 0, 0}
}
