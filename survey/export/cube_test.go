package export

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// cellsOf returns all cells of cubes, by the cube's ID and the cell's codes, as in
// "core-3-K02 0581 OG028 after o1 n".
func cellsOf(t *testing.T, cubes []Cube) map[string]string {
	t.Helper()
	cells := map[string]string{}
	for _, c := range cubes {
		for i, codes := range product(c.Axes) {
			key := c.ID() + " " + strings.Join(codes, " ")
			if _, twice := cells[key]; twice {
				t.Fatalf("%s stands twice", key)
			}
			cells[key] = c.Cell(i)
			if c.At(codes...) != c.Cell(i) {
				t.Fatalf("%s is not cell %d", key, i)
			}
		}
	}
	return cells
}

// product returns the codes of every cell, the last axis changing fastest.
func product(axes []Axis) [][]string {
	all := [][]string{nil}
	for _, a := range axes {
		var longer [][]string
		for _, codes := range all {
			for _, code := range a.Codes {
				longer = append(longer, append(slices.Clone(codes), code))
			}
		}
		all = longer
	}
	return all
}

// expected is what the cells of a release must be, computed without rows and columns.
type expected struct {
	r     release.Release
	cells map[string]string
}

// counted notes what the cells at these axes are of answers that were counted together.
func (e expected) counted(p release.Part, c release.Counted, at string, question string) {
	for _, t := range e.r.Tables(p) {
		if t.Question == question {
			continue
		}
		for j, option := range t.Columns {
			if option == survey.NotChosen {
				continue
			}
			if option == survey.Chosen {
				option = t.Option
			}
			cell := fmt.Sprintf(at, t.Question) + " " + option + " "
			e.cells[cell+"n"] = strconv.Itoa(c.N)
			e.numbers(cell, p, t, c, j)
		}
	}
}

func (e expected) numbers(cell string, p release.Part, t survey.Table, c release.Counted, j int) {
	names, shares := []string{"released"}, []string{"estimate", "low", "high"}
	if e.r.Mixed == 0 {
		names, shares = []string{"count", "certain_low", "certain_high"}, []string{"share", "interval_low", "interval_high"}
	}
	counts, there := c.Q[t.ID]
	if !there {
		for _, name := range slices.Concat(names, shares) {
			e.cells[cell+name] = ".."
		}
		return
	}
	sum := e.r.Sum(p, t, []release.Counted{c})
	for i, n := range [][]int{counts, sum.Low, sum.High}[:len(names)] {
		e.cells[cell+names[i]] = strconv.Itoa(n[j])
	}
	est := sum.Estimate(j)
	for i, share := range []float64{est.Share, est.Low, est.High} {
		e.cells[cell+shares[i]] = ".."
		if c.N >= 30 {
			e.cells[cell+shares[i]] = rounded(share, i, decimals(e.r, shares[i]))
		}
	}
}

// rounded writes a share, its lower bound (1) or its upper bound (2), rounded outwards.
func rounded(share float64, bound, decimals int) string {
	round := []func(float64) float64{math.Round, math.Floor, math.Ceil}[bound]
	whole := math.Pow10(decimals)
	return strconv.FormatFloat(round(math.Round(share*whole*1e6)/1e6)/whole, 'f', decimals, 64)
}

func (e expected) release() {
	for i, p := range e.r.Parts {
		for _, b := range p.Blocks {
			at := []string{b.Municipality + b.Region, b.Intervention, string(b.Timing)}
			for j, code := range []string{"area:" + b.Area, "other", "all"} {
				if at[j] == "" {
					at[j] = code
				}
			}
			e.counted(p, b.Counted(), "core-3-%s "+strings.Join(at, " "), "")
		}
		for _, v := range p.Views {
			for _, g := range v.Groups {
				e.counted(p, g.Counted(), "core-3-%s-"+string(v.By)+" "+v.Where+" "+g.Key, v.Question)
			}
		}
		for _, w := range e.r.Withheld {
			if w.Part == i && w.Block == nil && w.View == nil {
				e.asked(p, w)
			}
		}
	}
}

func (e expected) asked(p release.Part, w release.Withheld) {
	for _, t := range e.r.Tables(p) {
		options := t.Columns
		if t.Option != "" {
			options = []string{t.Option}
		}
		for _, option := range options {
			for _, m := range metricsOf(e.r) {
				e.cells["core-3-"+t.Question+" "+w.Municipality+" "+w.Intervention+" "+string(w.Timing)+" "+option+" "+m.name] = ".."
			}
		}
	}
}

// Every number of a release is in one cell, and every other cell says that it has none.
func TestCubesHoldTheRelease(t *testing.T) {
	for method, r := range samples(t) {
		cells := cellsOf(t, Cubes(r, Selection{}))
		e := expected{r, map[string]string{}}
		e.release()
		for cell, want := range e.cells {
			if cells[cell] != want {
				t.Errorf("%s: %s is %q, want %q", method, cell, cells[cell], want)
			}
			delete(cells, cell)
		}
		for cell, is := range cells {
			if is != NotAsked {
				t.Errorf("%s: %s is %q, and the release says nothing of it", method, cell, is)
			}
		}
		if len(e.cells) < 1000 || len(cells) < 1000 {
			t.Errorf("%s: %d cells are said and %d not", method, len(e.cells), len(cells))
		}
	}
}

// The cells of a municipality are those of the whole that concern it.
func TestCubesOfAMunicipality(t *testing.T) {
	r := sample(t)
	all, own := cellsOf(t, Cubes(r, Selection{})), cellsOf(t, Cubes(r, of("0581")))
	for cell, is := range own {
		if all[cell] != is {
			t.Errorf("%s is %q, and %q in the whole release", cell, is, all[cell])
		}
	}
	if at := "core-3-K02 0581 OG028 after o1 n"; own[at] != "54" {
		t.Errorf("%s is %q", at, own[at])
	}
	for cell := range own {
		if strings.Contains(cell, " 0580 ") || strings.Contains(cell, " 12 ") {
			t.Errorf("%s does not concern 0581", cell)
		}
	}
}

func TestCubeAxes(t *testing.T) {
	r := sample(t)
	want := map[string]string{
		"core-3-K02":         "place 0580 0581 area:-Kinda – Ydre 05 12; intervention OG028 OG030 other; timing before after none all; option o1 o2 o3 na skip; metric n released estimate low high",
		"core-3-K19":         "place 0580 0581 area:-Kinda – Ydre 05 12; intervention OG028 OG030 other; timing before after none all; option o1 o2 o3 answered none na skip; metric n released estimate low high",
		"core-3-K02-gender":  "place 0581 05; group o1 o2; option o1 o2 o3 na skip; metric n released estimate low high",
		"core-3-K19-channel": "place 05; group ambassador other; option o1 o2 o3 answered none na skip; metric n released estimate low high",

		"core-3-K19-language": "place 05; group ar fa-AF ti other; option o1 o2 o3 answered none na skip; metric n released estimate low high",
	}
	ids := map[string]bool{}
	for _, c := range Cubes(r, Selection{}) {
		var axes []string
		for _, a := range c.Axes {
			axes = append(axes, a.ID+" "+strings.Join(a.Codes, " "))
		}
		is := strings.Join(axes, "; ")
		if want[c.ID()] != "" && is != want[c.ID()] {
			t.Errorf("%s has the axes %s", c.ID(), is)
		}
		if ids[c.ID()] {
			t.Errorf("two cubes are called %s", c.ID())
		}
		ids[c.ID()] = true
	}
	if len(ids) != 12 {
		t.Errorf("there are %d cubes: %v", len(ids), ids)
	}
	if c := Cubes(r, Selection{})[0]; c.At("0581") != NotAsked || c.At("0581", "OG028", "after", "o9", "n") != NotAsked {
		t.Error("a cell that is not there says something")
	}
}

// Areas called like places of another kind, and things that share a name, can be told apart.
func TestCubeLabelsAreUnique(t *testing.T) {
	r := tinyMixed()
	p := r.Parts[0]
	p.Blocks = append(p.Blocks, release.Block{Step: 5, Area: "0581", N: 12, Q: map[string][]int{"K01": {3, 9, 0, 0}}},
		release.Block{Step: 5, Area: "Norrköping", N: 12, Q: map[string][]int{"K01": {6, 6, 0, 0}}})
	r.Parts = []release.Part{p}
	c := Cubes(r, Selection{})[0]
	if of, as := c.At("0581", "OG028", "after", "o1", "released"), c.At("area:0581", "other", "all", "o1", "released"); of != "9" || as != "3" {
		t.Errorf("0581 has %s, the area of that name %s", of, as)
	}
	want := []string{"Linköping", "Norrköping (0581)", "0581", "Norrköping (area:Norrköping)"}
	if labels := c.Labels(testWords{}, c.Axes[0]); !slices.Equal(labels, want) {
		t.Errorf("the places are called %q", labels)
	}
}
