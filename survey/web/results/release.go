package results

import (
	"cmp"
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
	all, err := p.history(c)
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

// sendCSV sends a release, or what it says of one place, as a file that Swedish spreadsheet programs
// open by a double click, or where the address asks for it as one for programs.
func (p *Pages) sendCSV(c *gin.Context) error {
	r, of, err := p.selected(c)
	if err != nil {
		return err
	}
	words, err := p.Words(c, p.Printer(c))
	if err != nil {
		return err
	}
	o, extension := export.Options{Selection: of, Profile: export.SvExcel, Words: words}, ".csv"
	if c.Query("profile") == string(export.Machine) {
		o.Profile, extension = export.Machine, "-machine.csv"
	}
	c.Header("Content-Type", "text/csv; charset=utf-8")
	sendAs(c, export.FileName(r.Release, of.Place, words, extension))
	return export.CSV(c.Writer, r.Release, o)
}

// selected returns the release that an address names and the place in it, with the reporting areas
// of the round.
func (p *Pages) selected(c *gin.Context) (r Release, of export.Selection, err error) {
	if r, err = p.Release(c, c.Param("release")); err != nil {
		return r, of, err
	}
	place, err := placeIn(r.Release, cmp.Or(c.Query("place"), c.Query("municipality")))
	if err != nil {
		return r, of, err
	}
	if place != nil {
		of.Place = *place
	}
	rounds, err := p.service.Rounds(c)
	of.Areas = areasOf(rounds, r)
	return r, of, err
}

// areasOf returns the reporting areas that held in the round of a release.
func areasOf(rounds []survey.Round, r Release) []survey.Area {
	i := slices.IndexFunc(rounds, func(round survey.Round) bool { return round.ID == r.stored.Round })
	if i < 0 {
		return nil
	}
	return rounds[i].Areas
}

// sendAs has a browser save what follows as a file of this name.
func sendAs(c *gin.Context, name string) {
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
}

// listReleases is the API's list of releases.
func (p *Pages) listReleases(c *gin.Context) error {
	all, err := p.history(c)
	if err != nil {
		return err
	}
	type entry struct {
		Release string `json:"release"`
		Sealed  string `json:"sealed"`
		Hash    string `json:"sha256"`
		URL     string `json:"url"`
	}
	entries := make([]entry, 0, len(all))
	for _, r := range all {
		entries = append(entries, entry{r.ID, r.stored.Date, r.hash, "/api/v1/releases/" + r.ID})
	}
	host, err := p.service.Host(c)
	if err != nil {
		return err
	}
	c.Header("Access-Control-Allow-Origin", "*")
	p.JSON(c, http.StatusOK, map[string]any{"signer": host.Signer, "releases": entries})
	return nil
}

// sendRelease sends the exact bytes of a release.
func (p *Pages) sendRelease(c *gin.Context) error {
	r, err := p.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	c.Header("Access-Control-Allow-Origin", "*")
	c.Data(http.StatusOK, "application/json; charset=utf-8", r.stored.JSON)
	return nil
}

// sendSignature sends the signature of a release.
func (p *Pages) sendSignature(c *gin.Context) error {
	r, err := p.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	c.Header("Access-Control-Allow-Origin", "*")
	c.Data(http.StatusOK, "text/plain; charset=utf-8", r.stored.Signature)
	return nil
}
