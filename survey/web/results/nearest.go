package results

import (
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Nearest returns what is shown to those who answered in a session: the results of the smallest
// block about its intervention that can hold its answers, at its timing, in its municipality, or
// wherever it is run. It returns nil where there is none.
func (w Words) Nearest(r Release, session survey.Session) *Summary {
	var found *Summary
	best := treblock.Municipality
	for _, part := range r.Parts {
		for _, b := range part.Blocks {
			if part.Battery != session.Battery || part.Sensitive() || treblock.Step(b.Step) >= best || !isAbout(b, session) {
				continue
			}
			result := w.summary(r, part, b)
			found, best = &result, treblock.Step(b.Step)
		}
	}
	return found
}

func isAbout(b release.Block, s survey.Session) bool {
	return b.Intervention == s.Intervention &&
		(b.Municipality == "" || b.Municipality == s.Municipality) &&
		(b.Timing == "" || b.Timing == s.Timing)
}
