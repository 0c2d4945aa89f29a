package steward

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/results"
	"fragebatteri/survey/web/staff"
)

// previewPath is where results are read that are not published yet.
const previewPath = "/preview"

// registerPreview registers the pages about results as stewards and officers read them.
func (p *pages) registerPreview() {
	readers := []survey.Role{survey.Steward, survey.Officer}
	p.Enlist("preview.menu", previewPath, readers...)
	for _, previewed := range p.options.Preview {
		p.Read(previewPath+previewed.Path, readers, func(c *gin.Context, desk *survey.Desk) error {
			return previewed.Show(c, results.AtDesk{
				Root: p.Base(c, desk).Path(previewPath), May: desk.PreviewRelease,
				List: func(c *gin.Context, rounds []results.PreviewedRound) error {
					p.templates.Render(c, http.StatusOK, "preview", previewPage{p.base(c, desk), rounds})
					return nil
				},
			})
		})
	}
}

// previewPage lists rounds whose results staff read.
type previewPage struct {
	staff.Base
	Rounds []results.PreviewedRound
}
