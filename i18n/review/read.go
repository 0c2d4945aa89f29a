package review

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"fragebatteri/i18n"
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
	heading string // of the translations
	rows    []row
}

// row is one line of a sheet below the heading.
type row struct {
	number int // as the spreadsheet counts, from 1
	cells  [columns + 1]string
}

// readSheet reads a sheet. Empty rows are passed over, and so are columns behind
// those that are known: readers keep notes there.
func readSheet(r io.Reader) (sheet, error) {
	packed, err := io.ReadAll(io.LimitReader(r, sheetBytes+1))
	if err != nil {
		return sheet{}, fmt.Errorf("read sheet: %w", err)
	}
	if err := checkSize(packed); err != nil {
		return sheet{}, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(packed), excelize.Options{
		UnzipSizeLimit: sheetBytes, UnzipXMLSizeLimit: partBytes, RawCellValue: true,
	})
	if err != nil {
		return sheet{}, notExcel(err)
	}
	defer book.Close()
	lines, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return sheet{}, notExcel(err)
	}
	defer lines.Close()
	var read sheet
	for number := 1; lines.Next(); number++ {
		cells, err := lines.Columns()
		if err != nil {
			return sheet{}, fmt.Errorf("row %d cannot be read: %w", number, err)
		}
		if len(cells) > sheetColumns || len(read.rows) > sheetRows {
			return sheet{}, fmt.Errorf("row %d: a sheet has at most %d rows and %d columns; send the one that was exported", number, sheetRows, sheetColumns)
		}
		line := row{number: number}
		for j := range min(len(cells), len(line.cells)) {
			line.cells[j] = clean(cells[j])
		}
		switch {
		case number == 1:
			read.heading = line.cells[colText]
		case slices.ContainsFunc(cells, func(c string) bool { return clean(c) != "" }):
			read.rows = append(read.rows, line)
		}
	}
	if err := lines.Error(); err != nil {
		return sheet{}, notExcel(err)
	}
	return read, nil
}

// checkSize refuses what would unpack to far more than a sheet, or is cut off. excelize adds up
// sizes that the file itself claims, without looking for an overflow.
func checkSize(packed []byte) error {
	if len(packed) > sheetBytes {
		return errTooLarge
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return notExcel(err)
	}
	left := uint64(sheetBytes)
	for _, part := range archive.File {
		if part.UncompressedSize64 > min(left, partBytes) {
			return errTooLarge
		}
		left -= part.UncompressedSize64
	}
	if len(archive.File) > sheetParts {
		return errTooLarge
	}
	return checkWhole(archive)
}

// checkWhole refuses a sheet whose rows end in the middle. excelize takes what
// there is for all of it.
func checkWhole(archive *zip.Reader) error {
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") || !strings.HasSuffix(part.Name, ".xml") {
			continue
		}
		file, err := part.Open()
		if err != nil {
			return notExcel(err)
		}
		defer file.Close()
		tokens := xml.NewDecoder(io.LimitReader(file, partBytes))
		for err == nil {
			_, err = tokens.Token()
		}
		if err != io.EOF {
			return notExcel(err)
		}
	}
	return nil
}

var errTooLarge = errors.New("the sheet is too large to be one that was exported; copy the rows into a new one without pictures")

func notExcel(err error) error {
	return fmt.Errorf("this is no spreadsheet in the format .xlsx; save it again in that format: %w", err)
}

// language finds which language a sheet is in.
func (s sheet) language(languages []i18n.Language) (i18n.Language, error) {
	for _, l := range languages {
		if l.Tag != i18n.Source && strings.HasSuffix(s.heading, markOf(l)) {
			return l, nil
		}
	}
	return i18n.Language{}, fmt.Errorf("row 1: the heading %q does not say which language the sheet is in; put the exported one back", s.heading)
}

// clean removes what a spreadsheet adds to a text by itself.
func clean(cell string) string {
	return strings.TrimSpace(strings.ReplaceAll(cell, "\r\n", "\n"))
}
