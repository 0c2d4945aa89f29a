package export

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// chart is bars of shares, the first row uppermost.
type chart struct {
	title       string
	at          string // its upper left cell
	of          string // name of the sheet with the shares
	labels      string // letter of the column of the bars' names
	shares      string // letter of the column of shares
	first, last int    // rows
	empty       bool   // there is no share to draw
}

// height is how many rows of the usual height a chart covers.
func (c chart) height() int { return 6 + 7*(c.last-c.first+1)/4 }

// addChart draws a chart. It shows the numbers of the sheet and holds none of its own.
func (f workbook) addChart(sheet string, c chart) error {
	cells := func(column string) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quotedName(c.of), column, c.first, column, c.last)
	}
	const rowHeight, width = 18, 630 // in pixels, as excelize counts them; as wide as a printed page
	dark := excelize.Font{Color: "333333", Size: 9}
	return f.AddChart(sheet, c.at, &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: c.title, Categories: cells(c.labels), Values: cells(c.shares),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"4B2E83"}},
		}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		Dimension: excelize.ChartDimension{Width: width, Height: uint(rowHeight * c.height())},
		Format:    excelize.GraphicOptions{AltText: c.title},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: dark},
		YAxis:     excelize.ChartAxis{Minimum: new(0.0), Maximum: new(1.0), MajorGridLines: true, Font: dark, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0 %"}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0 %"}},
		GapWidth:  new(uint(40)),
	})
}
