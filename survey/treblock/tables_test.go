package treblock

import (
	"fmt"
	"sync"
	"testing"
)

// tableSize is one set of tables that a test goes through completely.
type tableSize struct{ base, options, n int }

func (s tableSize) String() string {
	return fmt.Sprintf("base %d/%d options/n=%d", s.base, s.options, s.n)
}

// everySize lists the tables that the promises are proved on: base 3 with 2–7 options and 9–18 answers, base 5 with
// 2–5 options and 15–25.
func everySize() []tableSize {
	var sizes []tableSize
	for options := 2; options <= 7; options++ {
		for n := 9; n <= 18; n++ {
			sizes = append(sizes, tableSize{3, options, n})
		}
	}
	for options := 2; options <= 5; options++ {
		for n := 15; n <= 25; n++ {
			sizes = append(sizes, tableSize{5, options, n})
		}
	}
	return sizes
}

// wholeSizes lists those whose number of answers is a multiple of the base, as the size of every block is.
func wholeSizes() []tableSize {
	var whole []tableSize
	for _, s := range everySize() {
		if s.n%s.base == 0 {
			whole = append(whole, s)
		}
	}
	return whole
}

// eachTable calls f with every way in which n answers can fall on the options. f must not keep the slice.
func eachTable(options, n int, f func(counts []int)) {
	counts := make([]int, options)
	var fill func(j, rest int)
	fill = func(j, rest int) {
		if j == options-1 {
			counts[j] = rest
			f(counts)
			return
		}
		for x := 0; x <= rest; x++ {
			counts[j] = x
			fill(j+1, rest-x)
		}
	}
	fill(0, n)
}

// table is a released table as a map key; there are at most seven options.
type table [7]int8

func asTable(counts []int) (t table) {
	for j, n := range counts {
		t[j] = int8(n)
	}
	return t
}

func (t table) counts(options int) []int {
	counts := make([]int, options)
	for j := range counts {
		counts[j] = int(t[j])
	}
	return counts
}

// roundAgain is a second implementation of the rounding: take one answer at a time and release a whole base each time
// the running sum, started at the offset, reaches one.
func roundAgain(counts []int, base, offset int) []int {
	released := make([]int, len(counts))
	saved := offset
	for j, n := range counts {
		for range n {
			saved++
			if saved == base {
				released[j] += base
				saved = 0
			}
		}
	}
	return released
}

// worlds is the second implementation of the attacker: for one released table the sets, as bits, of the counts that
// cells have in the true tables behind it.
type worlds struct {
	cell    [7]uint64    // by cell
	knowing [7][7]uint64 // by the option of somebody's own answer, then by cell
}

// bruteForce goes through every true table and every offset and sorts them by the table they would release.
func bruteForce(s tableSize) map[table]*worlds {
	behind := map[table]*worlds{}
	eachTable(s.options, s.n, func(counts []int) {
		for offset := range s.base {
			key := asTable(roundAgain(counts, s.base, offset))
			w := behind[key]
			if w == nil {
				w = &worlds{}
				behind[key] = w
			}
			for j, x := range counts {
				w.cell[j] |= 1 << x
				if x == 0 {
					continue
				}
				for k, y := range counts {
					w.knowing[j][k] |= 1 << y
				}
			}
		}
	})
	return behind
}

var (
	bruteForceMutex sync.Mutex
	bruteForced     = map[tableSize]func() map[table]*worlds{}
)

// behindEach is bruteForce, done once for all tests.
func behindEach(t *testing.T, s tableSize) map[table]*worlds {
	t.Helper()
	bruteForceMutex.Lock()
	once := bruteForced[s]
	if once == nil {
		once = sync.OnceValue(func() map[table]*worlds { return bruteForce(s) })
		bruteForced[s] = once
	}
	bruteForceMutex.Unlock()
	return once()
}

func asBits(counts []int) uint64 {
	var bits uint64
	for _, x := range counts {
		bits |= 1 << x
	}
	return bits
}
