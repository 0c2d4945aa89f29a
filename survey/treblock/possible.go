package treblock

import "slices"

// nobody stands for an attacker who knows no answer of the table.
const nobody = -1

// Possible returns, for each cell of a released table, the true counts that some offset and some true table allow,
// ascending: what is left open to somebody who knows the method and the exact number of answers, and looks at this
// table alone. It is exact. For a table that [Round] cannot have made of a multiple of base answers (no cells, a count
// that is negative or not a multiple of base) it returns nil.
//
// For each offset d every running sum lies in R_j−d … R_j−d+base−1; a pass forwards and a pass backwards leave of
// these ranges exactly the sums that are part of some true table.
func Possible(released []int, base int) [][]int {
	return possible(released, base, nobody)
}

// Bounds returns the smallest and the largest possible true count of each cell: what is certain. Both are nil when
// [Possible] is.
func Bounds(released []int, base int) (low, high []int) {
	for _, counts := range Possible(released, base) {
		low = append(low, counts[0])
		high = append(high, counts[len(counts)-1])
	}
	return low, high
}

// Certified reports whether a released table, taken alone, withstands the exact attacker: every cell has at least base
// possible true counts, and at least base−1 for each participant who knows their own answer, whichever option that was.
// With base 3 or more it follows that no option is ruled out for anybody, not even by someone who knows one answer. A
// table with a single cell is never certified, because its count is the number of answers, and neither is one that is
// not a possible release.
//
// It says nothing of several tables of the same answers taken together.
func Certified(released []int, base int) bool {
	if !roomy(Possible(released, base), base) {
		return false
	}
	for own := range released {
		if !roomy(possible(released, base, own), base-1) {
			return false
		}
	}
	return true
}

// WithholdUnanimous reports whether a table of a sensitive question had to be withheld by the method before this one,
// because the answers are nearly all alike: the released count of one option is the number of answers, or one base
// less. Then everybody's answer would be known without singling anybody out. It holds for any option, a flattering one
// too, so that a withheld table does not say which one it was. What is not a possible release is withheld as well.
// Mixed answers are shown all the same: nobody's own answer is known from them, and a table that goes missing for what
// it holds says what it holds.
func WithholdUnanimous(released []int, base int) bool {
	if !Releasable(released, base) {
		return true
	}
	n := total(released)
	return slices.ContainsFunc(released, func(r int) bool { return r >= n-base })
}

// roomy reports whether there are cells and each has at least so many possible counts.
func roomy(cells [][]int, least int) bool {
	return len(cells) > 0 && !slices.ContainsFunc(cells, func(counts []int) bool { return len(counts) < least })
}

// possible is Possible for somebody who knows that cell own holds at least one answer, their own; nil when that cannot
// be.
func possible(released []int, base, own int) [][]int {
	if !Releasable(released, base) {
		return nil
	}
	// Both sums around a cell are at most base−1 off, so its count is less than base away from the released one.
	open := make([][]bool, len(released))
	for j := range open {
		open[j] = make([]bool, 2*base-1)
	}
	found := false
	for offset := range base {
		sums, ok := runningSums(released, base, offset, own)
		if !ok {
			continue
		}
		found = true
		for j, r := range released {
			least := max(atLeast(j, own), sums[j+1].low-sums[j].high)
			for x := least; x <= sums[j+1].high-sums[j].low; x++ {
				open[j][x-r+base-1] = true
			}
		}
	}
	if !found {
		return nil
	}
	return counts(open, released, base)
}

// span is the range of the values that one running sum of the true counts can have.
type span struct{ low, high int }

// runningSums returns the range of S_0 … S_m that an offset allows; false when no true table fits. Every value in a
// range belongs to some true table, and so does every pair of neighbouring sums that leaves its cell enough answers:
// ranges of neighbours that respect each other in both directions can always be continued to both ends.
func runningSums(released []int, base, offset, own int) ([]span, bool) {
	m, n := len(released), total(released)
	sums := make([]span, m+1)
	rounded := 0
	for j, r := range released {
		rounded += r
		sums[j+1] = span{
			low:  max(rounded-offset, sums[j].low+atLeast(j, own)),
			high: min(rounded-offset+base-1, n),
		}
	}
	sums[m].low = max(sums[m].low, n)
	for j := m; j >= 1; j-- {
		sums[j-1].high = min(sums[j-1].high, sums[j].high-atLeast(j-1, own))
	}
	return sums, !slices.ContainsFunc(sums, func(s span) bool { return s.low > s.high })
}

func atLeast(cell, own int) int {
	if cell == own {
		return 1
	}
	return 0
}

// counts turns the marks of possible, which start at base−1 below the released count, into the counts they stand for.
func counts(open [][]bool, released []int, base int) [][]int {
	cells := make([][]int, len(open))
	for j, marks := range open {
		for i, marked := range marks {
			if marked {
				cells[j] = append(cells[j], released[j]-base+1+i)
			}
		}
	}
	return cells
}

// Releasable reports whether [Round] can have made the table of a multiple of base answers.
func Releasable(released []int, base int) bool {
	if base < 2 || len(released) == 0 {
		return false
	}
	return !slices.ContainsFunc(released, func(r int) bool { return r < 0 || r%base != 0 })
}

func total(released []int) int {
	n := 0
	for _, r := range released {
		n += r
	}
	return n
}
