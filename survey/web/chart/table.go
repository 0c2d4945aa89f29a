package chart

import "html/template"

// Table is the numbers of a chart to be read one by one, also by those who do not see the chart.
type Table struct {
	Caption string
	Name    string   // above the names of the rows
	Columns []string // above the cells
	Rows    []TableRow
}

// TableRow is a row with a cell for each column. A cell without a text has a dash.
type TableRow struct {
	Name  string
	Cells []string
}

// HTML returns the table. On a narrow screen each row stands as a list of its own.
func (t Table) HTML() (template.HTML, error) { return render("table", t) }
