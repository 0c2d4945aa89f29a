package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"

	"fragebatteri/survey"
)

// demoLanguages are the languages of the made-up people, as often as they stand
// here.
var demoLanguages = []string{"ar", "ar", "ar", "fa-AF", "ti", "so", "uk", "uk", "sv", "en"}

// gathering is one session of the demo: where, about what, how many came, and
// how things are for them, from -1 to 1.
type gathering struct {
	municipality string
	intervention string
	channel      survey.Channel
	timing       survey.Timing
	answers      int
	mood         float64
}

// demoPlan has sessions in all thirteen municipalities: large and small, with
// staff in the room and without. Where staff are in the room people answer
// somewhat more kindly, as they do.
var demoPlan = []gathering{
	{"0581", "OG028", survey.Ambassador, survey.Before, 28, -0.9}, {"0581", "OG028", survey.Ambassador, survey.Before, 30, -0.8},
	{"0581", "OG028", survey.Association, survey.Before, 27, -0.9}, {"0581", "OG028", survey.Ambassador, survey.After, 29, 0.5},
	{"0581", "OG028", survey.Ambassador, survey.After, 28, 0.6}, {"0581", "OG028", survey.Group, survey.After, 26, 0.7},
	{"0581", "OG030", survey.Association, survey.NoTiming, 16, 0}, {"0581", "OG030", survey.Ambassador, survey.NoTiming, 9, -0.1},
	{"0581", "OG027", survey.Self, survey.NoTiming, 7, 0.1}, {"0581", "DEMO2", survey.Self, survey.NoTiming, 11, 0.3},
	{"0580", "OG004", survey.Ambassador, survey.NoTiming, 18, 0.1}, {"0580", "OG004", survey.Group, survey.NoTiming, 16, 0.5},
	{"0580", "OG005", survey.Group, survey.Before, 13, 0.2}, {"0580", "OG005", survey.Ambassador, survey.After, 15, 0.3},
	{"0580", "OG012", survey.Ambassador, survey.NoTiming, 12, -0.2}, {"0580", "OG012", survey.Association, survey.NoTiming, 8, -0.1},
	{"0580", "DEMO1", survey.Ambassador, survey.NoTiming, 21, 0}, {"0580", "DEMO2", survey.Self, survey.NoTiming, 9, 0.2},
	{"0583", "OG018", survey.Group, survey.NoTiming, 14, 0.4}, {"0583", "OG018", survey.Ambassador, survey.NoTiming, 12, 0},
	{"0583", "OG049", survey.Ambassador, survey.Before, 11, -0.3}, {"0583", "OG049", survey.Group, survey.After, 10, 0.3},
	{"0583", "DEMO1", survey.Ambassador, survey.NoTiming, 15, 0}, {"0562", "OG002", survey.Ambassador, survey.NoTiming, 13, 0.1},
	{"0562", "OG002", survey.Group, survey.NoTiming, 8, 0.5}, {"0562", "DEMO2", survey.Self, survey.NoTiming, 6, 0.1},
	{"0586", "DEMO1", survey.Ambassador, survey.NoTiming, 14, -0.1}, {"0586", "DEMO2", survey.Association, survey.NoTiming, 10, 0.2},
	{"0582", "OG033", survey.Ambassador, survey.NoTiming, 9, 0.2}, {"0582", "OG033", survey.Group, survey.NoTiming, 6, 0.5},
	{"0582", "OG049", survey.Ambassador, survey.Before, 5, -0.2}, {"0563", "OG038", survey.Ambassador, survey.NoTiming, 8, -0.2},
	{"0563", "DEMO1", survey.Group, survey.NoTiming, 5, 0.4}, {"0561", "DEMO1", survey.Ambassador, survey.NoTiming, 11, 0},
	{"0561", "DEMO2", survey.Self, survey.NoTiming, 4, 0.2}, {"0509", "OG040", survey.Ambassador, survey.NoTiming, 7, 0.1},
	{"0509", "DEMO1", survey.Ambassador, survey.NoTiming, 5, 0}, {"0560", "OG001", survey.Ambassador, survey.NoTiming, 6, 0},
	{"0584", "OG034", survey.Association, survey.NoTiming, 7, 0.3}, {"0584", "DEMO1", survey.Ambassador, survey.NoTiming, 4, 0},
	{"0513", "OG003", survey.Ambassador, survey.NoTiming, 5, 0.1}, {"0513", "OG049", survey.Group, survey.After, 4, 0.4},
	{"0512", "DEMO1", survey.Ambassador, survey.NoTiming, 3, 0},
}

// makeUp fills in a form as somebody at this gathering might.
func makeUp(b *survey.Battery, at gathering, dice *rand.Rand) url.Values {
	form := url.Values{}
	person := at.mood + dice.NormFloat64()*0.7
	for _, q := range b.Questions {
		switch n := dice.IntN(100); {
		case n < 3:
			continue
		case n < 6:
			form.Set(q.ID, survey.NoAnswer)
		case n < 11 && q.DK:
			form.Set(q.ID, survey.DontKnow)
		default:
			form[q.ID] = choose(q, person, dice)
		}
	}
	return form
}

// demoWeights are how often the options of questions with some roles are chosen, in
// percent. Those of others depend on how things are, or come evenly.
var demoWeights = map[survey.QuestionRole][]int{
	survey.RoleGender: {51, 47, 2}, survey.RoleHelp: {80, 17, 3}, survey.RoleFrank: {1, 5, 29, 65},
}

// wish picks one of several options: the third most often and the last ones seldom.
func wish(options int, dice *rand.Rand) int {
	if dice.IntN(4) == 0 {
		return min(2, options-1)
	}
	return min(dice.IntN(options), dice.IntN(options))
}

// choose picks options of one question: steps of a scale by how things are for
// the person.
func choose(q survey.Question, person float64, dice *rand.Rand) []string {
	options := q.Options()
	if weights := demoWeights[q.Role]; len(weights) == len(options) {
		n, at := dice.IntN(100), 0
		for n >= weights[at] {
			n -= weights[at]
			at++
		}
		return []string{options[at]}
	}
	switch {
	case q.Kind == survey.Multi:
		var picked []string
		for range 1 + dice.IntN(cmp.Or(q.Most, len(options)-1)) {
			if option := options[wish(len(options)-1, dice)]; !slices.Contains(picked, option) {
				picked = append(picked, option)
			}
		}
		return picked
	case q.Kind == survey.Scale && (q.Own == 0 || dice.IntN(8) > 0):
		if q.Reverse {
			person = -person
		}
		step := float64(q.Steps()-1)*(0.5+person*0.25) + dice.NormFloat64()*0.6
		step = min(max(step, 0), float64(q.Steps()-1))
		return []string{fmt.Sprintf("o%d", int(step+0.5)+1)}
	}
	return []string{options[dice.IntN(len(options))]}
}
