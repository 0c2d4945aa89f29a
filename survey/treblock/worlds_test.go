package treblock

import (
	"fmt"
	"math"
	mathrand "math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

// randomGeography has two areas of two and three municipalities, one that is named but empty, and two shared
// interventions.
var randomGeography = Geography{
	Area: map[string]string{
		"m0": "a", "m1": "a", "m2": "b", "m3": "b", "m4": "b", "m5": "",
	},
	Shared: map[string]bool{"i0": true, "i1": true},
}

// randomWorld makes about n answers in sessions of very different sizes; small municipalities are rarer. Now and then
// a tag turns up in a second municipality.
func randomWorld(rnd *mathrand.Rand, n int) []Member {
	timings := []string{"none", "before", "after"}
	var answers []Member
	for session := 0; len(answers) < n; session++ {
		m := Member{
			Municipality: fmt.Sprintf("m%d", min(rnd.IntN(13), rnd.IntN(13))),
			Intervention: fmt.Sprintf("i%d", min(rnd.IntN(8), rnd.IntN(8))),
			Timing:       timings[rnd.IntN(len(timings))],
			Session:      fmt.Sprintf("s%d", session-rnd.IntN(2)*rnd.IntN(2)),
		}
		size := 1 + rnd.IntN(4)
		if rnd.IntN(4) == 0 {
			size = 1 + rnd.IntN(24)
		}
		for range size {
			m.Waited = max(0, rnd.IntN(6)-2)
			answers = append(answers, m)
		}
	}
	rnd.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
	return answers
}

// allowed is a second implementation of eligibility, on the sessions of answers after shedding.
func allowed(kept []Member, r Rules) bool {
	size := map[string]int{}
	for _, m := range kept {
		size[m.Session]++
	}
	largest := 0
	for _, n := range size {
		largest = max(largest, n)
	}
	switch n := len(kept); {
	case n < r.K || n-largest < r.Outside:
		return false
	case n >= r.Many:
		return true
	default:
		return len(size) >= r.Sessions
	}
}

// largestGone returns the answers of a group after shedding, one at a time from what was the largest session at first.
func largestGone(members []Member, surplus int) []Member {
	members = slices.Clone(members)
	drained, left := "", len(members)-surplus
	for len(members) > left {
		at := slices.IndexFunc(members, func(m Member) bool { return m.Session == drained })
		if at < 0 {
			drained = largestSession(members)
			continue
		}
		members = slices.Delete(members, at, at+1)
	}
	return members
}

func largestSession(members []Member) string {
	size, largest := map[string]int{}, ""
	for _, m := range members {
		size[m.Session]++
		if largest == "" || size[m.Session] > size[largest] {
			largest = m.Session
		}
	}
	return largest
}

// sameHome says which group an answer belongs to in a step, in words; "" when the step is not for it.
func sameHome(m Member, step Step, patience int) string {
	area := randomGeography.Area[m.Municipality]
	switch {
	case step == InterventionTiming:
		return fmt.Sprintf("%q %q %q", m.Municipality, m.Intervention, m.Timing)
	case step == Intervention:
		return fmt.Sprintf("%q %q", m.Municipality, m.Intervention)
	case step == SharedIntervention && randomGeography.Shared[m.Intervention]:
		return fmt.Sprintf("%q", m.Intervention)
	case step == Municipality:
		return fmt.Sprintf("%q", m.Municipality)
	case step == Area && area != "" && m.Waited >= patience:
		return fmt.Sprintf("%q", area)
	case step == Region && m.Waited >= patience:
		return "region"
	}
	return ""
}

// blockHome is sameHome of a block.
func blockHome(b Block) string {
	switch b.Step {
	case InterventionTiming:
		return fmt.Sprintf("%q %q %q", b.Municipality, b.Intervention, b.Timing)
	case Intervention:
		return fmt.Sprintf("%q %q", b.Municipality, b.Intervention)
	case SharedIntervention:
		return fmt.Sprintf("%q", b.Intervention)
	case Municipality:
		return fmt.Sprintf("%q", b.Municipality)
	case Area:
		return fmt.Sprintf("%q", b.Area)
	}
	return "region"
}

func TestPartitionOfRandomWorlds(t *testing.T) {
	rules := map[string]Rules{
		"plain 12": Plain(12), "plain 18": Plain(18), "sensitive": Sensitive(12),
		// Not in use, but it makes sessions smaller than what is shed common.
		"tiny": {Base: 5, K: 5, Outside: 2, Sessions: 3, Many: 10},
	}
	for name, r := range rules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen [Region + 1]int
			for seed := range tool.Some(100, 250) {
				source := mathrand.New(mathrand.NewPCG(uint64(seed), 1))
				answers := randomWorld(source, 1+source.IntN(700))
				patience := source.IntN(4)
				before := slices.Clone(answers)
				blocks, left, err := Partition(answers, r, randomGeography, patience, seeded(byte(seed)))
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(before, answers) {
					t.Fatalf("seed %d: the answers were changed", seed)
				}
				for _, b := range blocks {
					seen[b.Step]++
				}
				checkEveryAnswerOnce(t, len(answers), blocks, left)
				checkSteps(t, answers, r, patience, blocks, left)
				if t.Failed() {
					t.Fatalf("seed %d, patience %d", seed, patience)
				}
			}
			if slices.Contains(seen[InterventionTiming:], 0) {
				t.Errorf("blocks by step %v: the worlds do not reach every step", seen[InterventionTiming:])
			}
		})
	}
}

func checkEveryAnswerOnce(t *testing.T, answers int, blocks []Block, left []int) {
	t.Helper()
	all := slices.Clone(left)
	for _, b := range blocks {
		if !slices.IsSorted(b.Members) {
			t.Errorf("members of %v are not sorted", b)
		}
		all = append(all, b.Members...)
	}
	if !slices.IsSorted(left) {
		t.Error("left is not sorted")
	}
	slices.Sort(all)
	for i, at := range all {
		if i != at {
			t.Fatalf("answer %d is missing or in two places", i)
		}
	}
	if len(all) != answers {
		t.Fatalf("%d answers in blocks and left, of %d", len(all), answers)
	}
}

// checkSteps goes through the steps a second time, with implementations of its own: in each step exactly the groups
// that are eligible must have become blocks, in order, with nothing but a surplus from the largest session missing.
func checkSteps(t *testing.T, answers []Member, r Rules, patience int, blocks []Block, left []int) {
	t.Helper()
	rest := map[int]bool{}
	for i := range answers {
		rest[i] = true
	}
	waits := map[int]bool{}
	for _, i := range left {
		waits[i] = true
	}
	for step := InterventionTiming; step <= Region; step++ {
		groups := map[string][]int{}
		for i := range answers {
			if key := sameHome(answers[i], step, patience); rest[i] && key != "" {
				groups[key] = append(groups[key], i)
			}
		}
		var names []string
		for key, group := range groups {
			if allowed(largestGone(pick(answers, group), len(group)%r.Base), r) {
				names = append(names, key)
			}
		}
		slices.Sort(names)
		var homes []string
		for len(blocks) > 0 && blocks[0].Step == step {
			b := blocks[0]
			blocks = blocks[1:]
			homes = append(homes, blockHome(b))
			checkBlock(t, answers, r, b, groups[blockHome(b)], waits)
			for _, i := range groups[blockHome(b)] {
				delete(rest, i)
			}
		}
		if !slices.Equal(homes, names) {
			t.Fatalf("step %d has blocks %q, want %q", step, homes, names)
		}
	}
	if len(blocks) > 0 {
		t.Fatalf("%v is out of order", blocks[0])
	}
	for i := range rest {
		if !waits[i] {
			t.Errorf("answer %d found no home but does not wait", i)
		}
	}
}

// checkBlock holds one block against the group it was made of.
func checkBlock(t *testing.T, answers []Member, r Rules, b Block, group []int, waits map[int]bool) {
	t.Helper()
	kept := pick(answers, b.Members)
	var gone []Member
	for _, i := range group {
		if !slices.Contains(b.Members, i) {
			gone = append(gone, answers[i])
			if !waits[i] {
				t.Errorf("%v shed answer %d, which does not wait", b, i)
			}
		}
	}
	if len(kept)%r.Base != 0 || len(kept) < r.K || len(gone) != len(group)%r.Base || len(kept)+len(gone) != len(group) {
		t.Errorf("%v of a group of %d, %d shed", b, len(group), len(gone))
	}
	if !allowed(kept, r) {
		t.Errorf("%v is not eligible", b)
	}
	size, shedFrom := map[string]int{}, map[string]int{}
	for _, m := range pick(answers, group) {
		size[m.Session]++
	}
	for _, m := range gone {
		shedFrom[m.Session]++
	}
	// Another session may only give something up when every larger one is used up.
	for from := range shedFrom {
		for larger := range size {
			if size[larger] > size[from] && shedFrom[larger] < size[larger] {
				t.Errorf("%v shed from a session of %d although one has %d", b, size[from], size[larger])
			}
		}
	}
	partly := 0
	for from, n := range shedFrom {
		if n < size[from] {
			partly++
		}
	}
	if partly > 1 {
		t.Errorf("%v shed a part of %d sessions", b, partly)
	}
}

func pick(answers []Member, places []int) []Member {
	picked := make([]Member, len(places))
	for i, at := range places {
		picked[i] = answers[at]
	}
	return picked
}

// The order in which answers lie in the file must not show in a release: shuffled answers give the same blocks.
func TestPartitionDoesNotMindTheOrder(t *testing.T) {
	for seed := range 100 {
		source := mathrand.New(mathrand.NewPCG(uint64(seed), 2))
		answers := randomWorld(source, 300)
		first, left, err := Partition(answers, Plain(12), Geography{}, 0, seeded(1))
		if err != nil {
			t.Fatal(err)
		}
		source.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
		second, leftAgain, err := Partition(answers, Plain(12), Geography{}, 0, seeded(9))
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(first) != fmt.Sprint(second) || len(left) != len(leftAgain) {
			t.Fatalf("seed %d: %v, shuffled %v", seed, first, second)
		}
	}
}

func TestPartitionIsRepeatable(t *testing.T) {
	answers := randomWorld(mathrand.New(seeded(3)), 500)
	var runs []string
	for range 5 {
		blocks, left, err := Partition(answers, Plain(12), randomGeography, Patience, seeded(4))
		if err != nil {
			t.Fatal(err)
		}
		var members [][]int
		for _, b := range blocks {
			members = append(members, b.Members)
		}
		runs = append(runs, fmt.Sprint(members, left))
	}
	if len(slices.Compact(runs)) != 1 {
		t.Error("the same random stream gives different blocks")
	}
}

func TestSheddingIsUniform(t *testing.T) {
	for _, c := range []struct {
		name  string
		rules Rules
		sizes []int
		sets  int // equally likely sets of answers to shed
	}{
		{"one of nine", Plain(12), []int{9, 4}, 9},
		{"two of nine", Plain(12), []int{5, 9}, 36},
		{"two of either of two equal sessions", Plain(12), []int{4, 5, 5}, 20},
		{"one of three equal sessions", Plain(12), []int{5, 5, 5, 1}, 15},
		{"four of eight", Sensitive(12), []int{8, 7, 7, 2}, 70},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			perSet := tool.Some(250, 1000)
			answers := world(group{sizes: c.sizes, municipality: "kinda", intervention: "café"})
			seen := map[string]int{}
			rnd := seeded(7)
			for range c.sets * perSet {
				_, left, err := Partition(answers, c.rules, Geography{}, Patience, rnd)
				if err != nil {
					t.Fatal(err)
				}
				seen[fmt.Sprint(left)]++
			}
			if len(seen) != c.sets {
				t.Fatalf("%d different sets shed, want %d", len(seen), c.sets)
			}
			for set, n := range seen {
				// Five standard deviations of about √perSet.
				if far := 5 * math.Sqrt(float64(perSet)); math.Abs(float64(n-perSet)) > far {
					t.Errorf("%s shed %d times, want about %d", set, n, perSet)
				}
			}
		})
	}
}

func TestSheddingLeavesTheSessions(t *testing.T) {
	sessions := [][]int{{4, 1, 7}, {0, 2, 3}, {5, 6}}
	for seed := range byte(20) {
		if _, err := shed(sessions, 5, seeded(seed)); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(sessions) != "[[4 1 7] [0 2 3] [5 6]]" {
			t.Fatalf("sessions became %v", sessions)
		}
	}
}
