package ambassador

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/guide"
	"fragebatteri/survey/web/staff"
)

const (
	guidePath = "/guide"
	printPath = guidePath + "/print"
)

// guideSheet is the style sheet of pages with sections of the guide.
const guideSheet = "guide.css"

// guideIn is what an ambassador is told of the guide on the page of a session, by its state.
var guideIn = map[string][]guide.Name{
	"prepared": {guide.Before, guide.Say},
	"running":  {guide.Say, guide.Help, guide.Never},
	"over":     {guide.After},
}

// registerGuide registers what an ambassador says and does.
func (p *pages) registerGuide() {
	p.door.Read(guidePath, ambassadors, p.showGuide)
	p.door.Read(printPath, ambassadors, p.printGuide)
	p.door.Enlist("guide.menu", guidePath, ambassadors...)
}

// guidePage is the whole guide. A link to a section by its name opens it.
type guidePage struct {
	staff.Base
	Sections []guide.Section
}

func (p *pages) showGuide(c *gin.Context, desk *survey.Desk) error {
	host, promise, err := p.promiseNow(c)
	if err != nil {
		return err
	}
	content := guidePage{Base: p.door.Base(c, desk)}
	content.Sheets = []string{guideSheet}
	content.Sections = guide.Sections(content.Printer, host, promise)
	p.templates.Render(c, http.StatusOK, "guide", content)
	return nil
}

// promiseNow returns the host and what it can promise in every round that is open: as the form says
// it where there is one round, so that nobody hears another number than they read.
func (p *pages) promiseNow(ctx context.Context) (survey.Host, survey.Promise, error) {
	host, err := p.service.Host(ctx)
	if err != nil {
		return host, survey.Promise{}, err
	}
	rounds, err := p.service.Rounds(ctx)
	promise, known := survey.PromiseToAll(host, nil), false
	for _, round := range rounds {
		if round.State != survey.RoundOpen {
			continue
		}
		one := survey.PromiseOf(host, round)
		if known {
			one.Full, one.Locked, one.Others = one.Full && promise.Full, one.Locked && promise.Locked, min(one.Others, promise.Others)
		}
		promise, known = one, true
	}
	return host, promise, err
}
