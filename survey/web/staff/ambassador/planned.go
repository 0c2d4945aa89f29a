package ambassador

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/staff"
)

// plannedField is the field with the id of the entry of a plan that a session is opened from.
const plannedField = "planned"

// mostPlanned is how many planned gatherings are offered at once.
const mostPlanned = 6

// plannedLine is a gathering that was planned for the ambassador: one press starts it.
type plannedLine struct {
	Name, Municipality string
	Week               int
	Day                string // on which the week begins
	People             int
	Past               bool       // the week has passed
	Later              bool       // the week has not come
	Form               url.Values // what the press says
}

// planned lists what is planned for the ambassador, and has not been held.
func (p *pages) planned(c *gin.Context, desk *survey.Desk, b staff.Base) ([]plannedLine, error) {
	entries, err := desk.OwnPlan(c)
	if err != nil {
		return nil, err
	}
	this := survey.WeekOf(desk.Now())
	var lines []plannedLine
	for _, e := range entries[:min(len(entries), mostPlanned)] {
		intervention, err := desk.Intervention(c, e.Intervention)
		if err != nil {
			return nil, err
		}
		form := url.Values{
			openingField: {survey.NewNonce()}, plannedField: {e.ID}, roundField: {e.Round},
			aboutField: {aboutValue(e.Municipality, e.Intervention)}, manyField: {strconv.Itoa(e.Expected)},
		}
		lines = append(lines, plannedLine{
			Name: intervention.Name, Municipality: municipality(desk, e.Municipality), Week: e.Week.Number(), Day: b.Date(e.Week.Monday()),
			People: e.Expected, Past: e.State == survey.PlanMissed, Later: e.Week > this, Form: form,
		})
	}
	return lines, nil
}
