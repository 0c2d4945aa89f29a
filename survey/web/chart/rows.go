package chart

import "html/template"

// Rows is a share for each row, all on one scale from nothing to all. They stand as they come: wishes
// are read best with the largest first, and questions in their own order.
type Rows struct {
	Figure
	Axis Axis
	Key  Key
	Rows []Row
}

// Key names what is drawn: the place that the shares are of, and what it is compared with. Without the
// second nothing is compared, and there is no key.
type Key struct{ Value, Reference string }

// Row is one share.
type Row struct {
	Name      string
	Sentence  string    // what the row shows, for those who do not see it
	Value     *Estimate // nil where it is not shown
	Reference *Estimate // what it is compared with, drawn without its interval; nil for nothing
	Mark      *Mark     // what became of it; nil for nothing
	Note      string    // what else is said of it, as that there are too few answers
}

// Dots returns the chart with a dot and its interval in each row.
func (r Rows) Dots() (template.HTML, error) { return render("dots", r.lay()) }

// Bars returns the chart with a bar and its interval in each row.
func (r Rows) Bars() (template.HTML, error) { return render("bars", r.lay()) }

// RowHead is what stands above the columns of a table of rows. A column without a head is left out.
type RowHead struct{ Name, Value, Interval, Reference string }

// Table returns the same numbers as a table.
func (r Rows) Table(head RowHead) Table {
	table := Table{Caption: r.Caption, Name: head.Name}
	columns := []struct {
		head string
		cell func(Row) string
	}{
		{head.Value, Row.value},
		{head.Interval, func(row Row) string { return row.Value.interval() }},
		{head.Reference, func(row Row) string { return row.Reference.text() }},
	}
	for _, row := range r.Rows {
		table.Rows = append(table.Rows, TableRow{Name: row.Name})
	}
	for _, column := range columns {
		if column.head == "" {
			continue
		}
		table.Columns = append(table.Columns, column.head)
		for i, row := range r.Rows {
			table.Rows[i].Cells = append(table.Rows[i].Cells, column.cell(row))
		}
	}
	return table
}

// value returns the share, or why there is none.
func (r Row) value() string {
	if r.Value == nil {
		return r.Note
	}
	return r.Value.Text
}

func (e *Estimate) text() string {
	if e == nil {
		return ""
	}
	return e.Text
}

func (e *Estimate) interval() string {
	if e == nil {
		return ""
	}
	return e.Interval
}

// laidRows is a chart of rows with what each row is drawn from.
type laidRows struct {
	Figure
	Axis Axis
	Key  Key
	Rows []laidRow
}

type laidRow struct {
	Row
	Drawn    bool   // there is something to draw
	Compared string // what the reference is of
}

func (r Rows) lay() laidRows {
	chart := laidRows{Figure: r.Figure, Axis: r.Axis, Key: r.Key}
	for _, row := range r.Rows {
		drawn := row.Value != nil || row.Reference != nil
		chart.Rows = append(chart.Rows, laidRow{Row: row, Drawn: drawn, Compared: r.Key.Reference})
	}
	return chart
}
