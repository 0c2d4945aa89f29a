package honesty

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// minAlike is how many questions on one scale must be asked, and answered by a person, before the
// same step in all of them says anything.
const minAlike = 4

// straight is how many people chose the same step all the way through questions that cannot all be
// answered alike: four or more that share a scale, some of which a high step is good in and some
// bad. A person counts who chose a step in at least four of them (where a battery has several such
// scales, once for each). More than 20 % is many.
//
// Answering without telling questions apart is how people save themselves effort when a form is
// long, hard to read or of no use to them: Krosnick 1991 (nondifferentiation), Herzog & Bachman
// 1981.
func straight(b *survey.Battery, answers []survey.Submission) string {
	people, alike := 0, 0
	for _, questions := range balanced(b) {
		for _, a := range answers {
			chosen := steps(questions, a.Answers)
			if len(chosen) < minAlike {
				continue
			}
			people++
			if slices.Min(chosen) == slices.Max(chosen) {
				alike++
			}
		}
	}
	switch {
	case people < minAnswers:
		return release.TooFew
	case share(alike, people) > 0.20:
		return "many"
	}
	return "few"
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

// steps returns the steps that were chosen in the questions, without those where none was.
func steps(questions []survey.Question, answers survey.Answers) []int {
	var chosen []int
	for _, q := range questions {
		if s := step(q, answers); s > 0 {
			chosen = append(chosen, s)
		}
	}
	return chosen
}

// contradiction is how much people agree with both sides: in a pair of questions whose agreement
// means opposite things, the scores of yes to anything cancel out in those who mean what they
// answer, so that what is left is the habit of saying yes (Billiet & McClendon 2000, acquiescence
// in balanced sets of items). With both sides u and v coded 1 to 5 as asked, many when the index,
// the mean of (u+v)/2 less the middle 3, is above 0.5, or when both are above 3 in more than 25 %
// of the pairs; pooled over pairs where both sides have a step.
func contradiction(b *survey.Battery, answers []survey.Submission) string {
	pairs, both, agreement := 0, 0, 0.0
	for _, pair := range b.Pairs {
		first, _ := b.Question(pair[0])
		second, _ := b.Question(pair[1])
		for _, a := range answers {
			s, t := step(first, a.Answers), step(second, a.Answers)
			if s == 0 || t == 0 {
				continue
			}
			u, v := fromOneToFive(s, first.Steps()), fromOneToFive(t, second.Steps())
			pairs++
			agreement += (u+v)/2 - 3
			if u > 3+epsilon && v > 3+epsilon {
				both++
			}
		}
	}
	switch {
	case pairs < minAnswers:
		return release.TooFew
	case agreement/float64(pairs) > 0.5+epsilon || share(both, pairs) > 0.25:
		return "many"
	}
	return "few"
}

// fromOneToFive codes a step of a scale with any number of steps as if there were five.
func fromOneToFive(step, steps int) float64 {
	return 1 + 4*float64(step-1)/float64(steps-1)
}
