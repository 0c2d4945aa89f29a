package results

import (
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Nearest returns the results of the smallest block about the session's
// intervention that can hold its answers: at its timing, in its municipality,
// or wherever it is run. It returns nil where there is none.
func (w Words) Nearest(r Release, session survey.Session) *Block {
	var found *Block
	best := treblock.Municipality
	for _, part := range r.Parts {
		for _, b := range part.Blocks {
			if part.Battery != session.Battery || part.Sensitive() || treblock.Step(b.Step) >= best || !isAbout(b, session) {
				continue
			}
			result := w.Block(r.Release, part, b)
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
