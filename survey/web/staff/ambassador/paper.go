package ambassador

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// showPoster answers with a poster of a session to print.
func (p *pages) showPoster(c *gin.Context, desk *survey.Desk) error {
	g, err := desk.Gathering(c, c.Param("code"))
	if err != nil {
		return err
	}
	if g.Session.Tickets {
		return page.ErrNoPage
	}
	return p.print(c, g.Session, paper.Session.Poster)
}

// printCards answers with the cards of a session.
func (p *pages) printCards(c *gin.Context, session survey.Session, tickets []string) error {
	return p.print(c, session, func(s paper.Session) (paper.Page, error) { return s.Cards(tickets) })
}

// print answers with what make prints of a session.
func (p *pages) print(c *gin.Context, session survey.Session, make func(paper.Session) (paper.Page, error)) error {
	host, err := p.service.Host(c)
	if err != nil {
		return err
	}
	round, err := p.service.Round(c, session.Round)
	if err != nil {
		return err
	}
	printed, err := make(paper.Session{Host: host, Round: round, Session: session, Catalog: p.door.Catalog(), Printer: p.door.Printer(c)})
	if err != nil {
		return err
	}
	staff.SendPaper(c, printed)
	return nil
}

// printGuide answers with a leaflet of what an ambassador says and does.
func (p *pages) printGuide(c *gin.Context, _ *survey.Desk) error {
	host, promise, err := p.promiseNow(c)
	if err != nil {
		return err
	}
	printed, err := paper.Guide(p.door.Printer(c), host, promise)
	if err != nil {
		return err
	}
	staff.SendPaper(c, printed)
	return nil
}
