package honesty

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

func TestFavourable(t *testing.T) {
	b := core(t)
	for id, want := range map[string][]float64{"K12": {0, 1, 2, 3}, "K15": {3, 2, 1, 0}, "K01": {0, 1.5, 3}} {
		q := question(t, b, id)
		var got []float64
		for s := 1; s <= q.Steps(); s++ {
			got = append(got, favourable(q, s))
		}
		if !allNear(got, want) {
			t.Errorf("the steps of %s are %v, want %v", id, got, want)
		}
	}
}

// Three people: K12 answered 3, 1 and not at all, with a mean of 2; K15 answered 0, not at all and
// 1, with a mean of ½. Their indices are ((3−2)+(0−½))/2 = ¼, (1−2)/1 = −1 and (1−½)/1 = ½. A
// fourth says nothing.
func TestScore(t *testing.T) {
	b := core(t)
	questions := []survey.Question{question(t, b, "K12"), question(t, b, "K15")}
	scores := score(questions, whoWereAsked(questions, submissions(1, []survey.Answers{
		{"K12": {"o4"}, "K15": {"o4"}}, {"K12": {"o2"}, "K15": {"dk"}}, {"K15": {"o3"}}, {},
	})))
	if questions := scores[0][:2]; questions[0] != (moments{1, 3, 9}) || questions[1] != (moments{1, 0, 0}) || scores[1][1] != (moments{}) {
		t.Errorf("scores are %v", scores)
	}
	for person, want := range []moments{{1, 0.25, 0.0625}, {1, -1, 1}, {1, 0.5, 0.25}, {}} {
		if got := scores[person][2]; got != want {
			t.Errorf("the index of person %d is %v, want %v", person, got, want)
		}
	}
}

// A session adds up to its people, whatever order they come in, and sessions come in order of
// intervention and timing.
func TestGather(t *testing.T) {
	b := core(t)
	at := func(tag, intervention string, timing survey.Timing, step string) survey.Submission {
		return survey.Submission{Tag: tag, Intervention: intervention, Timing: timing, Answers: survey.Answers{"K12": {step}}}
	}
	answers := []survey.Submission{
		at("a", "OG030", survey.Before, "o1"), at("d", "OG028", survey.Before, "o2"), at("c", "OG028", survey.After, "o3"),
		at("b", "OG028", survey.Before, "dk"), at("d", "OG028", survey.Before, "o4"),
	}
	sessions := gathered([]survey.Question{question(t, b, "K12")}, answers)
	var got []string
	for _, s := range sessions {
		got = append(got, fmt.Sprint(s.tag, s.items[0]))
	}
	if want := []string{"c{1 2 4}", "b{0 0 0}", "d{2 4 10}", "a{1 0 0}"}; !slices.Equal(got, want) {
		t.Errorf("sessions are %v, want %v", got, want)
	}
}

// Of 20 people 16 have a step of K12, with 4 of 7 legal answers: on average .2·20·4/7 = 16/7 were
// put in, and 6/7 of the steps were chosen. Where there are no steps nothing is left of a
// difference.
func TestKept(t *testing.T) {
	b := core(t)
	questions := []asked{ask(mixedRelease(b), question(t, b, "K12"))}
	for counted, want := range map[float64]float64{8: 6.0 / 7, 0: 0, 1: 0} {
		one := session{asked: []float64{10}, items: []moments{{n: counted}, {}}}
		if got := kept(questions, []session{one, one}); !near(got, want) {
			t.Errorf("of %v steps of 10 people each %v is kept, want %v", counted, got, want)
		}
	}
}

// What is kept of a difference is what mixing leaves of it in the index: of the same people in 60
// sessions, mixed and as they answered.
func TestKeptIsWhatMixingLeaves(t *testing.T) {
	b := core(t)
	questions := slices.DeleteFunc(slices.Clone(b.Questions), func(q survey.Question) bool { return q.Kind != survey.Scale })
	difference := func(sessions []session) float64 {
		means := map[survey.Channel]*moments{survey.Ambassador: {}, survey.Group: {}}
		for _, s := range sessions {
			means[s.channel].add(s.items[len(questions)])
		}
		return means[survey.Ambassador].mean() - means[survey.Group].mean()
	}
	given := twoChannels(b, 1, 30, func(survey.Question) bool { return true })
	after := mixed(t, b, 1, given)
	before, sessions := gathered(questions, given), gathered(questions, after)
	want := difference(sessions) / difference(before)
	if got := kept(askAll(mixedRelease(b), questions), sessions); math.Abs(got-want) > 0.02 {
		t.Errorf("mixing leaves %v of the difference and %v is said to be kept", want, got)
	}
}

// The smallest difference that would have been seen is one of the answers given, not of the mixed
// ones: in small sessions, where half a step would be seen of the latter, it may be more.
func TestChannelSeesDifferencesOfAnswersGiven(t *testing.T) {
	b := core(t)
	questions := slices.DeleteFunc(slices.Clone(b.Questions), func(q survey.Question) bool { return q.Kind != survey.Scale })
	larger := 0
	for round := range uint64(40) {
		c := &crowd{battery: b, rnd: rand.New(rand.NewPCG(round, 6))}
		for range 6 {
			c.session(survey.Submission{Channel: survey.Ambassador}, 4, unbiased)
			c.session(survey.Submission{Channel: survey.Group}, 4, unbiased)
		}
		answers := mixed(t, b, round, c.answers)
		sessions := gathered(questions, answers)
		steps := compare(sessions).detectable()
		want := sensitivityWord(steps / kept(askAll(mixedRelease(b), questions), sessions))
		if want != sensitivityWord(steps) {
			larger++
		}
		if got := assess(b, nil, answers)[release.ChannelSees]; got != want {
			t.Errorf("round %d: it sees %s, want %s of %v steps of mixed answers", round, got, want, steps)
		}
	}
	if larger == 0 {
		t.Error("in no round does mixing make a difference")
	}
}

// Sessions by channel in each stratum, and how many are left in each.
func TestCounterparts(t *testing.T) {
	for _, c := range []struct {
		name         string
		strata, want [][]int
	}{
		{"four and four", [][]int{{4, 4}}, [][]int{{4, 4}}},
		{"a channel of three", [][]int{{4, 4, 3}}, [][]int{{4, 4, 0}}},
		{"a stratum of one channel", [][]int{{4, 4}, {5, 0}}, [][]int{{4, 4}, {0, 0}}},
		{"four over strata", [][]int{{2, 2}, {2, 2}}, [][]int{{2, 2}, {2, 2}}},
		{"four, of which one alone", [][]int{{3, 4}, {1, 0}}, [][]int{{0, 0}, {0, 0}}},
		{"the third channel held a stratum together", [][]int{{4, 4, 0}, {4, 0, 3}}, [][]int{{4, 4, 0}, {0, 0, 0}}},
	} {
		var sessions []session
		for i, sizes := range c.strata {
			for _, channel := range stratumOf(sizes...) {
				sessions = append(sessions, session{stratum: stratum{intervention: fmt.Sprint(i)}, channel: survey.Channels[channel]})
			}
		}
		got := make([][]int, len(c.strata))
		for i := range got {
			got[i] = make([]int, len(c.strata[i]))
		}
		for _, s := range counterparts(sessions) {
			got[s.stratum.intervention[0]-'0'][slices.Index(survey.Channels, s.channel)]++
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: left are %v, want %v", c.name, got, c.want)
		}
	}
}

// scored is a session in which one question was answered with these scores. The people's indices
// are 0, 10, 20 and so on.
func scored(stratumOf string, scores ...float64) session {
	var question, index moments
	for i, x := range scores {
		y := float64(10 * i)
		question.add(moments{1, x, x * x})
		index.add(moments{1, y, y * y})
	}
	return session{stratum: stratum{intervention: stratumOf}, items: []moments{question, index}}
}

// Two sessions with 0, 1 and 2, 3: the squares within are ½ + ½ with 2 degrees of freedom, so that
// people vary by ½; around the mean of all they are 5, so that 4 are between, with one degree; 4 =
// ½ + 2·1¾, so that sessions vary by 1¾ of 2¼, which is 7/9. The same in a second stratum, however
// high it lies, changes nothing.
func TestIntraclassCorrelation(t *testing.T) {
	one := []session{scored("a", 0, 1), scored("a", 2, 3)}
	two := append(slices.Clone(one), scored("b", 100, 101), scored("b", 102, 103))
	// 0, 2 and 1, 3: 4 within with 2 degrees, 1 between, which is less than the 2 that chance would
	// make.
	less := []session{scored("a", 0, 2), scored("a", 1, 3)}
	// 0, 1, 2 and 4: within 2 and 2 degrees; around the mean 7/4, 35/4; between 27/4 = 1 + (4 −
	// 10/4)·x, x = 23/6.
	uneven := []session{scored("a", 0, 1, 2), scored("a", 4)}
	for name, c := range map[string]struct {
		sessions []session
		want     float64
	}{
		"one stratum":         {one, 7.0 / 9},
		"two strata":          {two, 7.0 / 9},
		"less than by chance": {less, 0},
		"uneven":              {uneven, 23.0 / 29},
		"and one is missing":  {append(slices.Clone(one), scored("a")), 7.0 / 9},
		"nobody varies":       {[]session{scored("a", 1, 1), scored("a", 1, 1)}, 0},
	} {
		if got := newDesign(c.sessions).intraclassCorrelation(c.sessions); !near(got, c.want) {
			t.Errorf("%s: the correlation is %v, want %v", name, got, c.want)
		}
	}
}

// With a correlation of 7/9 two people are worth 2/(1 + 7/9) = 9/8 answers, one person one, nobody
// none. In the question people vary by (½ + ½)/2 within sessions, in the index by (50 + 50)/2.
func TestCompare(t *testing.T) {
	c := compare([]session{scored("a", 0, 1), scored("a", 2, 3), scored("b", 1), scored("b")})
	if want := []float64{9.0 / 8, 9.0 / 8, 1, 0}; !allNear(c.indexWeights, want) {
		t.Errorf("the indices are worth %v answers, want %v", c.indexWeights, want)
	}
	if want := []float64{0.5, 50}; !allNear(c.spread, want) {
		t.Errorf("people vary by %v, want %v", c.spread, want)
	}
	if want := []float64{-2 / math.Sqrt(16.0/9), 2 / math.Sqrt(16.0/9), 0, 0}; !allNear(c.items[0], want) {
		t.Errorf("the question deviates by %v, want %v", c.items[0], want)
	}
}

// Two means 0 and 4, worth 1 and 3 answers: their difference has the variance 1/1 + 1/3, so that
// both deviate by 4/√(4/3) = 2√3. With 0, 0 and 3 worth 1, 1 and 4 the mean is 2, the total 6, and
// the distances have the variances 1 − 1/6, 1 − 1/6 and 1/4 − 1/6: −2/√(5/6) twice and √12, which
// are then moved by a third of their sum.
func TestDeviations(t *testing.T) {
	root3, low := math.Sqrt(3), -2/math.Sqrt(5.0/6)
	moved := (2*low + 2*root3) / 3
	for _, c := range []struct{ means, weights, want []float64 }{
		{[]float64{0, 4}, []float64{1, 3}, []float64{-2 * root3, 2 * root3}},
		{[]float64{0, 4, 0}, []float64{1, 3, 0}, []float64{-2 * root3, 2 * root3, 0}},
		{[]float64{0, 0, 3}, []float64{1, 1, 4}, []float64{low - moved, low - moved, 2*root3 - moved}},
		{[]float64{5, 0}, []float64{2, 0}, []float64{0, 0}},
		{[]float64{0, 0}, []float64{0, 0}, []float64{0, 0}},
	} {
		if got := of([][]int{make([]int, len(c.means))}).deviations(c.means, c.weights); !allNear(got, c.want) {
			t.Errorf("%v worth %v deviate by %v, want %v", c.means, c.weights, got, c.want)
		}
	}
}

// An intervention that was measured before by ambassadors and after by staff, or two interventions
// measured by one of them each, say nothing of the channels, though every answer differs. The same
// gatherings under one name do.
func TestChannelComparesLikeWithLike(t *testing.T) {
	b := core(t)
	all := func(survey.Question) bool { return true }
	for name, c := range map[string]struct {
		staff survey.Submission
		want  string
	}{
		"another timing":       {survey.Submission{Channel: survey.Group, Intervention: "OG028", Timing: survey.After}, release.TooFew},
		"another intervention": {survey.Submission{Channel: survey.Group, Intervention: "OG030", Timing: survey.Before}, release.TooFew},
		"the same":             {survey.Submission{Channel: survey.Group, Intervention: "OG028", Timing: survey.Before}, "clear"},
	} {
		people := &crowd{battery: b, rnd: rand.New(rand.NewPCG(1, 3))}
		for range 6 {
			people.session(survey.Submission{Channel: survey.Ambassador, Intervention: "OG028", Timing: survey.Before}, 14, all)
			people.session(c.staff, 14, unbiased)
		}
		if got := assess(b, nil, people.answers)[release.Channel]; got != c.want {
			t.Errorf("%s: channel is %s, want %s", name, got, c.want)
		}
	}
}

// A session in which nobody answered an item deviates by 0 in it, and the others deviate as they
// would without it.
func TestCompareWithMissingAnswers(t *testing.T) {
	b := core(t)
	questions := []survey.Question{question(t, b, "K12"), question(t, b, "K13")}
	answers := twoChannels(b, 1, 6, unbiased)
	silent := answers[0].Tag
	var others []survey.Submission
	for i, a := range answers {
		if a.Tag == silent {
			answers[i].Answers = survey.Answers{"D1": {"o1"}}
		} else {
			others = append(others, a)
		}
	}
	sessions := gathered(questions, answers)
	silentAt := slices.IndexFunc(sessions, func(s session) bool { return s.tag == silent })
	c, without := compare(sessions), compare(gathered(questions, others))
	if len(c.items) != 3 {
		t.Fatalf("there are %d items, want two questions and an index", len(c.items))
	}
	for item := range c.items {
		if got := c.items[item][silentAt]; got != 0 {
			t.Errorf("item %d of the silent session is %v", item, got)
		}
		if got := slices.Delete(slices.Clone(c.items[item]), silentAt, silentAt+1); !allNear(got, without.items[item]) || near(got[0], 0) {
			t.Errorf("item %d is %v and without the silent session %v", item, got, without.items[item])
		}
	}
}
