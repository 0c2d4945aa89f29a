package honesty

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

// mixedRelease says how answers to the battery were mixed.
func mixedRelease(b *survey.Battery) release.Release {
	return release.Release{Method: release.Method, Mixed: treblock.MixPercent, Batteries: []release.Battery{release.BatteryOf(b)}}
}

// onAverage returns the average of f over all ways in which answers to these questions are mixed.
func onAverage(r release.Release, questions []survey.Question, given survey.Answers, f func(survey.Answers) float64) float64 {
	if len(questions) == 0 {
		return f(given)
	}
	q, sum := questions[0], 0.0
	table := q.Tables()[0]
	for _, column := range table.Columns {
		probability := float64(r.Mixed) / 100 / float64(len(table.Columns))
		if column == q.Column(table, given[q.ID]) {
			probability += 1 - float64(r.Mixed)/100
		}
		mixed := maps.Clone(given)
		if mixed[q.ID] = []string{column}; column == survey.Skip {
			delete(mixed, q.ID)
		}
		sum += probability * onAverage(r, questions[1:], mixed, f)
	}
	return sum
}

// Over all 25,088 ways in which the five answers on the scale "often" are mixed, what is estimated
// of a person is on average what the person did.
func TestEnoughIsRightOnAverage(t *testing.T) {
	b := core(t)
	r := mixedRelease(b)
	scale := balanced(b)["often"]
	questions := askAll(r, scale)
	ids := []string{"K07", "K14", "K15", "K17", "K18"}
	for name, c := range map[string]struct {
		values                 []string
		people, second, fourth float64
	}{
		"five alike":              {[]string{"o2", "o2", "o2", "o2", "o2"}, 1, 1, 0},
		"four alike":              {[]string{"o4", "", "o4", "o4", "o4"}, 1, 0, 1},
		"four and another":        {[]string{"o2", "o2", "o3", "o2", "o2"}, 1, 0, 0},
		"four and one beside":     {[]string{"o2", "o2", "o2", "o5", "o2"}, 1, 1, 0},
		"three alike":             {[]string{"o2", "dk", "o2", "na", "o2"}, 0, 0, 0},
		"nothing that was chosen": {[]string{"", "", "", "", ""}, 0, 0, 0},
	} {
		given := people(1, ids, c.values...)[0]
		for steps, want := range map[[2]int]float64{{1, 4}: c.people, {2, 2}: c.second, {4, 4}: c.fourth} {
			got := onAverage(r, scale, given, func(mixed survey.Answers) float64 { return enough(questions, mixed, steps[0], steps[1]) })
			if math.Abs(got-want) > 1e-9 {
				t.Errorf("%s: of steps %v it is %v on average, want %v", name, steps, got, want)
			}
		}
	}
}

// The same of the sides of a pair: K12 is forward and K15 reverse; o3 is coded 3⅔ and o1 1.
func TestOpinionIsRightOnAverage(t *testing.T) {
	b := core(t)
	r := mixedRelease(b)
	for value, want := range map[string]opinion{
		"o1": {1, 0, -2}, "o2": {1, 0, -2.0 / 3}, "o3": {1, 1, 2.0 / 3}, "o4": {1, 1, 2}, "dk": {}, "na": {}, "": {},
	} {
		for _, id := range []string{"K12", "K15", "K16"} {
			q := question(t, b, id)
			average := func(f func(opinion) float64) float64 {
				return onAverage(r, []survey.Question{q}, people(1, []string{id}, value)[0], func(mixed survey.Answers) float64 {
					return f(ask(r, q).opinion(mixed))
				})
			}
			got := opinion{
				average(func(o opinion) float64 { return o.answered }),
				average(func(o opinion) float64 { return o.agrees }),
				average(func(o opinion) float64 { return o.agreement }),
			}
			if !allNear([]float64{got.answered, got.agrees, got.agreement}, []float64{want.answered, want.agrees, want.agreement}) {
				t.Errorf("%q of %s is %v on average, want %v", value, id, got, want)
			}
		}
	}
}

// Where half as many as are many chose the same step, or contradict themselves, many is said of
// mixed answers in at most 5 % of rounds; where half as many again or twice as many do, in at
// least 80 %.
func TestMixedAnswersGiveTheWordsOfThoseGiven(t *testing.T) {
	b := core(t)
	rounds := tool.Some(60, 200)
	straightLiners := func(n int) []survey.Answers {
		ids := []string{"K07", "K14", "K15", "K17", "K18"}
		list := people(110-n, ids, "o3", "o2", "o2", "o1", "o3")
		for i := range n {
			step := fmt.Sprintf("o%d", 1+i%4)
			list = append(list, people(1, ids, step, step, step, step, step)...)
		}
		return list
	}
	yesSayers := func(n int) []survey.Answers {
		ids := []string{"K12", "K15"}
		return slices.Concat(people(n, ids, "o3", "o4"), people(56-n, ids, "o3", "o2"))
	}
	for _, c := range []struct {
		check       string
		given       []survey.Answers
		least, most int // rounds in which many may be said
	}{
		{release.Straight, straightLiners(11), 0, rounds * 5 / 100},
		{release.Straight, straightLiners(33), rounds * 80 / 100, rounds},
		{release.Contradiction, yesSayers(7), 0, rounds * 5 / 100},
		{release.Contradiction, yesSayers(28), rounds * 80 / 100, rounds},
	} {
		words := map[string]int{}
		for round := range uint64(rounds) {
			words[assess(b, nil, mixed(t, b, round, submissions(4, c.given)))[c.check]]++
		}
		if many := words["many"]; many < c.least || many > c.most {
			t.Errorf("of %d rounds %s is %v; many may be %d to %d", rounds, c.check, words, c.least, c.most)
		}
	}
}
