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
	Over      bool // there are no questions to answer
	Unknown   bool // the address names a language that there is none of
}

// showLanguages lets a person who scanned a code choose a language by its own
// name.
func (p *Pages) showLanguages(c *gin.Context) error {
	return p.listLanguages(c, p.addressOf(c), false)
}

// showOtherLanguages answers an address in a language that its session cannot be read in: with
// those that it can. A program is told that the language is unknown.
func (p *Pages) showOtherLanguages(c *gin.Context, at address) error {
	if page.WantsJSON(c) {
		return p.unknownLanguage(c, at)
	}
	return p.listLanguages(c, at, true)
}

func (p *Pages) listLanguages(c *gin.Context, at address, unknown bool) error {
	visit, err := p.service.Visit(c, at.code, at.ticket)
	if err != nil {
		return err
	}
	code := http.StatusOK
	switch {
	case unknown:
		code = http.StatusNotFound
	case !visit.Open && !visit.Early:
		code = http.StatusGone
	}
	room, err := p.service.HasRoom(c, visit.Session)
	if err != nil {
		return err
	}
	// One that is over has languages too, so that everybody can read what came of it.
	content := languagesPage{Base: p.Base(c, p.Printer(c)), Over: !visit.Open || !room, Unknown: unknown}
	for _, link := range p.Links(c, func(tag string) string { return at.path + "/" + tag }) {
		if p.offered(visit, link.Tag) {
			content.Languages = append(content.Languages, link)
		}
	}
	p.templates.Render(c, code, "languages", content)
	return nil
}

// offered reports whether a session can be answered in a language: its round
// uses it, and every word of its batteries and of the pages is there. A round has
// the words of its batteries since it opened, whatever becomes of them later.
func (p *Pages) offered(visit survey.Visit, tag string) bool {
	complete := p.Catalog().Complete
	return slices.Contains(visit.Round.Languages, tag) && complete(tag, locales.Participant) &&
		(visit.Texts.In(tag) || !slices.ContainsFunc(visit.Set, func(b *survey.Battery) bool { return !complete(tag, b.WordedAs()) }))
}
