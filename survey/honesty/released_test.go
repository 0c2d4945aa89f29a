package honesty

import (
	"fmt"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// times is how many times as many people a release of given answers has, so that shares of 5 % of
// 60 people are whole numbers and multiples of 3 and 5 also when they are mixed.
const times = 210

// releasedOf returns the parts of a release, in one block each, in which what is released is just
// what mixing makes, on average, of these answers: of n people, a multiple of 60, all steps of a
// scale equally often, all other answers the first option. Tables that are given stand instead; nil
// withholds one. Everybody is there 210 times.
func releasedOf(b *survey.Battery, n int, given map[string][]int) []release.Part {
	tables := map[string][]int{}
	for _, q := range b.Questions {
		for _, t := range q.Tables() {
			counts := make([]int, len(t.Columns))
			for i := range max(1, q.Steps()) {
				counts[i] = n / max(1, q.Steps())
			}
			if other, is := given[t.ID]; is {
				counts = other
			}
			tables[t.ID] = mixedCounts(n, counts)
		}
	}
	return partsOf(b, n*times, tables)
}

// mixedCounts is what mixing makes of 210 times these counts of n people: the share 1−q of them and
// of the share q everywhere alike.
func mixedCounts(n int, counts []int) []int {
	if counts == nil {
		return nil
	}
	mixed := make([]int, len(counts))
	for i, c := range counts {
		mixed[i] = (times*(100-treblock.MixPercent)*c + times*treblock.MixPercent*n/len(counts)) / 100
	}
	return mixed
}

// partsOf returns the parts of a release of n answers in one block each, with these tables.
func partsOf(b *survey.Battery, n int, tables map[string][]int) []release.Part {
	parts := []release.Part{{Battery: b.Ref(), Base: 3, K: 12}, {Battery: b.Ref(), Base: 5, K: 20}}
	counted := []map[string][]int{{}, {}}
	for _, q := range b.Questions {
		at := 0
		if q.Sensitive {
			at = 1
		}
		parts[at].Questions = append(parts[at].Questions, q.ID)
		for _, t := range q.Tables() {
			if counts := tables[t.ID]; counts != nil {
				counted[at][t.ID] = counts
			}
		}
	}
	for i := range parts {
		parts[i].Blocks = []release.Block{{Step: 6, Region: "05", N: n, Q: counted[i]}}
	}
	return parts
}

// releasedCase is one release and the word that a check should say of it.
type releasedCase struct {
	name   string
	tables map[string][]int
	want   string
}

func testReleased(t *testing.T, check string, cases []releasedCase) {
	t.Helper()
	b := core(t)
	for _, c := range cases {
		got := assess(b, releasedOf(b, 120, c.tables), submissions(4, blank(30)))[check]
		if got != c.want {
			t.Errorf("%s: %s is %s, want %s", c.name, check, got, c.want)
		}
	}
}

// Columns of K12 and K15 (reverse): four steps, dk, na, skip; of K01: three steps, na, skip; of
// K14, which is counted in fives: four steps, one option of its own, dk, na, skip.
func TestCeiling(t *testing.T) {
	high, low := []int{3, 3, 6, 108, 0, 0, 0}, []int{108, 6, 3, 3, 0, 0, 0}
	testReleased(t, release.Ceiling, []releasedCase{
		{"all steps alike", nil, "none"},
		{"108 of 120 are 90 %", map[string][]int{"K12": high}, "some"},
		{"105 of 120 are 87.5 %", map[string][]int{"K12": {3, 3, 9, 105, 0, 0, 0}}, "none"},
		{"54 of the 60 who chose a step are 90 %", map[string][]int{"K12": {0, 3, 3, 54, 60, 0, 0}}, "some"},
		{"a floor is no ceiling", map[string][]int{"K12": low}, "none"},
		{"reversed, the lowest step is the best", map[string][]int{"K15": low}, "some"},
		{"reversed, the highest step is the worst", map[string][]int{"K15": high}, "none"},
		{"2 of 4 steps in use", map[string][]int{"K12": {60, 60, 0, 0, 0, 0, 0}}, "some"},
		{"of two more 3 of 120, 2.5 %", map[string][]int{"K12": {60, 57, 0, 3, 0, 0, 0}}, "some"},
		{"of two more 6 of 120, 5 %", map[string][]int{"K12": {3, 60, 54, 3, 0, 0, 0}}, "none"},
		{"3 of 4 steps in use", map[string][]int{"K12": {60, 0, 30, 30, 0, 0, 0}}, "none"},
		{"2 of 3 steps in use", map[string][]int{"K01": {60, 60, 0, 0, 0}}, "some"},
		{"2 of 4 steps and an option beside the scale", map[string][]int{"K14": {60, 50, 0, 0, 10, 0, 0, 0}}, "some"},
		{"nearly all could answer honestly", map[string][]int{"Q2": {0, 0, 0, 120, 0, 0}}, "none"},
		{"two questions", map[string][]int{"K12": high, "K10": high}, "some"},
		{"three questions", map[string][]int{"K12": high, "K10": high, "K15": low}, "many"},
	})
}

// Columns of K01: three steps, na, skip; of D2: three options, na, skip. The core battery has 24
// questions, so that 120 answers give 2,880 to all of them, and 288 are 10 %.
func TestNonresponse(t *testing.T) {
	all := func(missing, more int) map[string][]int {
		tables := map[string][]int{}
		for i, q := range core(t).Questions {
			counts := make([]int, len(q.Tables()[0].Columns))
			here := missing
			if i == 0 {
				here += more
			}
			counts[0], counts[len(counts)-2], counts[len(counts)-1] = 120-here, here/2, here/2
			tables[q.ID] = counts
			if q.Sensitive {
				counts[0], counts[len(counts)-2], counts[len(counts)-1] = 110, 5, 5
			}
		}
		return tables
	}
	testReleased(t, release.Nonresponse, []releasedCase{
		{"nobody", nil, "low"},
		{"9 of 120 are 7.5 %", map[string][]int{"K01": {90, 12, 9, 6, 3}}, "low"},
		{"12 of 120 are 10 %, but may be less", map[string][]int{"K01": {90, 12, 6, 6, 6}}, "low"},
		{"15 of 120 are 12.5 %", map[string][]int{"K01": {90, 12, 3, 9, 6}}, "some"},
		{"of D2 too", map[string][]int{"D2": {105, 0, 0, 0, 15}}, "some"},
		{"of K19, where several can be chosen, too", map[string][]int{"K19": {93, 12, 0, 15, 0}}, "some"},
		{"don't know is an answer", map[string][]int{"K12": {30, 30, 0, 0, 60, 0, 0}}, "low"},
		{"27 of 120 are 22.5 %", map[string][]int{"K01": {90, 0, 3, 15, 12}}, "some"},
		{"30 of 120 are 25 %, but may be less", map[string][]int{"K01": {90, 0, 0, 15, 15}}, "some"},
		{"33 of 120 are 27.5 %", map[string][]int{"K01": {87, 0, 0, 15, 18}}, "high"},
		// 18 questions with 12 and 6 sensitive ones with 10 make 276; 12 more in the first make
		// 288.
		{"276 of 2,880 are 9.6 %", all(12, 0), "low"},
		{"288 of 2,880 are 10 %", all(12, 12), "high"},
	})
}

// Columns of Q1: no, read or explained, chose for me, na, skip.
func TestHelp(t *testing.T) {
	q1 := func(counts ...int) map[string][]int { return map[string][]int{"Q1": counts} }
	testReleased(t, release.Help, []releasedCase{
		{"nobody", nil, "few"},
		{"3 of 120 had answers chosen, 2.5 %", q1(117, 0, 3, 0, 0), "few"},
		{"6 of 120 had answers chosen, 5 %", q1(114, 0, 6, 0, 0), "some"},
		{"12 of 120 had answers chosen, 10 %", q1(108, 0, 12, 0, 0), "some"},
		{"15 of 120 had answers chosen, 12.5 %", q1(105, 0, 15, 0, 0), "many"},
		{"24 of 120 had help, 20 %", q1(96, 24, 0, 0, 0), "few"},
		{"27 of 120 had help, 22.5 %", q1(93, 24, 3, 0, 0), "some"},
		{"60 of 120 had help, 50 %", q1(60, 57, 3, 0, 0), "some"},
		{"63 of 120 had help, 52.5 %", q1(57, 60, 3, 0, 0), "many"},
		{"27 of 120, though all others left it out", q1(0, 27, 0, 3, 90), "some"},
		{"withheld", map[string][]int{"Q1": nil}, release.TooFew},
	})
}

// Columns of Q2: none, some, most, all, na, skip.
func TestFrank(t *testing.T) {
	q2 := func(counts ...int) map[string][]int { return map[string][]int{"Q2": counts} }
	testReleased(t, release.Frank, []releasedCase{
		{"81 of 90 are 90 %", q2(3, 6, 21, 60, 15, 15), "most"},
		{"78 of 90 are 87 %", q2(6, 6, 21, 57, 15, 15), "some"},
		{"90 of 120 are 75 %", q2(15, 15, 30, 60, 0, 0), "some"},
		{"87 of 120 are 72.5 %", q2(15, 18, 30, 57, 0, 0), "low"},
		{"withheld", map[string][]int{"Q2": nil}, release.TooFew},
	})
}

// Of 120 answers to K12, with 7 legal ones, 93 steps are estimated to be (93 − .2·120·4/7)/.8 =
// 99.1 before mixing, and 96 to be 102.9; of Q2, with 6, 96 are 100 and 93 are 96.3. Of 120 to Q1,
// with 5, 12 are (12 − .2·120/5)/.8 = 9, 7.5 %, which may still be nobody; 15 are 12.75, 10.6 %,
// which is somebody.
func TestReleasedNeedsPeople(t *testing.T) {
	b := core(t)
	for _, c := range []struct {
		check, table string
		counts       []int
		want         string
	}{
		{release.Ceiling, "K12", []int{0, 0, 0, 93, 27, 0, 0}, release.TooFew},
		{release.Ceiling, "K12", []int{0, 0, 0, 96, 24, 0, 0}, "some"},
		{release.Frank, "Q2", []int{0, 0, 0, 93, 27, 0}, release.TooFew},
		{release.Frank, "Q2", []int{0, 0, 0, 96, 24, 0}, "most"},
		{release.Help, "Q1", []int{108, 0, 12, 0, 0}, "few"},
		{release.Help, "Q1", []int{105, 0, 15, 0, 0}, "many"},
	} {
		parts := partsOf(b, 120, map[string][]int{c.table: c.counts})
		if got := assess(b, parts, submissions(4, blank(30)))[c.check]; got != c.want {
			t.Errorf("%v of %s: %s is %s, want %s", c.counts, c.table, c.check, got, c.want)
		}
	}
	for n, want := range map[int]string{99: release.TooFew, 102: "few"} {
		parts := partsOf(b, n, map[string][]int{"Q1": {n, 0, 0, 0, 0}})
		if got := assess(b, parts, submissions(4, blank(30)))[release.Help]; got != want {
			t.Errorf("of %d answers help is %s, want %s", n, got, want)
		}
	}
}

// The words of released counts follow from them alone, whatever else people answered.
func TestReleasedWordsFollowFromTheRelease(t *testing.T) {
	b := core(t)
	parts := releasedOf(b, 120, map[string][]int{"K12": {3, 3, 6, 108, 0, 0, 0}, "Q1": {93, 24, 3, 0, 0}})
	checks, blank := assess(b, parts, twoChannels(b, 1, 6, unbiased)), assess(b, parts, submissions(4, blank(30)))
	for _, check := range []string{release.Ceiling, release.Nonresponse, release.Help, release.Frank} {
		if checks[check] != blank[check] || blank[check] == release.TooFew {
			t.Errorf("%s is %s and with other answers %s", check, checks[check], blank[check])
		}
	}
}

// A battery that does not ask about help or honesty, and one of which nothing is released.
func TestReleasedTooFew(t *testing.T) {
	b := core(t)
	for role, check := range map[survey.QuestionRole]string{survey.RoleHelp: release.Help, survey.RoleFrank: release.Frank} {
		q, _ := b.InRole(role)
		less := without(b, q.ID)
		checks := assess(less, releasedOf(less, 120, nil), submissions(4, blank(30)))
		if checks[check] != release.TooFew || checks[release.Nonresponse] != "low" {
			t.Errorf("without %s the checks are %v", q.ID, checks)
		}
	}
	for i, parts := range [][]release.Part{nil, releasedOf(b, 0, nil)} {
		for name, word := range assess(b, parts, submissions(4, blank(30))) {
			if word != release.TooFew {
				t.Errorf("case %d: %s is %s", i, name, word)
			}
		}
	}
}

// What a question is called says nothing: the checks of help and frankness follow the roles.
func TestHelpAndFrankFollowRoles(t *testing.T) {
	b := *core(t)
	b.Questions = slices.Clone(b.Questions)
	for i, q := range b.Questions {
		switch q.Role {
		case survey.RoleHelp:
			b.Questions[i].ID = "H9"
		case survey.RoleFrank:
			b.Questions[i].ID = "F9"
		}
	}
	parts := releasedOf(&b, 120, map[string][]int{"H9": {57, 60, 3, 0, 0}, "F9": {15, 18, 30, 57, 0, 0}})
	checks := assess(&b, parts, submissions(4, blank(30)))
	if checks[release.Help] != "many" || checks[release.Frank] != "low" {
		t.Errorf("help is %s and frank is %s, want many and low", checks[release.Help], checks[release.Frank])
	}
}

// Blocks are added up, and one that withholds the table is not in the sum: of K12, with 54 of 60
// (90 %) and 15 of 60 in the two blocks, one is at the ceiling alone and both together are not.
func TestReleasedAddsUpBlocks(t *testing.T) {
	b := core(t)
	for _, c := range []struct {
		second []int
		want   string
	}{{[]int{15, 15, 15, 15, 0, 0, 0}, "none"}, {nil, "some"}, {[]int{3, 0, 3, 54, 0, 0, 0}, "some"}} {
		t.Run(fmt.Sprint(c.second), func(t *testing.T) {
			parts := releasedOf(b, 60, map[string][]int{"K12": {0, 3, 3, 54, 0, 0, 0}})
			parts[0].Blocks = append(parts[0].Blocks, releasedOf(b, 60, map[string][]int{"K12": c.second})[0].Blocks...)
			if got := assess(b, parts, submissions(4, blank(120)))[release.Ceiling]; got != c.want {
				t.Errorf("ceiling is %s, want %s", got, c.want)
			}
		})
	}
}
