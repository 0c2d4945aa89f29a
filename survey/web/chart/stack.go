package chart

import (
	"html/template"
	"slices"
)

// Stack is one bar for each row, of all who answered a question whose options are steps of a scale.
type Stack struct {
	Figure
	Steps     []string // the options as people read them, in the order of the scale
	Diverging bool     // bars lie around the middle of the scale, the low steps to the left
	Rows      []StackRow
}

// StackRow is how one group of people answered.
type StackRow struct {
	Name     string
	Text     string // the number to read first, as in "39 %"; empty for none
	Sentence string // what the bar shows, for those who do not see it
	Parts    []Part // for each step, of those who answered; none where they are not shown
	Note     string // what else is said of it, as that there are too few answers
	Apart    Part   // those whom the scale says nothing of, of all; without a text there is nothing
}

// Part is a share of a bar.
type Part struct {
	Share float64
	Text  string // as people read it: "39 %"
}

// HTML returns the chart.
func (s Stack) HTML() (template.HTML, error) { return render("stack", s.lay()) }

// Table returns the same numbers as a table. Name stands above the names of the rows, and apart above
// those whom the scale says nothing of; without it there is no such column.
func (s Stack) Table(name, apart string) Table {
	table := Table{Caption: s.Caption, Name: name, Columns: slices.Clone(s.Steps)}
	if apart != "" {
		table.Columns = append(table.Columns, apart)
	}
	for _, row := range s.Rows {
		cells := make([]string, len(s.Steps), len(table.Columns))
		for i := range cells {
			cells[i] = row.part(i).Text
		}
		if apart != "" {
			cells = append(cells, row.Apart.Text)
		}
		table.Rows = append(table.Rows, TableRow{Name: row.Name, Cells: cells})
	}
	return table
}

// part returns a part of a row, which may have fewer than there are steps.
func (r StackRow) part(i int) Part {
	if i < len(r.Parts) {
		return r.Parts[i]
	}
	return Part{}
}
