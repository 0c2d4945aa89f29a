package treblock

import (
	"cmp"
	"fmt"
	mathrand "math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

// randomViewed makes answers in up to 24 blocks, with keys of which some are rare. Municipality m0 has the most blocks
// of its own. In some blocks most have the same key, and one session is in many blocks.
func randomViewed(rnd *mathrand.Rand) (answers []Viewed, sizes []int) {
	keys := []string{"o1", "o2", "o3", "o4", "o5", ""}
	rnd.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	skew := 1 + rnd.IntN(3)
	for block := range 1 + rnd.IntN(24) {
		a := Viewed{Block: block}
		if rnd.IntN(3) > 0 {
			a.Municipality = fmt.Sprintf("m%d", min(rnd.IntN(4), rnd.IntN(4)))
		}
		favourite, faithful := keys[rnd.IntN(len(keys))], max(0, rnd.IntN(16)-8)
		size, sessions := 12+rnd.IntN(48), 1+rnd.IntN(6)
		for range size {
			a.Key, a.Session = favourite, fmt.Sprintf("%d/%d", block, rnd.IntN(sessions))
			if rnd.IntN(8) >= faithful {
				at := len(keys) - 1
				for range skew {
					at = min(at, rnd.IntN(len(keys)))
				}
				a.Key = keys[at]
			}
			if rnd.IntN(8) == 0 {
				a.Session = "everywhere"
			}
			answers = append(answers, a)
		}
		sizes = append(sizes, size)
	}
	rnd.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
	return answers, sizes
}

// viewWorld is the second implementation of the rules of views, on sets of answers.
type viewWorld struct {
	answers   []Viewed
	rules     Rules
	merging   Merging
	municipal bool
	seen      map[string]int
}

// every returns the places of the answers for which something holds.
func (w viewWorld) every(holds func(a Viewed) bool) []int {
	var places []int
	for i, a := range w.answers {
		if holds(a) {
			places = append(places, i)
		}
	}
	return places
}

// members are answers as Partition sees them: only their sessions.
func (w viewWorld) members(places []int) []Member {
	var members []Member
	for _, i := range places {
		members = append(members, Member{Session: w.answers[i].Session})
	}
	return members
}

// in returns those of the answers at places that are in a block.
func (w viewWorld) in(block int, places []int) []int {
	return slices.DeleteFunc(slices.Clone(places), func(i int) bool { return w.answers[i].Block != block })
}

// lacking is how many answers of a block are not at places.
func (w viewWorld) lacking(block int, places []int) int {
	return len(w.every(func(a Viewed) bool { return a.Block == block })) - len(w.in(block, places))
}

// apart reports whether n answers, some of those at places, keep apart from every block whichever of them they are.
func (w viewWorld) apart(places []int, n int) bool {
	for block := range 24 {
		if shared := len(w.in(block, places)); shared > 0 && (n-shared < 6 || w.lacking(block, places) < 6) {
			return false
		}
	}
	return true
}

// surplus is how many of n answers a group leaves out: as few as leave a multiple of the base, but not none.
func (w viewWorld) surplus(n int) int {
	for left := n - 1; left > 0; left-- {
		if left%w.rules.Base == 0 {
			return n - left
		}
	}
	return n
}

// shown returns those of a group who would be counted, before shedding; nobody when it must not be shown.
func (w viewWorld) shown(group []int) []int {
	var far []int
	for block := range 24 {
		if w.lacking(block, group) >= 6 {
			far = append(far, w.in(block, group)...)
		}
	}
	kept := largestGone(w.members(far), w.surplus(len(far)))
	if !allowed(kept, w.rules) || !w.apart(far, len(kept)) {
		return nil
	}
	if len(far) < len(group) {
		w.seen["without a block"]++
	}
	return far
}

// large reports whether a municipality may have groups of its own.
func (w viewWorld) large(municipality string) bool {
	return w.enough(w.every(func(a Viewed) bool { return municipality != "" && a.Municipality == municipality }))
}

// enough reports whether there may be views of the answers at places.
func (w viewWorld) enough(places []int) bool {
	blocks := map[int]bool{}
	for _, i := range places {
		blocks[w.answers[i].Block] = true
	}
	return len(places) >= 96 && len(blocks) >= 3
}

// groups returns all groups before shedding.
func (w viewWorld) groups() []Group {
	if !w.enough(w.every(func(Viewed) bool { return true })) {
		w.seen["too few for views"]++
		return nil
	}
	var groups []Group
	kind := func(a Viewed) Viewed { return Viewed{Municipality: a.Municipality, Key: a.Key} }
	own := map[Viewed][]int{}
	for _, a := range w.answers {
		if _, known := own[kind(a)]; known || a.Key == "" || !w.municipal || !w.large(a.Municipality) {
			continue
		}
		members := w.shown(w.every(func(b Viewed) bool { return kind(b) == kind(a) }))
		if own[kind(a)] = members; len(members) > 0 {
			groups = append(groups, Group{Municipality: a.Municipality, Keys: []string{a.Key}, Members: members})
		}
	}
	of := func(keys ...string) []int {
		return w.every(func(a Viewed) bool { return slices.Contains(keys, a.Key) && len(own[kind(a)]) == 0 })
	}
	for _, g := range w.merge(of) {
		if g.Members = w.shown(of(g.Keys...)); len(g.Members) > 0 {
			groups = append(groups, g)
		}
	}
	kinds := map[string]bool{}
	for _, g := range groups {
		kinds[strings.Join(g.Keys, " ")] = true
	}
	if len(kinds) < 2 {
		return nil
	}
	return groups
}

// merge puts keys of the region together.
func (w viewWorld) merge(of func(keys ...string) []int) []Group {
	var groups []Group
	for _, key := range []string{"o1", "o2", "o3", "o4", "o5"} {
		if len(of(key)) > 0 {
			groups = append(groups, Group{Keys: []string{key}})
		}
	}
	few := func(g Group) bool { return len(w.shown(of(g.Keys...))) == 0 }
	switch w.merging {
	case Neighbours:
		for i := 0; i < len(groups) && len(groups) > 1; i++ {
			if !few(groups[i]) {
				continue
			}
			with := i + 1
			if i > 0 && (with == len(groups) || len(of(groups[i-1].Keys...)) <= len(of(groups[with].Keys...))) {
				with = i - 1
			}
			merged := Group{Keys: slices.Concat(groups[min(i, with)].Keys, groups[max(i, with)].Keys)}
			groups = slices.Concat(groups[:min(i, with)], []Group{merged}, groups[max(i, with)+1:])
			i = -1
		}
	case Rest:
		slices.SortStableFunc(groups, func(g, h Group) int { return cmp.Compare(len(of(g.Keys...)), len(of(h.Keys...))) })
		rest := Group{Rest: true}
		for _, g := range groups {
			if few(g) {
				rest.Keys = append(rest.Keys, g.Keys...)
			}
		}
		groups = slices.DeleteFunc(groups, few)
		for len(rest.Keys) > 0 && few(rest) && len(groups) > 0 {
			rest.Keys = append(rest.Keys, groups[0].Keys...)
			groups = groups[1:]
			w.seen["rest with one that fits"]++
		}
		slices.Sort(rest.Keys)
		groups = append(groups, rest)
	}
	return groups
}

func TestViewsOfRandomWorlds(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(tool.Some(260, 400)) {
		rnd := mathrand.New(mathrand.NewPCG(seed, 5))
		answers, sizes := randomViewed(rnd)
		w := viewWorld{
			answers: answers, rules: []Rules{Plain(12), Plain(18), Sensitive(12)}[seed%3], merging: Merging(rnd.IntN(3)),
			municipal: rnd.IntN(3) > 0, seen: seen,
		}
		before, sizesBefore := slices.Clone(answers), slices.Clone(sizes)
		got, err := Views(answers, sizes, w.rules, w.merging, w.municipal, seeded(byte(seed)))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(answers, before) || !slices.Equal(sizes, sizesBefore) {
			t.Fatal("the answers or sizes were changed")
		}
		w.checkRules(t, got)
		w.checkSame(t, got)
		if t.Failed() {
			t.Fatalf("seed %d: rules %+v, merging %d, municipal %v", seed, w.rules, w.merging, w.municipal)
		}
	}
	for _, what := range []string{"none", "municipal", "regional", "merged", "other", "shed", "without a block", "rest with one that fits", "too few for views"} {
		if seen[what] < 20 {
			t.Errorf("the worlds hardly reach everything: %v", seen)
		}
	}
	t.Log(seen)
}

// checkRules checks what holds of all groups, however they were found.
func (w viewWorld) checkRules(t *testing.T, groups []Group) {
	t.Helper()
	if len(groups) == 0 {
		w.seen["none"]++
	}
	in := map[int]int{}
	for _, g := range groups {
		if n := len(g.Members); n%w.rules.Base != 0 || !slices.IsSorted(g.Members) || !allowed(w.members(g.Members), w.rules) {
			t.Errorf("%v is not eligible", g)
		}
		if !w.apart(g.Members, len(g.Members)) {
			t.Errorf("%v is close to a block", g)
		}
		if g.Municipality != "" && (!w.municipal || !w.large(g.Municipality)) {
			t.Errorf("%s has a group and too few answers", g.Municipality)
		}
		for _, i := range g.Members {
			in[i]++
			if a := w.answers[i]; g.Municipality != "" && a.Municipality != g.Municipality || !slices.Contains(g.Keys, a.Key) {
				t.Errorf("%v has an answer of %v", g, a)
			}
		}
	}
	for i, n := range in {
		if n > 1 {
			t.Errorf("answer %d is in %d groups", i, n)
		}
	}
}

// checkSame checks that these are the groups of the second implementation, without what they shed.
func (w viewWorld) checkSame(t *testing.T, got []Group) {
	t.Helper()
	want := w.groups()
	if len(got) != len(want) {
		t.Fatalf("groups %v, want %v", got, want)
	}
	for _, g := range got {
		at := slices.IndexFunc(want, func(h Group) bool {
			return g.Municipality == h.Municipality && slices.Equal(g.Keys, h.Keys) && g.Rest == h.Rest
		})
		if at < 0 {
			t.Errorf("%v is none of %v", g, want)
			continue
		}
		all := want[at].Members
		if outside := slices.DeleteFunc(slices.Clone(g.Members), func(i int) bool { return slices.Contains(all, i) }); len(outside) > 0 {
			t.Errorf("%v are not of %v", outside, want[at])
		}
		kept := largestGone(w.members(all), w.surplus(len(all)))
		if !slices.Equal(sessionSizes(w.members(g.Members)), sessionSizes(kept)) {
			t.Errorf("%v of %v: it did not shed the surplus from the largest session", g, want[at])
		}
		w.count(g, len(all))
	}
}

func (w viewWorld) count(g Group, before int) {
	for what, is := range map[string]bool{
		"municipal": g.Municipality != "", "regional": g.Municipality == "", "other": g.Rest,
		"merged": len(g.Keys) > 1 && !g.Rest, "shed": len(g.Members) < before-1,
	} {
		if is {
			w.seen[what]++
		}
	}
}

func sessionSizes(members []Member) []int {
	size := map[string]int{}
	for _, m := range members {
		size[m.Session]++
	}
	var all []int
	for _, n := range size {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// Neither the order of the answers nor chance must show in which groups there are.
func TestViewsDoNotMindTheOrder(t *testing.T) {
	for seed := range uint64(200) {
		rnd := mathrand.New(mathrand.NewPCG(seed, 6))
		answers, sizes := randomViewed(rnd)
		merging, municipal := Merging(rnd.IntN(3)), rnd.IntN(2) == 0
		views := func(stream byte) (places []Group, shapes []string) {
			groups, err := Views(answers, sizes, Plain(12), merging, municipal, seeded(stream))
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range groups {
				shapes = append(shapes, fmt.Sprint(g.Municipality, g.Keys, g.Rest, len(g.Members)))
			}
			return groups, shapes
		}
		first, shapes := views(1)
		if again, _ := views(1); !reflect.DeepEqual(first, again) {
			t.Fatalf("seed %d: the same random stream gives %v and %v", seed, first, again)
		}
		rnd.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
		if _, shuffled := views(9); !slices.Equal(shapes, shuffled) {
			t.Fatalf("seed %d: %v, shuffled %v", seed, shapes, shuffled)
		}
	}
}
