package treblock

import (
	"math"
	"math/bits"
	"slices"
	"testing"
)

// watchedOptions are how many of three options of the question with several choices the attacker
// looks at; a set of them is the bits of a number.
const watchedOptions = 3

// threeCounts is the chances of the counts of the three options.
type threeCounts map[[watchedOptions]int]float64

// drawnSets returns the chances that a replaced answer has each set of the three options.
func drawnSets(of Several) []float64 {
	sets, all := make([]float64, 1<<watchedOptions), 0
	for size := 1; size <= of.Most; size++ {
		all += choose(of.Options, size)
	}
	rest := 1.0
	for set := len(sets) - 1; set > 0; set-- {
		chosen := bits.OnesCount(uint(set))
		for size := chosen; size <= of.Most; size++ {
			sets[set] += float64(choose(of.Options-watchedOptions, size-chosen)) / float64(all) / float64(of.Statuses)
		}
		rest -= sets[set]
	}
	sets[0] = rest
	return sets
}

func TestDrawnSetsAddUpToDrawn(t *testing.T) {
	u := 0.0
	for set, chance := range drawnSets(needs) {
		u += chance * float64(set&1)
	}
	if math.Abs(u-needs.Drawn()) > 1e-12 {
		t.Errorf("the first option is drawn with %v, want %v", u, needs.Drawn())
	}
}

// and adds one person with these chances of each set.
func (t threeCounts) and(sets []float64) threeCounts {
	more := threeCounts{}
	for counts, chance := range t {
		for set, c := range sets {
			to := counts
			for i := range to {
				to[i] += set >> i & 1
			}
			more[to] += chance * c
		}
	}
	return more
}

// rounded returns the chances of the released counts, each table having an offset of its own.
func (t threeCounts) rounded(base int) threeCounts {
	for i := range watchedOptions {
		released := threeCounts{}
		for counts, chance := range t {
			k := counts[i] % base
			below, above := counts, counts
			below[i] -= k
			above[i] += base - k
			released[below] += chance * float64(base-k) / float64(base)
			if k > 0 {
				released[above] += chance * float64(k) / float64(base)
			}
		}
		t = released
	}
	return t
}

// outcomesOfSets returns the outcomes of the three tables together, by the person's true set.
func outcomesOfSets(of Several, rate float64, others []int) []outcome {
	drawn := drawnSets(of)
	law := func(set int) []float64 {
		sets := make([]float64, len(drawn))
		for to, c := range drawn {
			sets[to] = rate * c
		}
		sets[set] += 1 - rate
		return sets
	}
	crowd := threeCounts{{}: 1}
	for _, set := range others {
		crowd = crowd.and(law(set))
	}
	seen := map[[watchedOptions]int]outcome{}
	for set := range drawn {
		for released, chance := range crowd.and(law(set)).rounded(3) {
			if seen[released] == nil {
				seen[released] = make(outcome, len(drawn))
			}
			seen[released][set] = chance
		}
	}
	var outcomes []outcome
	for _, o := range seen {
		outcomes = append(outcomes, o)
	}
	return outcomes
}

// Three tables of options that one person chose, seen together, say more than one: it is written
// down here, not promised. Whether somebody chose these three or none can be all but certain; which
// three of eleven they chose cannot, nor, but for a few in a hundred, whether one is among them.
func TestMixingHidesSeveralOptionsLess(t *testing.T) {
	const all = 1<<watchedOptions - 1
	var e exposure
	exact, one, oneFound := 0.0, 0.0, 0.0
	for alike := range leastPlain {
		others := append(slices.Repeat([]int{all}, alike), make([]int, leastPlain-1-alike)...)
		outcomes := outcomesOfSets(needs, MixPercent/100.0, others)
		e = e.worst(exposed(outcomes))
		found := 0.0
		for _, o := range outcomes {
			// Everybody chose three of eleven, each set as likely.
			total, withFirst := 0.0, 0.0
			for set, c := range o {
				p := c * float64(choose(needs.Options-watchedOptions, 3-bits.OnesCount(uint(set))))
				total += p
				if set&1 == 1 {
					withFirst += p
				}
			}
			if o[all] >= rare {
				exact = max(exact, o[all]/total)
				one = max(one, withFirst/total)
			}
			if withFirst > 0.9*total {
				found += o[all]
			}
		}
		oneFound = max(oneFound, found)
	}
	t.Logf("%v; the exact set %.3f, one option %.3f, above 0.9 in %.3f", e, exact, one, oneFound)
	if e.factor > 1040 || exact > 0.49 || one > 0.94 || oneFound > 0.03 {
		t.Errorf("%v; the exact set %.3f, one option %.3f, above 0.9 in %.3f", e, exact, one, oneFound)
	}
	if bound := 1 + (1-MixPercent/100.0)/(MixPercent/100.0*slices.Min(drawnSets(needs))); e.factor > bound {
		t.Errorf("factor %.1f, it can be %.1f at most", e.factor, bound)
	}
}
