package ambassador

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/guide"
	"fragebatteri/survey/qr"
	"fragebatteri/survey/web/staff"
)

// gatheringPage is what an ambassador has in the hand while people answer.
type gatheringPage struct {
	staff.Base
	URL          string // of the page
	Session      survey.Session
	Name         string // of the intervention
	Municipality string
	When         when
	Site         string   // the address that people type
	Code         []string // in groups
	QR           template.HTML
	Answer       string // where somebody answers on this phone
	Now          nowView
	Again        url.Values // the form that opens a session like it; nil while it runs
	Leaked       bool       // it was closed because of a leak just now
	Guide        []guide.Section
}

// nowView is what changes while people answer.
type nowView struct {
	staff.Base
	survey.Gathering
	URL         string // of the page
	State       string // running, prepared or over
	MinutesLeft int    // 0 where that is too long to count
	More        int    // places that are added at once
}

// longestCount is the longest time that is told in minutes.
const longestCount = 2 * time.Hour

func (p *pages) nowOf(c *gin.Context, desk *survey.Desk, b staff.Base) (nowView, error) {
	g, err := desk.Gathering(c, c.Param("code"))
	view := nowView{Base: b, Gathering: g, URL: pathOf(b, g.Session.Code), State: "running", More: survey.PlacesAtOnce}
	now := desk.Now()
	left := g.Session.Closes.Sub(now)
	switch {
	case g.Session.Over(now):
		view.State = "over"
	case !g.Session.Shows(now):
		view.State = "prepared"
	case left <= longestCount:
		view.MinutesLeft = int((left + time.Minute - 1) / time.Minute)
	}
	return view, err
}

// Closes returns the time of day at which the session closes.
func (v nowView) Closes() string { return survey.SwedishTime(v.Session.Closes).Format("15:04") }

func (p *pages) showGathering(c *gin.Context, desk *survey.Desk) error {
	b := p.base(c, desk)
	now, err := p.nowOf(c, desk, b)
	if err != nil {
		return err
	}
	host, err := p.service.Host(c)
	if err != nil {
		return err
	}
	session := now.Session
	round, err := p.service.Round(c, session.Round)
	if err != nil {
		return err
	}
	content := gatheringPage{
		Base: b, URL: now.URL, Session: session, Name: now.Intervention.Name, Municipality: municipality(desk, session.Municipality),
		When: whenOf(b, session), Site: host.Address(), Code: survey.CodeGroups(session.Code), Now: now,
		Answer: "/s/" + session.Code, Leaked: c.Query(leakedQuery) != "",
		Guide: guide.Sections(b.Printer, host, survey.PromiseOf(host, round), guideIn[now.State]...),
	}
	content.Sheets = append(content.Sheets, guideSheet)
	if now.State == "over" {
		content.Again = formAgain(session, c.Query(leakedQuery))
	} else if !session.Tickets {
		drawing, err := qr.SVG(qr.Compact(host.SessionURL(session.Code)), b.T("ambassador.show"))
		if err != nil {
			return err
		}
		content.QR = template.HTML(drawing)
	}
	p.templates.Render(c, http.StatusOK, "gathering", content)
	return nil
}

// formAgain returns the form that opens a session like one that is over, for as many hours as that
// had left; "" stands for two. Places that were added count as announced.
func formAgain(s survey.Session, hours string) url.Values {
	many := s.Announced
	if s.Capacity > survey.MostPlaces(many) {
		many = s.Capacity
	}
	form := url.Values{
		openingField: {survey.NewNonce()}, roundField: {s.Round}, aboutField: {aboutValue(s.Municipality, s.Intervention)},
		manyField: {strconv.Itoa(many)}, hoursField: {hours},
	}
	if s.Tickets {
		form.Set(cardsField, "yes")
	}
	return form
}
