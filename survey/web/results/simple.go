package results

import (
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// simplePage shows the blocks of a place, as participants read them in all languages.
type simplePage struct {
	page.Base
	Round   string
	Date    string
	KeyKept bool
	Mixed   bool // answers were mixed before counting
	Places  []link
	Place   string
	Blocks  []Block
	Few     []fewRow // what was asked and is not shown on its own
	CSV     string
}

func (p *Pages) simplePage(q request) simplePage {
	content := simplePage{
		Base: q.base, Round: q.release.Round, Date: dateOf(q.base, q.release.Release), KeyKept: q.release.KeyKept, Mixed: q.release.Mixed > 0,
		Place: q.words.Place(q.place), CSV: q.at.Page("csv"),
	}
	for _, place := range q.release.places() {
		to := p.linkTo(q, place)
		to.Current = place == q.place
		content.Places = append(content.Places, *to)
	}
	for i, part := range q.release.Parts {
		for _, block := range part.Blocks {
			if block.Place() == q.place {
				content.Blocks = append(content.Blocks, q.words.Block(q.release.Release, part, block))
			}
		}
		if !part.CountsEverybody() {
			continue // what has no block here may well have one of other questions
		}
		for _, w := range q.release.Asked(i) {
			if survey.InMunicipality(w.Municipality) == q.place {
				content.Few = append(content.Few, fewRow{Name: q.words.Intervention(w.Intervention), When: q.words.T("results." + string(w.Timing))})
			}
		}
	}
	return content
}
