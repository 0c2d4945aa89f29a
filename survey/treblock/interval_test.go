package treblock

import (
	"math"
	"testing"
)

// TestIntervalCovers computes the coverage exactly, without simulation: the number that chose an option in a block is
// binomial, its released count is the multiple of base below or above with the mean of the count (all that a uniform
// offset does to a single cell), and blocks are independent. Coverage as a function of the share jumps where an
// interval begins or ends, so besides a grid it is computed just beside each of these points.
func TestIntervalCovers(t *testing.T) {
	for _, base := range []int{3, 5} {
		first := map[int]int{3: 12, 5: 15}[base]
		t.Run(map[int]string{3: "base 3", 5: "base 5"}[base], func(t *testing.T) {
			t.Parallel()
			chance := releasedChances{}
			for blocks := 1; blocks <= 4; blocks++ {
				worst := coverage{share: 2}
				eachMultiset(first, 30, base, blocks, func(sizes []int) {
					c := worstCoverage(sizes, base, chance)
					if worst.of == nil || c.covered < worst.covered {
						worst = c
					}
				})
				t.Logf("%d blocks: worst coverage %.4f, of a share of %.4f in blocks of %v",
					blocks, worst.covered, worst.share, worst.of)
				if worst.covered < 0.965 {
					t.Errorf("coverage %.4f of a share of %.4f in blocks of %v", worst.covered, worst.share, worst.of)
				}
			}
		})
	}
}

// coverage is how likely it is that the interval holds a share.
type coverage struct {
	covered, share float64
	of             []int // sizes of the blocks
}

func worstCoverage(sizes []int, base int, chance releasedChances) coverage {
	n := 0
	for _, size := range sizes {
		n += size
	}
	low, high := make([]float64, n/base+1), make([]float64, n/base+1)
	for i := range low {
		low[i], high[i] = Interval(base*i, n, len(sizes), base)
	}
	worst := coverage{covered: 1, of: append([]int(nil), sizes...)}
	for _, p := range sharesToTry(low, high) {
		sum := []float64{1}
		for _, size := range sizes {
			sum = convolve(sum, chance.of(size, base, p))
		}
		covered := 0.0
		for i, c := range sum {
			if low[i] <= p && p <= high[i] {
				covered += c
			}
		}
		if covered < worst.covered {
			worst.covered, worst.share = covered, p
		}
	}
	return worst
}

// sharesToTry is a grid of 0.02…0.98 and both sides of every end of an interval in between.
func sharesToTry(low, high []float64) []float64 {
	var shares []float64
	for i := 2; i <= 98; i++ {
		shares = append(shares, float64(i)/100)
	}
	for i := range low {
		for _, end := range []float64{low[i], high[i]} {
			for _, p := range []float64{end - 1e-9, end + 1e-9} {
				if p >= 0.02 && p <= 0.98 {
					shares = append(shares, p)
				}
			}
		}
	}
	return shares
}

type releasedKey struct {
	n, base int
	p       float64
}

// releasedChances remembers distributions that have been computed.
type releasedChances map[releasedKey][]float64

// of returns the chances that the released count of an option is 0, base, 2·base … when each of n answers chooses it
// with chance p.
func (r releasedChances) of(n, base int, p float64) []float64 {
	key := releasedKey{n, base, p}
	if c, ok := r[key]; ok {
		return c
	}
	chance := make([]float64, n/base+1)
	exactly := math.Pow(1-p, float64(n))
	for x := 0; x <= n; x++ {
		up := float64(x%base) / float64(base)
		chance[x/base] += exactly * (1 - up)
		if up > 0 {
			chance[x/base+1] += exactly * up
		}
		exactly *= p / (1 - p) * float64(n-x) / float64(x+1)
	}
	r[key] = chance
	return chance
}

func convolve(a, b []float64) []float64 {
	sum := make([]float64, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			sum[i+j] += x * y
		}
	}
	return sum
}

// eachMultiset calls f with every choice of so many numbers, repetition allowed, from low, low+step … high.
func eachMultiset(low, high, step, many int, f func([]int)) {
	chosen := make([]int, 0, many)
	var choose func(from int)
	choose = func(from int) {
		if len(chosen) == many {
			f(chosen)
			return
		}
		for x := from; x <= high; x += step {
			chosen = append(chosen, x)
			choose(x)
			chosen = chosen[:len(chosen)-1]
		}
	}
	choose(low)
}

// The chances above must be those of the real rounding: drive Round itself through every count and offset.
func TestReleasedChancesAreThoseOfRound(t *testing.T) {
	for _, base := range []int{3, 5} {
		const n, p = 30, 0.3
		want := make([]float64, n/base+1)
		exactly := math.Pow(1-p, n)
		for x := 0; x <= n; x++ {
			for offset := range base {
				// The option in the middle of a table, three answers before it.
				r := Round([]int{3, x, n - x + base}, base, offset)[1]
				want[r/base] += exactly / float64(base)
			}
			exactly *= p / (1 - p) * float64(n-x) / float64(x+1)
		}
		for i, got := range (releasedChances{}).of(n, base, p) {
			if math.Abs(got-want[i]) > 1e-12 {
				t.Errorf("base %d, released %d: chance %g, by rounding %g", base, base*i, got, want[i])
			}
		}
	}
}

func TestIntervalOfKnownShares(t *testing.T) {
	for _, c := range []struct {
		released, n, blocks, base int
		low, high                 float64
	}{
		{6, 12, 1, 3, 0.1381, 0.8619},   // Wilson of 4 and of 8 of 12
		{0, 12, 1, 3, 0, 0.4480},        // of 2 of 12
		{12, 12, 1, 3, 0.5520, 1},       // of 10 of 12
		{12, 24, 2, 3, 0.2051, 0.7949},  // of 12 ± 3.2007
		{10, 20, 1, 5, 0.1455, 0.8545},  // of 6 and of 14 of 20
		{40, 80, 4, 5, 0.3014, 0.6986},  // of 40 ± 7.84
		{30, 120, 4, 3, 0.1486, 0.3743}, // of 30 ± 4.5264
	} {
		low, high := Interval(c.released, c.n, c.blocks, c.base)
		if math.Abs(low-c.low) > 0.0001 || math.Abs(high-c.high) > 0.0001 {
			t.Errorf("Interval(%d, %d, %d, %d) = %.4f, %.4f, want %.4f, %.4f",
				c.released, c.n, c.blocks, c.base, low, high, c.low, c.high)
		}
	}
}

func TestIntervalOfNothingIsEverything(t *testing.T) {
	for _, c := range [][4]int{{0, 0, 1, 3}, {3, -3, 1, 3}, {6, 12, 0, 3}, {6, 12, 1, 1}, {15, 12, 1, 3}, {-3, 12, 1, 3}} {
		if low, high := Interval(c[0], c[1], c[2], c[3]); low != 0 || high != 1 {
			t.Errorf("Interval(%v) = %v, %v", c, low, high)
		}
	}
}

func TestIntervalHoldsTheShareAndWhatIsCertain(t *testing.T) {
	for _, base := range []int{3, 5} {
		for n := 4 * base; n <= 60; n += base {
			for r := 0; r <= n; r += base {
				low, high := Interval(r, n, 1, base)
				least, most := Bounds([]int{r, n - r}, base)
				if low > float64(least[0])/float64(n) || high < float64(most[0])/float64(n) || low < 0 || high > 1 {
					t.Errorf("%d of %d: %.4f…%.4f does not hold %d…%d", r, n, low, high, least[0], most[0])
				}
			}
		}
	}
}
