package web

import (
	"cmp"
	"github.com/gin-gonic/gin"
	"math"
	"net/url"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
	"fragebatteri/survey/wording"
)

// releasePage shows the results of one place in one release.
type releasePage struct {
	base
	Round    string
	Date     string
	KeyKept  bool
	Places   []placeLink
	Place    string // name of the place shown; empty for the list of places alone
	Blocks   []blockResult
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

// blockResult is one block as it is shown.
type blockResult struct {
	Name      string
	When      string // in the intervention; may be empty
	Sensitive bool   // the sensitive questions, counted in larger groups
	N         int
	Questions []questionResult
}

// fewResult is what was asked and has too few answers to be shown.
type fewResult struct{ Name, When string }

// questionResult is one question in a block.
type questionResult struct {
	Text    string
	Few     bool
	Options []optionResult
}

// optionResult is one released count. Percent is empty where there are too few
// answers for percentages.
type optionResult struct {
	Text      string
	Count, N  int
	Low, High int
	Width     int // of the bar, in percent of its column
	Percent   string
}

// resultWords says what releases say, in the words of one language.
type resultWords struct{ wording.Words }

// words returns the words of results in the language that a printer prints.
func (s *Server) words(c *gin.Context, p *i18n.Printer) (resultWords, error) {
	interventions, err := s.service.Interventions(c)
	return resultWords{wording.In(p, s.service.Catalogue, interventions)}, err
}

// newReleasePage returns the page about a place, which the release must say something of, or about the release alone
// where place is nil.
func newReleasePage(b base, words resultWords, r release.Release, place *survey.Place) releasePage {
	tag := b.Language().Tag
	page := releasePage{base: b, Round: r.Round, Date: dateOf(b, r), KeyKept: r.KeyKept, Original: "/api/v1/releases/" + r.ID}
	for _, found := range r.Places() {
		link := placeLink{Name: words.Place(found), URL: releaseAddress(r.ID, tag, "place", found.Code)}
		link.Current = place != nil && found == *place
		page.Places = append(page.Places, link)
	}
	if place == nil {
		page.CSV = csvAddress(r.ID, tag, "")
		return page
	}
	page.Place = words.Place(*place)
	municipality := ""
	if place.Kind == survey.KindMunicipality {
		municipality = place.Code
	}
	page.CSV = csvAddress(r.ID, tag, municipality)
	for i, part := range r.Parts {
		for _, block := range part.Blocks {
			if block.Place() == *place {
				page.Blocks = append(page.Blocks, words.block(r, part, block))
			}
		}
		if part.Sensitive() {
			continue // what has no block here may well have one of ordinary questions
		}
		for _, w := range r.Asked(i) {
			if survey.InMunicipality(w.Municipality) == *place {
				page.Few = append(page.Few, fewResult{words.Intervention(w.Intervention), words.T("results." + string(w.Timing))})
			}
		}
	}
	return page
}

// resultsAddress returns the address of the list of releases.
func resultsAddress(lang string) string { return address("/results", "lang", lang) }

// releaseAddress returns the address of the page of a release, with further names and values in turn.
func releaseAddress(id, lang string, pairs ...string) string {
	return address("/results/"+id, append([]string{"lang", lang}, pairs...)...)
}

// csvAddress returns the address of a release as CSV, or of what concerns one municipality.
func csvAddress(id, lang, municipality string) string {
	return address("/results/"+id+"/csv", "lang", lang, "municipality", municipality)
}

// address returns a path with names and values in turn. Empty values are left out.
func address(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return path + "?" + query.Encode()
}

// about says what a block is about: a name, which may be Swedish, and when in
// the intervention.
func (w resultWords) about(b release.Block) (name, when string) {
	switch treblock.Step(b.Step) {
	case treblock.InterventionTiming:
		return w.Intervention(b.Intervention), w.T("results." + string(b.Timing))
	case treblock.Intervention, treblock.SharedIntervention:
		return w.Intervention(b.Intervention), ""
	case treblock.Municipality:
		return w.T("results.other"), ""
	}
	return w.Place(b.Place()), ""
}

// block words one block's results.
func (w resultWords) block(r release.Release, part release.Part, b release.Block) blockResult {
	result := blockResult{Sensitive: part.Sensitive(), N: b.N}
	result.Name, result.When = w.about(b)
	tables := r.Tables(part)
	for _, id := range part.Questions {
		question := questionResult{Text: w.Question(part.Battery, id)}
		for _, t := range tables {
			if t.Question == id {
				w.addTable(&question, part, b, t)
			}
		}
		result.Questions = append(result.Questions, question)
	}
	return result
}

// addTable adds the counts of one table.
func (w resultWords) addTable(q *questionResult, part release.Part, b release.Block, t survey.Table) {
	counts, shown := b.Q[t.ID]
	if !shown {
		q.Few = true
		return
	}
	low, high := treblock.Bounds(counts, part.Base)
	for _, line := range w.lines(part.Battery, t) {
		i := line.column
		option := optionResult{Text: line.text, Count: counts[i], N: b.N, Low: low[i], High: high[i], Width: percent(counts[i], b.N)}
		if b.N >= release.LeastForShares {
			option.Percent = w.T("results.share", "P", option.Width)
		}
		q.Options = append(q.Options, option)
	}
}

// tableLine is a column of a table that is shown, as a line with its words.
type tableLine struct {
	column int
	text   string
}

// lines returns what is shown of a table. Of a multi-select's tables only what
// says something by itself is: those who chose each option, and those who chose
// none or did not answer.
func (w resultWords) lines(battery string, t survey.Table) []tableLine {
	var lines []tableLine
	for i, column := range t.Columns {
		if column != survey.Answered && column != survey.NotChosen {
			lines = append(lines, tableLine{i, w.Option(battery, t.Question, cmp.Or(t.Option, column))})
		}
	}
	return lines
}

func percent(count, n int) int {
	return int(math.Round(100 * float64(count) / float64(n)))
}
