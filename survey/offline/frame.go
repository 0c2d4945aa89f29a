package offline

import (
	"errors"
	"html/template"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// base is what every page has.
type base struct {
	page.Base
	Title     string // the key of the heading
	Menu      []entry
	Languages []page.LanguageLink
	Folder    string
	Problem   *problem // what was refused; nil where nothing was
}

// entry is one line of the menu.
type entry struct {
	Key, URL string
	Here     bool
}

// problem is one sentence on what is wrong and what to do, and in English what else is known of it.
type problem struct{ Sentence, Detail string }

// menu are the pages that all others lead to.
var menu = []struct{ key, path string }{
	{"offline.home", ""}, {"offline.seal", "/seal"}, {"offline.verify", "/verify"}, {"offline.folder", "/folder"},
}

func (d *Desk) base(c *gin.Context, title string) base {
	p := d.Printer(c)
	b := base{Base: d.Site.Base(c, p), Title: title, Folder: d.folder()}
	tag := p.Language().Tag
	below := strings.TrimPrefix(c.Request.URL.Path, "/"+c.Param(page.LanguagePart))
	for _, m := range menu {
		b.Menu = append(b.Menu, entry{m.key, "/" + tag + m.path, below == m.path})
	}
	query := c.Request.URL.RawQuery
	if c.Request.Method == http.MethodPost && (strings.HasPrefix(below, "/seal/") || below == "/quit") {
		below = "/seal" // these are no pages of their own
	}
	if query != "" {
		below += "?" + query
	}
	b.Languages = d.Links(c, func(tag string) string { return "/" + tag + below })
	return b
}

// Path returns the address of a page in the page's own language.
func (b base) Path(path string) string { return "/" + b.Language().Tag + path }

// Styles returns all style sheets of the page as one element.
func (b base) Styles() template.HTML {
	return b.Style("base.css", "page.css", "staff.css", "people.css", "tables.css", "offline.css")
}

// refused returns the page with what is wrong, for a form that is shown again.
func (d *Desk) refused(b base, err error) base {
	b.Problem = d.problem(b, err)
	return b
}

// refusal is something that only these pages refuse: the key of its words, their values, and what else
// is known of it in English.
type refusal struct {
	key    string
	args   []any
	detail string
}

func refuseWith(key string, args ...any) error { return &refusal{key: key, args: args} }

// Error returns the key of the words.
func (r *refusal) Error() string { return r.key }

// problem words an error in the language of a page: in the words of its code where there are some.
func (d *Desk) problem(b base, err error) *problem {
	if own, is := errors.AsType[*refusal](err); is {
		return &problem{b.T(own.key, own.args...), own.detail}
	}
	if known, is := errors.AsType[*survey.Error](err); is && d.Catalog().Has("offline.error."+known.Code) {
		return &problem{Sentence: b.T("offline.error."+known.Code, withoutFolders(known.Args)...)}
	}
	return &problem{b.T("offline.failed"), d.options.Explain(err)}
}

// withoutFolders returns the values of an error, of files their names alone: where they are is known to
// whoever chose them.
func withoutFolders(args []any) []any {
	args = slices.Clone(args)
	for i := 0; i+1 < len(args); i += 2 {
		if name, is := args[i+1].(string); is && args[i] == "File" {
			args[i+1] = filepath.Base(name)
		}
	}
	return args
}

// fail answers with what can be done about an error.
func (d *Desk) fail(c *gin.Context, err error) {
	b, code := d.base(c, "offline.refused"), page.StatusOf(survey.KindOf(err))
	if _, own := errors.AsType[*refusal](err); own {
		code = http.StatusUnprocessableEntity
	}
	d.templates.Render(c, code, "refused", d.refused(b, err))
}

// to leads to a page after something was done.
func (d *Desk) to(c *gin.Context, path string) error {
	c.Redirect(http.StatusSeeOther, "/"+d.Printer(c).Language().Tag+path)
	return nil
}
