package api

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// ofPlace returns what a release says of one place and nothing else, so that no estimate is made that
// nobody asked for.
func ofPlace(r release.Release, place survey.Place) release.Release {
	r.Parts = slices.Clone(r.Parts)
	for i := range r.Parts {
		p := &r.Parts[i]
		p.Blocks = slices.DeleteFunc(slices.Clone(p.Blocks), func(b release.Block) bool { return b.Place() != place })
		p.Views = slices.DeleteFunc(slices.Clone(p.Views), func(v release.View) bool { return v.Place() != place })
	}
	r.Withheld = slices.DeleteFunc(slices.Clone(r.Withheld), func(w release.Withheld) bool {
		return survey.InMunicipality(w.Municipality) != place
	})
	return r
}

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
