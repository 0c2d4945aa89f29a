package export

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// Parse reads a file that CSV wrote, in either profile, back to the rows it was written from, to
// check that an export says what its release says: the result equals Rows of that release. A file
// of the profile SvExcel begins with a byte order mark and is read with those of the words that its
// headings are in; the other profile needs no words.
//
// Numbers that follow from others must be exactly those: the sum of a table's counts from n and
// base, and where nothing was mixed shares and their intervals from count, n and base, and what is
// certain from all counts of the table. Estimates follow from more than is in the file; Verify
// computes them from the release. The texts of questions and answers must be those of one of the
// words, where there are any. Columns of names and of the texts of groups are skipped: they stand
// beside codes, and names are in no release.
//
// The error is of kind survey.Invalid and names line and column. The headings are line 1, and each
// row is one line, as in a spreadsheet.
func Parse(r io.Reader, words ...Words) ([]Row, error) {
	text := bufio.NewReader(r)
	in := csv.NewReader(text)
	readers := []printer{{profile: Machine}}
	if mark, _ := text.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = text.Discard(len(mark))
		in.Comma = ';'
		readers = nil
		for _, w := range words {
			readers = append(readers, printer{words: w, profile: SvExcel})
		}
	}
	headings, err := in.Read()
	if err != nil {
		return nil, unreadable(err)
	}
	if len(headings) != len(plainColumns) && len(headings) != len(mixedColumns) {
		return nil, unreadable(csv.ErrFieldCount)
	}
	for _, p := range readers {
		for _, p.mixed = range []bool{false, true} {
			if slices.Equal(p.headings(), headings) {
				return p.rows(in, words)
			}
		}
	}
	return nil, survey.Fail(survey.Invalid, "export.headings")
}

func unreadable(err error) error {
	return survey.Fail(survey.Invalid, "export.not_csv").Because(err)
}

// rows reads all lines below the headings.
func (p printer) rows(in *csv.Reader, words []Words) ([]Row, error) {
	var rows []Row
	columns := p.columns()
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unreadable(err)
		}
		row := p.row(cells)
		for i, c := range columns {
			if says, ok := p.worded(c, row, cells[i], words); !ok {
				return nil, survey.Fail(survey.Invalid, "export.wording", "Line", lineOf(len(rows)), "Column", p.heading(c.name), "Cell", cells[i], "Says", says)
			}
			// A cell that an export cannot have is read as something else and then written
			// differently.
			if !c.isLabel() && p.escapeFormula(c.value(p, row)) != cells[i] {
				return nil, survey.Fail(survey.Invalid, "export.cell", "Line", lineOf(len(rows)), "Column", p.heading(c.name), "Cell", cells[i])
			}
		}
		if !row.fitsPlace() {
			return nil, survey.Fail(survey.Invalid, "export.cell", "Line", lineOf(len(rows)), "Column", p.heading("place_kind"), "Cell", p.code("place_kind", string(row.Place.Kind)))
		}
		rows = append(rows, row)
	}
	if err := p.checkTables(rows); err != nil {
		return nil, err
	}
	return rows, nil
}

// withoutReturns leaves out carriage returns, which CSV files take for ends of lines.
var withoutReturns = strings.NewReplacer("\r", "")

// worded reports whether the text of a question or an answer is as one of the words have it, and
// returns what the first of them have.
func (p printer) worded(c column, row Row, cell string, words []Words) (says string, ok bool) {
	if len(words) == 0 || c.name != "question_text" && c.name != "option_text" {
		return "", true
	}
	for i, w := range words {
		p.words = w
		text := p.escapeFormula(c.value(p, row))
		if withoutReturns.Replace(text) == withoutReturns.Replace(cell) {
			return text, true
		}
		if i == 0 {
			says = text
		}
	}
	return says, false
}

// fitsPlace reports whether a block of the row's step, or a view, can be of the row's kind of
// place.
func (r Row) fitsPlace() bool {
	if r.Step == 0 { // a view
		return r.Place.Kind != survey.KindArea
	}
	return r.Place.Kind == kindAt(r.Step)
}

// kindAt returns the kind of place that the answers of a block of this step are from.
func kindAt(step int) survey.PlaceKind {
	switch treblock.Step(step) {
	case treblock.Area:
		return survey.KindArea
	case treblock.SharedIntervention, treblock.Region:
		return survey.KindRegion
	}
	return survey.KindMunicipality
}

// lineOf returns the line of the row with this index.
func lineOf(row int) int { return row + 2 }

// row reads a row from the cells of a line. A cell that makes no sense becomes zero, which is then
// written differently.
func (p printer) row(line []string) Row {
	columns := p.columns()
	cell := make(map[string]string, len(columns))
	for i, c := range columns {
		cell[c.name] = p.unescapeFormula(line[i])
	}
	codeIn := func(column, of string) string {
		i := slices.IndexFunc(codes[of], func(code string) bool { return p.code(of, code) == cell[column] })
		if i < 0 {
			return ""
		}
		return codes[of][i]
	}
	code := func(of string) string { return codeIn(of, of) }
	row := Row{
		Release: cell["release"], Round: cell["round"], Sealed: cell["sealed"], Demo: code("demo") == "true",
		Battery: cell["battery"], Base: number(cell["base"]), K: number(cell["k"]), Step: number(code("step")),
		Place: survey.Place{Kind: survey.PlaceKind(code("place_kind"))}, Intervention: cell["intervention"], Timing: survey.Timing(code("timing")),
		By: survey.Dimension(code("view")), Group: cell["group"], Table: cell["table"], Option: cell["option"],
		N: number(cell["n"]), OneSession: code("one_session") == "true", Withheld: code("status") == statusTooFew,
		Count: number(cmp.Or(cell["count"], cell["released"])), Low: number(cell["certain_low"]), High: number(cell["certain_high"]),
		Mixed: number(cell["mixed"]), Estimate: Estimate{fraction(cell["estimate"]), fraction(cell["low"]), fraction(cell["high"])},
	}
	row.Question, _, _ = strings.Cut(row.Table, ".")
	row.Place = p.readPlace(row.Place.Kind, cell["place"])
	if row.CountedStep = number(codeIn("counted_step", "step")); row.CountedStep > 0 {
		row.CountedIn = p.readPlace(kindAt(row.CountedStep), cell["counted_place"])
	}
	return row
}

// readPlace returns the place that place has written.
func (p printer) readPlace(kind survey.PlaceKind, cell string) survey.Place {
	if p.profile == SvExcel && kind != survey.KindArea {
		cell, _, _ = strings.Cut(cell, " ")
	}
	return survey.Place{Kind: kind, Code: cell}
}

// number returns a whole number from 0, and 0 for anything else.
func number(cell string) int {
	n, err := strconv.Atoi(cell)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// fraction returns a share in ten-thousandths, and 0 for anything else.
func fraction(cell string) int { return number(withoutPoint.Replace(cell)) }

// withoutPoint leaves out the decimal point or comma.
var withoutPoint = strings.NewReplacer(".", "", ",", "")

// checkTables checks what follows from all counts of a table together.
func (p printer) checkTables(rows []Row) error {
	for first := 0; first < len(rows); {
		size := slices.IndexFunc(rows[first:], func(r Row) bool { return r.table() != rows[first].table() })
		if size < 0 {
			size = len(rows) - first
		}
		if err := p.checkTable(rows[first:first+size], first); err != nil {
			return err
		}
		first += size
	}
	return nil
}

// table is the row without what differs within a table.
func (r Row) table() Row {
	r.Option, r.Count, r.Low, r.High, r.Estimate = "", 0, 0, 0, Estimate{}
	return r
}

// checkTable checks the rows of one table, the first of which has this index.
func (p printer) checkTable(rows []Row, first int) error {
	table := rows[0]
	if table.Withheld {
		return nil
	}
	counts, sum := make([]int, len(rows)), 0
	for j, r := range rows {
		counts[j] = r.Count
		sum += r.Count
	}
	count := "count"
	if p.mixed {
		count = "released"
	}
	var low, high []int
	if table.Base == 3 || table.Base == 5 {
		low, high = treblock.Bounds(counts, table.Base)
	}
	if sum != table.N || low == nil {
		return survey.Fail(survey.Invalid, "export.sum", "Line", lineOf(first), "Column", p.heading(count), "Table", table.Table, "N", table.N, "Base", table.Base, "Last", lineOf(first+len(rows)-1))
	}
	if p.mixed {
		return nil
	}
	for j, r := range rows {
		column, is, follows := "certain_low", r.Low, low[j]
		if is == follows {
			column, is, follows = "certain_high", r.High, high[j]
		}
		if is != follows {
			return survey.Fail(survey.Invalid, "export.certain", "Line", lineOf(first+j), "Column", p.heading(column), "Is", is, "Table", r.Table, "Follows", follows)
		}
	}
	return nil
}
