package results

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/release"
	"fragebatteri/survey/web/page"
)

// releasesPage lists the released rounds.
type releasesPage struct {
	page.Base
	Least    int // smallest group that is ever shown
	Releases []releaseLink
}

// releaseLink leads to one release.
type releaseLink struct {
	Round string
	Date  string
	URL   string
}

// showReleases lists the releases, newest first.
func (p *Pages) showReleases(c *gin.Context) error {
	all, err := p.Releases(c)
	if err != nil {
		return err
	}
	words := p.Printer(c)
	content := releasesPage{Base: p.Base(c, words), Least: survey.SmallestK}
	for _, r := range slices.Backward(all) {
		content.Releases = append(content.Releases, releaseLink{Round: r.Round, Date: dateOf(content.Base, r.Release), URL: releaseAddress(r.ID, words.Language().Tag)})
	}
	p.templates.Render(c, http.StatusOK, "releases", content)
	return nil
}

func dateOf(b page.Base, r release.Release) string {
	day, err := time.Parse(time.DateOnly, r.Sealed)
	if err != nil {
		return r.Sealed
	}
	return b.Date(day)
}

// showRelease shows one release: the places it is about, and the results of the
// one that was asked for.
func (p *Pages) showRelease(c *gin.Context) error {
	r, err := p.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	b := p.Base(c, p.Printer(c))
	words, err := p.Words(c, b.Printer)
	if err != nil {
		return err
	}
	place, err := placeIn(r.Release, c.Query("place"))
	if err != nil {
		return err
	}
	content := newReleasePage(b, words, r.Release, place)
	// In other languages pages say what they say to participants.
	if p.Catalog().Complete(b.Language().Tag, locales.Results) {
		if err := p.addOfficer(c, &content, words, r.Release, place); err != nil {
			return err
		}
	}
	p.templates.Render(c, http.StatusOK, "release", content)
	return nil
}

// placeIn returns the place that an address asks for: nil where it asks for none. A place that the release says
// nothing of is not found.
func placeIn(r release.Release, code string) (*survey.Place, error) {
	if code == "" {
		return nil, nil
	}
	place, known := r.PlaceOf(code)
	if !known {
		return nil, errRelease
	}
	return &place, nil
}

// sendCSV sends a release, or the part that concerns one municipality, as a
// file that Swedish spreadsheet programs open by a double click.
func (p *Pages) sendCSV(c *gin.Context) error {
	r, err := p.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	words, err := p.Words(c, p.Printer(c))
	if err != nil {
		return err
	}
	municipality := c.Query("municipality")
	if _, known := p.service.Municipality(municipality); municipality != "" && !known {
		return page.ErrNoPage
	}
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Content-Disposition", `attachment; filename="fragebatteri-`+r.ID+municipality+`.csv"`)
	return export.CSV(c.Writer, r.Release, export.Options{Municipality: municipality, Profile: export.SvExcel, Words: words})
}
