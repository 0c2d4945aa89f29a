package xlsform

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

// MostBytes is how large a file can be.
const MostBytes = 4 << 20

// Limits of a workbook that is read: far above any real one, far below what could fill a memory.
const (
	unpackedBytes = 20 << 20
	partBytes     = 5 << 20
	mostParts     = 500
	mostRows      = 5_000 // of a sheet, empty ones too
	mostCells     = 300   // of a row
)

var (
	errLarge = survey.Fail(survey.Invalid, "xlsform.large", "Most", MostBytes>>20)
	errBook  = survey.Fail(survey.Invalid, "xlsform.book")
)

// sheet is a sheet of a workbook, below its headings.
type sheet struct {
	name    string
	columns []column
	rows    []row // those that are not empty
}

// column is what a heading says.
type column struct {
	heading string // as it is written
	name    string // in small letters, without the language
	said    string // the language that is named, as it is written
	tag     string // of that language, where there is it
}

// row is one row. Cells beyond the headings are there too.
type row struct {
	number int // as spreadsheets count, from 1
	cells  []string
}

// cell returns what stands in the first column of a name without a language.
func (s *sheet) cell(r row, name string) string {
	for i, c := range s.columns {
		if c.name == name && c.said == "" && i < len(r.cells) {
			return r.cells[i]
		}
	}
	return ""
}

// has reports whether there is a column of a name.
func (s *sheet) has(name string) bool {
	return slices.ContainsFunc(s.columns, func(c column) bool { return c.name == name })
}

// in returns what stands in the column of a name and language.
func (s *sheet) in(r row, name, tag string) string {
	for i, c := range s.columns {
		if c.name == name && c.tag == tag && i < len(r.cells) {
			return r.cells[i]
		}
	}
	return ""
}

// readBook returns the sheets of a workbook by their names in small letters.
func readBook(raw []byte, languages []i18n.Language) (map[string]*sheet, error) {
	if len(raw) > MostBytes {
		return nil, errLarge
	}
	if err := checkParts(raw); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: unpackedBytes, UnzipXMLSizeLimit: partBytes, RawCellValue: true,
	})
	if err != nil {
		return nil, errBook
	}
	defer book.Close()
	sheets := map[string]*sheet{}
	for _, name := range book.GetSheetList() {
		read, err := readSheet(book, name, languages)
		if err != nil {
			return nil, err
		}
		read.name = strings.ToLower(typed.Line(name))
		sheets[read.name] = read
	}
	return sheets, nil
}

func readSheet(book *excelize.File, name string, languages []i18n.Language) (*sheet, error) {
	lines, err := book.Rows(name)
	if err != nil {
		return &sheet{}, nil // a sheet with a chart alone
	}
	defer lines.Close()
	read := &sheet{}
	for number := 1; lines.Next(); number++ {
		cells, err := lines.Columns()
		if err != nil || number > mostRows || len(cells) > mostCells {
			return nil, survey.Fail(survey.Invalid, "xlsform.rows", "Sheet", name, "Most", mostRows)
		}
		for i := range cells {
			cells[i] = typed.Line(cells[i])
		}
		switch {
		case !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" }):
		case read.columns == nil:
			read.columns = columnsOf(cells, languages)
		default:
			read.rows = append(read.rows, row{number, cells})
		}
	}
	if lines.Error() != nil {
		return nil, errBook
	}
	return read, nil
}

// otherNames are the columns that older forms call by another name.
var otherNames = map[string]string{
	"list name": columnList, "value": columnName, "caption": columnLabel, "relevance": columnRelevant, "title": "form_title", "set form title": "form_title", "set form id": "form_id", "id_string": "form_id",
}

// columnsOf reads headings: a name, and after one or two colons a language.
func columnsOf(cells []string, languages []i18n.Language) []column {
	columns := make([]column, len(cells))
	for i, heading := range cells {
		name, said, _ := strings.Cut(strings.ToLower(heading), ":")
		said = strings.TrimSpace(strings.TrimPrefix(said, ":"))
		name = strings.TrimSpace(name)
		if other, known := otherNames[name]; known {
			name = other
		}
		columns[i] = column{heading: heading, name: name, said: said}
		if l, known := languageCalled(languages, said); known {
			columns[i].tag = l.Tag
		}
	}
	return columns
}

// checkParts refuses what would unpack to far more than a form, and what is no whole workbook.
func checkParts(raw []byte) error {
	switch err := typed.CheckWorkbook(raw, typed.WorkbookLimits{All: unpackedBytes, Part: partBytes, Parts: mostParts}); {
	case errors.Is(err, typed.ErrWorkbookLarge):
		return errLarge
	case err != nil:
		return errBook
	}
	return nil
}
