package participant

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// donePage thanks whoever comes from a form that was received, and says to everybody
// else that nothing was sent.
type donePage struct {
	page.Base
	Received bool
	Form     string   // where the next person on the same phone starts; empty with a card
	Site     string   // address of the first page, as people type it
	Code     []string // of the session, in groups
}

// Names of the fields in the address of the thanks.
const (
	thanksField = "received" // survey.Visit.Thanks

	// The page's script has wiped the form, so that the browser need not forget everything that it
	// has loaded.
	wipedField = "wiped"
)

// doneAddress returns where a phone goes whose answer was received. It is the same for everybody in
// a session who answers in one language, and with one card.
func doneAddress(at address, visit survey.Visit) string {
	return at.path + "/" + at.language.Tag + "/done?" + thanksField + "=" + visit.Thanks()
}

// showDone thanks, or says that nothing was sent from here. What it says does not depend on the
// answer, and nobody can be told from others in the session by it.
func (p *Pages) showDone(c *gin.Context) error {
	at := p.addressOf(c)
	if !at.known {
		return p.showOtherLanguages(c, at)
	}
	visit, err := p.service.Visit(c, at.code, at.ticket)
	if err != nil {
		return err
	}
	host, err := p.service.Host(c)
	if err != nil {
		return err
	}
	query := c.Request.URL.Query()
	content := donePage{
		Base: p.Base(c, p.Catalog().Printer(at.language.Tag)), Received: query.Get(thanksField) == visit.Thanks(),
		Site: host.Address(), Code: survey.CodeGroups(at.code),
	}
	content.Forget = content.Received && !query.Has(wipedField)
	if at.ticket == "" || !content.Received {
		content.Form = at.path + "/" + at.language.Tag
	}
	p.templates.Render(c, http.StatusOK, "done", content)
	return nil
}

// forgetPath is a style sheet of pages after which a form must not be seen again.
const forgetPath = "/forget.css"

// forget makes a browser forget the filled-in form, which some show again behind
// the back button in spite of no-store. It has to be a part of the page: on the
// page itself, and on what leads there, browsers heed the header too late. As a
// style sheet in the head it comes before anything of the page is seen, so that
// nobody hands on a phone that may still forget. Browsers show the page without a
// style sheet that is lost on the way, and nothing else may hide it then: whoever
// is not thanked thinks that the answer was lost, and sends it again.
func (p *Pages) forget(c *gin.Context) error {
	c.Header("Clear-Site-Data", `"cache"`)
	c.Data(http.StatusOK, "text/css; charset=utf-8", []byte("/* forgotten */\n"))
	return nil
}
