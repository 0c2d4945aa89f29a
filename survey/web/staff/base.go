package staff

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// Base is what every page of staff has.
type Base struct {
	page.Base
	Role      survey.Role // of whoever is signed in; "" where nobody is
	Label     string
	Menu      []Entry
	Languages []page.LanguageLink // of the page in all languages of its readers
	Sheets    []string            // style sheets that the page has beside those of all pages of staff
}

// Entry is one line of the menu.
type Entry struct {
	Name, URL string
	Here      bool // it is the page, or above it
}

// entry is a page in the menu of those whom it concerns.
type entry struct {
	key, path string
	concerns  func(survey.Actor) bool
}

// Base returns what a page has that somebody reads at a desk; nil is for pages that are read before
// signing in.
func (d *Door) Base(c *gin.Context, desk *survey.Desk) Base {
	b := Base{Base: d.Site.Base(c, d.Printer(c))}
	languages := d.Languages()
	if desk != nil {
		b.Role = desk.Actor().Role
		languages = d.languagesFor(b.Role)
		b.Menu = d.menuOf(c, b, desk.Actor())
		// A page comes out also where it cannot be read who somebody is.
		if self, err := desk.Self(c); err == nil {
			b.Label = self.Label
		}
	}
	for _, link := range d.Links(c, func(tag string) string { return addressIn(c, tag) }) {
		if hasTag(languages, link.Tag) {
			b.Languages = append(b.Languages, link)
		}
	}
	return b
}

// menuOf returns the menu of whoever reads the page.
func (d *Door) menuOf(c *gin.Context, b Base, a survey.Actor) []Entry {
	var menu []Entry
	for _, e := range append(slices.Clone(d.menu), account) {
		if e.concerns(a) {
			url := b.Path(e.path)
			path := c.Request.URL.Path
			menu = append(menu, Entry{b.T(e.key), url, path == url || strings.HasPrefix(path, url+"/")})
		}
	}
	return menu
}

// Path returns the address of a page of staff in the page's own language: of "/sessions" as in
// "/staff/sv/sessions".
func (b Base) Path(path string) string { return pathIn(b.Language().Tag, path) }

// Day writes a day, YYYY-MM-DD, as people read it.
func (b Base) Day(day string) string { return page.DayIn(b.Printer, day) }

// AtDesk reports whether the page is read at a desk, where it may be wide.
func (b Base) AtDesk() bool { return b.Role.AtDesk() }

// RoleName returns what the role of whoever is signed in is called.
func (b Base) RoleName() string { return b.T("staff.role." + string(b.Role)) }

// Styles returns all style sheets of the page as one element.
func (b Base) Styles() template.HTML {
	return b.Style(append([]string{"base.css", "page.css", "staff.css"}, b.Sheets...)...)
}

// addressIn returns where the page of a request is in a language. What was posted is not sent again,
// nor what a provider answered: that leads to the first page.
func addressIn(c *gin.Context, tag string) string {
	path := c.Request.URL.EscapedPath()
	if !strings.HasPrefix(path, home) {
		return path + "?lang=" + tag
	}
	below, named := strings.CutPrefix(path, home+"/"+c.Param(page.LanguagePart))
	if c.Request.Method == http.MethodPost || c.Param(page.LanguagePart) == "" || !named {
		return home + "/" + tag
	}
	if query := c.Request.URL.RawQuery; query != "" {
		below += "?" + query
	}
	return home + "/" + tag + below
}
