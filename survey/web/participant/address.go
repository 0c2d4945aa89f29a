package participant

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// address is where a request stands: a code, the ticket of a card where there is
// one, and the language, as the address names them.
type address struct {
	code     string
	ticket   string
	language i18n.Language
	known    bool   // the address names a language
	path     string // address of the page without the language
}

// addressOf reads a participant's address. The second part is a language, or a
// ticket that may be followed by a language.
func (p *Pages) addressOf(c *gin.Context) address {
	tag := c.Param(page.LanguageOrTicketPart)
	code, ticket, _ := survey.ParseCode(c.Param("code") + "/" + tag)
	at := address{code: code, ticket: ticket, path: pathOf(code, ticket)}
	if ticket != "" {
		tag = c.Param(page.LanguagePart)
	}
	at.language, at.known = i18n.Find(p.Languages(), tag)
	return at
}

// pathOf returns the address of a session, or of a card.
func pathOf(code, ticket string) string {
	if ticket == "" {
		return "/s/" + code
	}
	return "/s/" + code + "/" + ticket
}
