package release

import (
	"math"
	"os"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/treblock"
)

// Of the answers to A1, which has five legal ones, a fifth was drawn: of 60 that is 12, or 2.4 for
// each column. Of 30 who are counted in the first column 27.6 gave that answer, of 48 who did.
func TestEstimate(t *testing.T) {
	table := survey.Table{ID: "A1", Question: "A1", Columns: []string{"o1", "o2", "o3", survey.NoAnswer, survey.Skip}}
	r := Release{Mixed: 20, Batteries: []Battery{{ID: "core", Version: 1, Tables: map[string][]string{"A1": table.Columns}}}}
	p := Part{Battery: "core@1", Base: 3}
	sum := r.Sum(p, table, []Counted{{60, map[string][]int{"A1": {30, 15, 9, 3, 3}}}})
	for name, c := range map[string]struct {
		columns []int
		share   float64
	}{
		"one": {[]int{0}, 27.6 / 48}, "two": {[]int{0, 1}, (45 - 4.8) / 48}, "fewer than were drawn": {[]int{3}, 0.6 / 48},
		"all": {[]int{0, 1, 2, 3, 4}, 1},
	} {
		got := sum.Estimate(c.columns...)
		if math.Abs(got.Share-c.share) > 1e-9 || got.Low > got.Share || got.High < got.Share || got.Low < 0 || got.High > 1 {
			t.Errorf("%s: %+v, want a share of %v", name, got, c.share)
		}
	}
	if none := r.Sum(p, table, nil).Estimate(0); none.Low != 0 || none.High != 1 {
		t.Errorf("of nobody: %+v", none)
	}
	if _, comparable := sum.Since(p.sum(table, []Counted{{60, map[string][]int{"A1": {30, 15, 9, 3, 3}}}}), 0); comparable {
		t.Error("mixed answers are compared with such as were not")
	}
}

// An option of a question with several choices is drawn as treblock draws it.
func TestEstimateOfAnOption(t *testing.T) {
	r := sample(t)
	battery, _ := r.Battery(r.Parts[0].Battery)
	option := battery.tablesOf("K19")[1]
	sum := r.Sum(r.Parts[0], option, []Counted{{120, map[string][]int{option.ID: {60, 60}}}})
	drawn := treblock.Several{Statuses: 5, Options: 3, Most: 3}.Drawn()
	want := (60 - 0.2*120*drawn) / (0.8 * 120)
	if got := sum.Estimate(0).Share; math.Abs(got-want) > 1e-9 {
		t.Errorf("%v chose it, want %v", got, want)
	}
	if got := sum.Estimate(0).Share + sum.Estimate(1).Share; math.Abs(got-1) > 1e-9 {
		t.Errorf("those who chose it and those who did not are %v of all", got)
	}
}

// A release of the first method is read as what it is: its answers were counted as they were given.
func TestFirstMethodIsRead(t *testing.T) {
	text, err := os.ReadFile("testdata/first.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	known, err := batteries.Load(batteries.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	if found := append(r.Check(), r.Against(known)...); len(found) > 0 {
		t.Errorf("it is refused: %q", found)
	}
	if r.Method != FirstMethod || r.Mixed != 0 {
		t.Errorf("method %s, %d of a hundred mixed", r.Method, r.Mixed)
	}
	p := r.Parts[0]
	b := p.Blocks[0]
	for _, table := range r.Tables(p) {
		sum := r.Sum(p, table, []Counted{b.Counted()})
		for i, n := range b.Q[table.ID] {
			if got, want := sum.Estimate(i).Share, float64(n)/float64(b.N); got != want {
				t.Errorf("table %s: a share of %v, want %v", table.ID, got, want)
			}
		}
	}
}
