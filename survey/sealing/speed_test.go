package sealing

import (
	"crypto/rand"
	"fmt"
	"slices"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// seal seals the county as a steward would.
func (c *county) seal() Sealed {
	c.Helper()
	signer, err := release.NewSigner()
	must(c, err)
	sealed, err := Seal(c.file, c.key, signer, Options{})
	must(c, err)
	return sealed
}

// BenchmarkBlocks opens 10,000 answers, groups them into blocks and rounds all
// tables, without views and without the attack.
func BenchmarkBlocks(b *testing.B) {
	c := newCounty(b, 1).fill(10_000)
	battery := c.file.Batteries[0]
	plain := plainQuestions(battery)
	for b.Loop() {
		answers := c.opened().mixed[battery.Ref()]
		c.plainPart(battery, plain, answers, rand.Reader)
	}
}

// BenchmarkSeal seals half-years of a county: what a region has, a large
// region, and ten times that, with all views and both attacks.
func BenchmarkSeal(b *testing.B) {
	for _, n := range []struct {
		name    string
		answers int
	}{{"480", 480}, {"960", 960}, {"2000", 2000}, {"10000", 10_000}} {
		b.Run(n.name, func(b *testing.B) {
			c := newCounty(b, 1).fill(n.answers)
			for b.Loop() {
				r := c.seal().Release
				b.ReportMetric(float64(r.Audit.Withheld)/float64(r.Audit.Asked)*100, "%withheld")
				b.ReportMetric(float64(r.Audit.Asked), "tables")
			}
		})
	}
}

// BenchmarkSealSets seals 2,000 answers of five sets, at several timings.
func BenchmarkSealSets(b *testing.B) {
	c := withSets(b, 1).fillSets()
	for i, set := range slices.Repeat([]string{"core@1", "core@1+A@1", "kort@1"}, 50) {
		c.gather(gathering{municipality: shares[i%5].code, intervention: fmt.Sprintf("I%d", i%9), channel: survey.Channels[i%3],
			timing: survey.Timings[i/3%4], people: min(12, 2000-c.sent), set: set})
	}
	b.Logf("%d answers", c.sent)
	for b.Loop() {
		c.seal()
	}
}
