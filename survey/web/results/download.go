package results

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
)

// sendCSV sends what is counted at a place as a file that Swedish spreadsheet programs open by a
// double click.
func (p *Pages) sendCSV(c *gin.Context) error {
	q, err := p.read(c)
	if err != nil {
		return err
	}
	municipality := ""
	if q.place.Kind == survey.KindMunicipality {
		municipality = q.place.Code
	}
	return sendRows(c, q.release, q.words, municipality, q.at.round+"-"+q.at.place)
}

// sendRoundCSV sends everything that is counted in a round.
func (p *Pages) sendRoundCSV(c *gin.Context) error {
	history, err := p.history(c)
	if err != nil {
		return err
	}
	r, err := roundIn(history, c.Param("round"))
	if err != nil {
		return err
	}
	words, err := p.Words(c, p.Printer(c))
	if err != nil {
		return err
	}
	return sendRows(c, r, words, "", c.Param("round"))
}

func sendRows(c *gin.Context, r Release, words Words, municipality, name string) error {
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Content-Disposition", `attachment; filename="frageomgang-`+name+`.csv"`)
	return export.CSV(c.Writer, r.Release, export.Options{Municipality: municipality, Profile: export.SvExcel, Words: words})
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
