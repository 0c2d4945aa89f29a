package web

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
)

// place is where a request stands: a code, the ticket of a card where there is
// one, and the language, as the address names them.
type place struct {
	code     string
	ticket   string
	language i18n.Language
	known    bool   // the address names a language
	path     string // address of the page without the language
}

// placeOf reads a participant's address. The second part is a language, or a
// ticket that may be followed by a language.
func (s *Server) placeOf(c *gin.Context) place {
	tag := c.Param("second")
	code, ticket, _ := survey.ParseCode(c.Param("code") + "/" + tag)
	at := place{code: code, ticket: ticket, path: pathOf(code, ticket)}
	if ticket != "" {
		tag = c.Param("third")
	}
	at.language, at.known = i18n.Find(s.options.Languages, tag)
	return at
}

// pathOf returns the address of a session, or of a card.
func pathOf(code, ticket string) string {
	if ticket == "" {
		return "/s/" + code
	}
	return "/s/" + code + "/" + ticket
}

// showLanguages lets a person who scanned a code choose a language by its own
// name.
func (s *Server) showLanguages(c *gin.Context) error {
	at := s.placeOf(c)
	visit, err := s.service.Visit(c, at.code, at.ticket)
	if err != nil {
		return err
	}
	switch {
	case !visit.Open:
		return s.listLanguages(c, at, visit, http.StatusGone)
	case visit.Used:
		return errUsed
	}
	return s.listLanguages(c, at, visit, http.StatusOK)
}

// listLanguages shows the languages of a session. One that is over has them
// too, so that everybody can read what came of it.
func (s *Server) listLanguages(c *gin.Context, at place, visit survey.Visit, code int) error {
	page := languagesPage{base: s.base(c, s.pageLanguage(c))}
	for _, link := range s.links(c, func(tag string) string { return at.path + "/" + tag }) {
		if s.offered(visit, link.Tag) {
			page.Languages = append(page.Languages, link)
		}
	}
	s.render(c, code, "languages", page)
	return nil
}

// offered reports whether a session can be answered in a language: its round
// uses it, and every word of the battery and of the pages is there. A round has
// the words of its batteries since it opened, whatever becomes of them later.
func (s *Server) offered(visit survey.Visit, tag string) bool {
	complete := s.options.Catalog.Complete
	return slices.Contains(visit.Round.Languages, tag) && complete(tag, locales.Participant) &&
		(visit.Texts.In(tag) || complete(tag, visit.Battery.ID))
}
