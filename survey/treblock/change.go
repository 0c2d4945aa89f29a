package treblock

import "math"

// Share is what [Interval] takes: the released count of an option among N answers, summed over so many blocks of one
// base.
type Share struct {
	Released, N, Blocks, Base int
}

// Change returns a 95 % interval for the difference after − before of the shares of an option in two groups of answers
// that have no answer in common, between −1 and 1. It allows for chance and for the rounding of both, as [Interval]
// does, and treats all answers as independent: it knows nothing of those who never answered, nor of people in one
// gathering who answer alike. Where nothing is known of either share, everything from −1 to 1 is possible.
//
// It is Newcombe's hybrid score method (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10), with the bounds of
// Interval in place of Wilson's.
//
// Where nothing has changed, it leaves out zero in at most 4.0 % of cases; where something has, it holds the change in
// at least 95.5 %, or 89 % when the change is of more than 80 points. Both are computed exactly, for shares of 2–98 %,
// 30–600 answers a time, and one to 30 blocks of at least 12.
func Change(before, after Share) (low, high float64) {
	return difference(before.estimate(), after.estimate())
}

// estimate is a share with its bounds.
type estimate struct {
	share, low, high float64
}

func (s Share) estimate() estimate {
	low, high := Interval(s.Released, s.N, s.Blocks, s.Base)
	return estimate{float64(s.Released) / float64(s.N), low, high}
}

// unknown reports whether the share can be anything, so that its own value means nothing.
func (e estimate) unknown() bool { return e.low <= 0 && e.high >= 1 }

// difference is Newcombe's method for the interval of is − was, whatever the bounds are those of. Within 0..1 they keep
// it within −1..1. Where nothing is known of either, neither is of the difference.
func difference(was, is estimate) (low, high float64) {
	if was.unknown() || is.unknown() {
		return -1, 1
	}
	d := is.share - was.share
	low = d - math.Hypot(is.share-is.low, was.high-was.share)
	high = d + math.Hypot(is.high-is.share, was.share-was.low)
	return low, high
}
