package findings_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/treblock"
)

// county makes up answers in which nothing differs but what is planted: people of one gathering answer alike, answers
// are mixed and rounded.
type county struct {
	catalogue *survey.Catalogue
	battery   *survey.Battery
	random    *rand.Rand
	shares    map[string][]float64                            // of the columns of each question, before mixing
	planted   func(at release.Block, question string) float64 // share of its measure; 0: as everywhere
}

// How people of one gathering answer, as intervals allow for it.
const (
	likeness  = 0.05
	gathering = 20
)

func newCounty(t testing.TB, seed uint64) *county {
	t.Helper()
	c := &county{catalogue: surveytest.Catalogue(t), random: rand.New(rand.NewPCG(seed, 1)), shares: map[string][]float64{}}
	battery, err := c.catalogue.Battery("core@1")
	if err != nil {
		t.Fatal(err)
	}
	c.battery = battery
	for id := range battery.Measures {
		c.shares[id] = nil
	}
	for _, q := range battery.Questions { // in their order, so that a seed makes the same county every time
		if _, measured := c.shares[q.ID]; !measured {
			continue
		}
		options := len(q.Options())
		for range options {
			c.shares[q.ID] = append(c.shares[q.ID], 0.1+c.random.Float64())
		}
		for range len(q.Tables()[0].Columns) - options {
			c.shares[q.ID] = append(c.shares[q.ID], 0.01*float64(options))
		}
		normalize(c.shares[q.ID])
	}
	return c
}

func normalize(shares []float64) {
	sum := 0.0
	for _, share := range shares {
		sum += share
	}
	for i := range shares {
		shares[i] /= sum
	}
}

// release makes the release of a round from blocks of ordinary and of sensitive questions.
func (c *county) release(round string, ordinary, sensitive []release.Block) findings.Edition {
	r := release.Release{
		Method: release.Method, Mixed: treblock.MixPercent, ID: survey.NewID(), Round: round, K: 12,
		Batteries: []release.Battery{release.BatteryOf(c.battery)},
	}
	for base, blocks := range map[int][]release.Block{3: ordinary, 5: sensitive} {
		part := release.Part{Battery: "core@1", Base: base, Blocks: slices.Clone(blocks)}
		for _, q := range c.battery.Questions {
			if q.Sensitive == (base == 5) && c.shares[q.ID] != nil {
				part.Questions = append(part.Questions, q.ID)
			}
		}
		r.Parts = append(r.Parts, part)
	}
	slices.SortFunc(r.Parts, release.Part.Compare)
	for _, part := range r.Parts {
		for i := range part.Blocks {
			c.fill(&part.Blocks[i], part)
		}
	}
	return findings.Edition{Release: r, Areas: surveytest.Areas}
}

// fill makes up the answers of a block.
func (c *county) fill(b *release.Block, p release.Part) {
	b.Q = map[string][]int{}
	for _, id := range p.Questions {
		shares := slices.Clone(c.shares[id])
		if c.planted != nil {
			if share := c.planted(*b, id); share > 0 {
				c.plant(id, shares, share)
			}
		}
		counts := make([]int, len(shares))
		for from := 0; from < b.N; from += gathering {
			here := c.alike(shares)
			for range min(gathering, b.N-from) {
				counts[c.draw(here)]++
			}
		}
		b.Q[id] = treblock.Round(counts, p.Base, c.random.IntN(p.Base))
	}
}

// plant gives the options of a measure a share together, and the others what is left over.
func (c *county) plant(question string, shares []float64, share float64) {
	q, _ := c.battery.Question(question)
	measured, chosen := make([]bool, len(shares)), 0.0
	for i, option := range q.Options() {
		if measured[i] = slices.Contains(c.battery.Measures[question].Options, option); measured[i] {
			chosen += shares[i]
		}
	}
	for i := range shares {
		if measured[i] {
			shares[i] *= share / chosen
		} else {
			shares[i] *= (1 - share) / (1 - chosen)
		}
	}
}

// alike draws the shares of one gathering around those of all, so that two of its answers correlate.
func (c *county) alike(shares []float64) []float64 {
	here := make([]float64, len(shares))
	for i, share := range shares {
		here[i] = c.gamma(share * (1/likeness - 1))
	}
	normalize(here)
	return here
}

// gamma draws from the gamma distribution, by Marsaglia and Tsang (ACM TOMS 26, 2000).
func (c *county) gamma(shape float64) float64 {
	if shape < 1 {
		return c.gamma(shape+1) * math.Pow(c.random.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := c.random.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(c.random.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// draw draws one answer and mixes it.
func (c *county) draw(shares []float64) int {
	if c.random.IntN(100) < treblock.MixPercent {
		return c.random.IntN(len(shares))
	}
	chance := c.random.Float64()
	for i, share := range shares {
		if chance -= share; chance < 0 {
			return i
		}
	}
	return len(shares) - 1
}

// Norrköping and the rest of a county, as large as those of the demo.
func norrkoping(before, after int) []release.Block {
	return []release.Block{
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.After, N: after},
		{Step: 1, Municipality: "0581", Intervention: "OG028", Timing: survey.Before, N: before},
		{Step: 1, Municipality: "0581", Intervention: "OG030", Timing: survey.After, N: 30},
		{Step: 1, Municipality: "0581", Intervention: "OG030", Timing: survey.Before, N: 30},
	}
}

func elsewhere(n int) []release.Block {
	return []release.Block{
		{Step: 2, Municipality: "0580", Intervention: "OG004", N: n}, {Step: 4, Municipality: "0580", N: 2 * n},
		{Step: 4, Municipality: "0583", N: 2 * n}, {Step: 5, Area: "Kinda–Ydre", N: n}, {Step: 6, Region: "05", N: 3 * n},
	}
}

func (c *county) demo(round string) findings.Edition {
	return c.release(round, append(norrkoping(84, 81), elsewhere(30)...), append(norrkoping(80, 80)[:2:2], elsewhere(30)...))
}

var inNorrkoping = survey.InMunicipality("0581")
