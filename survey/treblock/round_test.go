package treblock

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"testing"
	"testing/iotest"
)

func ExampleRound() {
	counts := []int{1, 2, 3, 6, 3}
	for offset := range 3 {
		fmt.Println(Round(counts, 3, offset))
	}
	// Output:
	// [0 3 3 6 3]
	// [0 3 3 6 3]
	// [3 0 3 6 3]
}

func TestRoundKeepsTotalsAndIsRightOnAverage(t *testing.T) {
	for _, s := range everySize() {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			eachTable(s.options, s.n, func(counts []int) {
				if err := checkRounding(counts, s); err != nil && !t.Failed() {
					t.Errorf("%v: %v", counts, err)
				}
			})
		})
	}
}

// checkRounding holds the roundings of one table with every offset against what Round promises.
func checkRounding(counts []int, s tableSize) error {
	var errorSum [7]int
	totals := 0
	for offset := range s.base {
		released := Round(counts, s.base, offset)
		if again := roundAgain(counts, s.base, offset); !slices.Equal(released, again) {
			return fmt.Errorf("offset %d gives %v, counting one by one %v", offset, released, again)
		}
		totals += total(released)
		if s.n%s.base == 0 && total(released) != s.n {
			return fmt.Errorf("offset %d gives %v, a total of %d", offset, released, total(released))
		}
		fromTop := 0
		for j, r := range released {
			e := r - counts[j]
			fromTop += e
			errorSum[j] += e
			if r < 0 || r%s.base != 0 || max(e, -e) > s.base-1 || max(fromTop, -fromTop) > s.base-1 {
				return fmt.Errorf("offset %d gives %v", offset, released)
			}
		}
	}
	if errorSum != [7]int{} {
		return fmt.Errorf("errors over all offsets sum to %v", errorSum[:s.options])
	}
	if totals != s.base*s.n {
		return fmt.Errorf("totals over all offsets sum to %d", totals)
	}
	return nil
}

func TestRoundLeavesItsArgument(t *testing.T) {
	counts := []int{1, 2, 3, 6, 3}
	Round(counts, 3, 2)
	if !slices.Equal(counts, []int{1, 2, 3, 6, 3}) {
		t.Errorf("counts became %v", counts)
	}
}

func TestRoundOfSmallTables(t *testing.T) {
	for _, c := range []struct{ counts, want []int }{
		{nil, nil},
		{[]int{12}, []int{12}},
		{[]int{0, 0, 0}, []int{0, 0, 0}},
		{[]int{0, 12}, []int{0, 12}},
		{[]int{1, 11}, []int{3, 9}},
	} {
		if got := Round(c.counts, 3, 2); !slices.Equal(got, c.want) {
			t.Errorf("Round(%v, 3, 2) = %v, want %v", c.counts, got, c.want)
		}
	}
}

func TestRoundPanicsRatherThanPretend(t *testing.T) {
	for _, c := range []struct {
		counts       []int
		base, offset int
	}{
		{[]int{6, 6}, 1, 0},
		{[]int{6, 6}, 0, 0},
		{[]int{6, 6}, 3, 3},
		{[]int{6, 6}, 3, -1},
		{[]int{13, -1}, 3, 0},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			Round(c.counts, c.base, c.offset)
		})
	}
}

func TestOffsetIsUniform(t *testing.T) {
	const draws = 30000
	rnd := mathrand.NewChaCha8([32]byte{1})
	for _, base := range []int{3, 5} {
		seen := make([]int, base)
		for range draws {
			d, err := Offset(base, rnd)
			if err != nil {
				t.Fatal(err)
			}
			seen[d]++
		}
		for d, n := range seen {
			// Five standard deviations are less than 410.
			if want := draws / base; max(n-want, want-n) > 410 {
				t.Errorf("base %d: offset %d drawn %d times of %d, want about %d", base, d, n, draws, want)
			}
		}
	}
}

// A remainder of a random byte would favour small numbers by half a percent, which no count of draws shows in
// reasonable time. So go through all bytes.
func TestDrawFavoursNoNumber(t *testing.T) {
	for n := 2; n <= 40; n++ {
		seen := make([]int, n)
		for b := range 256 {
			v, err := draw(n, bytes.NewReader([]byte{byte(b)}))
			if err != nil {
				continue // rejected: it asks for another byte
			}
			seen[v]++
		}
		if slices.Min(seen) != slices.Max(seen) || seen[0] == 0 {
			t.Errorf("of all bytes, 0…%d are drawn %v times", n-1, seen)
		}
	}
}

func TestOffsetErrors(t *testing.T) {
	if _, err := Offset(0, rand.Reader); err == nil {
		t.Error("base 0: no error")
	}
	broken := errors.New("no randomness")
	if _, err := Offset(3, iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("broken reader: %v", err)
	}
}
