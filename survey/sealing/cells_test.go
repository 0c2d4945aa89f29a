package sealing

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/honesty"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// ladders turn a word, one person after the other: what each answers instead. Later says that the
// person came to another session than the first of the intervention and channel.
var ladders = map[string]func(b *survey.Battery, a survey.Submission, later bool) survey.Answers{
	release.Contradiction: func(*survey.Battery, survey.Submission, bool) survey.Answers {
		return survey.Answers{"K12": {"o4"}, "K15": {"o1"}}
	},
	release.Straight: func(*survey.Battery, survey.Submission, bool) survey.Answers {
		return survey.Answers{"K07": {"o2"}, "K14": {"o2"}, "K15": {"o2"}, "K17": {"o2"}, "K18": {"o2"}}
	},
	release.Channel: func(_ *survey.Battery, a survey.Submission, _ bool) survey.Answers {
		if a.Channel == survey.Ambassador {
			return survey.Answers{"K01": {"o3"}}
		}
		return survey.Answers{"K01": {"o1"}}
	},
	release.ChannelSees: func(b *survey.Battery, _ survey.Submission, later bool) survey.Answers {
		all := survey.Answers{}
		for _, q := range scales(b) {
			if best := q.Options()[:q.Steps()]; later == q.Reverse {
				all[q.ID] = best[len(best)-1:]
			} else {
				all[q.ID] = best[:1]
			}
		}
		return all
	},
}

// A word of how far answers can be relied on takes no value from a cell and no option from a
// person, even where it stands at its threshold, so that one person's answers more or less turn it,
// and for somebody who knows all released tables, the word, its formula and its threshold: for each
// cell three true counts are in worlds of mixed answers that fit all tables and have the same words,
// and for each person all options are.
//
// The walk is over the answers to the scale questions of which the word is made: straight,
// contradiction, channel or channel_sees; the other three stay the same too. Ceiling, nonresponse,
// help and frank follow from the released counts alone and add nothing to them. MadeUp is moved by a
// lot that can move it as far as you like, so that each of its words is possible in every world.
//
// The other words take up to a minute each, and are walked when FRAGEBATTERI_WORLDS asks for many
// worlds.
func TestWordsTakeNoValueFromACell(t *testing.T) {
	checks, sides := slices.Sorted(maps.Keys(ladders)), []bool{false, true}
	if worlds(t, 1, 1) == 1 {
		checks, sides = []string{release.Contradiction}, sides[1:] // the word that needs the fewest answers
	}
	for _, check := range checks {
		for _, turned := range sides {
			t.Run(fmt.Sprintf("%s, turned %t", check, turned), func(t *testing.T) {
				w := newCells(t, check, turned)
				for _, missed := range w.walk(w.words) {
					t.Error(missed)
				}
			})
		}
	}
}

// The same walk finds what a word takes that says a count.
func TestAnExactWordTakesACell(t *testing.T) {
	w := newCells(t, release.Contradiction, false)
	w.questions = slices.DeleteFunc(w.questions, func(q *cellQuestion) bool { return q.ID != "K12" })
	exact := func() string {
		return fmt.Sprint(w.questions[0].tables[0].counts[3])
	}
	if missed := w.walk(exact); !slices.Contains(missed, "K12, block 0: o4 has 1 possible counts") {
		t.Errorf("the word says how many answered o4 to K12 in block 0, and that is not found")
	}
}

// cells are the worlds of mixed answers that fit the tables of a sealed county.
type cells struct {
	*testing.T
	battery   *survey.Battery
	release   release.Release
	part      *partBuilder // the plain part, whose answers the words are about
	questions []*cellQuestion
	dice      *rand.Rand
}

// newCells seals a county in which a word stands at its threshold: it has just turned, or would
// with one more person. The county is the same in every run.
func newCells(t *testing.T, check string, turned bool) *cells {
	t.Helper()
	c := newCounty(t, 0)
	for _, intervention := range []string{"P1", "P2", "P3"} {
		for i := range 4 {
			c.gather(gathering{municipality: "0580", intervention: intervention, timing: survey.Before, people: 12,
				channel: []survey.Channel{survey.Ambassador, survey.Group}[i%2]})
		}
	}
	w := &cells{T: t, battery: c.file.Batteries[0], dice: rand.New(rand.NewPCG(0, 5))}
	w.release = release.Release{Method: release.Method, Mixed: treblock.MixPercent, K: c.file.Round.K, Honesty: release.Honesty{}}
	random := rand.NewChaCha8([32]byte{})
	answers := c.opened().answers[w.battery.Ref()]
	for i := range answers {
		var err error
		answers[i].Answers, err = mixAnswers(survey.Set{w.battery}.Form(survey.NoTiming), answers[i].Answers, random)
		must(t, err)
	}
	w.release.Batteries = []release.Battery{release.BatteryOf(w.battery)}
	rungs := w.rungs(check, answers)
	w.climb(check, turned, answers, rungs)
	w.release.Batteries = nil
	parts := c.counted(&w.release, ofOne(w.battery, answers), random).parts
	w.part = parts[0]
	for _, p := range parts {
		for _, q := range scales(p.battery) {
			if slices.Contains(p.Questions, q.ID) && w.dependsOn(check, q) {
				w.questions = append(w.questions, newCellQuestion(p, q))
			}
		}
	}
	if turned {
		w.lean(rungs)
	}
	return w
}

func scales(b *survey.Battery) []survey.Question {
	return slices.DeleteFunc(slices.Clone(b.Questions), func(q survey.Question) bool { return q.Kind != survey.Scale })
}

// dependsOn reports whether a word is made of the answers to a scale question.
func (w *cells) dependsOn(check string, q survey.Question) bool {
	switch check {
	case release.Contradiction:
		return slices.ContainsFunc(w.battery.Pairs, func(pair [2]string) bool { return q.ID == pair[0] || q.ID == pair[1] })
	case release.Straight:
		return q.Scale == "often"
	}
	return true
}

// rungs are what people are to answer on a ladder, by the tag of their session.
func (w *cells) rungs(check string, answers []row) map[string]survey.Answers {
	rungs, first := map[string]survey.Answers{}, map[string]string{} // first sessions, by intervention and channel
	for _, a := range answers {
		at := a.Intervention + string(a.Channel)
		if first[at] == "" {
			first[at] = a.Tag
		}
		rungs[a.Tag] = ladders[check](w.battery, a.Submission, a.Tag != first[at])
	}
	return rungs
}

// climb gives one person after the other the answers of a ladder, until the word turns.
func (w *cells) climb(check string, turned bool, answers []row, rungs map[string]survey.Answers) {
	w.Helper()
	word := func() string { return honesty.Assess(w.release, w.battery, nil, people(w.battery, answers))[check] }
	before := word()
	for _, a := range answers {
		was := maps.Clone(a.Answers)
		maps.Copy(a.Answers, rungs[a.Tag])
		if after := word(); after != before {
			w.Logf("%s turns from %s to %s", check, before, after)
			if !turned {
				clear(a.Answers)
				maps.Copy(a.Answers, was)
			}
			return
		}
	}
	w.Fatalf("%s stays %s", check, before)
}

// lean leads to a world that fits the tables and has the same words, but stands higher on the
// ladder, and lets walks begin from there: where a word has only just turned nearly every random
// step turns it back.
func (w *cells) lean(rungs map[string]survey.Answers) {
	want := w.words()
	for _, q := range w.questions {
		if q.lean(rungs, w.dice); w.words() != want {
			q.undo()
		}
		q.begin()
	}
}

// words are what the checks say of the world, but those that follow from the released counts alone.
func (w *cells) words() string {
	return fmt.Sprint(honesty.Assess(w.release, w.battery, nil, people(w.battery, w.part.answers)))
}

// restart is after how many steps, on average, a walk begins again where it began: what it changes at
// random may lead to where the threshold is met again and again, and takes away what leaning has won;
// some answers are only found far from where it began.
const restart = 6

// patience is after how many steps that reach nothing new a walk ends.
const patience = 600

// walk goes from world to world, all of which fit the tables and have the same words, until nothing
// is left to reach. It returns what it has not reached, a line for each cell and person.
func (w *cells) walk(words func() string) (missed []string) {
	want := words()
	steps, least, latest := 0, math.MaxInt, 0
	for ; steps < latest+patience; steps++ {
		left, restarts := 0, w.dice.IntN(restart) == 0
		for _, q := range w.questions {
			left += q.step(w.dice)
		}
		if left == 0 {
			break
		}
		if left < least {
			least, latest = left, steps
		}
		for _, i := range w.dice.Perm(len(w.questions)) {
			if !w.questions[i].changed() {
				continue
			}
			if words() == want {
				break
			}
			w.questions[i].undo()
		}
		for _, q := range w.questions {
			q.record()
			q.keep()
			if restarts {
				q.restart()
			}
		}
	}
	for _, q := range w.questions {
		missed = append(missed, q.missed()...)
	}
	w.Logf("%d steps", steps)
	return missed
}
