package honesty

import (
	"maps"
	"math/rand/v2"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/treblock"
)

// sealed returns the parts of a release of 120 people, mixed and rounded as the seal does it: eight
// blocks of 15 with base 3 and six of 20 with base 5. The shares of the columns of a question are
// those of the people; where none are given, everybody gave the first.
func sealed(t testing.TB, b *survey.Battery, rnd *rand.Rand, shares func(q survey.Question) []float64) []release.Part {
	t.Helper()
	mixing := treblock.Mixing{Percent: treblock.MixPercent, Random: rand.NewChaCha8([32]byte{byte(rnd.Uint64()), byte(rnd.Uint64())})}
	parts := partsOf(b, 0, nil)
	for i, size := range []int{15, 20} {
		for range 120 / size {
			parts[i].Blocks = append(parts[i].Blocks, release.Block{Step: 6, Region: "05", N: size, Q: map[string][]int{}})
		}
		parts[i].Blocks = parts[i].Blocks[1:]
		for _, id := range parts[i].Questions {
			q := question(t, b, id)
			given := dealt(len(q.Tables()[0].Columns), shares(q))
			rnd.Shuffle(len(given), func(x, y int) { given[x], given[y] = given[y], given[x] })
			for j, block := range parts[i].Blocks {
				counts := make([]int, len(q.Tables()[0].Columns))
				for _, answer := range given[j*size : (j+1)*size] {
					at, err := mixing.One(answer, len(counts))
					if err != nil {
						t.Fatal(err)
					}
					counts[at]++
				}
				block.Q[id] = treblock.Round(counts, parts[i].Base, rnd.IntN(parts[i].Base))
			}
		}
	}
	return parts
}

// dealt returns 120 answers, as columns, in these shares; what is left over is the first column.
func dealt(columns int, shares []float64) []int {
	var given []int
	for column := range columns {
		for range int(120*append(shares, make([]float64, columns)...)[column] + 0.5) {
			given = append(given, column)
		}
	}
	for len(given) < 120 {
		given = append(given, 0)
	}
	return given
}

// Rounds of 120 people where a word is plainly right: what it may be confused with comes out in at
// most 5 %, or it in at least 80 %. Columns are the steps, dk where it is offered, na and skip.
func TestReleasedGiveTheWordsOfThoseGiven(t *testing.T) {
	b := core(t)
	rounds := tool.Some(40, 100)
	scales := func(rest ...float64) func(survey.Question) []float64 {
		return func(q survey.Question) []float64 {
			if q.Kind != survey.Scale || q.Steps() != 4 {
				return []float64{0.3, 0.4, 0.3}
			}
			if q.Reverse {
				return []float64{rest[3], rest[2], rest[1], rest[0]}
			}
			return rest
		}
	}
	missing := func(of func(q survey.Question) float64) func(survey.Question) []float64 {
		return func(q survey.Question) []float64 {
			shares := make([]float64, len(q.Tables()[0].Columns))
			shares[len(shares)-1] = of(q)
			shares[0] = 1 - of(q)
			return shares
		}
	}
	in := func(id string, shares ...float64) func(survey.Question) []float64 {
		return func(q survey.Question) []float64 {
			if q.ID == id {
				return shares
			}
			return nil
		}
	}
	for _, c := range []struct {
		name, check string
		shares      func(survey.Question) []float64
		want        string
		least       int // percent of the rounds
	}{
		{"50 % at the best step of all", release.Ceiling, scales(0.15, 0.15, 0.20, 0.50), "none", 95},
		{"15, 30, 35 and 20 % in all", release.Ceiling, scales(0.15, 0.30, 0.35, 0.20), "none", 95},
		{"97 % at the best step of all", release.Ceiling, scales(0, 0, 0.03, 0.97), "many", 80},
		{"two steps in use in all", release.Ceiling, scales(0, 0.5, 0.5, 0), "many", 80},
		{"5 % missing everywhere", release.Nonresponse, missing(func(survey.Question) float64 { return 0.05 }), "low", 95},
		{"15 % missing everywhere", release.Nonresponse, missing(func(survey.Question) float64 { return 0.15 }), "high", 80},
		{"35 % missing once", release.Nonresponse, missing(func(q survey.Question) float64 {
			if q.ID == "K12" {
				return 0.35
			}
			return 0.02
		}), "some", 80},
		{"10 % had help", release.Help, in("Q1", 0.90, 0.10), "few", 95},
		{"35 % had help", release.Help, in("Q1", 0.65, 0.35), "some", 80},
		{"20 % had answers chosen", release.Help, in("Q1", 0.80, 0, 0.20), "many", 80},
		{"all could be honest", release.Frank, in("Q2", 0, 0, 0.5, 0.5), "most", 95},
		{"60 % could be honest", release.Frank, in("Q2", 0.2, 0.2, 0.3, 0.3), "low", 95},
	} {
		words := map[string]int{}
		rnd := rand.New(rand.NewPCG(1, 5))
		for range rounds {
			words[assess(b, sealed(t, b, rnd, c.shares), submissions(4, blank(30)))[c.check]]++
		}
		if words[c.want] < rounds*c.least/100 {
			t.Errorf("%s: of %d rounds %s is %v; want %s in %d %%", c.name, rounds, c.check, words, c.want, c.least)
		}
	}
}

// Whoever knows every mixed answer but one, and sees the words, is never surer of what that person
// gave than mixing allows, and can rule out none. The worlds go through every number of people who
// chose the same step, and who agree with both sides, so that the words turn on the one person.
func TestWordsTakeNoAnswer(t *testing.T) {
	b := core(t)
	often := []string{"K07", "K14", "K15", "K17", "K18"}
	turned := map[string]int{}
	for id, world := range map[string]func(n int) []survey.Answers{
		"K07": func(n int) []survey.Answers {
			return append(people(n, often, "o2", "o2", "o2", "o2", "o2"), people(150-n, often, "o3", "o2", "o2", "o1", "o3")...)
		},
		"K12": func(n int) []survey.Answers {
			return append(people(n, []string{"K12", "K15"}, "o4", "o4"), people(75-n, []string{"K12", "K15"}, "o3", "o1")...)
		},
	} {
		q := question(t, b, id)
		table := q.Tables()[0]
		for n := 1; n < 50; n++ {
			answers := submissions(4, world(n))
			by := map[string][]int{} // the words, and after which mixed answers of the first person they come out
			for at, column := range table.Columns {
				one := maps.Clone(answers[0].Answers)
				if one[id] = []string{column}; column == survey.Skip {
					delete(one, id)
				}
				checks := assess(b, nil, append([]survey.Submission{{Tag: "0", Answers: one}}, answers[1:]...))
				words := checks[release.Straight] + " " + checks[release.Contradiction]
				by[words] = append(by[words], at)
			}
			turned[id] += len(by) - 1
			for words, after := range by {
				least, most := posteriors(len(table.Columns), after)
				if most > 1-0.2+0.2/float64(len(table.Columns))+epsilon || least < 0.02 {
					t.Errorf("%d people, %s: after %s an answer is as sure as %v, and one as unlikely as %v", n, id, words, most, least)
				}
			}
		}
	}
	for id, n := range turned {
		if n == 0 {
			t.Errorf("no word turns on an answer to %s", id)
		}
	}
}

// posteriors returns the chances of the least and of the most likely given answer of so many, all
// as likely before, when the mixed one is known to be among some.
func posteriors(legal int, mixed []int) (least, most float64) {
	q := float64(treblock.MixPercent) / 100
	chance := make([]float64, legal)
	total := 0.0
	for given := range chance {
		for _, at := range mixed {
			chance[given] += q / float64(legal)
			if at == given {
				chance[given] += 1 - q
			}
		}
		total += chance[given]
	}
	least = 1
	for _, c := range chance {
		least, most = min(least, c/total), max(most, c/total)
	}
	return least, most
}
