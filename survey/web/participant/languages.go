package participant

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// languagesPage is where a scanned code leads: own names of languages.
type languagesPage struct {
	page.Base
	Languages []page.LanguageLink
}

// showLanguages lets a person who scanned a code choose a language by its own
// name.
func (p *Pages) showLanguages(c *gin.Context) error {
	at := p.addressOf(c)
	visit, err := p.service.Visit(c, at.code, at.ticket)
	if err != nil {
		return err
	}
	if !visit.Open {
		return p.listLanguages(c, at, visit, http.StatusGone)
	}
	return p.listLanguages(c, at, visit, http.StatusOK)
}

// listLanguages shows the languages of a session. One that is over has them
// too, so that everybody can read what came of it.
func (p *Pages) listLanguages(c *gin.Context, at address, visit survey.Visit, code int) error {
	content := languagesPage{Base: p.Base(c, p.Printer(c))}
	for _, link := range p.Links(c, func(tag string) string { return at.path + "/" + tag }) {
		if p.offered(visit, link.Tag) {
			content.Languages = append(content.Languages, link)
		}
	}
	p.templates.Render(c, code, "languages", content)
	return nil
}

// offered reports whether a session can be answered in a language: its round
// uses it, and every word of the battery and of the pages is there. A round has
// the words of its batteries since it opened, whatever becomes of them later.
func (p *Pages) offered(visit survey.Visit, tag string) bool {
	complete := p.Catalog().Complete
	return slices.Contains(visit.Round.Languages, tag) && complete(tag, locales.Participant) &&
		(visit.Texts.In(tag) || complete(tag, visit.Battery.ID))
}
