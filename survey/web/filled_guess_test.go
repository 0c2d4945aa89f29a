package web_test

import (
	"math"
	"slices"
)

// shown is a released table as somebody reads it who knows, or made up, what others in it answered.
type shown struct {
	released []int
	base     int
	rate     float64 // with which answers were mixed
	crowds   []crowd
}

// crowd is a way in which all others in a table can have answered, and how likely it is.
type crowd struct {
	chance float64
	given  []int // answers by column, before mixing
}

// each returns the crowds with n more answers in one column, which has these chances.
func each(crowds []crowd, n int, chances []float64) []crowd {
	var all []crowd
	for _, c := range crowds {
		for column, chance := range chances {
			if chance == 0 {
				continue
			}
			given := slices.Clone(c.given)
			given[column] += n
			same := func(other crowd) bool { return slices.Equal(other.given, given) }
			if at := slices.IndexFunc(all, same); at >= 0 {
				all[at].chance += c.chance * chance
				continue
			}
			all = append(all, crowd{c.chance * chance, given})
		}
	}
	return all
}

// posterior returns the exact chances of a person's answers, given the chances that they had before
// and tables that have nobody but this person in common; nil where the tables cannot be.
func posterior(prior []float64, tables []shown) []float64 {
	mixed := slices.Repeat([]float64{1}, len(prior)) // chance of the tables by the mixed answer
	rate := tables[0].rate
	for _, t := range tables {
		for own := range mixed {
			sum := 0.0
			for _, c := range t.crowds {
				sum += c.chance * t.chance(c.given, own)
			}
			mixed[own] *= sum
		}
	}
	replaced := 0.0
	for _, c := range mixed {
		replaced += c / float64(len(mixed))
	}
	chances := make([]float64, len(prior))
	total := 0.0
	for a, p := range prior {
		chances[a] = p * ((1-rate)*mixed[a] + rate*replaced)
		total += chances[a]
	}
	if total == 0 {
		return nil
	}
	for a := range chances {
		chances[a] /= total
	}
	return chances
}

// chance returns that of the table when others gave these answers and the person's was mixed to the
// column own.
//
// Of n answers given in a column, a binomial number is replaced; of T that are replaced in all, u_j
// fall on column j with chance T!·Π 1/(u_j!·m^u_j). From column to column it is enough to remember
// how many were replaced so far and how many of these fell on columns so far: the running sum is
// what was given so far, less the first, plus the second. Rounded with offset d it has to be the
// released sum R, so that it is one of R−d … R−d+base−1.
func (s shown) chance(given []int, own int) float64 {
	total := 0.0
	for offset := range s.base {
		total += s.chanceWith(offset, given, own) / float64(s.base)
	}
	return total
}

// replacing is a chance for each number of answers replaced so far, by how many of these fell on
// columns so far.
type replacing [mostOthers + 1][mostOthers + 1]float64

// mostOthers is the most other answers in a table.
const mostOthers = 20

func (s shown) chanceWith(offset int, given []int, own int) float64 {
	now := new(replacing)
	now[0][0] = 1
	sum, least := 0, -offset // of what was given, and the least that the running sum can be
	for j, n := range given {
		sum += n
		if j == own {
			sum++
		}
		least += s.released[j]
		next := new(replacing)
		for k, chance := range binomial(n, s.rate) {
			if chance > 0 {
				s.column(now, next, k, chance, least-sum)
			}
		}
		now = next
	}
	total := 0.0
	for all := range now {
		total += now[all][all] * factorials[all]
	}
	return total
}

// column adds to next what follows from now when k of the answers given in a column are replaced
// and the running sum is at least so much more than was given.
func (s shown) column(now, next *replacing, k int, chance float64, more int) {
	for gone := 0; gone+k < len(now); gone++ {
		least := gone + k + more
		for came, before := range now[gone] {
			if before == 0 {
				continue
			}
			each := before * chance // times 1/(u!·m^u)
			for to := came; to < min(least+s.base, len(now)); to++ {
				if to >= least {
					next[gone+k][to] += each
				}
				each /= float64((to - came + 1) * len(s.released))
			}
		}
	}
}

// binomial returns the chances of 0 … n of n.
func binomial(n int, p float64) []float64 {
	chances := make([]float64, n+1)
	for k := range chances {
		ways := factorials[n] / factorials[k] / factorials[n-k]
		chances[k] = ways * math.Pow(p, float64(k)) * math.Pow(1-p, float64(n-k))
	}
	return chances
}

// factorials are those of 0 … mostOthers.
var factorials = func() (f [mostOthers + 1]float64) {
	f[0] = 1
	for n := 1; n < len(f); n++ {
		f[n] = f[n-1] * float64(n)
	}
	return f
}()
