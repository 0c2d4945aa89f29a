package honesty

import (
	"math"
	"math/rand/v2"
	"slices"
)

// How many arrangements are gone through completely, and how many are drawn where there are more.
const (
	maxExact   = 10_000
	sampleSize = 10_000
)

// The seed of the sample. It is fixed, so that the same answers give the same word.
const seed, stream = 20_260_101, 1

// powerFactor is the distance, in standard deviations, between no difference and one that a
// two-sided test at 5 % sees with a power of 80 %: z(.975) + z(.80) = 1.96 + 0.84 (Bloom 1995,
// minimum detectable effects).
const powerFactor = 2.8

// sessionsOf returns how many of the sessions from … to are of a channel.
func (d design) sessionsOf(channel, from, to int) float64 {
	n := 0.0
	for _, label := range d.labels[from:to] {
		if label == channel {
			n++
		}
	}
	return n
}

// arrangements returns in how many distinct ways the channels can be handed out to the sessions of
// each stratum: the product over strata of the multinomial coefficient n!/(k₁!·k₂!·…).
func (d design) arrangements() float64 {
	product := 1.0
	d.eachStratum(func(from, to int) {
		placed := 0
		for channel := range d.size {
			for i := range int(d.sessionsOf(channel, from, to)) {
				placed++
				product = product * float64(placed) / float64(i+1)
			}
		}
	})
	return product
}

// variance returns the variance, over all arrangements, of the sum of a channel's deviations in an
// item: in a stratum of n sessions, of which k are drawn without replacement, k(n−k)/(n(n−1)) times
// the sum of squares (Cochran 1977, theorem 2.2).
func (d design) variance(channel int, item []float64) float64 {
	total := 0.0
	d.eachStratum(func(from, to int) {
		squares := 0.0
		for _, deviation := range item[from:to] {
			squares += deviation * deviation
		}
		n, k := float64(to-from), d.sessionsOf(channel, from, to)
		total += k * (n - k) / (n * (n - 1)) * squares
	})
	return total
}

// detectable returns the smallest difference between a channel and the others, in steps of a scale
// from 0 to 3, that would have been seen in the index with a power of 80 % by a two-sided test of
// the index alone at 5 %; for the channel that it is largest for. It is 2.8 standard deviations of
// the channel's sum of deviations, divided by what a difference of one step adds to that sum. With
// one stratum of sessions of one size that is 2.8 standard deviations of the difference between the
// mean of the channel's sessions and the mean of the others'.
//
// It takes sessions to be many: with six against six the true figure is a tenth larger. One
// question alone must differ more than the index to be seen.
func (c comparison) detectable() float64 {
	index := c.items[len(c.items)-1]
	largest := 0.0
	for channel := range c.size {
		oneHigher := make([]float64, len(c.labels))
		for i, label := range c.labels {
			if label == channel {
				oneHigher[i] = 1
			}
		}
		added := 0.0
		for i, deviation := range c.deviations(oneHigher, c.indexWeights) {
			added += oneHigher[i] * deviation
		}
		largest = max(largest, powerFactor*math.Sqrt(c.variance(channel, index))/added)
	}
	return largest
}

// standardized divides every item so that items of different spread are comparable. The divisor is
// the statistic that the item has on average over all arrangements (Strasser & Weber 1999): half of
// it as it is, and half as it would be if sessions differed as much, next to the people in them, in
// all items. Without the second half an item that differs between channels would hide behind the
// spread that the difference itself makes; without the first, a question that depends much on the
// room people sit in would drown the others (Smyth 2004, moderated variances). Neither half depends
// on the labels, so that p stays exact. Items that are the same in all sessions of every stratum
// are left out.
func (c comparison) standardized() comparison {
	meanStatistic := make([]float64, len(c.items))
	totalMean, totalSpread := 0.0, 0.0
	for j, item := range c.items {
		for channel, size := range c.size {
			meanStatistic[j] += c.variance(channel, item) / size
		}
		totalMean += meanStatistic[j]
		totalSpread += c.spread[j]
	}
	s := c
	s.items = nil
	for j, item := range c.items {
		if meanStatistic[j] < epsilon {
			continue
		}
		divisor := meanStatistic[j]
		if totalSpread > 0 {
			divisor = (meanStatistic[j] + c.spread[j]*totalMean/totalSpread) / 2
		}
		scaled := make([]float64, len(item))
		for i, deviation := range item {
			scaled[i] = deviation / math.Sqrt(divisor)
		}
		s.items = append(s.items, scaled)
	}
	return s
}

// statistic is the greatest of the items' sums of squares between channels, n·(mean deviation)²
// added up over channels of n sessions, with the channels as labels have them.
func (c comparison) statistic(labels []int) float64 {
	greatest := 0.0
	sums := make([]float64, len(c.size))
	for _, item := range c.items {
		clear(sums)
		for i, label := range labels {
			sums[label] += item[i]
		}
		between := 0.0
		for channel, sum := range sums {
			between += sum * sum / c.size[channel]
		}
		greatest = max(greatest, between)
	}
	return greatest
}

// pValue returns the share of arrangements with at least as great a statistic as the actual one: of
// all arrangements where there are few, else of random ones and the actual one, so that p is never
// 0 nor too small (Phipson & Smyth 2010).
func (c comparison) pValue() float64 {
	if c.arrangements() <= maxExact {
		return c.exactP()
	}
	return c.sampledP()
}

// exactP returns the p-value from all distinct arrangements.
func (c comparison) exactP() float64 {
	s := c.standardized()
	threshold := s.statistic(c.labels) * (1 - epsilon)
	labels := slices.Clone(c.labels)
	c.eachStratum(func(from, to int) { slices.Sort(labels[from:to]) })
	atLeast, all := 0, 0
	for more := true; more; more = c.nextArrangement(labels) {
		all++
		if s.statistic(labels) >= threshold {
			atLeast++
		}
	}
	return share(atLeast, all)
}

// nextArrangement moves labels on to the next arrangement, as an odometer does with a wheel for
// each stratum. After the last it returns false.
func (d design) nextArrangement(labels []int) bool {
	for i := range d.bounds[1:] {
		if nextInOrder(labels[d.bounds[i]:d.bounds[i+1]]) {
			return true
		}
	}
	return false
}

// nextInOrder turns a list into the one that follows it in lexicographic order, equal elements
// being the same (Knuth, volume 4A, algorithm L). From the last it goes back to the first and
// returns false.
func nextInOrder(list []int) bool {
	i := len(list) - 2
	for i >= 0 && list[i] >= list[i+1] {
		i--
	}
	if i >= 0 {
		j := len(list) - 1
		for list[j] <= list[i] {
			j--
		}
		list[i], list[j] = list[j], list[i]
	}
	slices.Reverse(list[i+1:])
	return i >= 0
}

// sampledP returns the p-value from random arrangements.
func (c comparison) sampledP() float64 {
	s := c.standardized()
	threshold := s.statistic(c.labels) * (1 - epsilon)
	labels := slices.Clone(c.labels)
	rnd := rand.New(rand.NewPCG(seed, stream))
	atLeast := 0
	for range sampleSize {
		c.eachStratum(func(from, to int) {
			rnd.Shuffle(to-from, func(i, j int) { labels[from+i], labels[from+j] = labels[from+j], labels[from+i] })
		})
		if s.statistic(labels) >= threshold {
			atLeast++
		}
	}
	return float64(1+atLeast) / float64(1+sampleSize)
}
