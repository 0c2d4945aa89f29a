package treblock

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// watched is the columns of a table in which an attacker looks for one person's answer, and how it
// is made.
type watched struct {
	base  int
	rate  float64   // q
	drawn []float64 // the chances with which a replaced answer counts in each column
}

func (w watched) String() string {
	return fmt.Sprintf("base %d, %d columns, drawn %.3f, mixed %.2f", w.base, len(w.drawn), w.drawn[0], w.rate)
}

// evenly is a table of so many columns of which each is drawn with the same chance.
func evenly(base, columns, percent int) watched {
	return watched{base, float64(percent) / 100, slices.Repeat([]float64{1 / float64(columns)}, columns)}
}

// outcome is the chances of something that is seen, by the answer of the person.
type outcome []float64

// released returns the chances of all tables that can be released, by the person's mixed answer,
// when the others' true answers are so many in each column. Nobody is shed, which is worst.
//
// Of the others in a column a binomial number is kept; if T of all are replaced, they fall on the
// columns with chances T!·Π π_j^u_j/u_j!. As T! = ∫ t^T·e^−t dt, that is a mixture of columns that
// are independent of each other, and as T is less than twice the number of Gauss–Laguerre nodes,
// summing over these is exact. Then only the sum so far has to be remembered from column to column,
// for each offset and node.
func (w watched) released(others []int) []outcome {
	n := sum(others) + 1
	nodes, weights := laguerre((n + 1) / 2)
	start := make([]float64, w.base*w.base*len(nodes))
	for d := range w.base {
		copy(start[(d*w.base+d)*len(nodes):], weights)
	}
	chances := w.columnChances(others, nodes)
	var outcomes []outcome
	for own := range w.drawn {
		walk := walk{base: w.base, n: n, own: own, nodes: len(nodes), chances: chances}
		for range w.drawn {
			walk.states = append(walk.states, make([]float64, len(start)))
		}
		walk.column(0, 0, start)
		for i, chance := range walk.found {
			if own == 0 {
				outcomes = append(outcomes, make(outcome, len(w.drawn)))
			}
			outcomes[i][own] = chance
		}
	}
	return outcomes
}

// columnChances returns, by column, count and node, the chance that so many of the others count
// there.
func (w watched) columnChances(others []int, nodes []float64) [][][]float64 {
	n := sum(others) + 1
	chances := make([][][]float64, len(w.drawn))
	for j, drawn := range w.drawn {
		kept := binomial(others[j], 1-w.rate)
		chances[j] = make([][]float64, n+1)
		for x := range chances[j] {
			chances[j][x] = make([]float64, len(nodes))
			for k, t := range nodes {
				replaced := 1.0 // (t·π)^u/u!
				for u := 0; u <= x; u++ {
					if x-u < len(kept) {
						chances[j][x][k] += kept[x-u] * replaced
					}
					replaced *= t * drawn / float64(u+1)
				}
			}
		}
	}
	return chances
}

// walk goes through all tables that can be released, column by column, the person being in the
// column own. A state is the chance of each offset d, of each s, where R−d+s is the sum so far and
// R the released one, and of each node.
type walk struct {
	base, n, own, nodes int
	chances             [][][]float64
	states              [][]float64 // one for each column, used again and again
	found               []float64
}

// column adds column j after a released sum.
func (w *walk) column(j, before int, state []float64) {
	after, last := before, j == len(w.chances)-1
	if last {
		after = w.n
	}
	for ; after <= w.n; after += w.base {
		w.step(j, after-before, state)
		if last {
			w.found = append(w.found, w.everybody(w.states[j]))
		} else {
			w.column(j+1, after, w.states[j])
		}
	}
}

// step computes the state after column j is released as so many.
func (w *walk) step(j, released int, state []float64) {
	next := w.states[j]
	clear(next)
	if j == w.own {
		released-- // of the others
	}
	for d := range w.base {
		for s := range w.base {
			from := state[(d*w.base+s)*w.nodes:][:w.nodes]
			for s2 := range w.base {
				x := released + s2 - s
				if x < 0 || x > w.n {
					continue
				}
				to, chance := next[(d*w.base+s2)*w.nodes:][:w.nodes], w.chances[j][x]
				for k, c := range from {
					to[k] += c * chance[k]
				}
			}
		}
	}
}

// everybody returns the chance, over all offsets, that the sum is n in the end, as R is.
func (w *walk) everybody(state []float64) float64 {
	total := 0.0
	for d := range w.base {
		for _, c := range state[(d*w.base+d)*w.nodes:][:w.nodes] {
			total += c / float64(w.base)
		}
	}
	return total
}

// laguerre returns the nodes and weights of Gauss–Laguerre quadrature, by Newton's method on the
// Laguerre polynomial (M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions,
// 25.4.45).
func laguerre(many int) (nodes, weights []float64) {
	n := float64(many)
	for i := range many {
		x := 3 / (1 + 2.4*n) // first guesses of A. H. Stroud and D. Secrest, Gaussian Quadrature Formulas, 1966
		switch {
		case i == 1:
			x = nodes[0] + 15/(1+2.5*n)
		case i > 1:
			at := float64(i - 1)
			x = nodes[i-1] + (1+2.55*at)/(1.9*at)*(nodes[i-1]-nodes[i-2])
		}
		var before, slope float64
		for range 50 {
			value := 1.0
			before = 0
			for j := range many {
				value, before = ((2*float64(j)+1-x)*value-float64(j)*before)/float64(j+1), value
			}
			slope = n * (value - before) / x
			x -= value / slope
		}
		nodes, weights = append(nodes, x), append(weights, -1/(slope*n*before))
	}
	return nodes, weights
}

// unmixed returns outcomes by the person's true answer, from those by the mixed answer.
func (w watched) unmixed(mixed []outcome) []outcome {
	outcomes := make([]outcome, len(mixed))
	for i, o := range mixed {
		replaced := 0.0
		for j, drawn := range w.drawn {
			replaced += drawn * o[j]
		}
		outcomes[i] = make(outcome, len(o))
		for a := range o {
			outcomes[i][a] = (1-w.rate)*o[a] + w.rate*replaced
		}
	}
	return outcomes
}

// rare is the chance below which outcomes are left out where a test says so.
const rare = 1e-4

// seenTogether returns the outcomes of two independent things seen together, but for those that are
// rare whatever the answer.
func seenTogether(first, second []outcome) []outcome {
	second = slices.Clone(second)
	slices.SortFunc(second, func(x, y outcome) int { return cmp.Compare(slices.Max(y), slices.Max(x)) })
	var both []outcome
	for _, x := range first {
		for _, y := range second {
			if slices.Max(x)*slices.Max(y) < rare {
				break
			}
			o := make(outcome, len(x))
			for a := range o {
				o[a] = x[a] * y[a]
			}
			if slices.Max(o) >= rare {
				both = append(both, o)
			}
		}
	}
	return both
}

// exposure is the most that outcomes say about the person's answer.
type exposure struct {
	ever   float64 // the largest posterior probability of an answer, from an even prior
	sure   float64 // the same of outcomes that the answer makes not rare
	factor float64 // by how much such an outcome makes an answer likelier against another
	found  float64 // the chance of outcomes in which the posterior probability of the answer is above 0.9
}

func exposed(outcomes []outcome) (e exposure) {
	if len(outcomes) == 0 {
		return e
	}
	found := make([]float64, len(outcomes[0]))
	for _, o := range outcomes {
		all, least := 0.0, math.Inf(1)
		for _, c := range o {
			all += c
			least = min(least, c)
		}
		for a, c := range o {
			if all > 1e-200 {
				e.ever = max(e.ever, c/all)
			}
			if c >= rare {
				e.sure = max(e.sure, c/all)
				e.factor = max(e.factor, c/least)
			}
			if c > 0.9*all {
				found[a] += c
			}
		}
	}
	e.found = slices.Max(found)
	return e
}

// worst returns the larger of both in every respect.
func (e exposure) worst(other exposure) exposure {
	return exposure{
		max(e.ever, other.ever), max(e.sure, other.sure),
		max(e.factor, other.factor), max(e.found, other.found),
	}
}

func (e exposure) String() string {
	return fmt.Sprintf("sure %.3f (%.3f ever), factor %.1f, found %.4f", e.sure, e.ever, e.factor, e.found)
}
