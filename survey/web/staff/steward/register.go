package steward

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// Addresses of the register of interventions.
const (
	registerPath = "/interventions"
	newPath      = registerPath + "/new"
	filesPath    = registerPath + "/files"
	beginPath    = registerPath + "/start"
	aboutPath    = registerPath + "/:id"
)

// registerRoles are those who see the register at a desk. An officer changes what the own municipality
// offers.
var registerRoles = []survey.Role{survey.Steward, survey.Officer}

// registerRegister registers the pages of the register.
func (p *pages) registerRegister() {
	p.Enlist("register.menu", registerPath, registerRoles...)
	p.Read(registerPath, registerRoles, p.showRegister)
	p.Read(newPath, registerRoles, p.showNewIntervention)
	p.Receive(newPath, registerRoles, p.addIntervention)
	p.Read(filesPath, registerRoles, p.showRegisterFiles)
	p.Receive(filesPath, stewards, p.importRegister)
	p.Read(filesPath+"/:kind", registerRoles, p.exportRegister)
	p.Receive(beginPath, stewards, p.startRegister)
	p.Read(aboutPath, registerRoles, p.showIntervention)
	p.Receive(aboutPath, registerRoles, p.changeIntervention)
	p.Receive(aboutPath+"/close", registerRoles, p.closeIntervention)
	p.Receive(aboutPath+"/reopen", registerRoles, p.reopenIntervention)
	p.Receive(aboutPath+"/merge", stewards, p.mergeIntervention)
}

// registerList is the register as a desk reads it.
type registerList struct {
	staff.Base
	Register page.Register
	Empty    bool // there is nothing in the register yet
}

// knownAt reads what the register is about, for a page at a desk.
func (p *pages) knownAt(c *gin.Context, desk *survey.Desk, b staff.Base) (page.Known, error) {
	known := page.Known{Catalogue: p.service.Catalogue, Address: func(id string) string { return b.Path(registerPath + "/" + id) }}
	var err error
	if known.Interventions, err = desk.Interventions(c); err != nil {
		return known, err
	}
	known.Areas, err = desk.Areas(c)
	return known, err
}

// registerBase is the base of a page of the register.
func (p *pages) registerBase(c *gin.Context, desk *survey.Desk) staff.Base {
	b := p.Base(c, desk)
	b.Sheets = []string{"people.css", "register.css"}
	return b
}

func (p *pages) showRegister(c *gin.Context, desk *survey.Desk) error {
	content := registerList{Base: p.registerBase(c, desk)}
	known, err := p.knownAt(c, desk, content.Base)
	if err != nil {
		return err
	}
	content.Register = known.Register(content.Printer, c.Request.URL.Query())
	content.Empty = len(known.Interventions) == 0
	p.templates.Render(c, http.StatusOK, "register list page", content)
	return nil
}
