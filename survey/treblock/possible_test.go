package treblock

import (
	"fmt"
	"math/bits"
	"slices"
	"testing"
)

func TestPossibleIsWhatBruteForceFinds(t *testing.T) {
	for _, s := range wholeSizes() {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			for key, behind := range behindEach(t, s) {
				released := key.counts(s.options)
				compareCells(t, released, "nothing", Possible(released, s.base), behind.cell)
				for own := range released {
					compareCells(t, released, fmt.Sprintf("an answer in cell %d", own),
						possible(released, s.base, own), behind.knowing[own])
				}
				if t.Failed() {
					return
				}
			}
		})
	}
}

func compareCells(t *testing.T, released []int, known string, got [][]int, want [7]uint64) {
	t.Helper()
	if len(got) != len(released) {
		t.Errorf("%v, knowing %s: %d cells", released, known, len(got))
		return
	}
	for j, counts := range got {
		if !slices.IsSorted(counts) || len(counts) != bits.OnesCount64(want[j]) || asBits(counts) != want[j] {
			t.Errorf("%v, knowing %s: cell %d may be %v, brute force finds %b", released, known, j, counts, want[j])
		}
	}
}

// The promise itself, on brute force alone, so that it does not lean on the code it is about.
func TestEveryCellKeepsRoomToHide(t *testing.T) {
	for _, s := range wholeSizes() {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			for key, behind := range behindEach(t, s) {
				released := key.counts(s.options)
				for j := range released {
					if n := bits.OnesCount64(behind.cell[j]); n < s.base {
						t.Errorf("%v: cell %d has %d possible counts", released, j, n)
					}
					for own := range released {
						known := behind.knowing[own][j]
						if n := bits.OnesCount64(known); n < s.base-1 {
							t.Errorf("%v: cell %d has %d possible counts for one in cell %d", released, j, n, own)
						}
						others := known &^ 1 // counts that leave room for somebody else's answer
						if own == j {
							others &^= 2
						}
						if others == 0 {
							t.Errorf("%v: one in cell %d knows that nobody else is in cell %d", released, own, j)
						}
					}
				}
				if !Certified(released, s.base) {
					t.Errorf("%v is not certified", released)
				}
				if t.Failed() {
					return
				}
			}
		})
	}
}

func TestPossibleOfKnownTables(t *testing.T) {
	for _, c := range []struct {
		released []int
		base     int
		want     string
	}{
		{[]int{12}, 3, "[[12]]"},
		{[]int{0, 0}, 3, "[[0] [0]]"},
		{[]int{3, 0}, 3, "[[1 2 3] [0 1 2]]"},
		{[]int{12, 0}, 3, "[[10 11 12] [0 1 2]]"},
		{[]int{6, 6}, 3, "[[4 5 6 7 8] [4 5 6 7 8]]"},
		{[]int{6, 3, 3}, 3, "[[4 5 6 7 8] [1 2 3 4 5] [1 2 3 4 5]]"},
		{[]int{0, 12, 0}, 3, "[[0 1 2] [10 11 12] [0 1 2]]"},
		{[]int{20, 0}, 5, "[[16 17 18 19 20] [0 1 2 3 4]]"},
	} {
		if got := fmt.Sprint(Possible(c.released, c.base)); got != c.want {
			t.Errorf("Possible(%v, %d) = %v, want %v", c.released, c.base, got, c.want)
		}
	}
}

func TestBoundsAreWhatIsCertain(t *testing.T) {
	low, high := Bounds([]int{6, 3, 0, 3}, 3)
	if want := []int{4, 1, 0, 1}; !slices.Equal(low, want) {
		t.Errorf("low = %v, want %v", low, want)
	}
	if want := []int{8, 5, 2, 5}; !slices.Equal(high, want) {
		t.Errorf("high = %v, want %v", high, want)
	}
}

func TestImpossibleReleasesFailClosed(t *testing.T) {
	for _, c := range []struct {
		released []int
		base     int
	}{
		{nil, 3},
		{[]int{}, 3},
		{[]int{15, -3}, 3},
		{[]int{6, 6, 6, -3}, 3},
		{[]int{7, 5}, 3},
		{[]int{4, 8}, 3},
		{[]int{6, 6}, 5},
		{[]int{6, 6}, 0},
		{[]int{6, 6}, 1},
		{[]int{6, 6}, -3},
	} {
		if got := Possible(c.released, c.base); got != nil {
			t.Errorf("Possible(%v, %d) = %v", c.released, c.base, got)
		}
		if low, high := Bounds(c.released, c.base); low != nil || high != nil {
			t.Errorf("Bounds(%v, %d) = %v, %v", c.released, c.base, low, high)
		}
		if Certified(c.released, c.base) {
			t.Errorf("%v is certified with base %d", c.released, c.base)
		}
		if !WithholdUnanimous(c.released, c.base) {
			t.Errorf("%v is not withheld with base %d", c.released, c.base)
		}
	}
}

func TestCertified(t *testing.T) {
	for _, c := range []struct {
		released []int
		base     int
		want     bool
	}{
		{[]int{12}, 3, false}, // the count is the number of answers
		{[]int{0, 0}, 3, false},
		{[]int{12, 0}, 3, true},
		{[]int{0, 12}, 3, true},
		{[]int{6, 6}, 3, true},
		{[]int{0, 0, 0, 0, 12, 0, 0, 0}, 3, true},
		{[]int{120, 0}, 3, true},
		{[]int{15, 5}, 5, true},
		{[]int{15, 5}, 3, false},
	} {
		if got := Certified(c.released, c.base); got != c.want {
			t.Errorf("Certified(%v, %d) = %v", c.released, c.base, got)
		}
	}
}

// Brute force ends at 18 and 25 answers; the exact search goes on.
func TestEveryReleaseOfTwoOrMoreCellsIsCertified(t *testing.T) {
	t.Parallel()
	for _, base := range []int{3, 5} {
		for options := 2; options <= 8; options++ {
			for steps := 1; steps <= 7; steps++ {
				eachTable(options, steps, func(released []int) {
					table := make([]int, options)
					for j, r := range released {
						table[j] = base * r
					}
					if !Certified(table, base) && !t.Failed() {
						t.Errorf("%v is not certified with base %d", table, base)
					}
				})
			}
		}
	}
}

func TestPossibleForSomebodyWhoCannotBeThere(t *testing.T) {
	if got := possible([]int{0, 0}, 3, 0); got != nil {
		t.Errorf("a table of no answers, knowing one of them: %v", got)
	}
}

func TestWithholdUnanimous(t *testing.T) {
	for _, c := range []struct {
		released []int
		base     int
		want     bool
	}{
		{[]int{20, 0, 0}, 5, true},
		{[]int{0, 20}, 5, true},
		{[]int{0, 15, 5}, 5, true},
		{[]int{15, 5}, 5, true},
		{[]int{10, 10}, 5, false},
		{[]int{10, 5, 5}, 5, false},
		{[]int{25, 0, 5, 0}, 5, true},
		{[]int{20, 5, 5, 0}, 5, false},
		{[]int{0, 0}, 5, true}, // no answers
		{[]int{9, 3}, 3, true},
		{[]int{6, 6}, 3, false},
	} {
		if got := WithholdUnanimous(c.released, c.base); got != c.want {
			t.Errorf("WithholdUnanimous(%v, %d) = %v", c.released, c.base, got)
		}
	}
}
