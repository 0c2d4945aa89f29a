package participant

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// homePage is where somebody without a QR code types the code.
type homePage struct {
	page.Base
	Typed  string // the code that was not one
	Wrong  bool
	Others []page.LanguageLink
}

// showHome says what this is and takes a typed or pasted code or address.
func (p *Pages) showHome(c *gin.Context) error {
	printer := p.Printer(c)
	content := homePage{Base: p.Base(c, printer), Typed: c.Query("code")}
	content.Others = p.Links(c, func(tag string) string { return "/?lang=" + tag })
	if content.Typed == "" {
		p.templates.Render(c, http.StatusOK, "home", content)
		return nil
	}
	code, ticket, _ := survey.ParseCode(content.Typed)
	_, err := p.service.Session(c, code)
	switch {
	case err == nil:
		c.Redirect(http.StatusSeeOther, pathOf(code, ticket))
		return nil
	case survey.KindOf(err) == survey.NotFound:
		content.Wrong = true
		p.templates.Render(c, http.StatusNotFound, "home", content)
		return nil
	}
	return err
}
