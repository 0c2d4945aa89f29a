package honesty

import (
	"fmt"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// people is n answers that give these values to these questions, "" leaving one out.
func people(n int, ids []string, values ...string) []survey.Answers {
	var list []survey.Answers
	for range n {
		a := survey.Answers{}
		for i, id := range ids {
			if values[i] != "" {
				a[id] = []string{values[i]}
			}
		}
		list = append(list, a)
	}
	return list
}

// asGiven makes the checks of answers that were not mixed, of which every estimate is exact.
func asGiven(b *survey.Battery, answers []survey.Answers) release.Checks {
	return Assess(release.Release{}, b, nil, whoWereAsked(b.Questions, submissions(4, answers)))
}

// The questions of the core battery on the scale "often": K15, K17 and K18 are reversed.
func TestStraight(t *testing.T) {
	b := core(t)
	often := []string{"K07", "K14", "K15", "K17", "K18"}
	alike := func(n int) []survey.Answers { return people(n, often, "o2", "o2", "", "o2", "o2") }
	mixed := func(n int) []survey.Answers { return people(n, often, "o2", "o2", "o2", "o2", "o1") }
	three := func(n int) []survey.Answers { return people(n, often, "o2", "o2", "o2", "dk", "o5") }
	for _, c := range []struct {
		name    string
		answers []survey.Answers
		want    string
	}{
		{"20 of 100 are 20 %", slices.Concat(alike(20), mixed(80)), "few"},
		{"21 of 100 are 21 %", slices.Concat(alike(21), mixed(79)), "many"},
		{"three steps are too few to count", slices.Concat(three(70), mixed(100)), "few"},
		{"and do not count among people either", slices.Concat(alike(21), mixed(79), three(100)), "many"},
		{"99 people", slices.Concat(alike(99), three(100)), release.TooFew},
	} {
		if got := asGiven(b, c.answers)[release.Straight]; got != c.want {
			t.Errorf("%s: straight is %s, want %s", c.name, got, c.want)
		}
	}
}

// Only scales of four questions in both directions are looked at. In the core battery that is
// "often".
func TestBalanced(t *testing.T) {
	b := core(t)
	if got := balanced(b); len(got) != 1 || len(got["often"]) != 5 {
		t.Errorf("balanced are %v", got)
	}
	forward := without(without(without(b, "K15"), "K17"), "K18")
	forward.Questions = append(forward.Questions, question(t, b, "K07"), question(t, b, "K14"))
	if got := balanced(forward); len(got) != 0 {
		t.Errorf("four questions in one direction are balanced: %v", got)
	}
	reverse := without(without(b, "K07"), "K14")
	reverse.Questions = append(reverse.Questions, question(t, b, "K15"))
	if got := balanced(reverse); len(got) != 0 {
		t.Errorf("four questions in the other direction are balanced: %v", got)
	}
	if got := balanced(without(without(b, "K15"), "K17")); len(got) != 0 {
		t.Errorf("three questions are balanced: %v", got)
	}
}

// Four steps are coded 1, 2⅓, 3⅔ and 5. A pair adds (u+v)/2 − 3: o4 with o4 2, o4 with o2 ⅔, o4
// with o1 0.
func TestContradiction(t *testing.T) {
	b := core(t)
	one, other := []string{"K12", "K15"}, []string{"K16", "K18"}
	for _, c := range []struct {
		name    string
		answers []survey.Answers
		want    string
	}{
		{"yes to the one and no to the other", people(45, one, "o4", "o1"), "few"},
		{"12 of 48 agree with both, 25 %, and the index is 24/48", slices.Concat(people(12, one, "o4", "o4"), people(36, one, "o4", "o1")), "few"},
		{"13 of 48 agree with both, 27 %, the index is 8⅔/48", slices.Concat(people(13, one, "o3", "o3"), people(35, one, "o4", "o1")), "many"},
		{"36 of 48 add ⅔, the index is .5", slices.Concat(people(36, one, "o4", "o2"), people(12, one, "o4", "o1")), "few"},
		{"37 of 48 add ⅔, the index is .51", slices.Concat(people(37, one, "o4", "o2"), people(11, one, "o4", "o1")), "many"},
		{"no to both", people(45, one, "o1", "o1"), "few"},
		{"44 pairs", slices.Concat(people(44, one, "o4", "o4"), people(9, one, "o4", "")), release.TooFew},
		{"22 and 23 of the pairs are 45", slices.Concat(people(22, one, "o4", "o4"), people(23, other, "o4", "o4")), "many"},
		{"an option beside the scale is no side", slices.Concat(people(22, one, "o4", "o4"), people(23, other, "o4", "o5")), release.TooFew},
	} {
		if got := asGiven(b, c.answers)[release.Contradiction]; got != c.want {
			t.Errorf("%s: contradiction is %s, want %s", c.name, got, c.want)
		}
	}
}

func TestFromOneToFive(t *testing.T) {
	for steps, want := range map[int][]float64{3: {1, 3, 5}, 4: {1, 1 + 4.0/3, 1 + 8.0/3, 5}, 5: {1, 2, 3, 4, 5}} {
		t.Run(fmt.Sprint(steps), func(t *testing.T) {
			var got []float64
			for s := 1; s <= steps; s++ {
				got = append(got, fromOneToFive(s, steps))
			}
			if !allNear(got, want) {
				t.Errorf("steps are coded %v, want %v", got, want)
			}
		})
	}
}
