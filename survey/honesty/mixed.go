package honesty

import (
	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// asked is a question as its mixed answers have to be read.
type asked struct {
	survey.Question
	replaced float64 // q, the probability that an answer was replaced
	legal    int     // from so many legal answers, not having answered among them
}

func ask(r release.Release, q survey.Question) asked {
	return asked{q, float64(r.Mixed) / 100, len(q.Tables()[0].Columns)}
}

func askFor(r release.Release, b *survey.Battery, id string) asked {
	q, _ := b.Question(id)
	return ask(r, q)
}

func askAll(r release.Release, questions []survey.Question) []asked {
	list := make([]asked, len(questions))
	for i, q := range questions {
		list[i] = ask(r, q)
	}
	return list
}

// given estimates whether the answer that was given is one of so many legal ones, from whether the
// mixed one is. Mixing with the rate q makes an answer one of k of m with the probability (1−q)·[it
// is one] + q·k/m, so that
//
//	([the mixed answer is one] − q·k/m) / (1−q)
//
// is 1 on average if the given answer is one and else 0. Questions are mixed independently of each
// other, and therefore the product of such estimates of several questions is 1 on average if all of
// it is true and else 0: the inverse of the mixing, question by question (A. van den Hout and P. G.
// M. van der Heijden, International Statistical Review 70(2), 2002). One person's estimate says
// nothing; the sum over people is right on average, for any answers.
func (a asked) given(is bool, of int) float64 {
	found := 0.0
	if is {
		found = 1
	}
	return (found - a.replaced*float64(of)/float64(a.legal)) / (1 - a.replaced)
}

// stepless returns how many legal answers are no step of the scale.
func (a asked) stepless() int { return a.legal - a.Steps() }
