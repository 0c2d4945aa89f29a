package steward

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
	"fragebatteri/survey/wording"
)

// printPath is where a battery is printed, in all languages side by side.
const printPath = "/:battery/print"

// printBattery answers with a battery to print.
func (p *pages) printBattery(c *gin.Context, _ *survey.Desk) error {
	b, err := p.service.Battery(c.Param("battery"))
	if err != nil {
		return page.ErrNoPage
	}
	notes, err := p.options.Notes(b)
	if err != nil {
		return err
	}
	words := wording.Worded(p.Catalog(), b)
	printed, err := paper.Battery{
		Worded: words, Notes: notes, Languages: wording.LanguagesOf(words), K: survey.SmallestK, Common: p.Catalog().Text,
	}.Paper(p.Printer(c))
	if err != nil {
		return err
	}
	staff.SendPaper(c, printed)
	return nil
}
