package review

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"fragebatteri/i18n"
	"fragebatteri/survey/typed"
)

// Limits of a sheet that is read: far above any real one, far below what could
// fill a memory.
const (
	sheetBytes   = 20 << 20 // packed, and all its parts unpacked
	partBytes    = 8 << 20  // one part unpacked
	sheetParts   = 1_000
	sheetRows    = 10_000 // rows that are not empty
	sheetColumns = 1_000
)

// sheet is what came back.
type sheet struct {
	language i18n.Language
	rows     []row
}

// row is one line of a sheet below the heading.
type row struct {
	number  int // as the spreadsheet counts, from 1
	cells   [columns + 1]string
	notText error // which cell holds something else than a text
}

// readSheet reads the sheet of a file whose heading says that it is in one of
// these languages, wherever it stands among others. Empty rows are passed over,
// and so are columns behind those that are known: readers keep notes there.
func readSheet(r io.Reader, languages []i18n.Language) (sheet, error) {
	packed, err := io.ReadAll(io.LimitReader(r, sheetBytes+1))
	if err != nil {
		return sheet{}, fmt.Errorf("read sheet: %w", err)
	}
	if err := checkParts(packed); err != nil {
		return sheet{}, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(packed), excelize.Options{
		UnzipSizeLimit: sheetBytes, UnzipXMLSizeLimit: partBytes, RawCellValue: true,
	})
	if err != nil {
		return sheet{}, notExcel(err)
	}
	defer book.Close()
	name, l, err := find(book, languages)
	if err != nil {
		return sheet{}, err
	}
	rows, err := readRows(book, name)
	return sheet{l, rows}, err
}

// find returns the name of the sheet with translations, and their language.
// Programs and readers put sheets of their own beside it.
func find(book *excelize.File, languages []i18n.Language) (string, i18n.Language, error) {
	var read, found []string
	var in i18n.Language
	var first error
	for _, name := range book.GetSheetList() {
		heading, err := headingOf(book, name)
		if err != nil { // it may be a sheet with a chart alone
			first = cmp.Or(first, err)
			continue
		}
		read = append(read, name)
		if l, is := languageOf(heading, languages); is {
			found, in = append(found, name), l
		}
	}
	switch {
	case len(read) == 0:
		return "", in, notExcel(cmp.Or(first, errors.New("it has no sheets")))
	case len(found) == 0:
		return "", in, fmt.Errorf("row 1: no heading in the sheets %q says which language the translations are in; put the exported one back in column D", read)
	case len(found) > 1:
		return "", in, fmt.Errorf("the sheets %q all have translations; delete those that are not to be read", found)
	}
	return found[0], in, nil
}

// headingOf returns the heading of the translations in a sheet.
func headingOf(book *excelize.File, name string) (string, error) {
	lines, err := book.Rows(name)
	if err != nil {
		return "", err
	}
	defer lines.Close()
	if !lines.Next() {
		return "", lines.Error()
	}
	cells, err := lines.Columns()
	if err != nil || len(cells) <= colText {
		return "", err
	}
	return typed.Line(cells[colText]), nil
}

// readRows returns the rows of a sheet below the heading.
func readRows(book *excelize.File, name string) ([]row, error) {
	lines, err := book.Rows(name)
	if err != nil {
		return nil, notExcel(err)
	}
	defer lines.Close()
	kinds, err := kindsIn(book, name)
	if err != nil {
		return nil, notExcel(err)
	}
	var rows []row
	for number := 1; lines.Next(); number++ {
		cells, err := lines.Columns()
		if err != nil {
			return nil, fmt.Errorf("row %d cannot be read: %w", number, err)
		}
		if len(cells) > sheetColumns || len(rows) > sheetRows {
			return nil, fmt.Errorf("row %d: a sheet has at most %d rows and %d columns; send the one that was exported", number, sheetRows, sheetColumns)
		}
		if number == 1 || !slices.ContainsFunc(cells, func(c string) bool { return clean(c) != "" }) {
			continue
		}
		line := row{number: number}
		for j := range min(len(cells), len(line.cells)) {
			line.cells[j] = clean(cells[j])
		}
		for j := range columns {
			at, err := excelize.CoordinatesToCellName(j+1, number)
			if err != nil {
				return nil, err
			}
			if kind := kinds[at]; kind != "" && line.notText == nil {
				line.notText = fmt.Errorf("the cell %s of the sheet %q holds %s where a text is expected; format it as text and write the text again", at, name, kind)
			}
		}
		rows = append(rows, line)
	}
	if err := lines.Error(); err != nil {
		return nil, notExcel(err)
	}
	return rows, nil
}

// checkParts refuses what would unpack to far more than a sheet, and what is no whole workbook.
func checkParts(packed []byte) error {
	if len(packed) > sheetBytes {
		return errTooLarge
	}
	switch err := typed.CheckWorkbook(packed, typed.WorkbookLimits{All: sheetBytes, Part: partBytes, Parts: sheetParts}); {
	case errors.Is(err, typed.ErrWorkbookLarge):
		return errTooLarge
	case err != nil:
		return notExcel(err)
	}
	return nil
}

var errTooLarge = errors.New("the sheet is too large to be one that was exported; copy the rows into a new one without pictures")

func notExcel(err error) error {
	return fmt.Errorf("this is no spreadsheet in the format .xlsx; save it again in that format: %w", err)
}

// languageOf finds which language a heading says that translations are in.
func languageOf(heading string, languages []i18n.Language) (i18n.Language, bool) {
	for _, l := range languages {
		if l.Tag != i18n.Source && strings.HasSuffix(heading, markOf(l)) {
			return l, true
		}
	}
	return i18n.Language{}, false
}

// clean returns a text as a person meant it, without what a spreadsheet or a
// keyboard adds to it.
func clean(cell string) string { return typed.Paragraphs(cell) }
