package steward

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/plan"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// mostWrong is how many faulty rows of a table are told at once.
const mostWrong = 50

// exportPlan answers with the plan of a round as a table.
func (p *pages) exportPlan(c *gin.Context, desk *survey.Desk) error {
	round := c.Query("round")
	if !survey.IsRoundName(round) {
		return page.ErrNoPage
	}
	table, err := plan.Export(c, desk, round)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="plan-%s.csv"`, survey.Slug(round)))
	c.Data(http.StatusOK, "text/csv; charset=utf-8", table)
	return nil
}

// importPlan changes the plan as a table says, or says what is wrong in which rows of it.
func (p *pages) importPlan(c *gin.Context, desk *survey.Desk) error {
	table, err := page.ReadFormWithFile(c, "table", plan.Largest)
	if err == nil && table == nil {
		err = survey.Fail(survey.Invalid, "file")
	}
	round := c.Request.PostForm.Get(planRoundField)
	if err == nil {
		_, err = plan.Import(c, desk, round, table)
	}
	kind := survey.KindOf(err)
	if err == nil {
		c.Redirect(http.StatusSeeOther, planURL(p.Base(c, desk), round))
		return nil
	}
	if kind != survey.Invalid && kind != survey.Conflict {
		return err
	}
	if !survey.IsRoundName(round) {
		return err
	}
	content, broken := p.planPage(c, desk, round)
	if broken != nil {
		return broken
	}
	content.Wrong = p.rowsOf(content.Base, err)
	p.templates.Render(c, page.StatusOf(kind), "plan", content)
	return nil
}

// rowsOf words what is wrong with a table: one line for each faulty row.
func (p *pages) rowsOf(b staff.Base, err error) []string {
	var lines []string
	var add func(error)
	add = func(err error) {
		if row, is := err.(survey.RowError); is {
			lines = append(lines, b.T("plan.row", "Row", row.Row, "What", p.wordsOf(b, row.Err)))
			return
		}
		switch e := err.(type) {
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				add(inner)
			}
		case interface{ Unwrap() error }:
			if inner := e.Unwrap(); inner != nil {
				add(inner)
			}
		}
	}
	add(err)
	if len(lines) == 0 {
		lines = append(lines, p.wordsOf(b, err))
	}
	if len(lines) > mostWrong {
		lines = append(lines[:mostWrong], b.N("plan.rows.more", len(lines)-mostWrong))
	}
	return lines
}
