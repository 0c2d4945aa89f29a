package honesty

import (
	"math"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// minArrangements is how many ways of handing out the channels there must be. With fewer, p could
// not come down to .01 when the two opposite extremes count alike: 2 of 70 are .03 with four
// sessions against four, 2 of 252 are .008 with five against five.
const minArrangements = 200

// Largest p that is called a clear difference, and a possible one. The second is 3 % and not 5 %,
// so that in practice fewer than 5 % of rounds without any difference get a word that says there
// may be one.
const (
	clearP    = 0.01
	possibleP = 0.03
)

// channels says whether people answer differently depending on who handed out the code, and how
// small a difference would have been seen.
//
// People of one session were in one room and answer more alike, so the session is the unit and not
// the person: a test of persons would find differences where there are none (Kish 1965 on the
// design effect, Gail et al. 1996 on permuting groups). What is compared is each session's mean of
// every scale question, coded so that high is favourable, and of an index of all of them. The
// channels are handed out anew to the sessions of the same intervention and timing, in every way or
// in 10,000 random ones, and p is the share in which as great a difference comes out in whatever
// question it is greatest in (the maximum statistic of Westfall & Young 1993), so that many
// questions do not make many false alarms. Clear is p to .01, possible to .03, else none. Sessions
// that have no counterpart are left aside; with fewer than 200 arrangements of the others it is too
// few.
//
// What is compared is mixed answers. A test that hands out the channels anew stays right, because
// mixing is the same in all sessions; but a difference becomes smaller, see [kept], and its
// smallest size that would have been seen therefore larger. One channel's answers being a step more
// favourable in all questions is seen with six sessions each in all of 200 rounds. In one question
// it is seen in 58 % of rounds, where without mixing it was in 83 %, and in 82 % with eight
// sessions each. A channel where much more is left out has more replaced ones among the steps that
// are counted, and that looks a little like a difference: where 40 % is left out instead of 10 %,
// and answers are favourable, 5 % of rounds without another difference are flagged, and not 3 %.
func channels(r release.Release, b *survey.Battery, answers []Person) (difference, sensitivity string) {
	questions := slices.DeleteFunc(slices.Clone(b.Questions), func(q survey.Question) bool { return q.Kind != survey.Scale })
	sessions := counterparts(gather(questions, answers, score(questions, answers)))
	if newDesign(sessions).arrangements() < minArrangements {
		return release.TooFew, release.TooFew
	}
	c := compare(sessions)
	return differenceWord(c.pValue()), sensitivityWord(c.detectable() / kept(askAll(r, questions), sessions))
}

// differenceWord words the p-value of the difference between channels.
func differenceWord(p float64) string {
	switch {
	case p <= clearP:
		return "clear"
	case p <= possibleP:
		return "possible"
	}
	return "none"
}

// sensitivityWord words the smallest difference that would have been seen.
func sensitivityWord(steps float64) string {
	switch {
	case steps <= 0.5:
		return "half"
	case steps <= 1:
		return "one"
	}
	return "more"
}

// design says which stratum and which channel each session is in. Sessions are in the order of
// their strata.
type design struct {
	labels []int     // by session: number of its channel
	size   []float64 // by channel: how many sessions it has
	bounds []int     // where each stratum begins among the sessions, and last where the last one ends
}

// newDesign returns the design of sessions that are in the order of their strata.
func newDesign(sessions []session) design {
	d := design{bounds: []int{0}}
	numbers := map[survey.Channel]int{}
	for i, s := range sessions {
		if i > 0 && s.stratum != sessions[i-1].stratum {
			d.bounds = append(d.bounds, i)
		}
		number, known := numbers[s.channel]
		if !known {
			number = len(numbers)
			numbers[s.channel] = number
			d.size = append(d.size, 0)
		}
		d.size[number]++
		d.labels = append(d.labels, number)
	}
	d.bounds = append(d.bounds, len(sessions))
	return d
}

// eachStratum calls f with every stratum.
func (d design) eachStratum(f func(from, to int)) {
	for i := range d.bounds[1:] {
		f(d.bounds[i], d.bounds[i+1])
	}
}

// comparison is sessions as the permutation test needs them. Items are the scale questions, and
// last the index.
type comparison struct {
	design
	items        [][]float64 // by item and session: deviation, see deviations
	spread       []float64   // by item: variance of people's scores within sessions
	indexWeights []float64   // by session: how many independent answers its index is worth
}

// compare computes the deviations of sessions in every item. There must be at least one session.
func compare(sessions []session) comparison {
	c := comparison{design: newDesign(sessions)}
	correlation := c.intraclassCorrelation(sessions)
	index := len(sessions[0].items) - 1
	for item := range sessions[0].items {
		c.items = append(c.items, c.deviations(meansOf(sessions, item), weightsOf(sessions, item, correlation)))
		c.spread = append(c.spread, varianceWithin(sessions, item))
	}
	c.indexWeights = weightsOf(sessions, index, correlation)
	return c
}

// meansOf returns each session's mean of an item.
func meansOf(sessions []session, item int) []float64 {
	means := make([]float64, len(sessions))
	for i, s := range sessions {
		means[i] = s.items[item].mean()
	}
	return means
}

// weightsOf returns how many independent answers each session's mean of an item is worth.
//
// The labels that change places must stand on things that vary alike, and the mean of five people
// varies more by chance than that of fifty. A session's mean is therefore worth as many independent
// answers as the design effect leaves of the n that it is of: n/(1 + (n−1)·correlation) (Kish
// 1965).
func weightsOf(sessions []session, item int, correlation float64) []float64 {
	weights := make([]float64, len(sessions))
	for i, s := range sessions {
		m := s.items[item]
		weights[i] = m.n / (1 + m.degreesOfFreedom()*correlation)
	}
	return weights
}

// varianceWithin returns the variance of people's scores in an item around the means of their
// sessions.
func varianceWithin(sessions []session, item int) float64 {
	squares, degrees := 0.0, 0.0
	for _, s := range sessions {
		squares += s.items[item].sumOfSquares()
		degrees += s.items[item].degreesOfFreedom()
	}
	return squares / max(1, degrees)
}

// intraclassCorrelation estimates, from 0 to 1, which part of the variance of answers is between
// the sessions of a stratum. It is the analysis of variance estimator (Donner 1986), with the sums
// of squares of all questions put together because a few sessions say little of one.
func (d design) intraclassCorrelation(sessions []session) float64 {
	var within, withinDegrees, between, betweenDegrees, size float64
	for question := range len(sessions[0].items) - 1 {
		d.eachStratum(func(from, to int) {
			var all moments
			present, inside, squaredSizes := 0.0, 0.0, 0.0
			for _, s := range sessions[from:to] {
				m := s.items[question]
				all.add(m)
				present += min(1, m.n)
				inside += m.sumOfSquares()
				withinDegrees += m.degreesOfFreedom()
				squaredSizes += m.n * m.n
			}
			within += inside
			between += all.sumOfSquares() - inside
			betweenDegrees += max(0, present-1)
			size += all.n - squaredSizes/max(1, all.n)
		})
	}
	varianceOfPeople := within / max(1, withinDegrees)
	varianceOfSessions := max(0, between-betweenDegrees*varianceOfPeople) / max(1, size)
	if varianceOfSessions == 0 {
		return 0
	}
	return varianceOfSessions / (varianceOfSessions + varianceOfPeople)
}

// deviations returns how far each session's mean is from that of its stratum, in standard errors of
// that distance when the variance of a mean is 1/weight. The mean of the stratum is weighted; a
// session of weight 0 has no mean and deviates by 0. The deviations of a stratum are moved to sum
// to 0, so that a channel's sum is about 0 by chance.
func (d design) deviations(means, weights []float64) []float64 {
	item := make([]float64, len(means))
	d.eachStratum(func(from, to int) {
		total, sum := 0.0, 0.0
		for i := from; i < to; i++ {
			total += weights[i]
			sum += weights[i] * means[i]
		}
		excess, present := 0.0, 0.0
		for i := from; i < to; i++ {
			if w := weights[i]; w > 0 && w < total {
				item[i] = (means[i] - sum/total) / math.Sqrt(1/w-1/total)
				excess += item[i]
				present++
			}
		}
		for i := from; i < to; i++ {
			if weights[i] > 0 && present > 0 {
				item[i] -= excess / present
			}
		}
	})
	return item
}
