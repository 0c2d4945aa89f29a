package typed

import (
	"encoding/csv"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"fragebatteri/survey"
)

// Row is a row of a table that is not empty.
type Row struct {
	// Number is the row's as a spreadsheet shows it: from 1, with the heading row,
	// with empty rows, with a cell of several lines in one row, and without a line
	// that only says what separates cells.
	Number int

	cells map[string]string
}

// Cell returns the cell under a heading, as Paragraphs reads it.
func (r Row) Cell(heading string) string { return r.cells[heading] }

// Cells returns all cells by their headings.
func (r Row) Cells() map[string]string { return maps.Clone(r.cells) }

// CSV reads a table that somebody saved in a spreadsheet, and returns its rows
// without the heading row. headings are the columns it has, in lower case.
//
// The file is UTF-8, with or without byte order mark. Cells are separated by
// commas, semicolons or tabs, as the heading row is, or as a line above it says
// to Excel ("sep=;"); a cell that contains the separator, a quotation mark or a
// line end stands in quotation marks. Headings
// may stand in any order and in capitals. Empty rows are passed over, and so are
// empty cells behind the last column.
//
// Anything else is refused: another encoding or a file of Excel with how to save
// it, headings that are missing, unknown or there twice by their names, rows
// with too few or too many cells by their numbers, all at once.
func CSV(raw []byte, headings ...string) ([]Row, error) { return CSVWith(raw, headings, nil) }

// CSVWith is CSV for a table that can have more columns than those that it must have.
func CSVWith(raw []byte, headings, more []string) ([]Row, error) {
	text, err := decode(raw)
	if err != nil {
		return nil, err
	}
	stated, text := cutSeparatorLine(fileLineEnds.Replace(text))
	lines, err := records(text, separator(text, slices.Concat(headings, more), stated))
	if err != nil {
		return nil, err
	}
	return Table(lines, headings, more)
}

// Table returns the rows of a table below its heading row, which is the first line. headings are the
// columns that it must have, more those that it can have; in other respects it is as CSV says.
func Table(lines []Record, headings, more []string) ([]Row, error) {
	if len(lines) == 0 {
		return nil, survey.Fail(survey.Invalid, "csv.empty", "Headings", strings.Join(headings, ", "))
	}
	first, err := headingRow(lines[0], headings, more)
	if err != nil {
		return nil, err
	}
	var rows []Row
	var faults []error
	for _, line := range lines[1:] {
		if line.Cells = trimEmpty(line.Cells, len(first)); len(line.Cells) != len(first) {
			faults = append(faults, survey.RowError{Row: line.Number, Err: survey.Fail(
				survey.Invalid, "csv.cells", "Cells", len(line.Cells), "Headings", len(first))})
			continue
		}
		row := Row{Number: line.Number, cells: map[string]string{}}
		for i, heading := range first {
			row.cells[heading] = Paragraphs(line.Cells[i])
		}
		rows = append(rows, row)
	}
	return rows, Faults(faults)
}

// Faults makes one error of the faulty rows of a table, each a
// survey.RowError, and nil of none.
func Faults(rows []error) error {
	if len(rows) == 0 {
		return nil
	}
	return survey.Fail(survey.Invalid, "csv.rows").Because(errors.Join(rows...))
}

// Record is a row that is not empty, before its cells are known by their headings.
type Record struct {
	Number int // as Row has it
	Cells  []string
}

// records reads the rows that are not empty.
func records(text string, separator rune) ([]Record, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = separator, -1
	var all []Record
	within := 0 // line ends within cells so far: so many lines are no rows of their own
	for {
		cells, err := reader.Read()
		if broken, is := errors.AsType[*csv.ParseError](err); is {
			return nil, Faults([]error{survey.RowError{Row: broken.StartLine - within, Err: survey.Fail(survey.Invalid, "csv.quotation")}})
		}
		if err != nil {
			return all, nil // the end: a string is read without other errors
		}
		line, _ := reader.FieldPos(0)
		if len(trimEmpty(cells, 0)) > 0 {
			all = append(all, Record{line - within, cells})
		}
		for _, cell := range cells {
			within += strings.Count(cell, "\n")
		}
	}
}

// separatorLine is the first line of tables that are made for Excel, also as other
// programs save it again: in quotation marks, with empty cells behind it.
var separatorLine = regexp.MustCompile(`(?i)^"?sep=([,;\t])"?[,;\t]*(\n|$)`)

// cutSeparatorLine returns the separator that the first line states, or "", and
// the text without that line.
func cutSeparatorLine(text string) (stated, rest string) {
	found := separatorLine.FindStringSubmatch(text)
	if found == nil {
		return "", text
	}
	return found[1], text[len(found[0]):]
}

// separator returns what separates cells: that with which the first row that is
// not empty has the most headings. Of several it is the one that is stated.
func separator(text string, headings []string, stated string) rune {
	text = strings.TrimLeftFunc(text, func(r rune) bool { // also of cells without anything
		return unicode.IsSpace(r) || isInvisible(r) || strings.ContainsRune(`,;"`, r)
	})
	row, _, _ := strings.Cut(text, "\n")
	best, most := ',', 0
	for _, candidate := range stated + ",;\t" {
		known := 0
		for cell := range strings.SplitSeq(row, string(candidate)) {
			if slices.Contains(headings, headingOf(strings.Trim(cell, `" `))) {
				known++
			}
		}
		if known > most {
			best, most = candidate, known
		}
	}
	return best
}

func headingOf(cell string) string { return strings.ToLower(Line(cell)) }

// headingRow returns the headings in the order of the columns.
func headingRow(line Record, headings, more []string) ([]string, error) {
	var row []string
	var faults []error
	for _, cell := range trimEmpty(line.Cells, 0) {
		heading := headingOf(cell)
		if !slices.Contains(headings, heading) && !slices.Contains(more, heading) {
			faults = append(faults, survey.Fail(survey.Invalid, "csv.heading_unknown", "Heading", Line(cell)))
		} else if slices.Contains(row, heading) {
			faults = append(faults, survey.Fail(survey.Invalid, "csv.heading_twice", "Heading", heading))
		}
		row = append(row, heading)
	}
	for _, heading := range headings {
		if !slices.Contains(row, heading) {
			faults = append(faults, survey.Fail(survey.Invalid, "csv.heading_missing", "Heading", heading))
		}
	}
	if len(faults) > 0 {
		return nil, Faults([]error{survey.RowError{Row: line.Number, Err: survey.Fail(
			survey.Invalid, "csv.headings", "Headings", strings.Join(headings, ", ")).Because(errors.Join(faults...))}})
	}
	return row, nil
}

// trimEmpty takes away empty cells at the end, down to a number of cells: a
// spreadsheet leaves them where something stood once.
func trimEmpty(cells []string, least int) []string {
	for len(cells) > least && Line(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
