// Package paper makes what is printed on A4: posters, answer cards, invitations,
// the guide and copies of keys. Each is one whole HTML page, for commands to write to a file and
// for pages of staff to show. It has all it needs in it and loads nothing; the
// words are those of the printers that it is given.
package paper

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/static"
	"fragebatteri/survey"
	"fragebatteri/survey/qr"
)

// Page is a whole HTML page to print. On a screen it shows the sheets one below
// the other, and a button that prints them where scripts run.
type Page struct {
	HTML   []byte
	Policy string // the Content-Security-Policy to serve it with: it runs and loads nothing else
}

//go:embed templates
var files embed.FS

var templates = template.Must(template.ParseFS(files, "templates/*.html"))

// top is what every page begins with.
type top struct {
	*i18n.Printer // the language of whoever prints
	Title         string
	Use           string // what to mind when printing; may be empty
	Demo          bool   // answers are made up, and the page says so
	Width         string // of the page on a phone: sheetWidth or onScreen

	style, script string
}

// Widths of pages on phones.
const (
	sheetWidth = "820"          // a sheet and a little beside it, which phones show whole
	onScreen   = "device-width" // as wide as the screen, for what is read there
)

// newTop returns the beginning of the page called name, as its template and style
// sheet are.
func newTop(p *i18n.Printer, name, title string) top {
	return top{Printer: p, Title: title, Width: sheetWidth, style: styleOf(name), script: text("print.js")}
}

// Style returns the style sheet of the page.
func (t top) Style() template.HTML { return template.HTML("<style>" + t.style + "</style>") }

// Script returns the script that prints.
func (t top) Script() template.HTML { return template.HTML("<script>" + t.script + "</script>") }

// make fills in the template called name; what is to be filled in begins with t.
func (t top) make(name string, content any) (Page, error) {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name+".html", content); err != nil {
		return Page{}, fmt.Errorf("make the page %s: %w", name, err)
	}
	policy := "default-src 'none';font-src data:;style-src " + hashSource(t.style) + ";script-src " + hashSource(t.script) +
		";base-uri 'none';form-action 'none';frame-ancestors 'none'"
	return Page{HTML: out.Bytes(), Policy: policy}, nil
}

// styleOf returns the style sheet of a page with the font in it: it looks the
// same where a machine has no Ethiopic letters.
func styleOf(name string) string {
	font := "url(data:font/woff2;base64," + base64.StdEncoding.EncodeToString(static.Ethiopic) + ")"
	return strings.Replace(text("paper.css"), "url(ethiopic.woff2)", font, 1) + text(name+".css")
}

// text returns an embedded file; a test makes every page.
func text(name string) string {
	content, err := files.ReadFile("templates/" + name)
	if err != nil {
		panic(err)
	}
	return string(content)
}

func hashSource(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// readers returns the languages that people in a round can answer in and be
// told so on paper, in the order in which they are offered everywhere.
func readers(c *i18n.Catalog, round survey.Round) []*i18n.Printer {
	var printers []*i18n.Printer
	for _, l := range i18n.Languages {
		if slices.Contains(round.Languages, l.Tag) && c.Complete(l.Tag, locales.Print, locales.Participant) {
			printers = append(printers, c.Printer(l.Tag))
		}
	}
	return printers
}

// draw returns the QR code of an address.
func draw(url string) (template.HTML, error) {
	drawing, err := qr.SVG(qr.Compact(url), "")
	return template.HTML(drawing), err
}

// groups divides a secret into pieces of four, which the eye can hold.
func groups(secret string) []string {
	var pieces []string
	for piece := range slices.Chunk([]byte(secret), 4) {
		pieces = append(pieces, string(piece))
	}
	return pieces
}
