package release

import "fragebatteri/survey/treblock"

// Change is what became of the share of a column, as a difference of shares: 0.1 is ten percentage
// points more.
type Change struct {
	Difference float64 // between −1 and 1
	Low, High  float64 // 95 % interval of the difference: see treblock.MixedChange and MixedRatioChange, and treblock.Change for FirstMethod
}

// Since returns how the share of columns beside each other has changed from an earlier sum, which must be of the same
// table and of other answers. The two cannot be compared, and ok is false, when they have different bases or numbers of
// columns, were mixed differently, or when either has fewer than 30 answers.
func (s Sum) Since(earlier Sum, columns ...int) (c Change, ok bool) {
	if !s.comparable(earlier) {
		return Change{}, false
	}
	c.Difference = s.Estimate(columns...).Share - earlier.Estimate(columns...).Share
	if s.Mixed == 0 {
		c.Low, c.High = treblock.Change(earlier.counted(columns), s.counted(columns))
	} else {
		c.Low, c.High = treblock.MixedChange(earlier.mixed(columns), s.mixed(columns))
	}
	return c, true
}

func (s Sum) comparable(earlier Sum) bool {
	return s.Base == earlier.Base && s.Mixed == earlier.Mixed && len(s.Counts) == len(earlier.Counts) &&
		min(s.N, earlier.N) >= LeastForShares
}

// Certain reports whether the interval of the change leaves out zero. Where nothing has changed, it
// is true of at most one comparison in twenty; so of twenty comparisons side by side, one may be.
func (c Change) Certain() bool { return c.Low > 0 || c.High < 0 }

func (s Sum) counted(columns []int) treblock.Share {
	return treblock.Share{Released: s.released(columns), N: s.N, Blocks: s.Blocks, Base: s.Base}
}
