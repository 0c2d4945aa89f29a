package results

import (
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// Reading is what a municipality reads of itself in a release.
type Reading struct {
	Release string // id
	Round   string // its name, as people say it
	Answers int    // shown of the municipality; 0: too few, and it has no pages of its own

	// Addresses of pages and files; empty where there is nothing, but for Region.
	Place, Tables, CSV, XLSX, Region string

	Interventions []InterventionReading
}

// InterventionReading is what is shown of one intervention.
type InterventionReading struct {
	ID, URL string
	Answers int
}

// Readings returns what a municipality reads of itself in each release that the reader reads, the newest
// first. root is where staff read what is not published, as in AtDesk.
func (p *Pages) Readings(c *gin.Context, root, municipality string) ([]Reading, error) {
	history, err := p.Releases(c)
	if err != nil {
		return nil, err
	}
	words, err := p.Words(c, p.Printer(c))
	if err != nil {
		return nil, err
	}
	var list []Reading
	for _, r := range slices.Backward(history) {
		at := addresses{round: roundSlug(history, r), lang: words.Language().Tag}
		if r.stored.Published == "" {
			at.root = root
		}
		reading := Reading{Release: r.ID, Round: words.round(r.Round)}
		places := r.places()
		if len(places) > 0 {
			reading.Region = at.at(p.placeSlug(r, places[len(places)-1])).Page()
		}
		place := survey.InMunicipality(municipality)
		if slices.Contains(places, place) {
			here, found := at.at(p.placeSlug(r, place)), p.place(history, r, place)
			reading.Answers, reading.Place = found.Answers, here.Page()
			reading.Tables, reading.CSV, reading.XLSX = here.Page("tables"), here.Page("csv"), here.Page("xlsx")
			for _, i := range found.Interventions {
				reading.Interventions = append(reading.Interventions, InterventionReading{i.ID, here.Page("interventions", i.ID), i.Answers})
			}
		}
		list = append(list, reading)
	}
	return list, nil
}
