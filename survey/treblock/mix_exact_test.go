package treblock

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/surveytest/tool"
)

// The attacker of these tests knows, or made up, what everybody else answered. All chances are
// computed, none simulated.

// several returns the legal answers to a question with several choices.
func several(q survey.Question) Several {
	most := q.Most
	if most == 0 {
		most = q.Own
	}
	return Several{Statuses: len(q.Tables()[0].Columns), Options: q.Own, Most: most}
}

// asked returns the kinds of tables of all batteries: where every column is drawn as often, and of
// one of several options.
func asked(t *testing.T, percent int) (even, options []watched) {
	t.Helper()
	all, err := batteries.Load(batteries.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	evenKinds, optionKinds := map[string]watched{}, map[string]watched{}
	for _, b := range all {
		for _, q := range b.Questions {
			base := 3
			if q.Sensitive {
				base = 5
			}
			for _, table := range q.Tables() {
				w := evenly(base, len(table.Columns), percent)
				if table.Option == "" {
					evenKinds[w.String()] = w
					continue
				}
				u := several(q).Drawn()
				w.drawn = []float64{u, 1 - u}
				optionKinds[w.String()] = w
			}
		}
	}
	return sorted(evenKinds), sorted(optionKinds)
}

func sorted(kinds map[string]watched) []watched {
	var tables []watched
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		tables = append(tables, kinds[name])
	}
	return tables
}

// least returns the smallest number of answers that such a table is made of, where an answer stands
// out most.
func (w watched) least() int {
	if w.base == 5 {
		return leastSensitive
	}
	return leastPlain
}

// crowds are ways in which others can have answered: all the same, in two groups, and evenly. Two
// groups of which the smaller is one more than the base are what TestNoCrowdIsMuchWorse found to be
// worst.
func (w watched) crowds(others int) [][]int {
	m := len(w.drawn)
	var crowds [][]int
	for _, places := range [][2]int{{0, m - 1}, {m - 1, 0}, {m / 2, 0}} {
		for _, few := range []int{w.base + 1, 0, others / 2} {
			crowd := make([]int, m)
			crowd[places[0]] += others - few
			crowd[places[1]] += few
			crowds = append(crowds, crowd)
		}
	}
	spread := make([]int, m)
	for i := range others {
		spread[i%m]++
	}
	return append(crowds, spread)
}

// exposed returns what one table says at most, whichever the crowd.
func (w watched) exposed(crowds [][]int) (e exposure) {
	for _, crowd := range crowds {
		e = e.worst(exposed(w.unmixed(w.released(crowd))))
	}
	return e
}

// bounds are what the reason of MixPercent says of everything that is made of one mixed answer.
func (w watched) bounds() (sure, factor float64) {
	u := slices.Min(w.drawn)
	return (1 - w.rate + w.rate*u) / (1 - w.rate + w.rate*u*float64(len(w.drawn))), 1 + (1-w.rate)/(w.rate*u)
}

// within reports an exposure that is beyond what bounds say.
func (w watched) within(t *testing.T, what string, e exposure) {
	t.Helper()
	t.Logf("%v, %s: %v", w, what, e)
	if sure, factor := w.bounds(); e.ever > sure+1e-9 || e.factor > factor+1e-9 {
		t.Errorf("%v, %s: %v; it can be %.3f and %.1f at most", w, what, e, sure, factor)
	}
}

// One table: nobody is ever more than 90 % sure of an answer, and no outcome that is not rare makes
// one more than 40 times likelier.
func TestMixingHidesAnAnswer(t *testing.T) {
	even, _ := asked(t, MixPercent)
	for _, w := range even {
		e := w.exposed(w.crowds(w.least() - 1))
		w.within(t, fmt.Sprintf("%d answers", w.least()), e)
		if e.ever > 0.9 || e.factor > 40 || e.found > 0 {
			t.Errorf("%v: %v", w, e)
		}
	}
}

func TestMixingHidesAnAnswerAmongMore(t *testing.T) {
	tool.Long(t)
	for _, base := range []int{3, 5} {
		for _, m := range []int{2, 3, 4, 5, 6, 7, 8, 10} {
			w := evenly(base, m, MixPercent)
			t.Run(w.String(), func(t *testing.T) {
				t.Parallel()
				for n := w.least(); n <= 36; n += base {
					crowds, outcomes := w.crowds(n-1), choose(n/base+m-1, m-1)
					switch {
					case outcomes > 60_000: // too many; the bounds hold all the same
						return
					case outcomes > 12_000: // the first is the worst or near it
						crowds = crowds[:1]
					case outcomes > 3000:
						crowds = crowds[:2]
					}
					e := w.exposed(crowds)
					w.within(t, fmt.Sprintf("%d answers", n), e)
					if e.ever > 0.9 || e.factor > 40 || e.found > 0 {
						t.Errorf("%d answers: %v", n, e)
					}
				}
			})
		}
	}
}

// Of a several-choice question an option that others did not choose, and few are drawn to, stands
// out: that is written down here, not promised. Whoever holds it as likely as the draw does is less
// than 90 % sure all the same.
func TestMixingHidesAnOptionLess(t *testing.T) {
	_, options := asked(t, MixPercent)
	for _, w := range options {
		var e exposure
		for n := w.least(); n <= 36; n += w.base {
			for chosen := range n {
				e = e.worst(exposed(w.unmixed(w.released([]int{chosen, n - 1 - chosen}))))
			}
		}
		w.within(t, "12 to 36 answers", e)
		if e.sure > 0.98 || e.factor > 43 || e.found > 0.17 { // found: of those who chose it
			t.Errorf("%v: %v", w, e)
		}
		u := w.drawn[0]
		odds := e.ever / (1 - e.ever) * u / (1 - u)
		if sure := odds / (1 + odds); sure > 0.9 {
			t.Errorf("%v: sure %.3f of an option that is drawn as often as it is chosen", w, sure)
		}
	}
}

// eachPair calls f with the outcomes of one table among every crowd and every other.
func (w watched) eachPair(f func(first, second []outcome)) {
	var tables [][]outcome
	for _, crowd := range w.crowds(w.least() - 1) {
		tables = append(tables, w.released(crowd))
	}
	for i, first := range tables {
		for _, second := range tables[i:] {
			f(first, second)
		}
	}
}

// A block and two views share the mixing of a person, but nothing else: other people, other
// offsets.
func TestMixingHidesAnAnswerInThreeTables(t *testing.T) {
	even, _ := asked(t, MixPercent)
	for _, w := range even {
		var two, three exposure
		w.eachPair(func(first, second []outcome) {
			both := seenTogether(first, second)
			two = two.worst(exposed(w.unmixed(both)))
			three = three.worst(exposed(w.unmixed(seenTogether(both, second))))
		})
		w.within(t, "two tables", two)
		w.within(t, "three tables", three)
		if two.factor > 38 || three.factor > 41 || max(two.found, three.found) > 0 {
			t.Errorf("%v: two tables %v, three %v", w, two, three)
		}
	}
}

// Two rounds mix an answer twice, so factors multiply. Among twelve who all answer alike both times
// that is too much for the promise of one round; it is written down here.
func TestMixingHidesLessInTwoRounds(t *testing.T) {
	even, _ := asked(t, MixPercent)
	for _, w := range even {
		var e exposure
		w.eachPair(func(first, second []outcome) {
			e = e.worst(exposed(seenTogether(w.unmixed(first), w.unmixed(second))))
		})
		t.Logf("%v: %v", w, e)
		if e.sure > 0.96 || e.factor > 180 || e.found > 0.004 {
			t.Errorf("%v: %v", w, e)
		}
	}
}

// With a smaller rate three tables of ten legal answers, the most that a question has, say more.
func TestASmallerRateSaysMore(t *testing.T) {
	w := evenly(3, 10, MixPercent-1)
	worst := 0.0
	for _, crowd := range w.crowds(11)[:2] {
		one := w.released(crowd)
		worst = max(worst, exposed(w.unmixed(seenTogether(seenTogether(one, one), one))).factor)
	}
	t.Logf("%v: factor %.1f", w, worst)
	if worst <= 41 {
		t.Errorf("%d %% would do: the factor of three tables is %.1f", MixPercent-1, worst)
	}
}

// What other rates would give, for whoever wants to choose anew.
func TestRates(t *testing.T) {
	tool.Long(t)
	for percent := 10; percent <= MixPercent; percent++ {
		var one, three exposure
		even, options := asked(t, percent)
		for _, w := range even {
			one = one.worst(w.exposed(w.crowds(w.least() - 1)))
			table := w.released(w.crowds(w.least() - 1)[0])
			three = three.worst(exposed(w.unmixed(seenTogether(seenTogether(table, table), table))))
		}
		t.Logf("%d %%: one table %v; three %v", percent, one, three)
		for _, w := range options {
			var e exposure
			for chosen := range w.least() {
				e = e.worst(exposed(w.unmixed(w.released([]int{chosen, w.least() - 1 - chosen}))))
			}
			t.Logf("%d %%: an option %v", percent, e)
		}
	}
}

// search looks for the others among whom an answer stands out most, from a crowd, as long as moving
// some of them to another column makes it stand out more.
func (w watched) search(crowd []int) (exposure, []int) {
	crowd = slices.Clone(crowd)
	worst := exposed(w.unmixed(w.released(crowd)))
	for better := true; better; {
		better = false
		for i := range crowd {
			for j := range crowd {
				for _, some := range []int{1, w.base, crowd[i]} {
					if i == j || some == 0 || some > crowd[i] {
						continue
					}
					crowd[i] -= some
					crowd[j] += some
					if e := exposed(w.unmixed(w.released(crowd))); e.factor > worst.factor*(1+1e-9) {
						worst, better = e, true
						continue
					}
					crowd[i] += some
					crowd[j] -= some
				}
			}
		}
	}
	return worst, crowd
}

func TestNoCrowdIsMuchWorse(t *testing.T) {
	tool.Long(t)
	even, _ := asked(t, MixPercent)
	for _, w := range even {
		t.Run(w.String(), func(t *testing.T) {
			t.Parallel()
			crowds := w.crowds(w.least() - 1)
			known := w.exposed(crowds)
			for _, start := range [][]int{crowds[1], crowds[len(crowds)-1]} {
				e, crowd := w.search(start)
				t.Logf("among %v: %v", crowd, e)
				if e.ever > 0.9 || e.factor > 40 || e.factor > known.factor*1.05 {
					t.Errorf("among %v: %v, of the known crowds %v", crowd, e, known)
				}
			}
		})
	}
}

// The outcomes above must be those of mixing and of Round: go through all mixed answers of
// everybody, one by one.
func TestOutcomesAreThoseOfMixingAndRounding(t *testing.T) {
	w := watched{3, 0.2, []float64{0.5, 0.3, 0.2}}
	others := []int{2, 0, 3}
	want := map[string]outcome{}
	for own := range w.drawn {
		var mix func(done int, chance float64, counts []int)
		mix = func(done int, chance float64, counts []int) {
			if done == sum(others) {
				for d := range w.base {
					table := fmt.Sprint(Round(counts, w.base, d))
					if want[table] == nil {
						want[table] = make(outcome, len(w.drawn))
					}
					want[table][own] += chance / float64(w.base)
				}
				return
			}
			answer := 0
			for from := done; from >= others[answer]; answer++ {
				from -= others[answer]
			}
			for j, drawn := range w.drawn {
				c := w.rate * drawn
				if j == answer {
					c += 1 - w.rate
				}
				counts[j]++
				mix(done+1, chance*c, counts)
				counts[j]--
			}
		}
		counts := make([]int, len(w.drawn))
		counts[own]++
		mix(0, 1, counts)
	}
	got := w.released(others)
	tables := slices.Sorted(maps.Keys(want))
	if len(got) != len(tables) {
		t.Fatalf("%d outcomes, by going through them %d", len(got), len(tables))
	}
	for i, table := range tables { // single digits, so text is in the order of numbers
		for own := range w.drawn {
			if math.Abs(got[i][own]-want[table][own]) > 1e-12 {
				t.Errorf("%s, own answer %d: chance %g, by going through all %g", table, own, got[i][own], want[table][own])
			}
		}
	}
}
