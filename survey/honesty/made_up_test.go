package honesty

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

// habit is how people answer who do not make anything up.
type habit struct {
	steps    []float64 // shares of the four steps of a scale, the least favourable first
	straight float64   // of people who choose the same step all the way through
	skipping float64   // of people who leave out half of the questions or more
	empty    float64   // of people who leave out all
}

var everyday = habit{steps: []float64{0.10, 0.20, 0.40, 0.30}}

// answers returns what one person answers.
func (h habit) answers(b *survey.Battery, rnd *rand.Rand) survey.Answers {
	answers := survey.Answers{}
	missing, straight := 0.03, 0
	switch who := rnd.Float64(); {
	case who < h.empty:
		return answers
	case who < h.empty+h.skipping:
		missing = 0.5 + 0.5*rnd.Float64()
	case who < h.empty+h.skipping+h.straight:
		straight = 1 + pick(rnd, []float64{0.1, 0.2, 0.3, 0.4})
	}
	for _, q := range b.Questions {
		options := q.Options()
		switch {
		case rnd.Float64() < missing:
		case q.Kind == survey.Multi:
			chosen := rnd.Perm(q.Own)[:1+rnd.IntN(q.MostChosen())]
			slices.Sort(chosen)
			for _, i := range chosen {
				answers[q.ID] = append(answers[q.ID], options[i])
			}
		case q.Kind == survey.Choice:
			answers[q.ID] = []string{options[pick(rnd, []float64{0.5, 0.3, 0.2})]}
		case straight > 0:
			answers[q.ID] = []string{options[min(straight, q.Steps())-1]}
		default:
			step := max(0, pick(rnd, h.steps)-4+q.Steps())
			if q.Reverse {
				step = q.Steps() - 1 - step
			}
			answers[q.ID] = []string{options[step]}
		}
	}
	return answers
}

// pick draws an index with these shares.
func pick(rnd *rand.Rand, shares []float64) int {
	x := rnd.Float64()
	for i, share := range shares {
		if x -= share; x < 0 {
			return i
		}
	}
	return len(shares) - 1
}

// session is so many people with a habit, and so many copies of one form, as the seal mixes them.
func (h habit) session(t testing.TB, b *survey.Battery, seed uint64, people, copies int, form survey.Answers) []survey.Submission {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 7))
	var answers []survey.Submission
	for range people {
		answers = append(answers, survey.Submission{Tag: fmt.Sprint(seed), Answers: h.answers(b, rnd)})
	}
	for range copies {
		answers = append(answers, survey.Submission{Tag: fmt.Sprint(seed), Answers: form})
	}
	answers = mixed(t, b, seed, answers)
	mixing := treblock.Mixing{Percent: treblock.MixPercent, Random: rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), 1})}
	for _, q := range b.Questions {
		if q.Kind != survey.Multi {
			continue
		}
		status, options := q.Tables()[0].Columns, q.Options()
		for _, a := range answers {
			var chosen []int
			for _, value := range a.Answers[q.ID] {
				chosen = append(chosen, slices.Index(options, value))
			}
			at := slices.Index(status, q.Column(q.Tables()[0], a.Answers[q.ID]))
			at, chosen, err := mixing.Several(at, chosen, treblock.Several{Statuses: len(status), Options: q.Own, Most: q.MostChosen()})
			if err != nil {
				t.Fatal(err)
			}
			a.Answers[q.ID] = []string{status[at], fmt.Sprint(chosen)}
		}
	}
	return answers
}

// chanceOfALot is the probability that the lot is at least k.
func chanceOfALot(least int) float64 {
	if least <= 0 {
		return 1 - chanceOfALot(1-least)
	}
	return math.Pow(surest, -float64(least)) * surest / (surest + 1)
}

// chanceOfAWord is the probability that answers are said to look made up.
func chanceOfAWord(b *survey.Battery, answers []survey.Submission) float64 {
	return chanceOfALot(leastMadeUp - tooAlike(whoWereAsked(b.Questions, answers)))
}

// Copies of one form, and empty forms, are found in at least 80 of 100 rounds, from the number on
// that MadeUp names.
func TestMadeUpFindsCopies(t *testing.T) {
	b := core(t)
	rounds := tool.Some(30, 60)
	for _, c := range []struct{ sessions, size, copies int }{{1, 18, 13}, {1, 30, 18}, {1, 100, 38}, {2, 10, 9}} {
		for name, form := range map[string]func(round uint64) survey.Answers{
			"copies": func(round uint64) survey.Answers { return everyday.answers(b, rand.New(rand.NewPCG(round, 9))) },
			"empty":  func(uint64) survey.Answers { return survey.Answers{} },
		} {
			found := 0.0
			for round := range uint64(rounds) {
				var answers []survey.Submission
				for s := range c.sessions {
					answers = append(answers, everyday.session(t, b, round*2+uint64(s), c.size-c.copies, c.copies, form(round))...)
				}
				found += chanceOfAWord(b, answers)
			}
			found *= 100 / float64(rounds)
			if t.Logf("%+v, %s: found in %.1f %%", c, name, found); found < 80 {
				t.Errorf("%+v, %s: found in %.1f %%", c, name, found)
			}
		}
	}
}

// People who answer honestly are said to have made something up in at most 1 of 100 rounds of ten
// sessions of every size, even if many always choose the best, the same all the way through, or
// next to nothing; in 2 where nearly half hand in next to nothing.
func TestMadeUpLetsPeopleBe(t *testing.T) {
	b := core(t)
	favourable := func(best float64) []float64 { return []float64{0.05, 0.05, 0.9 - best, best} }
	for _, c := range []struct {
		name  string
		habit habit
		most  float64 // of 100 rounds
	}{
		{"everyday", everyday, 1},
		{"60 % best", habit{steps: favourable(0.60)}, 1},
		{"75 % best", habit{steps: favourable(0.75)}, 1},
		{"20 % the same all the way", habit{steps: everyday.steps, straight: 0.20}, 1},
		{"35 % the same all the way", habit{steps: everyday.steps, straight: 0.35}, 1},
		{"20 % skip most, 5 % all", habit{steps: everyday.steps, skipping: 0.20, empty: 0.05}, 1},
		{"15 % the same, 15 % skip most, 5 % all", habit{everyday.steps, 0.15, 0.15, 0.05}, 1},
		{"35 % skip most, 10 % all", habit{steps: everyday.steps, skipping: 0.35, empty: 0.10}, 2},
	} {
		const rounds = 30
		alarms := 0.0
		for round := range uint64(rounds) {
			var answers []survey.Submission
			for i, size := range []int{3, 5, 8, 10, 12, 15, 18, 20, 25, 40} {
				answers = append(answers, c.habit.session(t, b, round*10+uint64(i), size, 0, nil)...)
			}
			alarms += chanceOfAWord(b, answers)
		}
		alarms *= 100.0 / rounds
		if t.Logf("%s: alarms in %.2f of 100 rounds", c.name, alarms); alarms > c.most {
			t.Errorf("%s: alarms in %.2f of 100 rounds, more than %.0f", c.name, alarms, c.most)
		}
	}
}

// Whatever the other rows are, one that is changed, added or left out changes their number by one
// at most. The rows are short, so that some are alike to hardly any others and some to nearly all.
func TestOneRowMovesByOne(t *testing.T) {
	b := &survey.Battery{}
	for i := range 5 {
		b.Questions = append(b.Questions, survey.Question{ID: fmt.Sprint(i)})
	}
	moved := 0
	for seed := range uint64(3000) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		somebody := func() survey.Submission {
			s := survey.Submission{Answers: survey.Answers{}}
			for _, q := range b.Questions {
				s.Answers[q.ID] = []string{fmt.Sprint(rnd.IntN(1 + int(seed%4)))}
			}
			return s
		}
		var answers []survey.Submission
		for range 2 + rnd.IntN(14) {
			answers = append(answers, somebody())
		}
		before := tooAlike(whoWereAsked(b.Questions, answers))
		for range 5 {
			answers[0] = somebody()
			after := tooAlike(whoWereAsked(b.Questions, answers))
			if after != before {
				moved++
			}
			if max(after-before, before-after) > 1 {
				t.Fatalf("seed %d: one row moves the number from %d to %d", seed, before, after)
			}
		}
		if without := tooAlike(whoWereAsked(b.Questions, answers[1:])); max(without-before, before-without) > 1 {
			t.Fatalf("seed %d: without a row the number is %d, not %d", seed, without, before)
		}
	}
	if moved < 500 {
		t.Errorf("a row moved the number only %d times", moved)
	}
}

// Whatever the number is, no word is more than four times likelier with one row than with another,
// and so nobody who held two for as likely is more than 80 % sure.
func TestTheWordTakesNoRow(t *testing.T) {
	most := 1.0
	for _, all := range []int{18, 60, 900} {
		for suspect := range 120 {
			one, other := chances(suspect, all), chances(suspect+1, all)
			for word := range one {
				ratio := max(one[word]/other[word], other[word]/one[word])
				if most = max(most, ratio); ratio > surest+epsilon {
					t.Errorf("of %d answers, %s is %.3f times likelier with %d than with %d", all, word, ratio, suspect, suspect+1)
				}
			}
		}
	}
	t.Logf("a word is at most %.3f times likelier with one row than with another: %.1f %% sure of the two", most, 100*most/(1+most))
	if most < surest-epsilon {
		t.Errorf("the bound of %d is not met, but %.3f", surest, most)
	}
}

// chances returns how likely each word is when so many of all look made up. Lots beyond 200 are
// left out: they are never drawn.
func chances(suspect, all int) map[string]float64 {
	words := map[string]float64{}
	for k := -200; k <= 200; k++ {
		words[madeUpWord(suspect+k, all)] += math.Pow(surest, -math.Abs(float64(k))) * (surest - 1) / (surest + 1)
	}
	return words
}

// Lots have the probabilities that are promised of them.
func TestLot(t *testing.T) {
	random := rand.NewChaCha8([32]byte{3})
	const draws = 20_000
	drawn := map[int]int{}
	for range draws {
		k, err := lot(random)
		if err != nil {
			t.Fatal(err)
		}
		drawn[k]++
	}
	for k := -3; k <= 3; k++ {
		want := draws * (chanceOfALot(k) - chanceOfALot(k+1))
		if got := float64(drawn[k]); math.Abs(got-want) > 4*math.Sqrt(want) {
			t.Errorf("%d is drawn %.0f times, want about %.0f", k, got, want)
		}
	}
	if _, err := lot(strings.NewReader("")); err == nil {
		t.Error("a lot was drawn of nothing")
	}
}

// The words, of what was announced as well.
func TestMadeUp(t *testing.T) {
	b := core(t)
	people := whoWereAsked(b.Questions, everyday.session(t, b, 1, 60, 0, nil))
	copies := everyday.session(t, b, 2, 1, 39, survey.Answers{})
	for name, c := range map[string]struct {
		answers     []Person
		unannounced int
		want        string
	}{
		"people":                  {people, 0, "none"},
		"copies":                  {append(people, whoWereAsked(b.Questions, copies)...), 0, "many"},
		"a few more than planned": {people, 1, "none"},
		"three times as many":     {people, 40, "many"},
		"few among many":          {people, 5, "some"},
		"a short form":            {whoWereAsked(b.Questions[:minQuestions-1], copies), 0, release.TooFew},
		"nobody":                  {nil, 0, release.TooFew},
	} {
		words := map[string]int{}
		random := rand.NewChaCha8([32]byte{5})
		for range 100 {
			word, err := MadeUp(c.answers, c.unannounced, random)
			if err != nil {
				t.Fatal(err)
			}
			words[word]++
		}
		if words[c.want] < 70 {
			t.Errorf("%s: the word is %v, want %s", name, words, c.want)
		}
	}
	if _, err := MadeUp(nil, 0, strings.NewReader("")); err == nil {
		t.Error("there is a word without lots")
	}
}

// Near the line between two words chance says which it is.
func TestMadeUpIsMovedByALot(t *testing.T) {
	b := core(t)
	answers := whoWereAsked(b.Questions, everyday.session(t, b, 1, 60, 0, nil))
	random := rand.NewChaCha8([32]byte{6})
	for _, unannounced := range []int{leastMadeUp - 1, leastMadeUp} {
		words := map[string]int{}
		for range 200 {
			word, err := MadeUp(answers, unannounced, random)
			if err != nil {
				t.Fatal(err)
			}
			words[word]++
		}
		if words["none"] < 10 || words["some"] < 10 {
			t.Errorf("with %d too many the words are %v", unannounced, words)
		}
	}
}
