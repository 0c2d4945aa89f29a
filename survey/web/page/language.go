package page

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
)

// Names of the parts of addresses that name a language.
const (
	LanguagePart         = "lang"
	LanguageOrTicketPart = "langOrTicket" // of a session, where the ticket of a card can stand before it
)

// LanguageIn finds the language that an address names.
func (s *Site) LanguageIn(c *gin.Context) (i18n.Language, bool) {
	for _, value := range []string{c.Param(LanguagePart), c.Param(LanguageOrTicketPart), c.Query("lang")} {
		if value == "" {
			continue
		}
		if l, ok := i18n.Find(s.options.Languages, value); ok {
			return l, true
		}
	}
	return i18n.Language{}, false
}

// Printer returns the printer of the language that the address names. Where it names none that is
// the first language that the browser's own setting prefers and there is, and Swedish where there is
// none of them.
func (s *Site) Printer(c *gin.Context) *i18n.Printer {
	l, ok := s.LanguageIn(c)
	if !ok {
		l, ok = i18n.First(s.options.Languages, c.GetHeader("Accept-Language"))
	}
	if !ok {
		return s.Catalog().Printer(i18n.Source)
	}
	return s.Catalog().Printer(l.Tag)
}

// printers returns the printers of all languages, in the order that the browser's own setting
// prefers. Nothing else is read from the header.
func (s *Site) printers(c *gin.Context) []*i18n.Printer {
	var printers []*i18n.Printer
	for _, l := range i18n.Order(s.options.Languages, c.GetHeader("Accept-Language")) {
		printers = append(printers, s.Catalog().Printer(l.Tag))
	}
	return printers
}

// LanguageLink leads to a page in another language.
type LanguageLink struct {
	i18n.Language
	*i18n.Printer
	URL string
}

// Links returns a link to a page in every language, in the order that the browser's own setting
// prefers. url returns the address of the page in a language.
func (s *Site) Links(c *gin.Context, url func(tag string) string) []LanguageLink {
	var links []LanguageLink
	for _, p := range s.printers(c) {
		links = append(links, LanguageLink{Language: p.Language(), Printer: p, URL: url(p.Language().Tag)})
	}
	return links
}
