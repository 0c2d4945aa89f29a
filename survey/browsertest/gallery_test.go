package browsertest

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"testing"
	"testing/fstest"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/web/chart"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/webtest"
)

// gallery is a page with every chart, in the layout of our pages and with their policy.
type gallery struct {
	page.Base
	Charts []func() (template.HTML, error)
}

// Drawn returns what the page has in it.
func (g gallery) Drawn() (template.HTML, error) {
	html, err := chart.Defs()
	for _, draw := range g.Charts {
		one, failed := draw()
		if failed != nil {
			return "", failed
		}
		html += one
	}
	return html, err
}

var galleryFiles = fstest.MapFS{"gallery.html": {Data: []byte(`
{{define "gallery"}}{{template "head" .}}
<title>Diagram</title>
<link rel="stylesheet" href="{{.Asset "results.css"}}">
<link rel="stylesheet" href="{{.Asset "officer.css"}}">
<link rel="stylesheet" href="{{.Asset "charts.css"}}">
{{template "top" .}}
<h1>Diagram</h1>
{{.Drawn}}
{{template "bottom" .}}{{end}}`)}}

// galleryURL serves the page until the test ends.
func galleryURL(t *testing.T) string {
	t.Helper()
	site, err := page.New(page.Options{
		Languages: i18n.Languages, Catalog: func() *i18n.Catalog { return surveytest.Catalog(t) },
		Host: func(context.Context) (survey.Host, error) { return survey.Host{Name: "Region Östergötland"}, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(galleryFiles)
	if err != nil {
		t.Fatal(err)
	}
	engine := site.NewEngine(templates)
	engine.Read("/gallery", func(c *gin.Context) error {
		templates.Render(c, http.StatusOK, "gallery", gallery{Base: site.Base(c, site.Catalog().Printer("sv")), Charts: charts()})
		return nil
	})
	mux := http.NewServeMux()
	mux.Handle("/gallery", engine)
	mux.Handle("/", site.Common(func(*http.Request) error { return nil }))
	return webtest.Serve(t, mux).URL + "/gallery"
}

// about returns a share that chance and mixing make unsure by so many points.
func about(percent, points int) *chart.Estimate {
	low, high := max(percent-points, 0), min(percent+points, 100)
	return &chart.Estimate{
		Share: float64(percent) / 100, Low: float64(low) / 100, High: float64(high) / 100,
		Text: fmt.Sprintf("%d %%", percent), Interval: fmt.Sprintf("%d–%d %%", low, high),
	}
}

func against(percent int) *chart.Estimate {
	e := about(percent, 0)
	e.Interval = ""
	return e
}

// split returns the parts of a bar.
func split(percents ...int) []chart.Part {
	parts := make([]chart.Part, len(percents))
	for i, percent := range percents {
		parts[i] = chart.Part{Share: float64(percent) / 100, Text: fmt.Sprintf("%d %%", percent)}
	}
	return parts
}

var percents = chart.Axis{Zero: "0 %", Half: "50 %", Full: "100 %"}

// charts returns charts like those of a municipality's page, with long words and shares at the ends.
func charts() []func() (template.HTML, error) {
	ease := chart.Stack{
		Figure:    chart.Figure{ID: "ease", Caption: "Hur lätt är det att förstå brev från myndigheter?", Note: "Andel av dem som svarade på frågan."},
		Steps:     []string{"Mycket svårt", "Ganska svårt", "Ganska lätt", "Mycket lätt"},
		Diverging: true,
		Rows: []chart.StackRow{
			{Name: "Före", Text: "27 % lätt", Sentence: "Före: 27 % tycker att det är lätt, 73 % att det är svårt.", Parts: split(30, 43, 20, 7), Apart: chart.Part{Share: .19, Text: "7 av 36 svarade inte"}},
			{Name: "Efter", Text: "49 % lätt", Sentence: "Efter: 49 % tycker att det är lätt, 51 % att det är svårt.", Parts: split(10, 41, 34, 15), Apart: chart.Part{Share: .09, Text: "3 av 33 svarade inte"}},
			{Name: "Redovisningsområde Valdemarsvik–Söderköping", Note: "för få svar", Sentence: "För få svar."},
		},
	}
	know := chart.Stack{
		Figure:    chart.Figure{ID: "know", Caption: "Vet du vart du ska vända dig om du blir sjuk?"},
		Steps:     []string{"Nej", "Delvis", "Ja"},
		Diverging: true,
		Rows: []chart.StackRow{
			{Name: "Norrköping", Text: "39 %", Sentence: "39 % vet, 33 % vet delvis, 28 % vet inte.", Parts: split(28, 33, 39), Apart: chart.Part{Share: .08, Text: "8 av 96 svarade inte"}},
		},
	}
	people := chart.Stack{
		Figure: chart.Figure{ID: "people", Caption: "Hur många personer kan du be om hjälp?"},
		Steps:  []string{"Ingen", "En eller två", "Tre till fem", "Fler än fem"},
		Rows: []chart.StackRow{
			{Name: "Andra halvåret 2025", Sentence: "Förra omgången.", Parts: split(21, 44, 25, 10)},
			{Name: "Första halvåret 2026", Sentence: "Denna omgång.", Parts: split(12, 19, 41, 28)},
		},
	}
	topics := chart.Rows{
		Figure: chart.Figure{ID: "topics", Caption: "Så svarade människor i Norrköping", Note: "Strecket visar hur osäkert talet är."},
		Axis:   percents, Key: chart.Key{Value: "Norrköping", Reference: "Östergötlands län"},
		Rows: []chart.Row{
			{Name: "vet vart de ska vända sig om de blir sjuka", Sentence: "39 % i Norrköping, 31 % i länet.", Value: about(39, 7), Reference: against(31), Mark: &chart.Mark{Kind: chart.Better, Text: "bättre än förra omgången"}},
			{Name: "förstår brev från myndigheter", Sentence: "49 % i Norrköping, 49 % i länet.", Value: about(49, 10), Reference: against(49), Mark: &chart.Mark{Kind: chart.Unsure, Text: "ingen säker skillnad"}},
			{Name: "känner sig ensamma ofta", Sentence: "100 %.", Value: about(100, 9), Reference: against(62), Mark: &chart.Mark{Kind: chart.Worse, Text: "sämre än förra omgången"}},
			{Name: "får hjälp av arbetsförmedlingen", Sentence: "0 %.", Value: about(0, 6), Reference: against(3), Mark: &chart.Mark{Kind: chart.Changed, Text: "ändrat sedan förra omgången"}},
			{Name: "har minst tre personer att be om hjälp", Sentence: "6 av 12.", Value: &chart.Estimate{Share: .5, Low: .33, High: .67, Text: "6 av 12", Interval: "4–8"}, Reference: against(44)},
			{Name: "vågar säga nej", Sentence: "För få svar.", Note: "för få svar"},
		},
	}
	wishes := chart.Rows{
		Figure: chart.Figure{ID: "wishes", Caption: "Det här skulle hjälpa mest"},
		Axis:   percents,
		Rows: []chart.Row{
			{Name: "Mer svenska", Sentence: "61 %.", Value: about(61, 8)},
			{Name: "Praktik eller jobb", Sentence: "48 %.", Value: about(48, 9)},
			{Name: "Hjälp att förstå brev från myndigheter", Sentence: "22 %.", Value: about(22, 7)},
			{Name: "Någon som förklarar hur förskola och skola fungerar", Sentence: "3 %.", Value: about(3, 3)},
		},
	}
	slopes := chart.Slope{
		Figure: chart.Figure{ID: "slopes", Caption: "Före och efter Nycklar och broar"},
		Axis:   percents, From: "Före", To: "Efter",
		Panels: []chart.Panel{
			{Name: "vet vart de ska vända sig om de blir sjuka", Sentence: "Från 27 % till 39 %.", Before: *about(27, 8), After: *about(39, 7), Mark: &chart.Mark{Kind: chart.Better, Text: "bättre, 12 procentenheter"}},
			{Name: "känner sig ensamma ofta", Sentence: "Från 0 % till 100 %.", Before: *about(0, 8), After: *about(100, 7), Mark: &chart.Mark{Kind: chart.Worse, Text: "sämre, 100 procentenheter"}},
			{Name: "förstår brev", Sentence: "Från 6 av 12 till 7 av 15.", Before: chart.Estimate{Share: .5, Low: .33, High: .67, Text: "6 av 12", Interval: "4–8"}, After: chart.Estimate{Share: .47, Low: .2, High: .7, Text: "7 av 15", Interval: "4–10"}, Mark: &chart.Mark{Kind: chart.Unsure, Text: "ingen säker skillnad"}},
		},
	}
	head := chart.RowHead{Name: "Fråga", Value: "Andel", Interval: "Osäkerhet", Reference: "Länet"}
	return []func() (template.HTML, error){
		topics.Dots, wishes.Bars, ease.HTML, know.HTML, people.HTML, slopes.HTML,
		ease.Table("Tidpunkt", "Svarade inte").HTML, topics.Table(head).HTML, slopes.Table(chart.SlopeHead{Name: "Fråga", Change: "Skillnad"}).HTML,
	}
}
