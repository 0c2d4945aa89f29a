package treblock

import (
	"fmt"
	"math"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

// ratios are like gatherings, of few and many answers: of two of four steps beside dk, na and skip,
// of one step of three, and of an option with a table of its own. They are mixed, or were not.
func ratios() []gatheredRatio {
	sizes := []struct{ base, n, blocks int }{{3, 12, 1}, {3, 12, 20}, {5, 20, 1}}
	if tool.All() {
		sizes = append(sizes, []struct{ base, n, blocks int }{
			{3, 15, 1}, {3, 30, 1}, {3, 120, 1}, {3, 600, 1}, {3, 12, 2}, {3, 15, 4}, {3, 30, 20},
			{5, 100, 1}, {5, 20, 2}, {5, 20, 6}, {5, 30, 20},
		}...)
	}
	var all []gatheredRatio
	for _, c := range sizes {
		for _, percent := range []int{MixPercent, 0} {
			for _, d := range []struct {
				of, among float64
				apart     bool
			}{{2.0 / 7, 4.0 / 7, false}, {1.0 / 5, 3.0 / 5, false}, {option, 2.0 / 5, true}} {
				blocks := blocksOf(c.n, c.blocks, 20)
				all = append(all, gatheredRatio{gathered{c.base, percent, d.of, blocks}, d.among, d.apart})
			}
		}
	}
	return all
}

// The coverage is computed exactly, without simulation, as for one share.
func TestRatioEstimateCovers(t *testing.T) {
	worst, at := 2.0, ""
	for _, g := range ratios() {
		bounds, shares := g.bounds()
		chances := g.chances()
		for _, among := range []float64{0.6, 1, 0.15}[:tool.Some(1, 3)] {
			for _, share := range shares {
				covered := 0.0
				chances(share, among).each(func(x, y int, chance float64) {
					if b := bounds[[2]int{x, y}]; b[0] <= share && share <= b[1] {
						covered += chance
					}
				})
				if covered < worst {
					worst, at = covered, fmt.Sprintf("of a share of %.4f among %.2f of %v", share, among, g)
				}
			}
		}
	}
	t.Logf("coverage at least %.4f: %s", worst, at)
	if worst < 0.95 {
		t.Errorf("coverage %.4f %s", worst, at)
	}
}

// periodsOfRatios are times of 30 to 600 answers, of which so many percent are among those whom the
// share is of.
func periodsOfRatios(percent int, of, among float64, apart bool) []gatheredRatio {
	sizes := []struct{ base, n, blocks int }{{3, 30, 1}, {3, 60, 1}, {3, 12, 5}}
	if tool.All() {
		sizes = append(sizes, []struct{ base, n, blocks int }{{3, 120, 1}, {3, 12, 20}, {5, 30, 1}, {5, 20, 6}}...)
	}
	var all []gatheredRatio
	for _, c := range sizes {
		all = append(all, gatheredRatio{gathered{c.base, percent, of, blocksOf(c.n, c.blocks, 20)}, among, apart})
	}
	return all
}

// Where nothing changes of the share, whoever does not answer, at most one comparison in 20 may say
// that something did; computed exactly but for what is too unlikely to matter.
func TestMixedRatioChangeRarelyRaisesAFalseAlarm(t *testing.T) {
	worst, at := 0.0, ""
	for _, percent := range []int{MixPercent, 0} {
		for _, apart := range []bool{false, true} {
			times := periodsOfRatios(percent, 2.0/7, 4.0/7, apart)
			for share := 0.02; share < 0.985; share += float64(tool.Some(24, 12)) / 100 {
				var before, after []estimates
				for _, g := range times {
					chances := g.chances()
					before, after = append(before, g.estimates(chances(share, 0.9))), append(after, g.estimates(chances(share, 0.7)))
				}
				for i := range before {
					for k := range after {
						if times[i].base != times[k].base {
							continue
						}
						if alarms := before[i].chanceOfPair(after[k], leavesOutZero); alarms > worst {
							worst, at = alarms, fmt.Sprintf("of a share of %.2f, %v and %v", share, times[i], times[k])
						}
					}
				}
			}
		}
	}
	t.Logf("false alarms in at most %.4f of cases: %s", worst, at)
	if worst > 0.036 {
		t.Errorf("false alarms in %.4f of cases: %s", worst, at)
	}
}

// A method that never sees anything raises no false alarms either.
func TestMixedRatioChangeSeesAChange(t *testing.T) {
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
		g := gatheredRatio{gathered{3, MixPercent, 2.0 / 7, c.blocks}, 4.0 / 7, false}
		chances := g.chances()
		before, after := g.estimates(chances(c.was, 0.9)), g.estimates(chances(c.is, 0.9))
		seen := before.chanceOfPair(after, func(low, _ float64) bool { return low > 0 })
		t.Logf("%v: a change from %.1f to %.1f is seen in %.2f of cases", g, c.was, c.is, seen)
		if seen < c.least {
			t.Errorf("%v: a change from %.1f to %.1f is seen in %.2f of cases, want %.2f", g, c.was, c.is, seen, c.least)
		}
	}
}

// estimates are what may be released, with its chance.
type estimates []struct {
	estimate
	chance float64
}

func (g gatheredRatio) estimates(released grid) estimates {
	var all estimates
	released.trimmed(1e-7).each(func(x, y int, chance float64) {
		all = append(all, struct {
			estimate
			chance float64
		}{g.ratio(x*g.base, y*g.base).estimate(), chance})
	})
	return all
}

func (before estimates) chanceOfPair(after estimates, is func(low, high float64) bool) float64 {
	total := 0.0
	for _, x := range before {
		for _, y := range after {
			if is(difference(x.estimate, y.estimate)) {
				total += x.chance * y.chance
			}
		}
	}
	return total
}

// What a share of those who answered costs beside one of all: where all answer, hardly anything.
func TestRatioIsHardlyWiderThanAShare(t *testing.T) {
	for _, c := range []struct{ n, blocks, base int }{{12, 1, 3}, {30, 1, 3}, {120, 5, 3}, {600, 20, 3}, {20, 1, 5}, {120, 6, 5}} {
		for _, p := range []float64{0.5, 0.2, 0.05} {
			width := func(of, among float64) (ratio, share float64) {
				g := gatheredRatio{gathered{c.base, MixPercent, 2.0 / 7, blocksOf(c.n/c.blocks, c.blocks, 20)}, 4.0 / 7, false}
				counted := func(p, u float64) int { return int(math.Round((0.8*p + 0.2*u) * float64(c.n))) }
				r := g.ratio(counted(of, g.drawn), counted(among, g.drawnAmong))
				_, low, high := r.Estimate()
				_, from, to := r.Of.Estimate()
				return high - low, to - from
			}
			ratio, share := width(p, 1)
			among, _ := width(0.7*p, 0.7)
			t.Logf("%d answers in %d blocks, base %d, a share of %.2f: ±%.3f, among 70 %% ±%.3f; as a share of all ±%.3f",
				c.n, c.blocks, c.base, p, ratio/2, among/2, share/2)
			if ratio > share*1.2 || among > share*1.6 {
				t.Errorf("%v, a share of %.2f: %.3f and %.3f, as a share of all %.3f", c, p, ratio, among, share)
			}
		}
	}
}
