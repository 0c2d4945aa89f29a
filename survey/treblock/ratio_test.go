package treblock

import (
	"math"
	"testing"
)

// ratioOf returns the ratio of so many released of so many among, of answers that are alike but for that.
func ratioOf(of int, drawn float64, among int, drawnAmong float64, n, blocks, base, percent int) MixedRatio {
	return MixedRatio{
		MixedShare{Share{of, n, blocks, base}, percent, drawn},
		MixedShare{Share{among, n, blocks, base}, percent, drawnAmong},
	}
}

// The bounds were found by trying all shares in steps of 0.00001.
func TestRatioEstimateOfKnownShares(t *testing.T) {
	for _, c := range []struct {
		of               MixedRatio
		share, low, high float64
	}{
		{ratioOf(6, 2.0/7, 9, 4.0/7, 12, 1, 3, 20), 0.696629, 0.0667, 1},
		{ratioOf(60, 2.0/7, 90, 4.0/7, 120, 5, 3, 20), 0.696629, 0.4991, 0.8701},
		{ratioOf(9, 2.0/7, 90, 4.0/7, 120, 5, 3, 20), 0.028090, 0, 0.2032},
		{ratioOf(60, 0.05, 90, 0.4, 120, 6, 5, 20), 0.731343, 0.4973, 0.9580},
		{ratioOf(300, 0.2, 480, 0.6, 600, 20, 3, 20), 0.676471, 0.5976, 0.7519},
		{ratioOf(12, 0.2, 12, 0.6, 12, 1, 3, 20), 1, 0.5077, 1},
		{ratioOf(0, 0.2, 9, 0.6, 12, 1, 3, 20), 0, 0, 0.7125}, // fewer than were drawn
		{ratioOf(60, 0.3, 120, 0.6, 120, 5, 3, 0), 0.5, 0.3595, 0.6423},
		{ratioOf(60, 0.3, 90, 0.6, 120, 5, 3, 0), 0.666667, 0.4927, 0.8165}, // not mixed
	} {
		share, low, high := c.of.Estimate()
		if math.Abs(share-c.share) > 1e-6 || math.Abs(low-c.low) > 0.0001 || math.Abs(high-c.high) > 0.0001 {
			t.Errorf("%+v: %.6f, %.4f…%.4f, want %.6f, %.4f…%.4f", c.of, share, low, high, c.share, c.low, c.high)
		}
	}
}

func TestRatioOfNothingIsEverything(t *testing.T) {
	nothing := map[string]MixedRatio{
		"no answers":                     {},
		"fewer than were drawn":          ratioOf(6, 2.0/7, 12, 4.0/7, 120, 5, 3, 20),
		"nobody among":                   ratioOf(0, 2.0/7, 0, 4.0/7, 120, 5, 3, 0),
		"more than there are":            ratioOf(123, 2.0/7, 90, 4.0/7, 120, 5, 3, 20),
		"among more than there are":      ratioOf(60, 2.0/7, 123, 4.0/7, 120, 5, 3, 20),
		"drawn more often than those":    ratioOf(60, 5.0/7, 90, 4.0/7, 120, 5, 3, 20),
		"drawn who knows how often":      ratioOf(60, math.NaN(), 90, 4.0/7, 120, 5, 3, 20),
		"of other answers":               {ratioOf(60, 0.2, 90, 0.6, 120, 5, 3, 20).Of, ratioOf(60, 0.2, 90, 0.6, 123, 5, 3, 20).Among},
		"mixed in another way":           {ratioOf(60, 0.2, 90, 0.6, 120, 5, 3, 20).Of, ratioOf(60, 0.2, 90, 0.6, 120, 5, 3, 0).Among},
		"rounded to another base":        {ratioOf(60, 0.2, 90, 0.6, 120, 5, 3, 20).Of, ratioOf(60, 0.2, 90, 0.6, 120, 5, 5, 20).Among},
		"added up of another number":     {ratioOf(60, 0.2, 90, 0.6, 120, 5, 3, 20).Of, ratioOf(60, 0.2, 90, 0.6, 120, 4, 3, 20).Among},
		"mixed more than there can be":   ratioOf(60, 2.0/7, 90, 4.0/7, 120, 5, 3, 100),
		"rounded to nothing like a base": ratioOf(60, 2.0/7, 90, 4.0/7, 120, 5, 1, 20),
	}
	two := ratioOf(60, 2.0/7, 90, 4.0/7, 120, 5, 3, 20)
	for name, of := range nothing {
		if share, low, high := of.Estimate(); share != 0 || low != 0 || high != 1 {
			t.Errorf("%s: %v, %v…%v", name, share, low, high)
		}
		for _, c := range [][2]MixedRatio{{of, two}, {two, of}} {
			if low, high := MixedRatioChange(c[0], c[1]); low != -1 || high != 1 {
				t.Errorf("%s: from %+v to %+v: %v…%v", name, c[0], c[1], low, high)
			}
		}
	}
}

// The share lies in its interval, and both are between 0 and 1: whatever is released, also more of
// the one table than of the other.
func TestRatioIsInItsInterval(t *testing.T) {
	for _, percent := range []int{MixPercent, 0} {
		for of := 0; of <= 60; of += 3 {
			for among := 0; among <= 60; among += 3 {
				r := ratioOf(of, 0.05, among, 0.4, 60, 5, 3, percent)
				share, low, high := r.Estimate()
				if !(0 <= low && low <= share && share <= high && high <= 1) {
					t.Errorf("%+v: %v, %v…%v", r, share, low, high)
				}
			}
		}
	}
}

func TestMixedRatioChangeLooksTheSameBackwards(t *testing.T) {
	for r := 0; r <= 60; r += 3 {
		for s := 0; s <= 48; s += 3 {
			before, after := ratioOf(r, 0.2, 48, 0.6, 60, 3, 3, MixPercent), ratioOf(s, 0.2, 36, 0.6, 48, 2, 3, MixPercent)
			low, high := MixedRatioChange(before, after)
			back, forth := MixedRatioChange(after, before)
			if low != -forth || high != -back || low > high || low < -1 || high > 1 {
				t.Errorf("from %+v to %+v: %v…%v, backwards %v…%v", before, after, low, high, back, forth)
			}
		}
	}
}

// What is said of rounding, on average over remainders: (1+θ²)·v where A neither begins nor ends D
// or has a table of its own, and else (1−θ+θ²)·v.
func TestRoundingOfARatio(t *testing.T) {
	for _, base := range []int{3, 5} {
		v := MixedShare{Share: Share{Blocks: 1, Base: base}}.rounding()
		for _, share := range []float64{0, 0.3, 0.5, 1} {
			var apart, begins, within, ends float64
			eachRemainders(base, func(counts []int, offset, another int, chance float64) {
				released := Round(counts, base, offset)
				among, releasedAmong := sum(counts[:3]), sum(released[:3])
				square := func(column, released int) float64 {
					e := float64(released-counts[column]) - share*float64(releasedAmong-among)
					return chance * e * e
				}
				apart += square(1, Round([]int{counts[1], sum(counts) - counts[1]}, base, another)[0])
				begins += square(0, released[0])
				within += square(1, released[1])
				ends += square(2, released[2])
			})
			most, least := (1+share*share)*v, (1-share+share*share)*v
			for name, c := range map[string][2]float64{
				"apart": {apart, most}, "within": {within, most}, "begins": {begins, least}, "ends": {ends, least},
			} {
				if math.Abs(c[0]-c[1]) > 1e-9 {
					t.Errorf("base %d, a share of %v, %s: variance %.4f, want %.4f", base, share, name, c[0], c[1])
				}
			}
		}
	}
}

// eachRemainders calls f with tables of four columns, one for each choice of remainders of the first
// three running sums, and each choice of two offsets.
func eachRemainders(base int, f func(counts []int, offset, another int, chance float64)) {
	all := base * base * base * base * base
	for i := range all {
		first, second, third := i%base, i/base%base, i/base/base%base
		counts := []int{base + first, base + second, base + third, base - (first+second+third)%base}
		f(counts, i/base/base/base%base, i/base/base/base/base, 1/float64(all))
	}
}
