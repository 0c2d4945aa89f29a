package treblock

import (
	"fmt"
	"math"

	"fragebatteri/survey/surveytest/tool"
)

// gatheredRatio is answers of a period of which some are among those whom the share is of: u_D is
// how often a replaced answer is.
type gatheredRatio struct {
	gathered
	drawnAmong float64
	apart      bool // A has a table of its own; else D begins with A
}

func (g gatheredRatio) String() string {
	return fmt.Sprintf("%v among %.3f, %d%% mixed, apart %v", g.gathered, g.drawnAmong, g.percent, g.apart)
}

func (g gatheredRatio) ratio(of, among int) MixedRatio {
	r := MixedRatio{g.share(of), g.share(among)}
	r.Among.Drawn = g.drawnAmong
	return r
}

// chances returns a function that computes the chances of the released counts of A and D in steps
// of base, when so large a share of all is in D and so large a share of those in A.
func (g gatheredRatio) chances() func(share, among float64) grid {
	sizes, mixed := map[int]int{}, map[int]map[[2]int]grid{} // blocks are alike
	for _, n := range g.blocks[0] {
		sizes[n]++
		mixed[n] = g.mixed(n)
	}
	return func(share, among float64) grid {
		block := noAnswers()
		for n, times := range sizes {
			counted := newGrid(n+1, n+1)
			for true, of := range mixed[n] {
				chance := g.chance(true[0], true[1], n, share, among)
				of.each(func(x, y int, c float64) { counted.chance[x*counted.h+y] += chance * c })
			}
			block = block.plus(counted.trimmed(1e-9).times(times))
		}
		return g.rounded(block).times(len(g.blocks))
	}
}

// chance returns how likely it is that of a gathering of n so many are in A and in D: like
// [betaBinomial], with the Dirichlet distribution of the shares of those in A, in D only and in
// neither.
func (g gatheredRatio) chance(of, among, n int, share, inD float64) float64 {
	counts := [3]int{of, among - of, n - among}
	shares := [3]float64{share * inD, (1 - share) * inD, 1 - inD}
	chance, at := 1.0, 0
	for i, count := range counts {
		for k := range count {
			chance *= (shares[i]*(1-correlated) + float64(k)*correlated) / (1 - correlated + float64(at)*correlated)
			at++
			chance *= float64(at) / float64(k+1)
		}
	}
	return chance
}

// mixed returns the chances of the mixed counts of A and D by the true ones of a gathering of n.
func (g gatheredRatio) mixed(n int) map[[2]int]grid {
	q := float64(g.percent) / 100
	var powers [3][]grid // of an answer in A, in D only, in neither: 0, 1 … n times
	for i, to := range [3][2]int{{1, 1}, {0, 1}, {0, 0}} {
		one := grid{w: 2, h: 2, chance: []float64{q * (1 - g.drawnAmong), q * (g.drawnAmong - g.drawn), 0, q * g.drawn}}
		one.chance[to[0]*2+to[1]] += 1 - q
		powers[i] = []grid{noAnswers()}
		for k := range n {
			powers[i] = append(powers[i], powers[i][k].plus(one))
		}
	}
	all := map[[2]int]grid{}
	for among := range n + 1 {
		for of := range among + 1 {
			all[[2]int{of, among}] = powers[0][of].plus(powers[1][among-of]).plus(powers[2][n-among])
		}
	}
	return all
}

// rounded returns the chances of the released counts of a block, in steps of base.
func (g gatheredRatio) rounded(block grid) grid {
	n := sum(g.blocks[0])/g.base + 1
	released := newGrid(n, n)
	block.each(func(x, y int, chance float64) {
		for offset := range g.base {
			for another := range g.base {
				if !g.apart {
					another = offset
				}
				to := (x+offset)/g.base*n + (y+another)/g.base
				released.chance[to] += chance / float64(g.base*g.base)
			}
		}
	})
	return released.trimmed(1e-9)
}

// bounds returns those of all shares that can be released, and the shares whose coverage is to be
// computed: a grid, and where they are not too many both sides of each bound, where it jumps.
func (g gatheredRatio) bounds() (of map[[2]int][2]float64, shares []float64) {
	of = map[[2]int][2]float64{}
	n := g.share(0).N
	for share := 2; share <= 98; share += tool.Some(4, 1+n/40) {
		shares = append(shares, float64(share)/100)
	}
	for x := range n/g.base + 1 {
		for y := range n/g.base + 1 {
			_, low, high := g.ratio(x*g.base, y*g.base).Estimate()
			of[[2]int{x, y}] = [2]float64{low, high}
			for _, end := range []float64{low, high} {
				if tool.All() && n <= 30 && math.Abs(end-0.5) < 0.48 {
					shares = append(shares, end-1e-9, end+1e-9)
				}
			}
		}
	}
	return of, shares
}
