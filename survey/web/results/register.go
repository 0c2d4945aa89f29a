package results

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// registerPath is where the register of interventions begins.
const registerPath = "/interventions"

// registerPage lists interventions.
type registerPage struct {
	page.Base
	around
	Title    string
	Tongues  []tongue
	Trail    []link
	Register page.Register
}

// aboutPage is about one intervention.
type aboutPage struct {
	page.Base
	around
	Title    string
	Tongues  []tongue
	Trail    []link
	About    page.About
	ClosedOn string
}

// registerPrinter returns the printer of the register, which only those read who plan and decide: in
// Swedish where it is not in the language that was asked for.
func (p *Pages) registerPrinter(c *gin.Context) *i18n.Printer {
	printer := p.Printer(c)
	if p.inRegister(printer.Language().Tag) {
		return printer
	}
	return p.Catalog().Printer(i18n.Source)
}

// inRegister reports whether there are words for the register in a language.
func (p *Pages) inRegister(tag string) bool {
	return p.Catalog().Complete(tag, locales.Register) && p.summedUp(tag)
}

// known reads what the register is about.
func (p *Pages) known(c *gin.Context, lang string) (page.Known, error) {
	known := page.Known{Catalogue: p.service.Catalogue, Address: func(id string) string { return address(registerPath+"/"+id, "lang", lang) }}
	var err error
	if known.Interventions, err = p.service.Interventions(c); err != nil {
		return known, err
	}
	known.Areas, err = p.service.Areas(c)
	return known, err
}

// showRegister lists the interventions that are looked for.
func (p *Pages) showRegister(c *gin.Context) error {
	printer := p.registerPrinter(c)
	known, err := p.known(c, printer.Language().Tag)
	if err != nil {
		return err
	}
	content := registerPage{Base: p.Base(c, printer), around: around{List: ListAddress(printer.Language().Tag)}, Register: known.Register(printer, c.Request.URL.Query())}
	content.Title = printer.T("register.title") + " – " + printer.T("place.site")
	content.Tongues = p.tonguesOf(printer)
	content.Trail = p.registerTrail(printer, "")
	p.templates.Render(c, http.StatusOK, "register", content)
	return nil
}

// showAbout shows one intervention: what it was to reach, and what became of it.
func (p *Pages) showAbout(c *gin.Context) error {
	printer := p.registerPrinter(c)
	known, err := p.known(c, printer.Language().Tag)
	if err != nil {
		return err
	}
	i, err := p.service.Intervention(c, c.Param("intervention"))
	if survey.KindOf(err) == survey.NotFound {
		return page.ErrNoPage
	}
	if err != nil {
		return err
	}
	content := aboutPage{Base: p.Base(c, printer), around: around{List: ListAddress(printer.Language().Tag)}, About: known.About(printer, i), ClosedOn: page.DayIn(printer, i.Closed)}
	content.Title = i.Name + " – " + printer.T("place.site")
	content.Tongues = p.tonguesOf(printer)
	content.Trail = p.registerTrail(printer, i.Name)
	p.templates.Render(c, http.StatusOK, "about", content)
	return nil
}

// tonguesOf leads to a page of the register in the other languages that it is in.
func (p *Pages) tonguesOf(printer *i18n.Printer) []tongue {
	var list []tongue
	for _, l := range p.Languages() {
		if l.Tag != printer.Language().Tag && p.inRegister(l.Tag) {
			list = append(list, tongue{l.Tag, l.Name, "?lang=" + l.Tag})
		}
	}
	return list
}

// registerTrail leads from the results down to a page of the register.
func (p *Pages) registerTrail(printer *i18n.Printer, name string) []link {
	lang := printer.Language().Tag
	trail := []link{{Name: printer.T("place.all"), URL: ListAddress(lang)}, {Name: printer.T("register.title"), URL: address(registerPath, "lang", lang)}}
	if name != "" {
		trail = append(trail, link{Name: name})
	}
	trail[len(trail)-1].Current = true
	return trail
}
