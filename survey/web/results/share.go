package results

import (
	"math"

	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
)

// Figure is a share as pages show it: in percent with its interval where enough answered, else as a
// number of people.
type Figure struct {
	Known    bool
	Text     string // "39 %" or "6 av 12"
	Interval string // "31–48 %" or "4–8"
	Silent   string // how many did not answer; empty where all did

	Share, Low, High float64 // between 0 and 1, for drawings
}

// figure words a share.
func (w Words) figure(s findings.Share) Figure {
	if !s.Known {
		return Figure{Text: w.T("share.few")}
	}
	f := Figure{Known: true, Share: s.Share, Low: s.Low, High: s.High}
	if s.Among >= release.LeastForShares {
		f.Text = w.T("share.percent", "P", percent(s.Share))
		f.Interval = w.T("share.interval", "Low", floor(s.Low), "High", ceiling(s.High))
	} else {
		of := func(share float64, round func(float64) float64) int { return int(round(share * float64(s.Among))) }
		f.Text = w.T("share.of", "R", of(s.Share, math.Round), "N", s.Among)
		f.Interval = w.T("share.between", "Low", of(s.Low, math.Floor), "High", of(s.High, math.Ceil))
	}
	switch apart := s.N - s.Among; {
	case apart > s.Silent:
		f.Silent = w.T("share.apart", "R", apart, "N", s.N)
	case apart > 0:
		f.Silent = w.T("share.silent", "R", apart, "N", s.N)
	}
	return f
}

func percent(share float64) int { return int(math.Round(100 * share)) }

// floor and ceiling turn shares into whole percent. Intervals are rounded outwards, so that what is
// shown holds all that was computed.
func floor(share float64) int { return int(math.Floor(100 * share)) }

func ceiling(share float64) int { return int(math.Ceil(100 * share)) }

// Step is a difference between two shares as pages show it.
type Step struct {
	Known   bool
	Certain bool
	Better  bool   // the difference is in the direction that is better
	Worse   bool   // or in the other; a measure without direction has neither
	Text    string // in percentage points
	Between string // its interval
}

// step words a difference from one share to another. The points are those between the shares as
// they are shown.
func (w Words) step(d findings.Difference, was, is findings.Share, improves bool, directed bool) Step {
	if !d.Known {
		return Step{}
	}
	return Step{
		Known: true, Certain: d.Certain, Better: directed && improves, Worse: directed && !improves,
		Text:    signed(percent(is.Share) - percent(was.Share)),
		Between: w.T("share.points", "Low", signed(floor(d.Low)), "High", signed(ceiling(d.High))),
	}
}
