package treblock

import (
	"fmt"
	"io"
)

// Round returns the released counts of one table: with running sums S_j of the counts, R_j = base·⌊(S_j+offset)/base⌋
// and r_j = R_j − R_(j−1). The idea is that of controlled random rounding: cells are rounded at random, but their total
// is kept (I. P. Fellegi, Survey Methodology 1(2), 1975).
//
// The counts must be in the table's fixed order and their total a multiple of base; then the total stays exact. A cell,
// and a sum of neighbouring cells, is at most base−1 wrong, and right on average over the offsets, by Hermite's identity
// Σ_d ⌊(S+d)/base⌋ = S. Each table needs an offset of its own from [Offset], used once and never kept: two roundings of
// the same counts say more than one.
//
// Round panics when base is less than 2, offset is not one of 0..base−1, or a count is negative: numbers rounded so
// would be released as protected without being so.
func Round(counts []int, base, offset int) []int {
	if base < 2 || offset < 0 || offset >= base {
		panic(fmt.Sprintf("treblock: round with base %d and offset %d", base, offset))
	}
	released := make([]int, len(counts))
	sum, before := 0, 0
	for j, n := range counts {
		if n < 0 {
			panic(fmt.Sprintf("treblock: round a count of %d", n))
		}
		sum += n
		now := base * ((sum + offset) / base)
		released[j] = now - before
		before = now
	}
	return released
}

// Offset draws the offset of one table, uniform over 0..base−1.
func Offset(base int, rnd io.Reader) (int, error) {
	if base < 2 {
		return 0, fmt.Errorf("treblock: base %d is less than 2", base)
	}
	return draw(base, rnd) // mutation: draw
}
