package release

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.0001 {
		t.Errorf("%s: %.4f, want %.4f", name, got, want)
	}
}

// Of 120 answers to K01, which has seven legal ones, 24 were drawn, or 24/7 in each column. So of
// 63 counted in o3 and o4 (63 − 48/7)/0.8 gave them, among (102 − 96/7)/0.8 who chose a step.
func TestMeasured(t *testing.T) {
	r := sample(t)
	of := []Counted{{120, map[string][]int{"K01": {18, 21, 30, 33, 6, 3, 9}}}}
	steps := []string{"o1", "o2", "o3", "o4"}
	m, ok := r.Measured(r.Parts[0], "K01", []string{"o3", "o4"}, steps, of)
	got := m.Answered()
	if !ok || got.N != 120 || got.Among != 110 || got.Silent != 10 {
		t.Errorf("ok %v, %+v", ok, got)
	}
	near(t, "share", got.Share, (63-48.0/7)/(102-96.0/7))
	near(t, "low", got.Low, 0.4678)
	near(t, "high", got.High, 0.7862)
	if all, _ := r.Measured(r.Parts[0], "K01", []string{"o3", "o4"}, nil, of); !reflect.DeepEqual(all, m) {
		t.Errorf("among all who answered: %+v, want %+v", all, m)
	}
	// Of those whom it concerns, the last step is left out; those who chose it answered nevertheless.
	concerned, ok := r.Measured(r.Parts[0], "K01", []string{"o3"}, steps[:3], of)
	got = concerned.Answered()
	if !ok || got.N != 120 || got.Among != 73 || got.Silent != 10 {
		t.Errorf("ok %v, %+v", ok, got)
	}
	near(t, "share", got.Share, (30-24.0/7)/(69-72.0/7))
	// Nobody is counted in the last step, fewer than chance puts there; they are no fewer than none.
	unconcerned := []Counted{{120, map[string][]int{"K01": {30, 36, 39, 0, 6, 3, 6}}}}
	concerned, ok = r.Measured(r.Parts[0], "K01", []string{"o3"}, steps[:3], unconcerned)
	if got = concerned.Answered(); !ok || got.Among+got.Silent > got.N {
		t.Errorf("ok %v, of %d answers %d concern them and %d are silent", ok, got.N, got.Among, got.Silent)
	}
}

// Whoever chose an option of several is in its table, and among whom in the one of the question.
func TestMeasuredOption(t *testing.T) {
	r := sample(t)
	of := []Counted{{120, map[string][]int{"K19": {78, 15, 6, 6, 15}, "K19.o2": {45, 75}}}}
	m, ok := r.Measured(r.Parts[0], "K19", []string{"o2"}, nil, of)
	got := m.Answered()
	if !ok || got.N != 120 || got.Among != 104 || got.Silent != 16 {
		t.Errorf("ok %v, %+v", ok, got)
	}
	drawn := treblock.Several{Statuses: 5, Options: 3, Most: 3}.Drawn()
	near(t, "share", got.Share, (45-24*drawn)/(93-24*2.0/5))
	none, ok := r.Measured(r.Parts[0], "K19", []string{survey.None}, nil, of)
	near(t, "none of these", none.Answered().Share, (15-24.0/5)/(93-24*2.0/5))
	if !ok {
		t.Error("none of these cannot be measured")
	}
}

// No answers come of answers that are not shown.
func TestMeasuredLeavesOutWithheld(t *testing.T) {
	r := sample(t)
	p := r.Parts[0]
	shown := Counted{30, map[string][]int{"K19": {21, 3, 3, 0, 3}, "K19.o2": {12, 18}}}
	want, _ := r.Measured(p, "K19", []string{"o2"}, nil, []Counted{shown})
	for name, withheld := range map[string]Counted{
		"the option": {30, map[string][]int{"K19": {21, 3, 3, 0, 3}}},
		"the status": {30, map[string][]int{"K19.o2": {12, 18}}},
		"both":       {30, nil},
	} {
		if m, ok := r.Measured(p, "K19", []string{"o2"}, nil, []Counted{withheld}); ok || m.Answered().N != 0 || m.Answered().High != 1 {
			t.Errorf("%s: ok %v, %+v", name, ok, m.Answered())
		}
		if m, ok := r.Measured(p, "K19", []string{"o2"}, nil, []Counted{withheld, shown}); !ok || !reflect.DeepEqual(m, want) {
			t.Errorf("%s: ok %v, %+v, want %+v", name, ok, m, want)
		}
	}
}

func TestMeasuredRefuses(t *testing.T) {
	r := sample(t)
	of := []Counted{{30, plainTables(30)}}
	for name, c := range map[string]struct {
		question       string
		options, among []string
	}{
		"no such question":          {"K99", []string{"o1"}, nil},
		"no options":                {"K01", nil, nil},
		"no such option":            {"K01", []string{"o5"}, nil},
		"who does not answer":       {"K01", []string{"dk"}, nil},
		"options that are apart":    {"K01", []string{"o1", "o3"}, nil},
		"another order":             {"K01", []string{"o2", "o1"}, nil},
		"not among those":           {"K01", []string{"o3"}, []string{"o1", "o2"}},
		"among who does not answer": {"K01", []string{"o3"}, []string{"o1", "o2", "o3", "o4", "dk"}},
		"not among the first":       {"K01", []string{"o3"}, []string{"o3", "o4"}},
		"two of several":            {"K19", []string{"o1", "o2"}, nil},
	} {
		if m, ok := r.Measured(r.Parts[0], c.question, c.options, c.among, of); ok {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestMeasuredPlus(t *testing.T) {
	r := sample(t)
	measured := func(of ...Counted) Measured {
		m, _ := r.Measured(r.Parts[0], "K01", []string{"o3", "o4"}, nil, of)
		return m
	}
	spring, autumn := Counted{30, plainTables(30)}, Counted{45, plainTables(45)}
	want := measured(spring, autumn)
	for name, got := range map[string]Measured{
		"forth": measured(spring).Plus(measured(autumn)), "back": measured(autumn).Plus(measured(spring)),
		"nothing before": Measured{}.Plus(want), "nothing after": want.Plus(Measured{}),
	} {
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestMeasuredSince(t *testing.T) {
	r := sample(t)
	measured := func(n, o3 int, options ...string) Measured {
		m, _ := r.Measured(r.Parts[0], "K01", options, nil,
			[]Counted{{n, map[string][]int{"K01": {0, n - o3 - 12, o3, 0, 3, 3, 6}}}})
		return m
	}
	before, after := measured(120, 30, "o3"), measured(120, 75, "o3")
	c, ok := after.Since(before)
	if !ok || !c.Certain() || c.Low > c.Difference || c.High < c.Difference {
		t.Errorf("ok %v, %+v", ok, c)
	}
	near(t, "difference", c.Difference, (75-30)/(108-96.0/7))
	low, high := treblock.MixedRatioChange(before.ratio(), after.ratio())
	if c.Low != low || c.High != high {
		t.Errorf("%+v, want %v…%v", c, low, high)
	}
	unmixed := r
	unmixed.Mixed = 0
	first, _ := unmixed.Measured(r.Parts[0], "K01", []string{"o3"}, nil, []Counted{{120, plainTables(120)}})
	base := r.Parts[0]
	base.Base = 5
	coarser, _ := r.Measured(base, "K01", []string{"o3"}, nil, []Counted{{120, map[string][]int{"K01": {30, 30, 30, 30, 0, 0, 0}}}})
	if first.Answered().N != 120 || coarser.Answered().N != 120 {
		t.Fatalf("%+v, %+v", first, coarser)
	}
	among, _ := r.Measured(r.Parts[0], "K01", []string{"o3"}, []string{"o1", "o2", "o3"}, []Counted{{120, plainTables(120)}})
	for name, other := range map[string]Measured{
		"nothing": {}, "too few": measured(27, 12, "o3"), "not mixed": first, "another base": coarser,
		"other options": measured(120, 75, "o2", "o3"), "among others": among,
	} {
		for _, pair := range [][2]Measured{{after, other}, {other, after}} {
			if c, ok := pair[0].Since(pair[1]); ok || c != (Change{}) {
				t.Errorf("%s: %+v", name, c)
			}
		}
	}
}

// gatherings makes up rounds: of each block gatherings of 20 whose answers correlate by 0.05.
type gatherings struct {
	release  Release
	rnd      *rand.ChaCha8
	base     int
	blocks   int
	n        int // answers in each block
	question string
	options  []string
}

// measured mixes, counts and rounds one round of answers that fall on the columns with these chances.
func (g gatherings) measured(t *testing.T, chances []float64) Measured {
	t.Helper()
	p := g.release.Parts[0]
	p.Base = g.base
	of := make([]Counted, g.blocks)
	for i := range of {
		counts := make([]int, len(chances))
		var said []int // in this gathering
		for at := range g.n {
			if at%20 == 0 {
				said = nil
			}
			said = append(said, g.next(said, chances))
			counts[g.mixed(t, said[len(said)-1], len(chances))]++
		}
		offset, err := treblock.Offset(g.base, g.rnd)
		if err != nil {
			t.Fatal(err)
		}
		of[i] = Counted{g.n, map[string][]int{g.question: treblock.Round(counts, g.base, offset)}}
	}
	m, ok := g.release.Measured(p, g.question, g.options, nil, of)
	if !ok {
		t.Fatal("there is nothing to measure")
	}
	return m
}

// next draws what the next of a gathering says: what one of the others said, or something anew.
func (g gatherings) next(said []int, chances []float64) int {
	const alike = 0.05
	rnd := rand.New(g.rnd)
	if k := float64(len(said)) * alike; rnd.Float64() < k/(1-alike+k) {
		return said[rnd.IntN(len(said))]
	}
	column, rest := 0, rnd.Float64()-chances[0]
	for rest >= 0 && column < len(chances)-1 {
		column++
		rest -= chances[column]
	}
	return column
}

func (g gatherings) mixed(t *testing.T, answer, legal int) int {
	t.Helper()
	if g.release.Mixed == 0 {
		return answer
	}
	mixed, err := treblock.Mixing{Percent: g.release.Mixed, Random: g.rnd}.One(answer, legal)
	if err != nil {
		t.Fatal(err)
	}
	return mixed
}

// From answers to shares through the real mixing and rounding: right on average.
func TestMeasuredIsRightOnAverage(t *testing.T) {
	const runs = 500
	g := gatherings{sample(t), rand.NewChaCha8([32]byte{1}), 3, 1, 60, "K01", []string{"o3", "o4"}}
	var share, among, silent float64
	for range runs {
		m := g.measured(t, answers(0.4, 0.7)).Answered()
		share += m.Share / runs
		among += float64(m.Among) / runs
		silent += float64(m.Silent) / runs
	}
	if math.Abs(share-0.4) > 0.02 || math.Abs(among-42) > 1 || math.Abs(silent-18) > 1 {
		t.Errorf("on average %.3f of %.1f, %.1f did not answer; in truth 0.4 of 42, and 18", share, among, silent)
	}
}

// Nothing changes of those who answer, but fewer do: at most one comparison in twenty may say that
// something did, also of a single block, and the share is in its interval 19 times of twenty.
func TestMeasuredSinceRarelyRaisesAFalseAlarm(t *testing.T) {
	tool.Long(t)
	for _, mixed := range []int{treblock.MixPercent, 0} {
		for _, c := range []struct{ base, blocks, n int }{{3, 1, 30}, {3, 1, 120}, {3, 5, 12}, {5, 1, 30}, {5, 6, 20}} {
			t.Run(fmt.Sprintf("%d %% mixed, base %d, %d blocks of %d", mixed, c.base, c.blocks, c.n), func(t *testing.T) {
				t.Parallel()
				r := sample(t)
				r.Mixed = mixed
				g := gatherings{r, rand.NewChaCha8([32]byte{byte(c.n), byte(mixed)}), c.base, c.blocks, c.n, "K01", []string{"o3", "o4"}}
				for _, share := range []float64{0.05, 0.5, 0.9} {
					const runs = 400
					alarms, outside := 0, 0
					for range runs {
						before, after := g.measured(t, answers(share, 0.95)), g.measured(t, answers(share, 0.7))
						if change, ok := after.Since(before); !ok || change.Certain() {
							alarms++
						}
						if a := after.Answered(); a.Low > share || a.High < share {
							outside++
						}
					}
					t.Logf("a share of %.2f: %d false alarms, %d outside, of %d", share, alarms, outside, runs)
					if max(alarms, outside) > runs/20 {
						t.Errorf("a share of %.2f: %d false alarms, %d outside, of %d", share, alarms, outside, runs)
					}
				}
			})
		}
	}
}

// answers returns the chances of four steps, dk, na and skip, where so large a share of those who
// choose a step choose the upper two.
func answers(share, among float64) []float64 {
	chances := []float64{0.6 * (1 - share), 0.4 * (1 - share), 0.3 * share, 0.7 * share, 0.5, 0.2, 0.3}
	for i := range chances {
		if i < 4 {
			chances[i] *= among
		} else {
			chances[i] *= 1 - among
		}
	}
	return chances
}
