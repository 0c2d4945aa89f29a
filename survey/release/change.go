package release

import "fragebatteri/survey/treblock"

// Change is what became of the share of a column, as a difference of shares: 0.1 is ten percentage
// points more.
type Change struct {
	Difference float64 // between −1 and 1
	Low, High  float64 // 95 % interval of the difference: see treblock.Change
}

// Since returns how the share of a column has changed from an earlier sum, which must be of the
// same table and of other answers. The two cannot be compared, and ok is false, when they have
// different bases or numbers of columns, or when either has fewer than 30 answers.
func (s Sum) Since(earlier Sum, column int) (c Change, ok bool) {
	if s.Base != earlier.Base || len(s.Counts) != len(earlier.Counts) || min(s.N, earlier.N) < LeastForShares {
		return Change{}, false
	}
	c.Difference = s.Share(column) - earlier.Share(column)
	c.Low, c.High = treblock.Change(earlier.share(column), s.share(column))
	return c, true
}

// Certain reports whether the interval of the change leaves out zero. Where nothing has changed, it
// is true of at most one comparison in twenty; so of twenty comparisons side by side, one may be.
func (c Change) Certain() bool { return c.Low > 0 || c.High < 0 }

func (s Sum) share(column int) treblock.Share {
	return treblock.Share{Released: s.Counts[column], N: s.N, Blocks: s.Blocks, Base: s.Base}
}
