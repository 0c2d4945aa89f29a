package participant

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// Names of the pages about the service, which are addresses of their own and below a form's, whence
// they lead back to it.
const (
	privacyPage       = "privacy"
	accessibilityPage = "accessibility"
)

// aboutPage is a page of text: about answers, about accessibility.
type aboutPage struct {
	page.Base
	Promise   survey.Promise
	Contact   string // how the host is reached; may be empty
	Form      string // address of the form that it leads back to; empty where it leads to the first page
	Languages []page.LanguageLink
}

// Linked returns a text in which the address of an authority is a link.
func (a aboutPage) Linked(text, domain string) linked {
	before, after, _ := strings.Cut(text, domain)
	return linked{before, domain, after}
}

type linked struct{ Before, Domain, After string }

func (p *Pages) showPrivacy(c *gin.Context) error { return p.showAbout(c, privacyPage) }

func (p *Pages) showAccessibility(c *gin.Context) error { return p.showAbout(c, accessibilityPage) }

func (p *Pages) showAbout(c *gin.Context, name string) error {
	language, ok := p.LanguageIn(c)
	if !ok {
		return page.ErrLanguage
	}
	host, err := p.service.Host(c)
	if err != nil {
		return err
	}
	rounds, err := p.service.Rounds(c)
	if err != nil {
		return err
	}
	content := aboutPage{Base: p.Base(c, p.Printer(c)), Promise: survey.PromiseToAll(host, rounds), Contact: host.Contact}
	addressIn := func(tag string) string { return "/" + name + "/" + tag }
	if c.Param("code") != "" {
		at := p.addressOf(c)
		if _, err := p.service.Visit(c, at.code, at.ticket); err != nil {
			return err
		}
		content.Form = at.path + "/" + language.Tag
		addressIn = func(tag string) string { return at.path + "/" + tag + "/" + name }
	}
	content.Languages = p.Links(c, addressIn)
	p.templates.Render(c, http.StatusOK, name, content)
	return nil
}
