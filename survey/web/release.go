package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/release"
)

// releasesPage lists the released rounds.
type releasesPage struct {
	base
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
func (s *Server) showReleases(c *gin.Context) error {
	all, err := s.history(c)
	if err != nil {
		return err
	}
	p := s.pageLanguage(c)
	page := releasesPage{base: s.base(c, p), Least: survey.SmallestK}
	for _, r := range slices.Backward(all) {
		page.Releases = append(page.Releases, releaseLink{Round: r.Round, Date: dateOf(page.base, r.Release), URL: releaseAddress(r.ID, p.Language().Tag)})
	}
	s.render(c, http.StatusOK, "releases", page)
	return nil
}

func dateOf(b base, r release.Release) string {
	day, err := time.Parse(time.DateOnly, r.Sealed)
	if err != nil {
		return r.Sealed
	}
	return b.Date(day)
}

// showRelease shows one release: the places it is about, and the results of the
// one that was asked for.
func (s *Server) showRelease(c *gin.Context) error {
	r, err := s.released(c, c.Param("release"))
	if err != nil {
		return err
	}
	b := s.base(c, s.pageLanguage(c))
	words, err := s.words(c, b.Printer)
	if err != nil {
		return err
	}
	place, err := placeIn(r.Release, c.Query("place"))
	if err != nil {
		return err
	}
	page := newReleasePage(b, words, r.Release, place)
	// In other languages pages say what they say to participants.
	if s.options.Catalog.Complete(b.Language().Tag, locales.Results) {
		if err := s.addOfficer(c, &page, words, r.Release, place); err != nil {
			return err
		}
	}
	return s.renderPacked(c, "release", page)
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

// renderPacked renders a page compressed where the browser takes it: a page
// with all the tables of a place is ten times larger otherwise.
func (s *Server) renderPacked(c *gin.Context, name string, page any) error {
	c.Header("Vary", "Accept-Encoding")
	if !takesGzip(c) {
		s.render(c, http.StatusOK, name, page)
		return nil
	}
	var out bytes.Buffer
	to := gzip.NewWriter(&out)
	if err := errors.Join(s.templates.ExecuteTemplate(to, name, page), to.Close()); err != nil {
		return err
	}
	c.Header("Content-Encoding", "gzip")
	c.Data(http.StatusOK, "text/html; charset=utf-8", out.Bytes())
	return nil
}

// sendCSV sends a release, or the part that concerns one municipality, as a
// file that Swedish spreadsheet programs open by a double click.
func (s *Server) sendCSV(c *gin.Context) error {
	r, err := s.released(c, c.Param("release"))
	if err != nil {
		return err
	}
	words, err := s.words(c, s.pageLanguage(c))
	if err != nil {
		return err
	}
	municipality := c.Query("municipality")
	if _, known := s.service.Municipality(municipality); municipality != "" && !known {
		return errNoPage
	}
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Content-Disposition", `attachment; filename="fragebatteri-`+r.ID+municipality+`.csv"`)
	return export.CSV(c.Writer, r.Release, export.Options{Municipality: municipality, Profile: export.SvExcel, Words: words})
}

// listReleases is the API's list of releases.
func (s *Server) listReleases(c *gin.Context) error {
	all, err := s.history(c)
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
	host, err := s.service.Host(c)
	if err != nil {
		return err
	}
	c.Header("Access-Control-Allow-Origin", "*")
	s.json(c, http.StatusOK, map[string]any{"signer": host.Signer, "releases": entries})
	return nil
}

// sendRelease sends the exact bytes of a release.
func (s *Server) sendRelease(c *gin.Context) error {
	r, err := s.released(c, c.Param("release"))
	if err != nil {
		return err
	}
	c.Header("Access-Control-Allow-Origin", "*")
	c.Data(http.StatusOK, "application/json; charset=utf-8", r.stored.JSON)
	return nil
}

// sendSignature sends the signature of a release.
func (s *Server) sendSignature(c *gin.Context) error {
	r, err := s.released(c, c.Param("release"))
	if err != nil {
		return err
	}
	c.Header("Access-Control-Allow-Origin", "*")
	c.Data(http.StatusOK, "text/plain; charset=utf-8", r.stored.Signature)
	return nil
}
