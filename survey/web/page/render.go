package page

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
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
	Demo      bool
	Host      string // who runs the service; empty where that cannot be read
	Forget    bool   // nothing of the page is seen before the browser has forgotten the form
	BelowForm bool   // pages about the service lead back to the form that this page is
	Frames    bool   // the page shows another page of ours in a frame
	Framed    bool   // the page may be shown in a frame, by a page of ours

	assets  *static.Assets
	inlined *inlined
}

// A Page is what a template shows: a struct that embeds Base.
type Page interface{ contentPolicy() string }

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
	b := Base{Printer: p, assets: s.assets, inlined: &inlined{}}
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

// Parse parses the files *.html of folders together with the layout. What a folder defines takes the
// place of what those before it, and the layout, call the same.
func (s *Site) Parse(folders ...fs.FS) (*Templates, error) {
	set, err := s.layout.Clone()
	for _, folder := range folders {
		if err == nil {
			set, err = set.ParseFS(folder, "*.html")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	return &Templates{s, set}, nil
}

// Made is a page that is ready to be sent.
type Made struct {
	HTML   []byte
	Policy string // the value of PolicyHeader that it is sent with
}

func (m Made) html() []byte { return m.HTML }
func (m Made) gzip() []byte { return compress(m.HTML) }

// Packed is a page that is made and compressed once, to be sent to many.
type Packed struct {
	made Made
	gzip []byte
}

// Pack compresses a page that was made.
func (m Made) Pack() Packed { return Packed{m, m.gzip()} }

// Send answers with the page.
func (p Packed) Send(c *gin.Context) {
	c.Header(PolicyHeader, p.made.Policy)
	Send(c, http.StatusOK, htmlType, p.made.html, func() []byte { return p.gzip })
}

// Make makes a page. Pages are made in memory before anything is sent, so that a failure is a
// failure and not half a page.
func (t *Templates) Make(name string, page Page) (Made, error) {
	var out bytes.Buffer
	if err := t.set.ExecuteTemplate(&out, name, page); err != nil {
		return Made{}, fmt.Errorf("make page %s: %w", name, err)
	}
	return Made{out.Bytes(), page.contentPolicy()}, nil
}

// Render answers with a page, compressed where the browser takes it.
func (t *Templates) Render(c *gin.Context, code int, name string, page Page) {
	if made, ok := t.make(c, name, page); ok {
		Send(c, code, htmlType, made.html, made.gzip)
	}
}

// RenderPlain answers with a page that is never compressed: for one that has in it what somebody
// answered, since the size of a compressed page tells something of what it says.
func (t *Templates) RenderPlain(c *gin.Context, code int, name string, page Page) {
	if made, ok := t.make(c, name, page); ok {
		c.Data(code, htmlType, made.HTML)
	}
}

// make makes a page and sets its policy. Where that fails it answers.
func (t *Templates) make(c *gin.Context, name string, page Page) (Made, bool) {
	made, err := t.Make(name, page)
	if err != nil {
		t.site.faults.add("a page could not be made: " + name)
		c.String(http.StatusInternalServerError, "")
		return Made{}, false
	}
	c.Header(PolicyHeader, made.Policy)
	return made, true
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
