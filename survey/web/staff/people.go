package staff

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

const peoplePath = "/people"

// registerPeople registers what stewards see and do of who is staff.
func (d *Door) registerPeople() {
	stewards := []survey.Role{survey.Steward}
	d.Read(peoplePath, stewards, d.showPeople)
	d.Enlist("desk.people", peoplePath, stewards...)
}

// peoplePage lists who is staff.
type peoplePage struct {
	Base
	Staff []survey.Staff
}

func (d *Door) showPeople(c *gin.Context, desk *survey.Desk) error {
	list, err := desk.Staff(c)
	if err != nil {
		return err
	}
	d.templates.Render(c, http.StatusOK, "people", peoplePage{d.Base(c, desk), list})
	return nil
}
