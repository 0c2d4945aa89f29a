package chart

import "html/template"

// Slope is what became of shares: a small picture for each, with a line from one time to another. All
// have one scale from nothing to all.
type Slope struct {
	Figure
	Axis     Axis
	From, To string // the times: "före" and "efter", or two rounds
	Panels   []Panel
}

// Panel is the picture of one share.
type Panel struct {
	Name          string
	Sentence      string // what the picture shows, for those who do not see it
	Before, After Estimate
	Mark          *Mark // whether it is better, worse or certain; nil for nothing
}

// HTML returns the chart.
func (s Slope) HTML() (template.HTML, error) { return render("slope", s) }

// SlopeHead is what stands above the columns of a table of a slope, beside the two times. A table
// without a head for the change has no such column.
type SlopeHead struct{ Name, Change string }

// Table returns the same numbers as a table.
func (s Slope) Table(head SlopeHead) Table {
	table := Table{Caption: s.Caption, Name: head.Name, Columns: []string{s.From, s.To}}
	if head.Change != "" {
		table.Columns = append(table.Columns, head.Change)
	}
	for _, panel := range s.Panels {
		row := TableRow{Name: panel.Name, Cells: []string{panel.Before.whole(), panel.After.whole()}}
		if head.Change != "" {
			row.Cells = append(row.Cells, panel.Mark.text())
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// whole returns the share with its interval.
func (e Estimate) whole() string {
	if e.Interval == "" {
		return e.Text
	}
	return e.Text + " (" + e.Interval + ")"
}
