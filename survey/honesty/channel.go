package honesty

import (
	"math"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// fewestArrangements is how many ways of handing out the channels there must be. With fewer, p could not come down to
// .01 when the two opposite extremes count alike: 2 of 70 are .03 with four sessions against four, 2 of 252 are .008
// with five against five.
const fewestArrangements = 200

// Largest p that is called a clear difference, and a possible one. The second is 3 % and not 5 %, so that in practice
// fewer than 5 % of rounds without any difference get a word that says there may be one.
const (
	clearP    = 0.01
	possibleP = 0.03
)

// channels says whether people answer differently depending on who handed out the code, and how small a difference
// would have been seen.
//
// People of one session were in one room and answer more alike, so the session is the unit and not the person: a test
// of persons would find differences where there are none (Kish 1965 on the design effect, Gail et al. 1996 on
// permuting groups). What is compared is each session's mean of every scale question, coded so that high is favourable,
// and of an index of all of them. The channels are handed out anew to the sessions of the same intervention and timing,
// in every way or in 10,000 random ones, and p is the share in which as great a difference comes out in whatever
// question it is greatest in (the maximum statistic of Westfall & Young 1993), so that many questions do not make many
// false alarms. Clear is p to .01, possible to .03, else none. Sessions that have no counterpart are left aside; with
// fewer than 200 arrangements of the others it is too few.
func channels(b *survey.Battery, answers []survey.Submission) (difference, sees string) {
	questions := slices.DeleteFunc(slices.Clone(b.Questions), func(q survey.Question) bool { return q.Kind != survey.Scale })
	sessions := counterparts(gather(answers, score(questions, answers)))
	if layOut(sessions).arrangements() < fewestArrangements {
		return release.TooFew, release.TooFew
	}
	c := compare(sessions)
	return differenceWord(c.p()), seesWord(c.detectable())
}

func differenceWord(p float64) string {
	switch {
	case p <= clearP:
		return "clear"
	case p <= possibleP:
		return "possible"
	}
	return "none"
}

func seesWord(steps float64) string {
	switch {
	case steps <= 0.5:
		return "half"
	case steps <= 1:
		return "one"
	}
	return "more"
}

// comparison is sessions as the permutation test needs them, in order of their strata. Items are the scale questions,
// and last the index.
type comparison struct {
	labels  []int       // session → number of its channel
	size    []float64   // channel → how many sessions it has
	bounds  []int       // where each stratum begins among the sessions, and last where the last one ends
	items   [][]float64 // item → session → its deviation, see deviations
	spread  []float64   // item → variance of people's scores within sessions
	weights []float64   // session → how many independent answers its index is worth
}

// each calls f with every stratum.
func (c comparison) each(f func(from, to int)) {
	for i := range c.bounds[1:] {
		f(c.bounds[i], c.bounds[i+1])
	}
}

// layOut says which stratum and which channel each session is in.
func layOut(sessions []session) comparison {
	c := comparison{bounds: []int{0}}
	numbers := map[survey.Channel]int{}
	for i, s := range sessions {
		if i > 0 && s.stratum != sessions[i-1].stratum {
			c.bounds = append(c.bounds, i)
		}
		number, known := numbers[s.channel]
		if !known {
			number = len(numbers)
			numbers[s.channel] = number
			c.size = append(c.size, 0)
		}
		c.size[number]++
		c.labels = append(c.labels, number)
	}
	c.bounds = append(c.bounds, len(sessions))
	return c
}

// compare lays out sessions with their deviations in every item.
//
// The labels that change places must stand on things that vary alike, and the mean of five people varies more by chance
// than that of fifty. A session's mean is therefore worth as many independent answers as the design effect leaves of
// the n that it is of: n/(1 + (n−1)·likeness) (Kish 1965).
func compare(sessions []session) comparison {
	c := layOut(sessions)
	alike := c.likeness(sessions)
	for item := range sessions[0].items {
		means, weights := make([]float64, len(sessions)), make([]float64, len(sessions))
		within, free := 0.0, 0.0
		for i, s := range sessions {
			t := s.items[item]
			means[i] = t.mean()
			weights[i] = t.n / (1 + t.free()*alike)
			within += t.around()
			free += t.free()
		}
		c.items = append(c.items, c.deviations(means, weights))
		c.spread = append(c.spread, within/max(1, free))
		c.weights = weights // those of the last item stay
	}
	return c
}

// likeness estimates the intra-class correlation, from 0 to 1: which part of the variance of answers is between the
// sessions of a stratum. It is the analysis of variance estimator (Donner 1986), with the sums of squares of all
// questions put together because a few sessions say little of one.
func (c comparison) likeness(sessions []session) float64 {
	var within, withinFree, between, betweenFree, size float64
	for question := range len(sessions[0].items) - 1 {
		c.each(func(from, to int) {
			var all tally
			present, inside, squaredSizes := 0.0, 0.0, 0.0
			for _, s := range sessions[from:to] {
				t := s.items[question]
				all.add(t)
				present += min(1, t.n)
				inside += t.around()
				withinFree += t.free()
				squaredSizes += t.n * t.n
			}
			within += inside
			between += all.around() - inside
			betweenFree += max(0, present-1)
			size += all.n - squaredSizes/max(1, all.n)
		})
	}
	people := within / max(1, withinFree)
	rooms := max(0, between-betweenFree*people) / max(1, size)
	if rooms == 0 {
		return 0
	}
	return rooms / (rooms + people)
}

// deviations returns how far each session's mean is from that of its stratum, in standard errors of that distance when
// the variance of a mean is 1/weight. The mean of the stratum is weighted; a session of weight 0 has no mean and
// deviates by 0. The deviations of a stratum are moved to sum to 0, so that a channel's sum is about 0 by chance.
func (c comparison) deviations(means, weights []float64) []float64 {
	item := make([]float64, len(means))
	c.each(func(from, to int) {
		total, sum := 0.0, 0.0
		for i := from; i < to; i++ {
			total += weights[i]
			sum += weights[i] * means[i]
		}
		moved, present := 0.0, 0.0
		for i := from; i < to; i++ {
			if w := weights[i]; w > 0 && w < total {
				item[i] = (means[i] - sum/total) / math.Sqrt(1/w-1/total)
				moved += item[i]
				present++
			}
		}
		for i := from; i < to; i++ {
			if weights[i] > 0 && present > 0 {
				item[i] -= moved / present
			}
		}
	})
	return item
}
