package staff

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

const accountPath = "/account"

// account is in everybody's menu, as the last.
var account = entry{key: "staff.account", path: accountPath}

// registerAccount registers what everybody has: the own sign-ins.
func (d *Door) registerAccount() {
	d.Read(accountPath, nil, d.showAccount)
}

// accountPage is somebody's own.
type accountPage struct {
	Base
}

func (d *Door) showAccount(c *gin.Context, desk *survey.Desk) error {
	d.templates.Render(c, http.StatusOK, "account", accountPage{d.Base(c, desk)})
	return nil
}
