package attack_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey/treblock"
)

// liveOptions is how many options the question has that this file is about.
const liveOptions = 5

// votes is how many have chosen each option.
type votes [liveOptions]int

// plus returns the votes after n more answers of the same option.
func (v votes) plus(option, n int) votes {
	v[option] += n
	return v
}

// publish returns the tables that may be shown of the same votes, each as likely as the others. The
// attacker knows it.
type publish func(votes) []votes

func exactly(v votes) []votes { return []votes{v} }

// hidden shows −1 instead of 1, 2, 3 or 4.
func hidden(v votes) []votes {
	for option, n := range v {
		if n >= 1 && n <= 4 {
			v[option] = -1
		}
	}
	return []votes{v}
}

// rounded is what treblock makes of the votes, with an offset of its own each time.
func rounded(v votes) []votes {
	shown := make([]votes, 3)
	for offset := range shown {
		copy(shown[offset][:], treblock.Round(v[:], 3, offset))
	}
	return shown
}

// everyVote calls f with every way in which n answers can fall on the options.
func everyVote(n int, f func(votes)) {
	var v votes
	var fill func(option, rest int)
	fill = func(option, rest int) {
		if option == liveOptions-1 {
			f(v.plus(option, rest))
			return
		}
		for chosen := 0; chosen <= rest; chosen++ {
			v[option] = chosen
			fill(option+1, rest-chosen)
		}
	}
	fill(0, n)
}

// onlooker is the exact attacker over time, who knows the method and how many have answered. For
// each moment, one answer later than the one before, it holds the votes that fit everything shown
// before, then and afterwards.
type onlooker []map[votes]bool

// look returns what the onlooker knows who saw these tables: the first of n answers, each of the
// others of one answer more than the one before. A table that was not shown is nil.
func look(p publish, n int, shown []*votes) onlooker {
	o := make(onlooker, len(shown))
	add := func(i int, v votes) {
		if shown[i] == nil || slices.Contains(p(v), *shown[i]) {
			o[i][v] = true
		}
	}
	for i := range o {
		o[i] = map[votes]bool{}
	}
	everyVote(n, func(v votes) { add(0, v) })
	for i := range len(o) - 1 {
		for v := range o[i] {
			for option := range liveOptions {
				add(i+1, v.plus(option, 1))
			}
		}
	}
	for i := len(o) - 2; i >= 0; i-- {
		for v := range o[i] {
			if o.next(i, v) == [liveOptions]bool{} {
				delete(o[i], v)
			}
		}
	}
	return o
}

// next returns which options the person after moment i can have chosen if the votes were v until
// then.
func (o onlooker) next(i int, v votes) (possible [liveOptions]bool) {
	for option := range possible {
		possible[option] = o[i+1][v.plus(option, 1)]
	}
	return possible
}

// possible returns how many options the person who answered after moment i can have chosen.
func (o onlooker) possible(i int) int {
	options := map[int]bool{}
	for v := range o[i] {
		for option, can := range o.next(i, v) {
			if can {
				options[option] = true
			}
		}
	}
	return len(options)
}

// found is what an onlooker found out about those who answered late.
type found struct {
	people, disclosed, ruledOut int
}

func (f found) share() float64 { return float64(f.disclosed) / float64(f.people) }

func (f found) String() string {
	return fmt.Sprintf("%.1f %% of %d late persons disclosed, %.2f of 4 options ruled out for each",
		100*f.share(), f.people, float64(f.ruledOut)/float64(f.people))
}

// watch lets so many groups answer, some nearly of one mind and some divided, and attacks everybody
// who answers after the first so many. A table is shown after each answer from the one with the
// number from to the last, number to.
func watch(t *testing.T, p publish, groups, first, from, to int) (f found) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(uint64(from), uint64(to)))
	for range groups {
		var liked [liveOptions]float64
		for option := range liked {
			liked[option] = rnd.ExpFloat64()
		}
		var v votes
		shown := make([]*votes, to-first+1)
		for n := 1; n <= to; n++ {
			v = v.plus(choose(liked, rnd), 1)
			if n >= from {
				tables := p(v)
				shown[n-first] = &tables[rnd.IntN(len(tables))]
			}
		}
		o := look(p, first, shown)
		if !o[to-first][v] {
			t.Fatalf("the onlooker does not think that %v is possible", v)
		}
		for i := range to - first {
			possible := o.possible(i)
			f.people++
			f.ruledOut += liveOptions - possible
			if possible == 1 {
				f.disclosed++
			}
		}
	}
	return f
}

// choose draws an option, each as likely as it is liked.
func choose(liked [liveOptions]float64, rnd *rand.Rand) int {
	total := 0.0
	for _, weight := range liked {
		total += weight
	}
	rest := rnd.Float64() * total
	for option, weight := range liked {
		if rest -= weight; rest < 0 {
			return option
		}
	}
	return liveOptions - 1
}

// Why results are shown only when a round is sealed: in a live table, shown from the tenth answer
// on and after every further one, no rule for its cells keeps what the fifteen who answer last have
// said. The same rounding, done once, keeps it of everybody: to the table all are late, because it
// does not show who came when.
func TestALiveTableDisclosesWhoAnswersLate(t *testing.T) {
	for _, c := range []struct {
		name  string
		way   publish
		above float64
	}{
		{"exact counts", exactly, 0.99},
		{"1–4 hidden", hidden, 0.5},
		{"rounded anew each time", rounded, 0},
	} {
		f := watch(t, c.way, 80, 10, 10, 25)
		t.Logf("live, %s: %v", c.name, f)
		if f.people != 1200 || f.share() <= c.above {
			t.Errorf("live, %s: %v, want more than %.0f %%", c.name, f, 100*c.above)
		}
	}
	var sealed found
	for n := 12; n <= 24; n += 3 {
		f := watch(t, rounded, 10, n-1, n, n)
		sealed.people += f.people
		sealed.disclosed += f.disclosed
		sealed.ruledOut += f.ruledOut
	}
	t.Logf("sealed: %v", sealed)
	if sealed.people != 50 || sealed.disclosed > 0 || sealed.ruledOut > 0 {
		t.Errorf("sealed: %v, want none", sealed)
	}
}
