package sealing

import (
	"crypto/rand"
	"testing"

	"fragebatteri/survey/release"
)

// seal seals the county as a steward would.
func (c *county) seal() Sealed {
	c.Helper()
	signer, err := release.NewSigner()
	must(c, err)
	sealed, err := Seal(c.file, c.key, signer, Options{Date: "2027-07-01", Random: rand.Reader})
	must(c, err)
	return sealed
}

func BenchmarkSeal(b *testing.B) {
	for _, n := range []struct {
		name    string
		answers int
	}{{"480", 480}, {"960", 960}, {"2000", 2000}, {"10000", 10_000}} {
		b.Run(n.name, func(b *testing.B) {
			c := newCounty(b, 1).fill(n.answers)
			b.ResetTimer()
			for range b.N {
				r := c.seal().Release
				b.ReportMetric(float64(r.Audit.Withheld)/float64(r.Audit.Asked)*100, "%withheld")
				b.ReportMetric(float64(r.Audit.Asked), "tables")
			}
		})
	}
}
