package treblock

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// The coverage is computed exactly, without simulation. It jumps where an interval begins or ends,
// so besides a grid it is computed just beside each of these points where they are not too many.
func TestEstimateCovers(t *testing.T) {
	worst, at := 2.0, ""
	for _, g := range gatherings() {
		n := g.share(0).N
		low, high := make([]float64, n/g.base+1), make([]float64, n/g.base+1)
		for i := range low {
			_, low[i], high[i] = g.share(i * g.base).Estimate()
		}
		shares := gridShares()
		if n <= 60 {
			shares = sharesToTry(low, high)
		}
		for _, p := range shares {
			covered := 0.0
			for i, chance := range g.chances(p) {
				if low[i] <= p && p <= high[i] {
					covered += chance
				}
			}
			if covered < worst {
				worst, at = covered, fmt.Sprintf("of a share of %.4f in %v", p, g)
			}
		}
	}
	t.Logf("coverage at least %.4f: %s", worst, at)
	if worst < 0.95 {
		t.Errorf("coverage %.4f %s", worst, at)
	}
}

// Where nothing changes, at most one comparison in 20 may say that something did; computed exactly.
func TestMixedChangeRarelyRaisesAFalseAlarm(t *testing.T) {
	worst, at := 0.0, ""
	all := gatherings()
	for k, before := range all {
		for _, after := range all[k:] {
			if before.drawn != after.drawn || before.base != after.base {
				continue
			}
			alarming := mixedChanges(before, after, leavesOutZero)
			for p := 0.02; p < 0.985; p += 0.12 {
				if alarms := chanceOfPair(alarming, before.chances(p), after.chances(p)); alarms > worst {
					worst, at = alarms, fmt.Sprintf("of a share of %.2f, %v and %v", p, before, after)
				}
			}
		}
	}
	t.Logf("false alarms in at most %.4f of cases: %s", worst, at)
	if worst > 0.04 {
		t.Errorf("false alarms in %.4f of cases: %s", worst, at)
	}
}

// A method that never sees anything raises no false alarms either.
func TestMixedChangeSeesAChange(t *testing.T) {
	for _, c := range []struct {
		blocks [][]int
		was    float64
		is     float64
		least  float64
	}{
		{blocksOf(24, 5, 20), 0.5, 0.7, 0.29},
		{blocksOf(24, 5, 20), 0.1, 0.3, 0.36},
		{blocksOf(24, 20, 20), 0.5, 0.7, 0.91},
		{blocksOf(24, 20, 20), 0.1, 0.3, 0.96},
	} {
		g := gathered{3, MixPercent, 1.0 / 7, c.blocks}
		rising := mixedChanges(g, g, func(low, _ float64) bool { return low > 0 })
		seen := chanceOfPair(rising, g.chances(c.was), g.chances(c.is))
		t.Logf("%v: a change from %.1f to %.1f is seen in %.2f of cases", g, c.was, c.is, seen)
		if seen < c.least {
			t.Errorf("%v: a change from %.1f to %.1f is seen in %.2f of cases, want %.2f", g, c.was, c.is, seen, c.least)
		}
	}
}

// mixedChanges says of which released counts the interval of the change is of a kind.
func mixedChanges(before, after gathered, is func(low, high float64) bool) [][]bool {
	all := make([][]bool, before.share(0).N/before.base+1)
	for i := range all {
		all[i] = make([]bool, after.share(0).N/after.base+1)
		for j := range all[i] {
			all[i][j] = is(MixedChange(before.share(i*before.base), after.share(j*after.base)))
		}
	}
	return all
}

func chanceOfPair(is [][]bool, before, after []float64) float64 {
	total := 0.0
	for i, x := range before {
		for j, y := range after {
			if is[i][j] {
				total += x * y
			}
		}
	}
	return total
}

func TestMixedChangeLooksTheSameBackwards(t *testing.T) {
	for r := 0; r <= 60; r += 3 {
		for s := 0; s <= 48; s += 3 {
			before := MixedShare{Share{r, 60, 3, 3}, MixPercent, 1.0 / 5}
			after := MixedShare{Share{s, 48, 2, 3}, MixPercent, 1.0 / 5}
			low, high := MixedChange(before, after)
			back, forth := MixedChange(after, before)
			if low != -forth || high != -back || low > high || low < -1 || high > 1 {
				t.Errorf("from %v to %v: %v…%v, backwards %v…%v", before, after, low, high, back, forth)
			}
		}
	}
}

func TestEstimateOfKnownShares(t *testing.T) {
	for _, c := range []struct {
		of               MixedShare
		share, low, high float64
	}{
		{MixedShare{Share{6, 12, 1, 3}, 20, 0.2}, 0.575, 0.0731, 1},
		{MixedShare{Share{0, 12, 1, 3}, 20, 0.2}, 0, 0, 0.5916},  // (0 − 0.04) / 0.8 cut
		{MixedShare{Share{12, 12, 1, 3}, 20, 0.2}, 1, 0.5584, 1}, // (1 − 0.04) / 0.8 cut
		{MixedShare{Share{60, 120, 5, 3}, 20, 1.0 / 7}, 0.589286, 0.4213, 0.7572},
		{MixedShare{Share{30, 120, 6, 5}, 20, 2.0 / 8}, 0.25, 0.0854, 0.4531},
		{MixedShare{Share{60, 120, 5, 3}, 0, 1.0 / 7}, 0.5, 0.3603, 0.6397}, // not mixed
	} {
		share, low, high := c.of.Estimate()
		if math.Abs(share-c.share) > 1e-6 || math.Abs(low-c.low) > 0.0001 || math.Abs(high-c.high) > 0.0001 {
			t.Errorf("%+v: %.6f, %.4f…%.4f, want %.6f, %.4f…%.4f", c.of, share, low, high, c.share, c.low, c.high)
		}
	}
}

func TestEstimateOfNothingIsEverything(t *testing.T) {
	for _, nothing := range []MixedShare{
		{}, {Share{0, 0, 1, 3}, 20, 0.2}, {Share{3, -3, 1, 3}, 20, 0.2}, {Share{6, 12, 0, 3}, 20, 0.2},
		{Share{6, 12, 1, 1}, 20, 0.2}, {Share{15, 12, 1, 3}, 20, 0.2}, {Share{-3, 12, 1, 3}, 20, 0.2},
		{Share{6, 12, 1, 3}, 100, 0.2}, {Share{6, 12, 1, 3}, -1, 0.2}, {Share{6, 12, 1, 3}, 20, -0.1},
		{Share{6, 12, 1, 3}, 20, 1.1}, {Share{6, 12, 1, 3}, 20, math.NaN()},
	} {
		if share, low, high := nothing.Estimate(); share != 0 || low != 0 || high != 1 {
			t.Errorf("%+v: %v, %v…%v", nothing, share, low, high)
		}
		half := MixedShare{Share{60, 120, 4, 3}, 20, 0.2}
		for _, c := range [][2]MixedShare{{nothing, half}, {half, nothing}} {
			if low, high := MixedChange(c[0], c[1]); low != -1 || high != 1 {
				t.Errorf("from %+v to %+v: %v…%v", c[0], c[1], low, high)
			}
		}
	}
}

// The share lies in its interval, and both are between 0 and 1.
func TestEstimateIsInItsInterval(t *testing.T) {
	for _, g := range gatherings() {
		for r := 0; r <= g.share(0).N; r += g.base {
			share, low, high := g.share(r).Estimate()
			if !(0 <= low && low <= share && share <= high && high <= 1) {
				t.Errorf("%d in %v: %v, %v…%v", r, g, share, low, high)
			}
		}
	}
}

// What mixing costs: intervals are wider by about a fifth, and by at most a third.
func TestMixingWidensIntervals(t *testing.T) {
	for _, c := range []struct{ n, blocks, base int }{{12, 1, 3}, {30, 1, 3}, {120, 5, 3}, {600, 20, 3}, {20, 1, 5}, {120, 6, 5}} {
		for _, p := range []float64{0.5, 0.2, 0.05} {
			width := func(percent int) float64 {
				const u = 1.0 / 7
				q := float64(percent) / 100
				counted := int(math.Round(((1-q)*p + q*u) * float64(c.n)))
				_, low, high := MixedShare{Share{counted, c.n, c.blocks, c.base}, percent, u}.Estimate()
				return high - low
			}
			t.Logf("%d answers in %d blocks, base %d, a share of %.2f: ±%.3f, without mixing ±%.3f",
				c.n, c.blocks, c.base, p, width(MixPercent)/2, width(0)/2)
			if width(MixPercent) > width(0)*4/3 {
				t.Errorf("%v, a share of %.2f: %.3f, without mixing %.3f", c, p, width(MixPercent), width(0))
			}
		}
	}
}

// Options beside each other are rounded as one is: to the multiple of base above with probability
// k/base, k being the remainder of their count, else to the one below.
func TestOptionsBesideEachOtherAreRoundedAsOne(t *testing.T) {
	const n, options = 15, 4
	for _, base := range []int{3, 5} {
		eachTable(options, n, func(counts []int) {
			for from := range options {
				for to := from + 1; to <= options; to++ {
					x, up := sum(counts[from:to]), 0
					for offset := range base {
						switch r := sum(Round(counts, base, offset)[from:to]); r {
						case x - x%base:
						case x - x%base + base:
							up++
						default:
							t.Fatalf("%v, base %d, offset %d: %d…%d are %d, released as %d", counts, base, offset, from, to, x, r)
						}
					}
					if up != x%base {
						t.Fatalf("%v, base %d: %d…%d are rounded up by %d offsets", counts, base, from, to, up)
					}
				}
			}
		})
	}
}

// From answers to estimates through the real mixing and rounding: right on average, for one choice
// and several.
func TestEstimateOfMixedAnswersIsRightOnAverage(t *testing.T) {
	const n, runs, legal = 60, 1000, 7
	rnd := seeded(4)
	mixing := Mixing{MixPercent, rnd}
	counts := [][]int{{30, 6, 9, 0, 12, 3, 0}, {27, 33}} // true ones; of the second the option is chosen, or it is not answered
	drawn := [][]float64{slices.Repeat([]float64{1.0 / legal}, legal), {needs.Drawn(), 1 - needs.Drawn()}}
	for table, truth := range counts {
		mean := make([]float64, len(truth))
		for range runs {
			mixed := make([]int, len(truth))
			for answer, count := range truth {
				for range count {
					mixed[mixedColumn(t, mixing, table, answer, legal)]++
				}
			}
			offset, err := Offset(3, rnd)
			if err != nil {
				t.Fatal(err)
			}
			for j, r := range Round(mixed, 3, offset) {
				share := MixedShare{Share{r, n, 1, 3}, MixPercent, drawn[table][j]}
				mean[j] += share.unmixed(float64(r)/n) * n / runs
			}
		}
		for j, count := range truth {
			if math.Abs(mean[j]-float64(count)) > 0.6 {
				t.Errorf("table %d, column %d: %.2f on average, in truth %d", table, j, mean[j], count)
			}
		}
	}
}

// mixedColumn mixes an answer and returns the column that it counts in.
func mixedColumn(t *testing.T, mixing Mixing, table, answer, legal int) int {
	t.Helper()
	if table == 0 {
		mixed, err := mixing.One(answer, legal)
		if err != nil {
			t.Fatal(err)
		}
		return mixed
	}
	status, given := answer, []int(nil)
	if answer == 0 {
		given = []int{4}
	}
	_, options, err := mixing.Several(status, given, needs)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(options, 4) {
		return 0
	}
	return 1
}
