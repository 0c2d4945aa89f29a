package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Profile is one way of writing CSV.
type Profile string

// The profiles.
const (
	// SvExcel opens with a double click in a Swedish Excel: semicolons, decimal comma, UTF-8 with a
	// byte order mark, CRLF, headings and codes in words, ".." where there is no number. Cells that
	// a spreadsheet would take for a formula begin with an apostrophe more (OWASP, CSV injection).
	// A place's code stands before its name, because spreadsheet programs drop the leading zero of
	// a code that stands alone.
	SvExcel Profile = "sv-excel"
	// Machine is for programs: commas, decimal point, UTF-8 without a byte order mark, LF, fixed
	// headings and codes, an empty cell where there is no number, and the column status, which is
	// "ok" or "too_few".
	Machine Profile = "machine"
)

// byteOrderMark begins a file of the profile SvExcel, and no other.
const byteOrderMark = "\ufeff"

// Options say what to write and how.
type Options struct {
	Selection
	Profile Profile
	Words   Words // names and questions, in the language that is wanted
}

// CSV writes a release as CSV with one header line and one line for each of Rows (RFC 4180 but for
// the separators of the profile). Shares and their intervals stand only where there are at least 30
// answers; they are between 0 and 1. Of answers that were mixed, the count stands as "released" and
// what it says of the answers that were given as "estimate", "low" and "high", with a 95 % interval.
// Options that cannot be are an error of kind survey.Invalid,
// before anything is written.
func CSV(w io.Writer, r release.Release, o Options) error {
	return CSVRows(w, r, Rows(r, o.Selection), o)
}

// CSVRows is CSV for some of the rows of a release.
func CSVRows(w io.Writer, r release.Release, rows []Row, o Options) error {
	if err := o.check(r); err != nil {
		return err
	}
	if o.Profile != SvExcel && o.Profile != Machine {
		return survey.Fail(survey.Invalid, "export.profile", "Profile", o.Profile, "One", SvExcel, "Other", Machine)
	}
	out := csv.NewWriter(w)
	if o.Profile == SvExcel {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
		out.Comma, out.UseCRLF = ';', true
	}
	p := printer{words: o.Words, profile: o.Profile, mixed: r.Mixed > 0, release: r}
	_ = out.Write(p.headings()) // out.Error has the first failure
	for _, row := range rows {
		_ = out.Write(p.line(row))
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// check returns what is wrong with the options for any format of this release, or nil.
func (o Options) check(r release.Release) error {
	switch {
	case o.Words == nil:
		return fmt.Errorf("export: no words")
	case o.saysNothing(r):
		return survey.Fail(survey.Invalid, "export.place", "Release", r.ID, "Place", o.Place.Code)
	}
	return nil
}

func (p printer) headings() []string {
	columns := p.columns()
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = p.heading(c.name)
	}
	return cells
}

// heading returns the heading of the column with this name.
func (p printer) heading(column string) string {
	if p.profile == Machine {
		return column
	}
	return p.escapeFormula(p.words.Text("export." + column))
}

func (p printer) line(r Row) []string {
	columns := p.columns()
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = p.escapeFormula(c.value(p, r))
	}
	return cells
}

// escapeFormula keeps a spreadsheet from running a cell as a formula. An apostrophe of the cell's
// own gets one more, so that unescapeFormula can tell them apart.
func (p printer) escapeFormula(cell string) string {
	if p.profile == SvExcel && isFormula(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// unescapeFormula returns the cell that escapeFormula was given.
func (p printer) unescapeFormula(cell string) string {
	if unquoted, ok := strings.CutPrefix(cell, "'"); ok && p.profile == SvExcel && isFormula(strings.TrimLeft(unquoted, "'")) {
		return unquoted
	}
	return cell
}

// saysNothing reports whether the release says nothing of the place that is wanted.
func (s Selection) saysNothing(r release.Release) bool {
	return s.Place != survey.Place{} && !slices.ContainsFunc(r.Places(), s.includes)
}

func isFormula(cell string) bool {
	return cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0]))
}
