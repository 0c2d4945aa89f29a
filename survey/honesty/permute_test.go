package honesty

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"fragebatteri/survey"
)

// of is a comparison of sessions of one size: strata of channel numbers, and the sessions' means of
// each item, of which the last is the index. All items have the same spread within sessions.
func of(strata [][]int, items ...[]float64) comparison {
	var sessions []session
	for i, stratumOf := range strata {
		for _, channel := range stratumOf {
			sessions = append(sessions, session{stratum: stratum{intervention: fmt.Sprint(i)}, channel: survey.Channels[channel]})
		}
	}
	c := comparison{design: newDesign(sessions)}
	c.indexWeights = slices.Repeat([]float64{1}, len(sessions))
	for _, means := range items {
		c.items = append(c.items, c.deviations(means, c.indexWeights))
		c.spread = append(c.spread, 1)
	}
	return c
}

// stratumOf is a stratum with so many sessions of channel 0, 1 and so on.
func stratumOf(sizes ...int) []int {
	var labels []int
	for channel, n := range sizes {
		labels = append(labels, slices.Repeat([]int{channel}, n)...)
	}
	return labels
}

// n!/(k₁!·k₂!·…): 6!/(3!·3!) = 20, 70, 252, 924; 6!/(2!·2!·2!) = 90; 10!/(4!·6!) = 210. Strata
// multiply. As many different ones are gone through.
func TestArrangements(t *testing.T) {
	for _, c := range []struct {
		strata [][]int
		want   int
	}{
		{[][]int{stratumOf(3, 3)}, 20},
		{[][]int{stratumOf(4, 4)}, 70},
		{[][]int{stratumOf(5, 5)}, 252},
		{[][]int{stratumOf(6, 6)}, 924},
		{[][]int{stratumOf(4, 6)}, 210},
		{[][]int{stratumOf(2, 2, 2)}, 90},
		{[][]int{stratumOf(3, 3), stratumOf(4, 4)}, 20 * 70},
		{[][]int{stratumOf(1, 1), stratumOf(0, 1, 2), stratumOf(2, 0, 1)}, 2 * 3 * 3},
	} {
		comparison := of(c.strata)
		if got := comparison.arrangements(); got != float64(c.want) {
			t.Errorf("%v has %v arrangements, want %d", c.strata, got, c.want)
		}
		seen := map[string]bool{}
		labels := slices.Clone(comparison.labels)
		comparison.eachStratum(func(from, to int) { slices.Sort(labels[from:to]) })
		for more := true; more; more = comparison.nextArrangement(labels) {
			seen[fmt.Sprint(labels)] = true
			comparison.eachStratum(func(from, to int) {
				if !slices.Equal(slices.Sorted(slices.Values(labels[from:to])), slices.Sorted(slices.Values(comparison.labels[from:to]))) {
					t.Fatalf("%v: a label has left its stratum: %v", c.strata, labels)
				}
			})
		}
		if len(seen) != c.want {
			t.Errorf("of %v %d arrangements are gone through, want %d", c.strata, len(seen), c.want)
		}
	}
	many := of([][]int{stratumOf(300, 300), stratumOf(300, 300), stratumOf(300, 300)})
	if got := many.arrangements(); got < maxExact {
		t.Errorf("of 1,800 sessions there are %v arrangements", got)
	}
}

// Worked by hand.
func TestExact(t *testing.T) {
	one, two := [][]int{stratumOf(3, 3)}, [][]int{{0, 1}, {0, 1}}
	for _, c := range []struct {
		name string
		c    comparison
		want float64
	}{
		// Only 123|456 and 456|123 are as far apart.
		{"1 2 3 against 4 5 6", of(one, []float64{1, 2, 3, 4, 5, 6}), 2.0 / 20},
		// The sum of the first three is 7 or less, or 14 or more: 123, 124 and their mirror images
		// 456, 356.
		{"1 2 4 against 3 5 6", of(one, []float64{1, 2, 4, 3, 5, 6}), 4.0 / 20},
		// In thirds, whose sums are not all the same when they are added in another order: 8 or
		// more of 12 thirds are only in those with 4 and 3, of which there are four.
		{"1 3 4 against 1 2 1 thirds", of(one, []float64{1.0 / 3, 1, 4.0 / 3, 1.0 / 3, 2.0 / 3, 1.0 / 3}), 8.0 / 20},
		// The mean of all is 188/7. The three add up to 96, which is 108/7 above 3·188/7; as far
		// away are 40+33+26, 40+33+25, 40+33+23 and, below 65.1, 19+22+23.
		{"19 22 25 26 against 23 33 40", of([][]int{stratumOf(4, 3)}, []float64{19, 22, 25, 26, 23, 33, 40}), 4.0 / 35},
		// Two items, each greatest in two of the six arrangements. One is found in either with p =
		// 1/3; that one of the two is as great as this happens in four of six.
		{"one item", of([][]int{stratumOf(2, 2)}, []float64{0, 0, 4, 4}), 2.0 / 6},
		{"the greatest of two items", of([][]int{stratumOf(2, 2)}, []float64{0, 0, 4, 4}, []float64{0, 4, 0, 4}), 4.0 / 6},
		// A second item that lies flat changes nothing.
		{"an item that is the same everywhere", of([][]int{stratumOf(2, 2)}, []float64{0, 0, 4, 4}, []float64{2, 2, 2, 2}), 2.0 / 6},
		// Two pairs: of the four arrangements, the two where both differ the same way. Without
		// strata it would be 2 of 6, and it does not matter that the second pair is higher.
		{"two strata", of(two, []float64{0, 1, 0, 1}), 2.0 / 4},
		{"two strata at different heights", of(two, []float64{0, 1, 100, 101}), 2.0 / 4},
		{"no difference at all", of(one, []float64{1, 1, 1, 1, 1, 1}), 1},
	} {
		if got := c.c.pValue(); !near(got, c.want) {
			t.Errorf("%s: p is %v, want %v", c.name, got, c.want)
		}
	}
}

// darwin is Darwin's fifteen pairs of maize, crossed and self-fertilised, in eighths of an inch,
// with which Fisher explained the test: The Design of Experiments (1935), section 21. Each pair is
// a stratum.
func darwin() comparison {
	var strata [][]int
	var heights []float64
	for _, difference := range []float64{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48} {
		strata = append(strata, []int{0, 1})
		heights = append(heights, difference, 0)
	}
	return of(strata, heights)
}

// Fisher found 1,726 of 32,768.
func TestExactAsFisher(t *testing.T) {
	if got := darwin().exactP(); !near(got, 1726.0/32768) {
		t.Errorf("p is %v, want %v", got, 1726.0/32768)
	}
}

// The random arrangements keep to strata: p of 10,000 has a standard error of √(.0527·.9473/10,000)
// = .0022.
func TestDrawnIsNearExact(t *testing.T) {
	got := darwin().pValue()
	if want := 1726.0 / 32768; math.Abs(got-want) > 3*0.0022 || got == want {
		t.Errorf("p is %v, want about %v", got, want)
	}
	if again := darwin().pValue(); again != got {
		t.Errorf("p is %v and then %v", got, again)
	}
}

// 20 sessions against 20 that lie wholly apart: of C(40,20) = 1.4·10¹¹ arrangements two are as
// great, and none of them is drawn. The one that is there counts.
func TestDrawnIsNeverZero(t *testing.T) {
	var means []float64
	for i := range 40 {
		means = append(means, float64(i))
	}
	if got := of([][]int{stratumOf(20, 20)}, means).pValue(); got != 1.0/10_001 {
		t.Errorf("p is %v, want 1/10,001", got)
	}
}

// With 0, 1, 2, 3 and two of each channel, the channel's mean less the others' is 2, 1, 0, 0, −1,
// −2 over the six arrangements, with the variance 10/6; it is the channel's sum of deviations from
// 1.5. The variance by the formula must also be that over all arrangements with strata of different
// make-up.
func TestVariance(t *testing.T) {
	c := of([][]int{stratumOf(2, 2)})
	if got := c.variance(0, []float64{-1.5, -0.5, 0.5, 1.5}); !near(got, 10.0/6) {
		t.Errorf("the variance is %v, want 10/6", got)
	}
	c = of([][]int{stratumOf(1, 2), stratumOf(2, 1, 1)}, []float64{0, 1, 5, 2, 2, 9, 4})
	for channel := range c.size {
		sum, n := 0.0, 0.0
		labels := slices.Clone(c.labels)
		for more := true; more; more = c.nextArrangement(labels) {
			channelSum := 0.0
			for i, label := range labels {
				if label == channel {
					channelSum += c.items[0][i]
				}
			}
			sum += channelSum * channelSum
			n++
		}
		if got := c.variance(channel, c.items[0]); !near(got, sum/n) {
			t.Errorf("channel %d: the variance is %v and over %v arrangements %v", channel, got, n, sum/n)
		}
	}
}

// The statistic of a single item is 1 on average over all arrangements, whatever the channels and
// strata are.
func TestStandard(t *testing.T) {
	c := of([][]int{stratumOf(1, 2), stratumOf(2, 1, 1)}, []float64{0, 1, 5, 2, 2, 9, 4}).standardized()
	sum, n := 0.0, 0.0
	labels := slices.Clone(c.labels)
	c.eachStratum(func(from, to int) { slices.Sort(labels[from:to]) })
	for more := true; more; more = c.nextArrangement(labels) {
		sum += c.statistic(labels)
		n++
	}
	if n != 3*12 || !near(sum/n, 1) {
		t.Errorf("over %v arrangements the statistic is %v on average, want 1 over 36", n, sum/n)
	}
}

// Of two items with equal spread within sessions, of which the one varies nine times as much
// between them, the divisors are (9+5)/2 and (1+5)/2 times the smaller's own statistic, 5 being
// what both have on average.
func TestStandardIsModerated(t *testing.T) {
	small := []float64{0, 1, 2, 3}
	large := []float64{0, 3, 6, 9}
	c := of([][]int{stratumOf(2, 2)}, large, small)
	scaled := c.standardized()
	own := 2 * c.variance(0, c.items[1]) / 2
	for item, divisor := range []float64{7 * own, 3 * own} {
		if got, want := scaled.items[item][0], c.items[item][0]/math.Sqrt(divisor); !near(got, want) {
			t.Errorf("item %d is divided to %v, want %v", item, got, want)
		}
	}
}

// With one stratum 0, 1, 2, 3 and two of each channel the standard deviation is √(10/6), and 2.8
// times it 3.61 steps; a second stratum just like it halves the variance. With three against one,
// 5/3·4/(3·1) is the variance of a difference of means.
func TestDetectable(t *testing.T) {
	index := []float64{0, 1, 2, 3}
	for _, c := range []struct {
		name string
		c    comparison
		want float64
	}{
		{"one stratum", of([][]int{stratumOf(2, 2)}, index), 2.8 * math.Sqrt(10.0/6)},
		{"two strata", of([][]int{stratumOf(2, 2), stratumOf(2, 2)}, append(index, index...)), 2.8 * math.Sqrt(10.0/12)},
		{"three against one", of([][]int{stratumOf(3, 1)}, index), 2.8 * math.Sqrt(5.0/3*4/3)},
		{"the smallest channel decides", of([][]int{stratumOf(1, 1, 2)}, index), 2.8 * math.Sqrt(5.0/3*4/3)},
	} {
		if got := c.c.detectable(); !near(got, c.want) {
			t.Errorf("%s: %v steps are detectable, want %v", c.name, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	differences := map[float64]string{2.0 / 252: "clear", 0.01: "clear", 0.0101: "possible", 0.03: "possible", 0.0301: "none", 1: "none"}
	for p, want := range differences {
		if got := differenceWord(p); got != want {
			t.Errorf("p %v is %s, want %s", p, got, want)
		}
	}
	sees := map[float64]string{0: "half", 0.5: "half", 0.51: "one", 1: "one", 1.01: "more"}
	for steps, want := range sees {
		if got := sensitivityWord(steps); got != want {
			t.Errorf("%v steps are %s, want %s", steps, got, want)
		}
	}
}
