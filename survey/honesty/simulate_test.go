package honesty

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

// crowd answers the core battery in sessions, as people do who have something in common with those
// in the same room.
//
// Behind each answer is a normal number that is cut into steps. A twentieth of its variance is
// between sessions (an intra-class correlation of .05), half of that in all questions alike and
// half in each question by itself; 15 % is between persons in all questions alike. Of every ten
// answers to a question about one is no step.
type crowd struct {
	battery *survey.Battery
	rnd     *rand.Rand
	answers []survey.Submission
}

// Where the normal number is cut: on four steps 15, 30, 35 and 20 %, on three 25, 35 and 40 %.
var cuts = map[int][]float64{4: {-1.036, -0.126, 0.842}, 3: {-0.674, 0.253}}

// session adds the answers of n people. A biased question is answered one step more favourably than
// it would have been by everybody who is not at the top already.
func (c *crowd) session(s survey.Submission, n int, biased func(survey.Question) bool) {
	normal := func(variance float64) float64 { return c.rnd.NormFloat64() * math.Sqrt(variance) }
	room, about := normal(0.025), map[string]float64{}
	for _, q := range c.battery.Questions {
		about[q.ID] = normal(0.025)
	}
	s.Tag = fmt.Sprintf("session %d %d", len(c.answers), c.rnd.Uint64())
	for range n {
		s.Answers = survey.Answers{}
		person := normal(0.15)
		for _, q := range c.battery.Questions {
			if q.Kind != survey.Scale || c.rnd.Float64() < 0.1 {
				continue
			}
			chosen := cut(q.Steps(), room+about[q.ID]+person+normal(0.80))
			if biased(q) {
				chosen = min(chosen+1, q.Steps())
			}
			if q.Reverse {
				chosen = q.Steps() + 1 - chosen
			}
			s.Answers[q.ID] = []string{fmt.Sprintf("o%d", chosen)}
		}
		c.answers = append(c.answers, s)
	}
}

func cut(steps int, x float64) int {
	step := 1
	for _, at := range cuts[steps] {
		if x > at {
			step++
		}
	}
	return step
}

// mixed is the answers as the seal mixes them, all but those with several choices, which no check
// looks at person by person.
func mixed(t testing.TB, b *survey.Battery, seed uint64, answers []survey.Submission) []survey.Submission {
	t.Helper()
	mixing := treblock.Mixing{Percent: treblock.MixPercent, Random: rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})}
	list := slices.Clone(answers)
	for i := range list {
		if list[i].Answers = maps.Clone(list[i].Answers); list[i].Answers == nil {
			list[i].Answers = survey.Answers{}
		}
	}
	for _, q := range b.Questions {
		if q.Kind == survey.Multi {
			continue
		}
		table := q.Tables()[0]
		for i := range list {
			at, err := mixing.One(slices.Index(table.Columns, q.Column(table, list[i].Answers[q.ID])), len(table.Columns))
			if err != nil {
				t.Fatal(err)
			}
			if list[i].Answers[q.ID] = []string{table.Columns[at]}; table.Columns[at] == survey.Skip {
				delete(list[i].Answers, q.ID)
			}
		}
	}
	return list
}

func unbiased(survey.Question) bool { return false }

// twoChannels is a round with so many sessions of 8 to 20 answers by ambassadors, where questions
// are biased, and as many with staff in the room, where none is.
func twoChannels(b *survey.Battery, seed uint64, each int, biased func(survey.Question) bool) []survey.Submission {
	c := &crowd{battery: b, rnd: rand.New(rand.NewPCG(seed, 3))}
	for range each {
		c.session(survey.Submission{Channel: survey.Ambassador, Intervention: "OG028"}, 8+c.rnd.IntN(13), biased)
		c.session(survey.Submission{Channel: survey.Group, Intervention: "OG028"}, 8+c.rnd.IntN(13), unbiased)
	}
	return c.answers
}

// How often rounds are said to have a difference between two channels: where there is none in
// at most 5 %, where one channel's answers are a step more favourable in at least 80 %, be it in
// all questions with six sessions each or in one with eight.
func TestChannelFindsPlantedBias(t *testing.T) {
	b := core(t)
	var scales []string
	for _, q := range b.Questions {
		if q.Kind == survey.Scale {
			scales = append(scales, q.ID)
		}
	}
	rounds := tool.Some(100, 200)
	for name, c := range map[string]struct {
		each        int
		biased      func(round uint64, q survey.Question) bool
		least, most int // rounds that may be flagged
	}{
		"no question":   {6, func(uint64, survey.Question) bool { return false }, 0, rounds * 5 / 100},
		"all questions": {6, func(uint64, survey.Question) bool { return true }, rounds * 80 / 100, rounds},
		"one question": {
			8, func(round uint64, q survey.Question) bool { return q.ID == scales[round%uint64(len(scales))] }, rounds * 80 / 100, rounds,
		},
	} {
		t.Run(name, func(t *testing.T) {
			words := map[string]int{}
			for round := range uint64(rounds) {
				answers := twoChannels(b, round, c.each, func(q survey.Question) bool { return c.biased(round, q) })
				words[assess(b, nil, mixed(t, b, round, answers))[release.Channel]]++
			}
			if flagged := words["possible"] + words["clear"]; flagged < c.least || flagged > c.most || flagged+words["none"] != rounds {
				t.Errorf("of %d rounds they say %v; %d to %d may be flagged", rounds, words, c.least, c.most)
			}
		})
	}
}

// Where one channel has a few small sessions and the other many large ones, the means of the small
// ones lie farther out by chance alone. That must not look like a difference either.
func TestChannelWithUnequalSessions(t *testing.T) {
	rounds := tool.Some(60, 200)
	b := core(t)
	words := map[string]int{}
	for round := range uint64(rounds) {
		people := &crowd{battery: b, rnd: rand.New(rand.NewPCG(round, 4))}
		for range 4 {
			people.session(survey.Submission{Channel: survey.Ambassador}, 3+people.rnd.IntN(7), unbiased)
		}
		for range 10 {
			people.session(survey.Submission{Channel: survey.Group}, 15+people.rnd.IntN(16), unbiased)
		}
		words[assess(b, nil, mixed(t, b, round, people.answers))[release.Channel]]++
	}
	if flagged := rounds - words["none"]; flagged > rounds*5/100 {
		t.Errorf("of %d rounds without a difference they say %v", rounds, words)
	}
}

// Three sessions against three can be arranged in 20 ways and four against four in 70, so that
// nothing can be said however great the bias is. Five against five can in 252.
func TestChannelNeedsSessions(t *testing.T) {
	b := core(t)
	for round := range uint64(tool.Some(40, 200)) {
		for each := 3; each <= 5; each++ {
			checks := assess(b, nil, twoChannels(b, round, each, func(survey.Question) bool { return round%2 == 0 }))
			if said := checks[release.Channel] != release.TooFew; said != (each == 5) || said != (checks[release.ChannelSees] != release.TooFew) {
				t.Fatalf("round %d, %d sessions each: channel is %s and sees %s", round, each, checks[release.Channel], checks[release.ChannelSees])
			}
		}
	}
}
