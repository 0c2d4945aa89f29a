package results

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Nearest returns what is shown to those who answered in a session: the results of the smallest
// block about its intervention that can hold its answers, at its timing, in its municipality, or
// wherever it is run. It returns nil where there is none.
func (w Words) Nearest(r Release, session survey.Session) *Summary {
	home := w.home(session)
	var found *Summary
	best := treblock.Municipality
	for _, part := range r.Parts {
		for _, b := range part.Blocks {
			if part.Battery != home || part.Sensitive() || !wasAsked(part, session) || treblock.Step(b.Step) >= best || !isAbout(b, session) {
				continue
			}
			result := w.summary(r, part, b)
			found, best = &result, treblock.Step(b.Step)
		}
	}
	return found
}

// wasAsked reports whether the questions of a part were asked in a session.
func wasAsked(p release.Part, s survey.Session) bool {
	return len(p.Asked) == 0 || slices.Contains(p.Asked, s.Set+" "+string(s.Timing))
}

// home returns the reference of the battery at home in a session's set.
func (w Words) home(session survey.Session) string {
	first := survey.RefsIn(session.Set)[0]
	if b, err := w.Catalogue.Battery(first); err == nil {
		return b.Whole()
	}
	return first
}

func isAbout(b release.Block, s survey.Session) bool {
	return b.Intervention == s.Intervention &&
		(b.Municipality == "" || b.Municipality == s.Municipality) &&
		(b.Timing == "" || b.Timing == s.Timing)
}
