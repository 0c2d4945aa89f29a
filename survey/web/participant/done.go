package participant

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey/web/page"
)

// donePage thanks.
type donePage struct {
	page.Base
	Again string // where the next person on the same phone starts
}

// showDone thanks. It says nothing that depends on the answer, so it needs no
// proof that there was one.
func (p *Pages) showDone(c *gin.Context) error {
	at := p.addressOf(c)
	if !at.known {
		return p.unknownLanguage(c, at)
	}
	content := donePage{Base: p.Base(c, p.Catalog().Printer(at.language.Tag))}
	content.Forget = !c.Request.URL.Query().Has(wipedField)
	if at.ticket == "" {
		content.Again = at.path + "/" + at.language.Tag
	}
	p.templates.Render(c, http.StatusOK, "done", content)
	return nil
}

// wipedField in the address of the thanks says that the page's script has wiped
// the form, so that the browser need not forget everything that it has loaded.
const wipedField = "wiped"

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
