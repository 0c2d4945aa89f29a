package results

import (
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
	history, err := p.Releases(c)
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
