package results

import (
	"math"

	"fragebatteri/survey/release"
)

// count is how many of N gave one answer. Of answers that were mixed it is an estimate of how many
// gave it before mixing; else it is the released count.
type count struct {
	Count, N  int
	Mixed     bool
	Low, High int // the true count is certainly between these; 0 of mixed answers
	Percent   int // whole, and the width of the bar
	From, To  int // 95 % interval of the share, in whole percent
}

// countOf returns what pages say of columns beside each other of a sum of at least one answer.
func countOf(s release.Sum, columns ...int) count {
	share := s.Estimate(columns...)
	c := count{N: s.N, Percent: int(math.Round(100 * share.Share)), From: floor(share.Low), To: ceiling(share.High)}
	for _, column := range columns {
		c.Count, c.Low, c.High = c.Count+s.Counts[column], c.Low+s.Low[column], c.High+s.High[column]
	}
	if s.Mixed > 0 {
		c.Mixed, c.Low, c.High = true, 0, 0
		c.Count = int(math.Round(share.Share * float64(s.N)))
	}
	return c
}
