package browsertest

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"html/template"
	"image"
	_ "image/png"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"fragebatteri/i18n"
)

var (
	sheetFolder = flag.String("sheet", "", "make the contact sheet of all pages in this folder")
	sheetAll    = flag.Bool("sheet-all", false, "with -sheet: in all languages, not only ar, ti and sv")
	sheetDesks  = flag.Bool("sheet-desks", false, "with -sheet: the pages of staff instead, on a phone and at a desk")
)

// highest is how much of a long page is on a picture, in CSS pixels.
const highest = 2400

// picture takes a picture of the whole page, or of the beginning of a long one.
func (p *phone) picture(screen size) []byte {
	p.t.Helper()
	height := eval[float64](p, `(window.scrollTo(0, 0), document.documentElement.scrollHeight)`)
	clip := &page.Viewport{Width: float64(screen.width), Height: min(max(height, float64(screen.height)), highest), Scale: 1}
	var png []byte
	p.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().WithClip(clip).WithCaptureBeyondViewport(true).Do(ctx)
		return err
	}))
	return png
}

// look is a way to look at a page.
type look struct {
	screen  size
	colours string
	doubled bool // letters of 200 %
}

func (l look) String() string {
	text := fmt.Sprintf("%d×%d %s", l.screen.width, l.screen.height, l.colours)
	if l.doubled {
		text += " 200 %"
	}
	return text
}

var looks = []look{
	{small, "light", false}, {small, "dark", false}, {small, "light", true},
	{size{412, 915}, "light", false}, {size{412, 915}, "dark", false},
}

// contactSheet is what index.html shows: a row for each page and language.
type contactSheet struct {
	Looks []look
	mu    sync.Mutex
	Rows  []*sheetRow
}

type sheetRow struct {
	Language i18n.Language
	Page     string
	Files    []string
}

var sheetTemplate = template.Must(template.New("sheet").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Contact sheet</title>
<style>
body{font:16px/1.4 system-ui,sans-serif;background:#777;color:#fff;margin:1rem}
section{margin:0 0 2rem}
h2{font-size:1rem;margin:0 0 .4rem}
div{display:flex;align-items:flex-start;overflow-x:auto}
figure{margin:0 1rem 0 0}
img{display:block;width:300px;box-shadow:0 2px 8px #0008}
</style>
{{$looks := .Looks}}{{range .Rows}}
<section id="{{.Language.Tag}}-{{.Page}}"><h2>{{.Language.Tag}} {{.Page}}</h2><div>
{{range $i, $file := .Files}}<figure><img src="{{$file}}" alt="" loading="lazy"><figcaption>{{index $looks $i}}</figcaption></figure>{{end}}
</div></section>{{end}}
</html>
`))

// TestContactSheet makes sure that every page can be pictured, and with -sheet
// makes a contact sheet of the pictures.
func TestContactSheet(t *testing.T) {
	chromium(t)
	if *sheetFolder != "" && *sheetDesks {
		desksSheet(t, *sheetFolder)
		return
	}
	swedish, _ := i18n.Find(i18n.Languages, i18n.Source)
	tags, sheet, folder := []string{swedish.Tag}, &contactSheet{Looks: looks[:1]}, *sheetFolder
	switch {
	case folder == "":
		folder = t.TempDir()
	case *sheetAll:
		tags, sheet.Looks = nil, looks
	default:
		tags, sheet.Looks = []string{"ar", "ti", "sv"}, looks
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	c := newCountry(t)
	t.Run("languages", func(t *testing.T) {
		languages(t, func(t *testing.T, l i18n.Language) {
			if tags == nil || slices.Contains(tags, l.Tag) {
				c.tour(t, l, func(p *phone, page string) { sheet.add(t, p, l, page, folder) })
			}
		})
	})
	sheet.write(t, folder)
}

// desksSheet makes the sheet of the pages of staff in Swedish, and of those that ambassadors and readers
// have in their own languages in two of these.
func desksSheet(t *testing.T, folder string) {
	t.Helper()
	must(t, os.MkdirAll(folder, 0o755))
	o := newOffice(t)
	sheet := &contactSheet{Looks: []look{{small, "light", false}, {size{1280, 900}, "light", false}}}
	for _, tag := range []string{"ar", "ti", i18n.Source} {
		l, _ := i18n.Find(i18n.Languages, tag)
		for _, page := range o.pages() {
			if tag == i18n.Source || !page.role.AtDesk() {
				sheet.add(t, o.visit(page, tag), l, page.name, folder)
			}
		}
	}
	sheet.write(t, folder)
}

// write makes the page that shows all pictures.
func (s *contactSheet) write(t *testing.T, folder string) {
	t.Helper()
	slices.SortStableFunc(s.Rows, func(x, y *sheetRow) int {
		return slices.IndexFunc(i18n.Languages, x.of) - slices.IndexFunc(i18n.Languages, y.of)
	})
	var index bytes.Buffer
	must(t, sheetTemplate.Execute(&index, s))
	name := filepath.Join(folder, "index.html")
	must(t, os.WriteFile(name, index.Bytes(), 0o644))
	if *sheetFolder != "" {
		t.Logf("%d pages are in %s", len(s.Rows), name)
	}
}

func (r *sheetRow) of(l i18n.Language) bool { return r.Language.Tag == l.Tag }

// add takes the pictures of one page.
func (s *contactSheet) add(t *testing.T, p *phone, l i18n.Language, page, folder string) {
	t.Helper()
	row := &sheetRow{Language: l, Page: page}
	for _, look := range s.Looks {
		p.resize(look.screen)
		p.media("prefers-color-scheme", look.colours)
		p.doubleLetters(look.doubled)
		png := p.picture(look.screen)
		checkPicture(t, page, png, look.screen)
		name := fmt.Sprintf("%s-%s-%d-%s-%t.png", l.Tag, page, look.screen.width, look.colours, look.doubled)
		if err := os.WriteFile(filepath.Join(folder, name), png, 0o644); err != nil {
			t.Fatal(err)
		}
		row.Files = append(row.Files, name)
	}
	p.resize(small)
	p.media("prefers-color-scheme", "light")
	p.doubleLetters(false)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Rows = append(s.Rows, row)
}

// checkPicture makes sure that there is something to see.
func checkPicture(t *testing.T, name string, png []byte, screen size) {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(png))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	box := picture.Bounds()
	if int64(box.Dx()) != 2*screen.width || int64(box.Dy()) < 2*screen.height {
		t.Errorf("%s: the picture is %v", name, box)
	}
	first := picture.At(0, 0)
	for y := box.Min.Y; y < box.Max.Y; y += 2 {
		for x := box.Min.X; x < box.Max.X; x += 2 {
			if picture.At(x, y) != first {
				return
			}
		}
	}
	t.Errorf("%s: the picture is empty", name)
}
