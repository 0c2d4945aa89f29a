package treblock

import "fmt"

// gathered is answers of a period: blocks of so many gatherings each, and how a table of them is
// mixed.
type gathered struct {
	base, percent int
	drawn         float64
	blocks        [][]int // sizes of the gatherings of each block
}

func (g gathered) share(released int) MixedShare {
	n := 0
	for _, block := range g.blocks {
		n += sum(block)
	}
	return MixedShare{Share{released, n, len(g.blocks), g.base}, g.percent, g.drawn}
}

func sum(numbers []int) int {
	total := 0
	for _, x := range numbers {
		total += x
	}
	return total
}

// blocksOf splits each of so many blocks of n answers into gatherings of at most most.
func blocksOf(n, times, most int) [][]int {
	var block []int
	for rest := n; rest > 0; rest -= min(rest, most) {
		block = append(block, min(rest, most))
	}
	blocks := make([][]int, times)
	for i := range blocks {
		blocks[i] = block
	}
	return blocks
}

// correlated is how alike the simulated people of one gathering answer.
const correlated = 0.05

// chances returns the chances of the released counts 0, base, 2·base … of an answer that a share p
// gives.
func (g gathered) chances(p float64) []float64 {
	known := map[string][]float64{}
	total := []float64{1}
	for _, block := range g.blocks {
		key := fmt.Sprint(block)
		if known[key] == nil {
			counted := []float64{1}
			for _, n := range block {
				counted = convolve(counted, g.mixedOf(betaBinomial(n, p, correlated)))
			}
			known[key] = roundedOf(counted, g.base)
		}
		total = convolve(total, known[key])
	}
	return total
}

// betaBinomial returns the chances that 0, 1 … n of a gathering give an answer that a share p gives
// and that correlates by rho: the gathering's own share has the beta distribution with a+b = 1/rho
// − 1.
func betaBinomial(n int, p, rho float64) []float64 {
	a, b := p*(1/rho-1), (1-p)*(1/rho-1)
	chance := make([]float64, n+1)
	chance[0] = 1
	for i := range n {
		chance[0] *= (b + float64(i)) / (a + b + float64(i))
	}
	for x := range n {
		chance[x+1] = chance[x] * float64(n-x) / float64(x+1) * (a + float64(x)) / (b + float64(n-x-1))
	}
	return chance
}

// mixedOf returns the chances of the mixed count from those of the true one.
func (g gathered) mixedOf(chance []float64) []float64 {
	n, q := len(chance)-1, float64(g.percent)/100
	mixed := make([]float64, n+1)
	for x, c := range chance {
		for y, d := range convolve(binomial(x, 1-q+q*g.drawn), binomial(n-x, q*g.drawn)) {
			mixed[y] += c * d
		}
	}
	return mixed
}

func binomial(n int, p float64) []float64 {
	chance := []float64{1}
	for range n {
		chance = convolve(chance, []float64{1 - p, p})
	}
	return chance
}

// roundedOf returns the chances of the released counts 0, base, 2·base … from those of the count.
func roundedOf(chance []float64, base int) []float64 {
	rounded := make([]float64, (len(chance)-1)/base+1)
	for x, c := range chance {
		up := float64(x%base) / float64(base)
		rounded[x/base] += c * (1 - up)
		if up > 0 {
			rounded[x/base+1] += c * up
		}
	}
	return rounded
}

// option is how often an option of the core battery's question with several choices is drawn.
var option = needs.Drawn()

// gatherings are few and many answers in few and many blocks, 12 to 600 in one to 20, in gatherings
// of at most 20: of a cell of five and of ten legal answers, of two cells of seven beside each
// other, and of an option.
func gatherings() []gathered {
	var all []gathered
	for _, drawn := range []float64{1.0 / 5, 1.0 / 10, 2.0 / 7, option} {
		for _, c := range []struct{ base, n, blocks int }{
			{3, 12, 1}, {3, 15, 1}, {3, 18, 1}, {3, 30, 1}, {3, 60, 1}, {3, 120, 1}, {3, 600, 1},
			{3, 12, 2}, {3, 15, 4}, {3, 12, 10}, {3, 12, 20}, {3, 30, 20},
			{5, 20, 1}, {5, 30, 1}, {5, 20, 2}, {5, 20, 6}, {5, 30, 20},
		} {
			all = append(all, gathered{c.base, MixPercent, drawn, blocksOf(c.n, c.blocks, 20)})
		}
	}
	return all
}

func (g gathered) String() string {
	return fmt.Sprintf("%d blocks of %d, base %d, drawn %.3f", len(g.blocks), sum(g.blocks[0]), g.base, g.drawn)
}
