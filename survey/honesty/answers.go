package honesty

import (
	"maps"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// minAlike is how many questions on one scale must be asked, and answered by a person, before the
// same step in all of them says anything.
const minAlike = 4

// minPairs is how many pairs must have a step on both sides before anything is said of them.
// Without mixing 30 would do; with it many would be said in 8 % of rounds of 32 pairs where half as
// many contradict themselves as are many. With 45 it is said in at most 5 % of these, and in at
// least 95 % of those where twice as many do.
const minPairs = 45

// straight is how many people chose the same step all the way through questions that cannot all be
// answered alike: four or more that share a scale, some of which a high step is good in and some
// bad. A person counts who chose a step in at least four of them (where a battery has several such
// scales, once for each) and was asked all of them. More than 20 % is many.
//
// Answering without telling questions apart is how people save themselves effort when a form is
// long, hard to read or of no use to them: Krosnick 1991 (nondifferentiation), Herzog & Bachman
// 1981.
//
// Of five equal answers to questions with 7 and 8 legal ones, mixing leaves five equal in 38 % of
// people (.8 + .2/m each), and it makes some equal that were not. Both numbers of people are
// therefore estimated as they were before mixing, see [asked.given]. That costs precision: with
// 100 people many is said in 4 % of rounds where 10 % chose the same step, and in 98 % of those
// where 30 % did. Of 30 people it would be said in 15 % of the former.
func straight(r release.Release, b *survey.Battery, answers []Person) string {
	people, alike := 0.0, 0.0
	scales := balanced(b)
	for _, scale := range slices.Sorted(maps.Keys(scales)) {
		questions := askAll(r, scales[scale])
		steps := questions[0].Steps()
		for _, a := range answers {
			if !a.asked(scales[scale]...) {
				continue
			}
			people += enough(questions, a.Answers, 1, steps)
			for s := 1; s <= steps; s++ {
				alike += enough(questions, a.Answers, s, s)
			}
		}
	}
	switch {
	case people < minMixed-epsilon:
		return release.TooFew
	case alike/people > 0.20+epsilon:
		return "many"
	}
	return "few"
}

// enough estimates whether a person chose one of the steps low … high in at least four questions of
// a scale, and no step in the others.
func enough(questions []asked, answers survey.Answers, low, high int) float64 {
	in := []float64{1} // in[k]: that it was so in k of the questions so far, and no step in the others
	for _, q := range questions {
		s := step(q.Question, answers)
		chosen := q.given(low <= s && s <= high, high-low+1)
		none := q.given(s == 0, q.stepless())
		next := make([]float64, len(in)+1)
		for k, x := range in {
			next[k] += x * none
			next[k+1] += x * chosen
		}
		in = next
	}
	sum := 0.0
	for _, x := range in[minAlike:] {
		sum += x
	}
	return sum
}

// balanced returns the questions of each scale that has four or more, in both directions.
func balanced(b *survey.Battery) map[string][]survey.Question {
	by := map[string][]survey.Question{}
	for _, q := range b.Questions {
		if q.Kind == survey.Scale {
			by[q.Scale] = append(by[q.Scale], q)
		}
	}
	for scale, questions := range by {
		up := slices.ContainsFunc(questions, func(q survey.Question) bool { return !q.Reverse })
		down := slices.ContainsFunc(questions, func(q survey.Question) bool { return q.Reverse })
		if len(questions) < minAlike || !up || !down {
			delete(by, scale)
		}
	}
	return by
}

// contradiction is how much people agree with both sides: in a pair of questions whose agreement
// means opposite things, the scores of yes to anything cancel out in those who mean what they
// answer, so that what is left is the habit of saying yes (Billiet & McClendon 2000, acquiescence
// in balanced sets of items). With both sides u and v coded 1 to 5 as asked, many when the index,
// the mean of (u+v)/2 less the middle 3, is above 0.5, or when both are above 3 in more than 25 %
// of the pairs; pooled over pairs where both sides have a step.
//
// All three, the pairs, those with both above 3 and the sum of the index, are estimated as they
// were before mixing, see [asked.given]. Codes less 3 cancel out over the steps of a scale, so that
// a replaced answer adds nothing to the index on average, and what is found is divided by 1−q.
func contradiction(r release.Release, b *survey.Battery, answers []Person) string {
	pairs, both, agreement := 0.0, 0.0, 0.0
	for _, pair := range b.Pairs {
		first, second := askFor(r, b, pair[0]), askFor(r, b, pair[1])
		for _, a := range answers {
			if !a.asked(first.Question, second.Question) {
				continue
			}
			u, v := first.opinion(a.Answers), second.opinion(a.Answers)
			pairs += u.answered * v.answered
			both += u.agrees * v.agrees
			agreement += (u.agreement*v.answered + u.answered*v.agreement) / 2
		}
	}
	switch {
	case pairs < minPairs-epsilon:
		return release.TooFew
	case agreement/pairs > 0.5+epsilon || both/pairs > 0.25+epsilon:
		return "many"
	}
	return "few"
}

// opinion is what a person thinks of one side of a pair, as an estimate.
type opinion struct {
	answered  float64 // whether they chose a step
	agrees    float64 // whether they chose one above the middle
	agreement float64 // how far above the middle it is, with the steps coded 1 to 5; 0 without one
}

func (a asked) opinion(answers survey.Answers) opinion {
	s := step(a.Question, answers)
	if s == 0 {
		return opinion{answered: a.given(false, a.Steps()), agrees: a.given(false, a.Steps()/2)}
	}
	agreement := fromOneToFive(s, a.Steps()) - 3
	return opinion{
		answered:  a.given(true, a.Steps()),
		agrees:    a.given(agreement > epsilon, a.Steps()/2),
		agreement: agreement / (1 - a.replaced),
	}
}

// fromOneToFive codes a step of a scale with any number of steps as if there were five.
func fromOneToFive(step, steps int) float64 {
	return 1 + 4*float64(step-1)/float64(steps-1)
}
