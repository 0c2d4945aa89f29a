package release

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"fragebatteri/survey"
)

// pair is a table of two columns.
var pair = survey.Table{ID: "A1", Question: "A1", Columns: []string{"o1", "o2"}}

// counted are answers to A1.
func counted(o1, o2 int) Counted {
	return Counted{N: o1 + o2, Q: map[string][]int{"A1": {o1, o2}}}
}

func wantSum(t *testing.T, got, want Sum) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// With base 3 a running sum that is released as R is R−2 … R+2, but never below 0 or above all.
func TestSum(t *testing.T) {
	p := Part{Base: 3}
	wantSum(t, p.sum(pair, nil), Sum{Base: 3, Counts: []int{0, 0}, Low: []int{0, 0}, High: []int{0, 0}})
	one := p.sum(pair, []Counted{counted(3, 9)})
	wantSum(t, one, Sum{Base: 3, N: 12, Blocks: 1, Counts: []int{3, 9}, Low: []int{1, 7}, High: []int{5, 11}})
	three := p.sum(pair, []Counted{counted(3, 9), counted(6, 6), counted(0, 15)})
	wantSum(t, three, Sum{Base: 3, N: 39, Blocks: 3, Counts: []int{9, 30}, Low: []int{5, 24}, High: []int{15, 34}})
	sensitive := Part{Base: 5}.sum(pair, []Counted{counted(10, 15), counted(20, 0)})
	wantSum(t, sensitive, Sum{Base: 5, N: 45, Blocks: 2, Counts: []int{30, 15}, Low: []int{22, 11}, High: []int{34, 23}})
}

// Those whose table is withheld are in nothing that a sum says.
func TestSumLeavesOutWithheld(t *testing.T) {
	p := Part{Base: 3}
	want := p.sum(pair, []Counted{counted(3, 9)})
	for name, other := range map[string]Counted{
		"withheld":      {N: 30, Q: map[string][]int{"A2": {15, 15}}},
		"no tables":     {N: 30},
		"other columns": {N: 30, Q: map[string][]int{"A1": {15, 12, 3}}},
		"no release":    {N: 30, Q: map[string][]int{"A1": {14, 16}}},
	} {
		t.Run(name, func(t *testing.T) {
			wantSum(t, p.sum(pair, []Counted{counted(3, 9), other}), want)
			wantSum(t, p.sum(pair, []Counted{other, counted(3, 9)}), want)
		})
	}
}

func TestPlus(t *testing.T) {
	p := Part{Base: 3}
	spring := p.sum(pair, []Counted{counted(3, 9), counted(6, 6)})
	autumn := p.sum(pair, []Counted{counted(0, 15)})
	want := p.sum(pair, []Counted{counted(3, 9), counted(6, 6), counted(0, 15)})
	wantSum(t, spring.Plus(autumn), want)
	wantSum(t, autumn.Plus(spring), want)
	wantSum(t, Sum{}.Plus(spring), spring)
	wantSum(t, spring.Plus(Sum{}), spring)
	wantSum(t, spring, p.sum(pair, []Counted{counted(3, 9), counted(6, 6)})) // it is not changed
}

// What was not mixed is estimated as it was released.
func TestEstimateOfFirstMethod(t *testing.T) {
	p := Part{Base: 3}
	for _, c := range []struct {
		of               []Counted
		column           int
		share, low, high float64
	}{
		{nil, 0, 0, 0, 1},
		{[]Counted{counted(6, 6)}, 0, 0.5, 0.1381, 0.8619},
		{[]Counted{counted(3, 9), counted(6, 6)}, 0, 0.375, 0.1143, 0.6929},
		{[]Counted{counted(3, 9), counted(6, 6)}, 1, 0.625, 0.3071, 0.8857},
		{[]Counted{counted(0, 12)}, 0, 0, 0, 0.448},
	} {
		sum := p.sum(pair, c.of)
		got := sum.Estimate(c.column)
		if far := max(math.Abs(got.Low-c.low), math.Abs(got.High-c.high)); got.Share != c.share || far > 0.00005 {
			t.Errorf("%v column %d: %+v; want %v, %v to %v", c.of, c.column, got, c.share, c.low, c.high)
		}
	}
}

// sizes are the groups of a dimension, each with the sizes of what it was put together of,
// ascending.
func sizes(groups []Grouped) map[string][]int {
	of := map[string][]int{}
	for _, g := range groups {
		for _, c := range g.Of {
			of[g.Key] = append(of[g.Key], c.N)
		}
		slices.Sort(of[g.Key])
	}
	return of
}

func TestGrouped(t *testing.T) {
	p := viewed(t).Parts[0]
	for d, want := range map[survey.Dimension]map[string][]int{
		survey.ByChannel:  {"ambassador": {30}, "other": {24}},
		survey.ByGender:   {"o1": {21, 24}, "o2": {30, 33}},
		survey.ByLanguage: {"ar": {30}, "fa-AF": {24}, "other": {18}},
		survey.ByTime:     {"o1-o2": {12, 24}, "o3": {33}},
		"age":             {},
	} {
		groups := p.Grouped(d)
		if got := sizes(groups); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", d, got, want)
		}
		if !slices.IsSortedFunc(groups, func(x, y Grouped) int { return firstOption(x.Key) - firstOption(y.Key) }) {
			t.Errorf("%s: %v is out of order", d, groups)
		}
	}
	women := p.sum(survey.Table{ID: "K19.o2", Columns: []string{survey.Chosen, survey.NotChosen}}, p.Grouped(survey.ByGender)[0].Of)
	wantSum(t, women, Sum{Base: 3, N: 45, Blocks: 2, Counts: []int{33, 12}, Low: []int{29, 8}, High: []int{37, 16}})
}

// However groups were put together here and there, no option and nobody is in two groups of the
// region.
func TestGroupedCountsNobodyTwice(t *testing.T) {
	of := func(n int, key string) Group { return Group{Key: key, N: n} }
	views := []View{
		{By: survey.ByTime, Where: "05", Groups: []Group{of(1, "o1"), of(2, "o2"), of(4, "o5-o6")}},
		{By: survey.ByTime, Where: "0580", Groups: []Group{of(8, "o2-o3"), of(16, "o5")}},
		{By: survey.ByTime, Where: "0581", Groups: []Group{of(32, "o3"), of(64, "o4"), of(128, "o5-o7")}},
		{By: survey.ByGender, Where: "05", Groups: []Group{of(256, "o1"), of(512, "o2")}},
	}
	want := map[string][]int{"o1": {1}, "o2-o3": {2, 8, 32}, "o4": {64}, "o5-o7": {4, 16, 128}}
	for range views {
		views = append(views[1:], views[0])
		if got := sizes(Part{Views: views}.Grouped(survey.ByTime)); !reflect.DeepEqual(got, want) {
			t.Errorf("%v: got %v, want %v", views, got, want)
		}
	}
	bridged := append(views, View{By: survey.ByTime, Where: "0583", Groups: []Group{of(1024, "o1-o4")}})
	want = map[string][]int{"o1-o4": {1, 2, 8, 32, 64, 1024}, "o5-o7": {4, 16, 128}}
	if got := sizes(Part{Views: bridged}.Grouped(survey.ByTime)); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
