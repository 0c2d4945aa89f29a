package treblock

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func plainEstimate(x, n float64) estimate {
	low, high := wilson(x/n, n)
	return estimate{x / n, low, high}
}

// Newcombe's own examples: R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10.
func TestDifferenceOfNewcombesExamples(t *testing.T) {
	for _, c := range []struct{ x, n, lessX, lessN, low, high float64 }{
		{56, 70, 48, 80, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.1705, 0.8090},
		{6, 7, 2, 7, 0.0582, 0.8062},
		{5, 56, 0, 29, -0.0381, 0.1926},
		{0, 10, 0, 20, -0.1611, 0.2775},
		{0, 10, 0, 10, -0.2775, 0.2775},
		{10, 10, 0, 20, 0.6791, 1},
		{10, 10, 0, 10, 0.6075, 1},
	} {
		low, high := difference(plainEstimate(c.lessX, c.lessN), plainEstimate(c.x, c.n))
		if math.Abs(low-c.low) > 0.00006 || math.Abs(high-c.high) > 0.00006 {
			t.Errorf("%v/%v − %v/%v: %.5f…%.5f, want %.4f…%.4f", c.x, c.n, c.lessX, c.lessN, low, high, c.low, c.high)
		}
	}
}

func TestChangeOfKnownShares(t *testing.T) {
	for _, c := range []struct {
		before, after Share
		low, high     float64
	}{
		{Share{30, 120, 4, 3}, Share{60, 120, 4, 3}, 0.0742, 0.4104}, // of 0.25 (0.1486…0.3743) and 0.5 (0.3756…0.6244)
		{Share{60, 120, 4, 3}, Share{30, 120, 4, 3}, -0.4104, -0.0742},
		{Share{0, 30, 1, 3}, Share{30, 30, 1, 3}, 0.6984, 1}, // of 0 (0…0.2132) and 1 (0.7868…1)
	} {
		low, high := Change(c.before, c.after)
		if math.Abs(low-c.low) > 0.0001 || math.Abs(high-c.high) > 0.0001 {
			t.Errorf("from %v to %v: %.4f…%.4f, want %.4f…%.4f", c.before, c.after, low, high, c.low, c.high)
		}
	}
}

func TestChangeFromNothingCanBeAnything(t *testing.T) {
	half := Share{60, 120, 4, 3}
	for _, nothing := range []Share{{}, {0, 0, 1, 3}, {3, -3, 1, 3}, {6, 12, 0, 3}, {6, 12, 1, 1}, {15, 12, 1, 3}} {
		for _, c := range [][2]Share{{nothing, half}, {half, nothing}, {nothing, nothing}} {
			if low, high := Change(c[0], c[1]); low != -1 || high != 1 {
				t.Errorf("from %v to %v: %v…%v", c[0], c[1], low, high)
			}
		}
	}
}

func TestChangeLooksTheSameBackwards(t *testing.T) {
	for r := 0; r <= 60; r += 3 {
		for s := 0; s <= 48; s += 3 {
			before, after := Share{r, 60, 3, 3}, Share{s, 48, 2, 3}
			low, high := Change(before, after)
			back, forth := Change(after, before)
			if d := float64(s)/48 - float64(r)/60; low != -forth || high != -back || low > d || high < d {
				t.Errorf("from %v to %v: %v…%v, backwards %v…%v", before, after, low, high, back, forth)
			}
		}
	}
}

// answered is how many answers came in a period, in blocks of what sizes.
type answered struct {
	name  string
	base  int
	sizes []int
}

func repeated(size, times int) []int {
	sizes := make([]int, times)
	for i := range sizes {
		sizes[i] = size
	}
	return sizes
}

// periods are few and many answers in few and many blocks.
var periods = []answered{
	{"30 in 1", 3, []int{30}},
	{"36 in 3", 3, repeated(12, 3)},
	{"63 in 3", 3, []int{12, 21, 30}},
	{"120 in 1", 3, []int{120}},
	{"120 in 5", 3, repeated(24, 5)},
	{"120 in 10", 3, repeated(12, 10)},
	{"210 in 10", 3, []int{12, 12, 15, 18, 21, 21, 24, 27, 30, 30}},
	{"480 in 1", 3, []int{480}},
	{"480 in 4", 3, repeated(120, 4)},
	{"480 in 20", 3, repeated(24, 20)},
	{"360 in 30", 3, repeated(12, 30)},
	{"30 in 1, sensitive", 5, []int{30}},
	{"120 in 6, sensitive", 5, repeated(20, 6)},
	{"250 in 10, sensitive", 5, repeated(25, 10)},
	{"480 in 16, sensitive", 5, repeated(30, 16)},
	{"600 in 1, sensitive", 5, []int{600}},
}

// chances returns the chances of the released count 0, base, 2·base … of a share p over all blocks.
func (a answered) chances(p float64, chance releasedChances) []float64 {
	if p > 0.5 {
		// The chance that nobody of 480 chooses a large share is too small for a number.
		mirrored := a.chances(1-p, chance)
		slices.Reverse(mirrored)
		return mirrored
	}
	sum := []float64{1}
	for _, size := range a.sizes {
		sum = convolve(sum, chance.of(size, a.base, p))
	}
	return sum
}

func (a answered) share(i int) Share {
	n := 0
	for _, size := range a.sizes {
		n += size
	}
	return Share{a.base * i, n, len(a.sizes), a.base}
}

// bounds are all intervals that can come of two periods, by the two released counts.
func bounds(before, after answered) [][][2]float64 {
	n := before.share(0).N/before.base + 1
	all := make([][][2]float64, n)
	for i := range all {
		all[i] = make([][2]float64, after.share(0).N/after.base+1)
		for j := range all[i] {
			all[i][j][0], all[i][j][1] = Change(before.share(i), after.share(j))
		}
	}
	return all
}

// chanceOf adds up the chances of all pairs of counts whose interval is of a kind.
func chanceOf(all [][][2]float64, before, after []float64, is func(low, high float64) bool) float64 {
	total := 0.0
	for i, x := range before {
		for j, y := range after {
			if is(all[i][j][0], all[i][j][1]) {
				total += x * y
			}
		}
	}
	return total
}

func leavesOutZero(low, high float64) bool { return low > 0 || high < 0 }

// gridShares are 0.02, 0.03 … 0.98. Chances are polynomials of the share, so nothing happens in between.
func gridShares() []float64 {
	var shares []float64
	for i := 2; i <= 98; i++ {
		shares = append(shares, float64(i)/100)
	}
	return shares
}

// The chance of a false alarm, computed exactly like the coverage of Interval, for all pairs of periods of one base.
func TestChangeRarelyRaisesAFalseAlarm(t *testing.T) {
	chance, worst, at := releasedChances{}, 0.0, ""
	chances := map[string][][]float64{}
	for _, a := range periods {
		for _, p := range gridShares() {
			chances[a.name] = append(chances[a.name], a.chances(p, chance))
		}
	}
	for k, before := range periods {
		for _, after := range periods[k:] {
			if before.base != after.base {
				continue
			}
			all := bounds(before, after)
			for i, p := range gridShares() {
				alarms := chanceOf(all, chances[before.name][i], chances[after.name][i], leavesOutZero)
				if alarms > worst {
					worst, at = alarms, fmt.Sprintf("of a share of %.2f, %s and %s", p, before.name, after.name)
				}
			}
		}
	}
	t.Logf("false alarms in at most %.4f of cases: %s", worst, at)
	if worst > 0.04 {
		t.Errorf("false alarms in %.4f of cases: %s", worst, at)
	}
}

// The interval must hold the change when there is one, too; backwards it does so as often. It fails most often at
// changes from nearly nobody to nearly everybody among few answers, which nobody could overlook.
func TestChangeCovers(t *testing.T) {
	chance, below80, above := releasedChances{}, 1.0, 1.0
	for _, a := range periods {
		all := bounds(a, a)
		for p := 0.03; p < 0.98; p += 0.02 {
			was := a.chances(p, chance)
			for q := p; q < 0.98; q += 0.02 {
				covered := chanceOf(all, was, a.chances(q, chance), func(low, high float64) bool {
					return low <= q-p && q-p <= high
				})
				if q-p < 0.8 {
					below80 = min(below80, covered)
				} else {
					above = min(above, covered)
				}
			}
		}
	}
	t.Logf("coverage %.4f of changes below 80 points, %.4f above", below80, above)
	if below80 < 0.955 || above < 0.89 {
		t.Errorf("coverage %.4f of changes below 80 points, %.4f above", below80, above)
	}
}

// A method that never sees anything raises no false alarms either.
func TestChangeSeesAChange(t *testing.T) {
	changes := [][2]float64{{0.5, 0.6}, {0.5, 0.7}, {0.1, 0.2}, {0.1, 0.3}}
	chance := releasedChances{}
	for _, a := range periods {
		least, named := map[string][]float64{
			"120 in 1":  {0.27, 0.83, 0.38, 0.93},
			"120 in 5":  {0.10, 0.56, 0.15, 0.73},
			"120 in 10": {0.06, 0.42, 0.10, 0.58},
			"480 in 4":  {0.74, 0.99, 0.95, 0.99},
			"480 in 20": {0.59, 0.99, 0.81, 0.99},
		}[a.name]
		if !named {
			continue
		}
		all := bounds(a, a)
		for i, c := range changes {
			seen := chanceOf(all, a.chances(c[0], chance), a.chances(c[1], chance), func(low, _ float64) bool {
				return low > 0
			})
			t.Logf("%s: a change from %.1f to %.1f is seen in %.2f of cases", a.name, c[0], c[1], seen)
			if seen < least[i] {
				t.Errorf("%s: a change from %.1f to %.1f is seen in %.2f of cases, want %.2f", a.name, c[0], c[1], seen, least[i])
			}
		}
	}
}
