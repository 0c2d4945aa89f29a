package attack

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// viewedWorld is people in blocks and sessions, who answer a question that defines a view.
type viewedWorld struct {
	q       survey.Question
	part    release.Part
	people  []Person
	answers []value
}

// newViewed makes a few blocks, some of them of one municipality, and answers that come in unequal
// numbers.
func newViewed(seed uint64, view survey.Dimension, base int) *viewedWorld {
	rnd := rand.New(rand.NewPCG(seed, 21))
	w := &viewedWorld{q: survey.Question{ID: "D1", Kind: survey.Choice, Own: 3, Role: survey.QuestionRole(view)}, part: release.Part{Base: base, K: map[int]int{3: 12, 5: 20}[base]}}
	rare := rnd.IntN(30)
	for block := range 1 + rnd.IntN(8) {
		code := []string{"", "0580", "0581", "0581"}[rnd.IntN(4)]
		n := base * (4 + rnd.IntN(16))
		w.part.Blocks = append(w.part.Blocks, release.Block{Municipality: code, N: n})
		likely := rnd.IntN(3)
		for range n {
			v := rnd.IntN(5)
			switch {
			case v > 2 && rnd.IntN(3) > 0 || v == 1 && rnd.IntN(30) < rare:
				v = 0
			case rnd.IntN(3) == 0:
				v = likely
			}
			w.answers = append(w.answers, value(v))
			w.people = append(w.people, Person{Block: block, Session: fmt.Sprint(block, min(rnd.IntN(4), rnd.IntN(9)))})
		}
	}
	return w
}

// shape is the shape of the world as it would be released.
func (w *viewedWorld) shape(t *testing.T) *shape {
	w.part.Views = nil
	for _, g := range w.views(t) {
		where := "05"
		if g.municipality != "" {
			where = g.municipality
		}
		w.part.Views = append(w.part.Views, release.View{By: w.q.Defines(), Where: where, Question: "D1", Groups: []release.Group{{Key: g.key, N: g.n}}})
	}
	block := make([]int, len(w.people))
	for i, p := range w.people {
		block[i] = p.Block
	}
	return newShape(w.part, w.q, block, w.people)
}

type viewedGroup struct {
	municipality, key string
	n                 int
}

// views asks treblock which groups the answers make.
func (w *viewedWorld) views(t *testing.T) []viewedGroup {
	t.Helper()
	rules, merging := treblock.Plain(12), treblock.Never
	if w.part.Base == 5 {
		rules = treblock.Sensitive(12)
	}
	if w.q.Defines() == survey.ByTime {
		merging = treblock.Neighbours
	}
	b := &survey.Battery{Questions: []survey.Question{w.q}}
	var viewed []treblock.Viewed
	for i, p := range w.people {
		s := survey.Submission{Answers: survey.Answers{"D1": {[]string{"o1", "o2", "o3", "na", "skip"}[w.answers[i]]}}}
		viewed = append(viewed, treblock.Viewed{Block: p.Block, Municipality: w.part.Blocks[p.Block].Municipality, Session: p.Session, Key: b.ViewKey(w.q.Defines(), s)})
	}
	var sizes []int
	for _, b := range w.part.Blocks {
		sizes = append(sizes, b.N)
	}
	groups, err := treblock.Views(viewed, sizes, rules, merging, true, rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	var made []viewedGroup
	for _, g := range groups {
		key := g.Keys[0]
		if len(g.Keys) > 1 {
			key += "-" + g.Keys[len(g.Keys)-1]
		}
		made = append(made, viewedGroup{g.Municipality, key, len(g.Members)})
	}
	return made
}

// The groups that a tally makes of a world are those that treblock makes of it, in whatever order
// answers change.
func TestTallyMakesTheGroupsOfTreblock(t *testing.T) {
	seen := map[int]int{}
	for seed := range uint64(300) {
		view := []survey.Dimension{survey.ByGender, survey.ByTime}[seed%2]
		w := newViewed(seed, view, []int{3, 3, 5}[seed%3])
		s := w.shape(t)
		tally := newTally(s, w.answers)
		if tally.violation != 0 {
			t.Fatalf("seed %d: the answers themselves do not fit their groups: %+v, released %+v", seed, tally.groups(), s.published)
		}
		rnd := rand.New(rand.NewPCG(seed, 22))
		for range 15 {
			for range 1 + rnd.IntN(12) {
				person, to := rnd.IntN(len(w.people)), value(rnd.IntN(5))
				tally.change(person, w.answers[person], to)
				w.answers[person] = to
			}
			var got []viewedGroup
			for _, g := range tally.groups() {
				made := viewedGroup{"", fmt.Sprintf("o%d", g.first+1), g.n}
				if g.municipality >= 0 {
					made.municipality = s.municipalities[g.municipality].code
				}
				if g.last > g.first {
					made.key += fmt.Sprintf("-o%d", g.last+1)
				}
				got = append(got, made)
			}
			want := w.views(t)
			seen[len(want)]++
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, by %s: groups %+v, treblock makes %+v", seed, view, got, want)
			}
			if same := slices.Equal(tally.groups(), s.published); same != (tally.violation == 0) {
				t.Fatalf("seed %d: violation %d of %+v, released %+v", seed, tally.violation, got, s.published)
			}
		}
	}
	for n := range 4 {
		if n != 1 && seen[n] < 20 {
			t.Errorf("worlds with %d groups were seen %d times", n, seen[n])
		}
	}
}
