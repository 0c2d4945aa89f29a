package steward

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/staff"
)

const (
	startPath  = "/start"
	hostPath   = startPath + "/host"
	regionPath = startPath + "/region"
	areasPath  = startPath + "/areas"
	signerPath = startPath + "/signer"
)

// registerSetup registers where stewards begin, and what they set up before the first round.
func (p *pages) registerSetup() {
	p.EnlistFirst("setup.menu", startPath, stewards...)
	p.Read(startPath, stewards, p.showStart)
	p.Read(hostPath, stewards, p.showHost)
	p.Receive(hostPath, stewards, p.setHost)
	p.Read(regionPath, stewards, p.showRegion)
	p.Receive(regionPath, stewards, p.setRegion)
	p.Read(areasPath, stewards, p.showAreas)
	p.Receive(areasPath, stewards, p.setAreas)
	p.Receive(areasPath+"/file", stewards, p.importAreas)
	p.Receive(areasPath+"/suggested", stewards, p.addSuggestedAreas)
	p.Read(signerPath, stewards, p.showSigner)
	p.Receive(signerPath, stewards, p.setSigner)
}

// setupPage is what the pages have on which something is set up.
type setupPage struct {
	staff.Base
	Version string // of what the page shows
	Wrong   string // what has to be mended
	Stored  string // what somebody else has said meanwhile, where that is what is wrong
	Start   string // address of the page that leads here
}

func (p *pages) setupPage(c *gin.Context, desk *survey.Desk) setupPage {
	b := p.Base(c, desk)
	b.Sheets = []string{"people.css", "setup.css"}
	return setupPage{Base: b, Start: b.Path(startPath)}
}

// refusal says what is wrong with what somebody sent, and returns the status of the page that says it.
// ok is false for an error that is no fault of what was sent.
func (p *pages) refusal(c *gin.Context, b staff.Base, err error) (words string, status int, ok bool) {
	switch survey.KindOf(err) {
	case survey.Invalid:
		status = http.StatusUnprocessableEntity
	case survey.Conflict:
		status = http.StatusConflict
	default:
		return "", 0, false
	}
	return p.says(c, b, err), status, true
}

// says words an error. Codes of municipalities are told by their names.
func (p *pages) says(c *gin.Context, b staff.Base, err error) string {
	if survey.CodeOf(err) == "name.form" {
		return b.T("setup.name", "Most", survey.LongestName)
	}
	return p.Explain(c, b.Printer, err, p.named(err)...)
}

// named returns the name of the municipality whose code an error has, as its words insert it.
func (p *pages) named(err error) []any {
	e, is := asError(err)
	if !is {
		return nil
	}
	for i := 0; i+1 < len(e.Args); i += 2 {
		if code, is := e.Args[i+1].(string); is && e.Args[i] == "Code" {
			if m, known := p.service.Municipality(code); known {
				return []any{"Municipality", m.Name}
			}
			return []any{"Municipality", code}
		}
	}
	return nil
}

// toStep leads back to where stewards begin, at one of the steps.
func (p *pages) toStep(c *gin.Context, b staff.Base, step survey.StepName) {
	c.Redirect(http.StatusSeeOther, b.Path(startPath)+"#"+string(step))
}
