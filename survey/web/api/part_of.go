package api

import (
	"slices"

	"fragebatteri/survey/release"
)

// ofQuestion returns what a release says of one question of a battery, and where anything was asked.
func ofQuestion(r release.Release, battery, question string) release.Release {
	r.Parts = slices.Clone(r.Parts)
	for i := range r.Parts {
		if p := &r.Parts[i]; p.Battery == battery && slices.Contains(p.Questions, question) {
			p.Questions = []string{question}
		} else {
			p.Questions, p.Blocks, p.Views = nil, nil, nil
		}
	}
	return r
}
