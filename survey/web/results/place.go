package results

import (
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/web/page"
)

// releasePage shows the results of one place in one release.
type releasePage struct {
	page.Base
	Round    string
	Date     string
	KeyKept  bool
	Mixed    bool // answers were mixed before counting
	Places   []placeLink
	Place    string // name of the place shown; empty for the list of places alone
	Blocks   []Block
	Few      []fewResult // what was asked and is not shown on its own
	CSV      string
	Original string       // the release file
	Officer  *officerPage // nil in languages that have no words for it
}

// placeLink leads to the results of a municipality, an area or the region.
type placeLink struct {
	Name    string
	URL     string
	Current bool
}

// fewResult is what was asked and has too few answers to be shown.
type fewResult struct{ Name, When string }

// newReleasePage returns the page about a place, which the release must say something of, or about the release alone
// where place is nil.
func newReleasePage(b page.Base, words Words, r release.Release, place *survey.Place) releasePage {
	tag := b.Language().Tag
	content := releasePage{Base: b, Round: r.Round, Date: dateOf(b, r), KeyKept: r.KeyKept, Mixed: r.Mixed > 0, Original: "/api/v1/releases/" + r.ID}
	for _, found := range r.Places() {
		link := placeLink{Name: words.Place(found), URL: releaseAddress(r.ID, tag, "place", found.Code)}
		link.Current = place != nil && found == *place
		content.Places = append(content.Places, link)
	}
	if place == nil {
		content.CSV = csvAddress(r.ID, tag, "")
		return content
	}
	content.Place = words.Place(*place)
	municipality := ""
	if place.Kind == survey.KindMunicipality {
		municipality = place.Code
	}
	content.CSV = csvAddress(r.ID, tag, municipality)
	for i, part := range r.Parts {
		for _, block := range part.Blocks {
			if block.Place() == *place {
				content.Blocks = append(content.Blocks, words.Block(r, part, block))
			}
		}
		if part.Sensitive() {
			continue // what has no block here may well have one of ordinary questions
		}
		for _, w := range r.Asked(i) {
			if survey.InMunicipality(w.Municipality) == *place {
				content.Few = append(content.Few, fewResult{words.Intervention(w.Intervention), words.T("results." + string(w.Timing))})
			}
		}
	}
	return content
}
