package documents

import (
	"fmt"

	"fragebatteri/survey"
)

// section is what stands in a section: the end of its key, which is its heading's, and its parts.
type section struct {
	name  string
	parts []part
}

// part is a part of a section before it is filled in. The keys of its texts are the section's with a
// number.
type part interface {
	fill(writer) []Part
	keys(section string) []string // all that it may ask for
}

// paragraph is a paragraph by its number.
type paragraph int

func (n paragraph) fill(w writer) []Part { return []Part{{Text: w.rich(n.keys(w.key)[0])}} }

func (n paragraph) keys(section string) []string { return []string{fmt.Sprintf("%s.%d", section, n)} }

// list is a list of the texts from the first number to the last.
type list struct{ first, last int }

func (l list) fill(w writer) []Part {
	var items []Text
	for _, key := range l.keys(w.key) {
		items = append(items, w.rich(key))
	}
	return []Part{{Items: items}}
}

func (l list) keys(section string) []string {
	var keys []string
	for n := l.first; n <= l.last; n++ {
		keys = append(keys, paragraph(n).keys(section)...)
	}
	return keys
}

// grid is a table whose cells are all texts. A section has one at most.
type grid struct{ columns, rows int }

// gridWidths are the widths of the columns of a grid, by how many it has.
var gridWidths = map[int][]int{2: {25, 75}, 3: {20, 40, 40}, 4: {25, 25, 30, 20}}

func (g grid) fill(w writer) []Part {
	table := Table{Widths: gridWidths[g.columns]}
	cells := g.keys(w.key)
	for _, key := range cells[:g.columns] {
		table.Head = append(table.Head, w.text(key))
	}
	for cells = cells[g.columns:]; len(cells) > 0; cells = cells[g.columns:] {
		var row []Text
		for _, key := range cells[:g.columns] {
			row = append(row, w.rich(key))
		}
		table.Rows = append(table.Rows, row)
	}
	return []Part{{Table: &table}}
}

func (g grid) keys(section string) []string {
	var keys []string
	for row := range g.rows + 1 { // row 0 is the heading
		for column := range g.columns {
			keys = append(keys, fmt.Sprintf("%s.row%d.%d", section, row, column+1))
		}
	}
	return keys
}

// byKind is a paragraph that depends on what kind of host there is.
type byKind int

func (n byKind) fill(w writer) []Part {
	return []Part{{Text: w.rich(paragraph(n).keys(w.key)[0] + "." + string(w.facts.Host.Kind))}}
}

func (n byKind) keys(section string) []string {
	var keys []string
	for _, kind := range survey.HostKinds {
		keys = append(keys, paragraph(n).keys(section)[0]+"."+string(kind))
	}
	return keys
}

// when is a part that stands only where something is so.
type when struct {
	holds func(Facts) bool
	part
}

func (c when) fill(w writer) []Part {
	if !c.holds(w.facts) {
		return nil
	}
	return c.part.fill(w)
}

// What parts depend on.
var (
	full     = func(f Facts) bool { return f.Promise.Full }
	locked   = func(f Facts) bool { return f.Promise.Locked }
	unlocked = func(f Facts) bool { return !f.Promise.Locked }
)

// computed is a table that follows from what the program knows; its texts are its own.
type computed struct {
	make  func(writer) *Table
	texts func() []string
}

func (c computed) fill(w writer) []Part { return []Part{{Table: c.make(w)}} }

func (c computed) keys(string) []string { return c.texts() }

// said is a text of another subject, which participants read too. It stands for itself.
type said string

func (s said) fill(w writer) []Part { return []Part{{Text: w.rich(string(s))}} }

func (s said) keys(string) []string { return nil }
