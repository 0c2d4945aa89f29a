package web_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
)

// guess is how likely each answer of somebody is to whoever filled the room.
type guess struct {
	room, strategy string
	tables         int
	answer         int       // that was given
	prior, chances []float64 // by answer, without the tables and with them
	fits           bool      // the tables could have been counted without mixing
}

// guesses are collected from several rooms.
type guesses struct {
	mu   sync.Mutex
	list []guess
}

func (g *guesses) add(one guess) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.list = append(g.list, one)
}

// String says what the guesses come to, also by room and by what was made up.
func (g *guesses) String() string {
	by := map[string][]guess{}
	for _, one := range g.list {
		by[one.room] = append(by[one.room], one)
		by["made up "+one.strategy] = append(by["made up "+one.strategy], one)
	}
	var text strings.Builder
	total := scored(g.list)
	fmt.Fprintf(&text, "%v\n  right by chance:", total)
	for _, s := range total.tenths {
		if s.n > 0 {
			fmt.Fprintf(&text, "  %.1f of %.1f %% (%.0f)", 100*s.right/s.n, 100*s.expect/s.n, s.n)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		fmt.Fprintf(&text, "\n  %s: %v", name, scored(by[name]))
	}
	return text.String()
}

// best returns the likeliest answer and its chance.
func best(chances []float64) (int, float64) {
	most := slices.Max(chances)
	return slices.Index(chances, most), most
}

// score is how many best guesses are right, and should be by their own chances.
type score struct{ n, right, expect, variance float64 }

func (s *score) add(chances []float64, answer int) {
	at, chance := best(chances)
	s.n++
	if at == answer {
		s.right++
	}
	s.expect += chance
	s.variance += chance * (1 - chance)
}

// off returns by how many standard errors more guesses are right than should be.
func (s score) off() float64 { return (s.right - s.expect) / math.Sqrt(s.variance+1e-9) }

// scores are those of guesses without the tables and with them.
type scores struct {
	before, after score
	tenths        [10]score // after, by the first digit of the chance
	surest        float64   // the largest chance
	beyond        float64   // how many have a larger one than sure
	fits          float64   // how many could be from counts that were not mixed
	several       int       // how many are from several tables
}

func scored(list []guess) (s scores) {
	for _, g := range list {
		s.before.add(g.prior, g.answer)
		s.after.add(g.chances, g.answer)
		_, chance := best(g.chances)
		s.tenths[min(int(chance*10), 9)].add(g.chances, g.answer)
		if g.fits {
			s.fits++
		}
		if g.tables > 1 {
			s.several++
		}
		s.surest = max(s.surest, chance)
		if chance > sure+1e-9 {
			s.beyond++
		}
	}
	return s
}

// gain returns how much larger the share of right guesses is with the tables.
func (s scores) gain() float64 { return (s.after.right - s.before.right) / s.after.n }

// expectedGain is gain by the chances of the guesses, so that luck has less to do with it.
func (s scores) expectedGain() float64 { return (s.after.expect - s.before.expect) / s.after.n }

func (s scores) String() string {
	return fmt.Sprintf("%.0f guesses (%d from several tables), %.1f %% right without the tables, %.1f with them (by their chances %.1f and %.1f), at most %.3f sure, %.1f %% beyond %.3f; %.1f %% fit counts that were not mixed",
		s.after.n, s.several, 100*s.before.right/s.after.n, 100*s.after.right/s.after.n, 100*s.before.expect/s.after.n, 100*s.after.expect/s.after.n,
		s.surest, 100*s.beyond/s.after.n, sure, 100*s.fits/s.after.n)
}

// calibrated reports guesses that are right more or less often than their chances say, by more than
// five standard errors: then whoever guesses is wrong about what is known, and the rest says nothing.
func (s scores) calibrated(t *testing.T, what string) {
	t.Helper()
	if off := s.after.off(); math.Abs(off) > 5 {
		t.Errorf("%s: of %.0f guesses %.0f are right and %.1f should be", what, s.after.n, s.after.right, s.after.expect)
	}
	for _, tenth := range s.tenths {
		if off := tenth.off(); tenth.n >= 30 && math.Abs(off) > 5 {
			t.Errorf("%s: of %.0f guesses about as sure %.0f are right and %.1f should be", what, tenth.n, tenth.right, tenth.expect)
		}
	}
}
