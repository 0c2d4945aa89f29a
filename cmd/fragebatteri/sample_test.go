package main

import (
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// core returns the core battery, to be changed at will.
func core(t *testing.T) *survey.Battery {
	t.Helper()
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	return list[slices.IndexFunc(list, func(b *survey.Battery) bool { return b.ID == "core" })]
}

// tables spreads n answers evenly over the columns of every table of these
// questions; hardly anybody chooses an option of several.
func tables(b *survey.Battery, questions []string, n, base int) map[string][]int {
	counts := map[string][]int{}
	for _, id := range questions {
		q, _ := b.Question(id)
		for _, table := range q.Tables() {
			row := make([]int, len(table.Columns))
			for i := range n / base {
				row[i%len(row)] += base
			}
			if table.Option != "" {
				row = []int{base, n - base}
			}
			counts[table.ID] = row
		}
	}
	return counts
}

// viewOf makes a view of groups with 15 answers and more.
func viewOf(b *survey.Battery, p release.Part, by survey.Dimension, where string, keys ...string) release.View {
	defining, _ := b.Defining(by)
	v := release.View{By: by, Where: where, Question: defining.ID}
	for i, key := range keys {
		n := p.K + p.Base*(i+1)
		v.Groups = append(v.Groups, release.Group{Key: key, N: n, Q: tables(b, p.Questions, n, p.Base)})
	}
	return v
}

// madeUp is a release of a battery with blocks, views, and things withheld.
func madeUp(b *survey.Battery, id, prev string) release.Release {
	r := release.Release{Method: release.Method, Mixed: treblock.MixPercent, ID: id, Prev: prev, Round: id, Sealed: "2026-12-01", K: 12, MadeUp: release.TooFew, Batteries: []release.Battery{release.BatteryOf(b)}}
	r.Honesty = release.Honesty{b.Ref(): {}}
	for check := range release.Categories {
		r.Honesty[b.Ref()][check] = release.TooFew
	}
	r.Parts = []release.Part{{Battery: b.Ref(), Base: 3, K: 12}, {Battery: b.Ref(), Base: 5, K: 20}}
	plain, sensitive := &r.Parts[0], &r.Parts[1]
	for _, q := range b.Questions {
		switch {
		case q.Defines() != "":
		case q.Sensitive:
			sensitive.Questions = append(sensitive.Questions, q.ID)
		default:
			plain.Questions = append(plain.Questions, q.ID)
		}
	}
	plain.Blocks = []release.Block{
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After, N: 45},
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before, N: 36},
		{Step: 3, Region: "05", Intervention: "OG030", N: 12},
		{Step: 4, Municipality: "0580", N: 15}, {Step: 4, Municipality: "0581", N: 33},
		{Step: 5, Area: "Kinda–Ydre", N: 12}, {Step: 6, Region: "05", N: 18},
	}
	sensitive.Blocks = []release.Block{{Step: 4, Municipality: "0581", N: 45}, {Step: 5, Area: "Kinda–Ydre", N: 35}, {Step: 6, Region: "05", N: 20}}
	for _, p := range []*release.Part{plain, sensitive} {
		for i := range p.Blocks {
			p.Blocks[i].Q = tables(b, p.Questions, p.Blocks[i].N, p.Base)
		}
	}
	plain.Views = []release.View{
		viewOf(b, *plain, survey.ByChannel, "05", "ambassador", "other"), viewOf(b, *plain, survey.ByGender, "05", "o1", "o2"),
		viewOf(b, *plain, survey.ByGender, "0581", "o1", "o2"), viewOf(b, *plain, survey.ByLanguage, "05", "ar", "fa-AF", "other"),
		viewOf(b, *plain, survey.ByTime, "05", "o1-o2", "o3"),
	}
	sensitive.Views = []release.View{viewOf(b, *sensitive, survey.ByGender, "05", "o1", "o2")}
	r.Withheld = []release.Withheld{
		{Part: 0, Block: new(1), Table: "K04"},
		{Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After}, {Part: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before},
	}
	delete(plain.Blocks[1].Q, "K04")
	r.Audit = r.Count()
	return r
}
