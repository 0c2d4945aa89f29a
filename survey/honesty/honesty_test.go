package honesty

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/release"
)

func core(t testing.TB) *survey.Battery {
	t.Helper()
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		if b.Ref() == "core@1" {
			return b
		}
	}
	t.Fatal("there is no core battery")
	return nil
}

// question returns a question of the battery, which must be there.
func question(t testing.TB, b *survey.Battery, id string) survey.Question {
	t.Helper()
	q, there := b.Question(id)
	if !there {
		t.Fatalf("there is no question %s", id)
	}
	return q
}

// without returns the battery without a question.
func without(b *survey.Battery, id string) *survey.Battery {
	less := *b
	less.Questions = slices.DeleteFunc(slices.Clone(b.Questions), func(q survey.Question) bool { return q.ID == id })
	return &less
}

// submissions puts answers into so many sessions, one after the other.
func submissions(sessions int, answers []survey.Answers) []survey.Submission {
	var list []survey.Submission
	for i, a := range answers {
		list = append(list, survey.Submission{Tag: fmt.Sprint(i % sessions), Answers: a})
	}
	return list
}

// assess makes the checks of answers that were mixed as they are in the seal.
func assess(b *survey.Battery, parts []release.Part, answers []survey.Submission) release.Checks {
	return Assess(mixedRelease(b), b, parts, whoWereAsked(b.Questions, answers))
}

// whoWereAsked are people who gave these answers and were asked these questions.
func whoWereAsked(questions []survey.Question, answers []survey.Submission) []Person {
	var list []Person
	for _, a := range answers {
		list = append(list, Person{a, questions})
	}
	return list
}

// gathered adds up the scores of sessions in which everybody was asked these questions.
func gathered(questions []survey.Question, answers []survey.Submission) []session {
	people := whoWereAsked(questions, answers)
	return gather(questions, people, score(questions, people))
}

// blank is n answers that leave everything out.
func blank(n int) []survey.Answers { return make([]survey.Answers, n) }

// near compares numbers that were computed in another order than by hand.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func allNear(a, b []float64) bool { return slices.EqualFunc(a, b, near) }

// With 29 answers, or 3 sessions, nothing is said, whatever was released.
func TestAssessNeedsAnswersAndSessions(t *testing.T) {
	b := core(t)
	parts := releasedOf(b, 120, nil)
	for _, c := range []struct {
		answers, sessions int
		want              string
	}{{30, 4, "none"}, {29, 4, release.TooFew}, {30, 3, release.TooFew}} {
		checks := assess(b, parts, submissions(c.sessions, blank(c.answers)))
		if checks[release.Ceiling] != c.want {
			t.Errorf("%d answers of %d sessions: ceiling is %s, want %s", c.answers, c.sessions, checks[release.Ceiling], c.want)
		}
		for name, word := range checks {
			if c.want == release.TooFew && word != release.TooFew {
				t.Errorf("%d answers of %d sessions: %s is %s", c.answers, c.sessions, name, word)
			}
		}
	}
}

// Every check has a word of its own list, with answers to everything as without any.
func TestAssessSaysKnownWords(t *testing.T) {
	b := core(t)
	answered := twoChannels(b, 1, 6, unbiased)
	for name, checks := range map[string]release.Checks{
		"answered": assess(b, releasedOf(b, 120, nil), answered),
		"blank":    assess(b, nil, submissions(4, blank(30))),
		"none":     assess(b, nil, nil),
	} {
		if len(checks) != len(release.Categories) {
			t.Errorf("%s: there are %d checks, want %d", name, len(checks), len(release.Categories))
		}
		for check, word := range checks {
			known := slices.Contains(release.Categories[check], word)
			if !known && word != release.TooFew || name == "answered" != known {
				t.Errorf("%s: %s is %q", name, check, word)
			}
		}
	}
}

// The order in which answers are read out of a file says nothing: p is the same, with so many
// arrangements (12,870 of 8 sessions against 8) that they are drawn.
func TestAssessIgnoresOrder(t *testing.T) {
	b := core(t)
	answers := mixed(t, b, 5, twoChannels(b, 5, 8, unbiased))
	p := func(answers []survey.Submission) float64 {
		c := compare(counterparts(gathered(b.Questions[:3], answers)))
		if c.arrangements() <= maxExact {
			t.Fatal("the arrangements are not drawn")
		}
		return c.pValue()
	}
	checks, first := assess(b, nil, answers), p(answers)
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 5 {
		rnd.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
		if again := p(answers); again != first {
			t.Errorf("p is %v and in another order %v", first, again)
		}
		if again := assess(b, nil, answers); !maps.Equal(again, checks) {
			t.Errorf("the checks are %v and in another order %v", checks, again)
		}
	}
}

// Only a step that was chosen counts as one: not an option beside the scale, nor one that the scale
// does not have.
func TestStep(t *testing.T) {
	b := core(t)
	k16, d1 := question(t, b, "K16"), question(t, b, "D1")
	for value, want := range map[string]int{"o1": 1, "o4": 4, "o5": 0, "o0": 0, "dk": 0, "na": 0, "": 0, "4": 0} {
		if got := step(k16, survey.Answers{"K16": {value}}); got != want {
			t.Errorf("%q is step %d, want %d", value, got, want)
		}
	}
	if step(k16, nil) != 0 || step(k16, survey.Answers{"K16": {"o1", "o2"}}) != 0 || step(d1, survey.Answers{"D1": {"o1"}}) != 0 {
		t.Error("what is not one step of a scale counts as one")
	}
}

// A region with 600 sessions, 10,000 answers and all channels.
func BenchmarkAssess(b *testing.B) {
	battery := core(b)
	c := &crowd{battery: battery, rnd: rand.New(rand.NewPCG(1, 3))}
	for i := range 600 {
		channel := survey.Channels[i%len(survey.Channels)]
		c.session(survey.Submission{Channel: channel, Intervention: fmt.Sprint(i / 12)}, 16+i%3/2, unbiased)
	}
	parts := releasedOf(battery, 9_999, nil)
	for b.Loop() {
		assess(battery, parts, c.answers)
	}
}
