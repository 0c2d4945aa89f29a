package ambassador

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

// fromField is how many places there were when more were asked for.
const fromField = "from"

// addPlaces adds three places. Said again, it adds them once.
func (p *pages) addPlaces(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	from, err := strconv.Atoi(c.Request.PostForm.Get(fromField))
	if err != nil || from < 1 {
		return survey.Fail(survey.Invalid, "form")
	}
	session, err := desk.AddPlaces(c, c.Param("code"), survey.PlacesAtOnce, from)
	if err != nil {
		return err
	}
	return p.done(c, desk, session, "")
}

// leakedQuery says for how many hours a session was still open when its code had leaked.
const leakedQuery = "leaked"

// closeSession closes a session. Said again, it changes nothing.
func (p *pages) closeSession(c *gin.Context, desk *survey.Desk) error {
	session, err := desk.CloseSession(c, c.Param("code"), false)
	if err != nil && survey.CodeOf(err) != "session.closed" {
		return err
	}
	return p.done(c, desk, session, "")
}

// stopLeak closes a session whose code others have, for answers under way too.
func (p *pages) stopLeak(c *gin.Context, desk *survey.Desk) error {
	before, err := desk.Session(c, c.Param("code"))
	if err != nil {
		return err
	}
	session, err := desk.CloseSession(c, before.Code, true)
	if err != nil && survey.CodeOf(err) != "session.closed" {
		return err
	}
	hours := max(1, int((before.Closes.Sub(desk.Now())+time.Hour-1)/time.Hour))
	return p.done(c, desk, session, "?"+leakedQuery+"="+strconv.Itoa(hours))
}

// done leads back to a session when something has been done to it.
func (p *pages) done(c *gin.Context, desk *survey.Desk, s survey.Session, query string) error {
	next := pathOf(p.door.Base(c, desk), s.Code) + query
	if page.WantsJSON(c) {
		p.door.JSON(c, http.StatusOK, page.Answer{State: "received", Next: next})
		return nil
	}
	c.Redirect(http.StatusSeeOther, next)
	return nil
}

// changePage lets somebody choose what a session is about after all.
type changePage struct {
	staff.Base
	URL string   // of the session
	New *newForm // of which only what the session is about is asked
}

func (p *pages) showChange(c *gin.Context, desk *survey.Desk) error {
	content := changePage{Base: p.base(c, desk)}
	g, err := desk.Gathering(c, c.Param("code"))
	if err != nil {
		return err
	}
	content.URL = pathOf(content.Base, g.Session.Code)
	chosen := url.Values{aboutField: {aboutValue(g.Session.Municipality, g.Session.Intervention)}}
	if content.New, err = p.newForm(c, desk, content.Base, chosen); err != nil {
		return err
	}
	p.templates.Render(c, http.StatusOK, "change", content)
	return nil
}

func (p *pages) changeSession(c *gin.Context, desk *survey.Desk) error {
	if err := page.ReadForm(c); err != nil {
		return err
	}
	municipality, intervention, _ := strings.Cut(c.Request.PostForm.Get(aboutField), ".")
	session, err := desk.ChangeSession(c, c.Param("code"), municipality, intervention)
	if err != nil {
		return chooseAgain(err)
	}
	return p.done(c, desk, session, "")
}
