package page

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/static"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Base is what every page has. Its printer gives templates the method T.
type Base struct {
	*i18n.Printer
	Demo   bool
	Host   string // who runs the service; empty where that cannot be read
	Forget bool   // nothing of the page is seen before the browser has forgotten the form

	BelowForm bool // pages about the service lead back to the form that this page is

	assets *static.Assets
}

// Asset returns the address of a style sheet, script or picture.
func (b Base) Asset(name string) string { return b.assets.Address(name) }

// Telling returns the address of a page that tells of the service, as in "privacy".
func (b Base) Telling(name string) string {
	if b.BelowForm {
		return b.Language().Tag + "/" + name // from the form's own address, which ends with the language
	}
	return "/" + name + "/" + b.Language().Tag
}

// Base returns what a page in the language of a printer has.
func (s *Site) Base(c *gin.Context, p *i18n.Printer) Base {
	b := Base{Printer: p, assets: s.assets}
	// A page that says that something is wrong must come out even when the store cannot be read.
	if host, err := s.options.Host(c); err == nil {
		b.Demo, b.Host = host.Demo, host.Name
	}
	return b
}

// Templates are the pages for one audience, with the layout. No function in them depends on a
// request: what a page says is in the struct that it is given.
type Templates struct {
	site *Site
	set  *template.Template
}

const htmlType = "text/html; charset=utf-8"

// Parse parses the files *.html of a folder together with the layout.
func (s *Site) Parse(files fs.FS) (*Templates, error) {
	set, err := s.layout.Clone()
	if err == nil {
		set, err = set.ParseFS(files, "*.html")
	}
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	return &Templates{s, set}, nil
}

// Execute writes a page to out.
func (t *Templates) Execute(out io.Writer, name string, page any) error {
	return t.set.ExecuteTemplate(out, name, page)
}

// Render answers with a page. It is made in memory first, so that a failure is a failure and not
// half a page.
func (t *Templates) Render(c *gin.Context, code int, name string, page any) {
	var out bytes.Buffer
	if err := t.Execute(&out, name, page); err != nil {
		t.site.faults.add("a page could not be made: " + name)
		c.String(http.StatusInternalServerError, "")
		return
	}
	c.Data(code, htmlType, out.Bytes())
}

// RenderCompressed answers with a page, compressed where the browser takes it: a page with all the
// tables of a place is ten times larger otherwise.
func (t *Templates) RenderCompressed(c *gin.Context, name string, page any) error {
	c.Header("Vary", "Accept-Encoding")
	if !TakesGzip(c) {
		t.Render(c, http.StatusOK, name, page)
		return nil
	}
	var out bytes.Buffer
	to := gzip.NewWriter(&out)
	if err := errors.Join(t.Execute(to, name, page), to.Close()); err != nil {
		return err
	}
	c.Header("Content-Encoding", "gzip")
	c.Data(http.StatusOK, htmlType, out.Bytes())
	return nil
}

// JSON answers with a value as JSON.
func (s *Site) JSON(c *gin.Context, code int, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		s.faults.add("an answer could not be written as JSON")
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Data(code, "application/json; charset=utf-8", append(text, '\n'))
}
