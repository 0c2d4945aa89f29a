package chart

import (
	"embed"
	"html/template"
	"strings"
)

// Figure is what every chart has around it.
type Figure struct {
	ID      string // unique in the page; a letter, then letters, digits and hyphens
	Caption string // what is shown, as a heading
	Note    string // how it is to be read; empty for nothing
}

// Estimate is a share with what is known of it.
type Estimate struct {
	Share, Low, High float64 // Low and High are the same where there is no interval to draw
	Text             string  // the share as people read it: "39 %", "6 av 12"
	Interval         string  // Low to High as people read it: "32–46 %"; empty for none
}

// Axis is what stands at the beginning, in the middle and at the end of a scale of shares: "0 %",
// "50 %", "100 %".
type Axis struct{ Zero, Half, Full string }

//go:embed templates/*.html
var files embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{"x": at, "y": height}).ParseFS(files, "templates/*.html"))

// render fills in one of the templates. It fails only where a template does not fit what it is given.
func render(name string, chart any) (template.HTML, error) {
	var out strings.Builder
	if err := templates.ExecuteTemplate(&out, name, chart); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil
}

// Defs returns the patterns that tell parts of a bar apart in print and in forced colours. A page with
// charts has it once, before the first.
func Defs() (template.HTML, error) { return render("defs", nil) }
