package export

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// largestBook is how many bytes a workbook has when it is unpacked; none of ours is near it.
const largestBook = 256 << 20

// VerifyXLSX checks that a workbook says what the release that it names says, cell by cell: every
// number, code and word but the names of interventions and of who asks, which are in no release. It
// is compared with the workbook that this version makes, in the language of those of the words that
// it is in. The error is of kind survey.Invalid and names sheet and cell.
func VerifyXLSX(content []byte, words []Words, batteries []*survey.Battery, releases ...release.Release) error {
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true, UnzipSizeLimit: largestBook, UnzipXMLSizeLimit: largestBook})
	if err != nil {
		return survey.Fail(survey.Invalid, "export.not_xlsx").Because(err)
	}
	defer file.Close()
	if err := checkNoFormulas(content); err != nil {
		return err
	}
	var first error // languages without headings of their own have those of another
	for _, w := range words {
		book := Book{Words: w, Batteries: batteries}
		if !slices.Contains(file.GetSheetList(), book.sheetName("cover")) {
			continue
		}
		err := book.verify(file, releases)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	if first == nil {
		return survey.Fail(survey.Invalid, "export.not_xlsx")
	}
	return first
}

// verify compares a file with the workbook that it names on its first sheet.
func (b *Book) verify(file *excelize.File, releases []release.Release) error {
	if err := b.readCover(file, releases); err != nil {
		return err
	}
	sheets, want := file.GetSheetList(), b.sheets()
	for _, s := range want {
		if !slices.Contains(sheets, s.name) {
			return survey.Fail(survey.Invalid, "export.sheet_gone", "Sheet", s.name)
		}
		if err := compareSheet(file, s, b.Release.ID); err != nil {
			return err
		}
	}
	for _, name := range sheets {
		if !slices.ContainsFunc(want, func(s sheet) bool { return s.name == name }) {
			return survey.Fail(survey.Invalid, "export.sheet_other", "Sheet", name)
		}
	}
	return nil
}

// readCover finds out of the first sheet what a workbook is made of.
func (b *Book) readCover(file *excelize.File, releases []release.Release) error {
	rows, err := file.GetRows(b.sheetName("cover"))
	if err != nil {
		return survey.Fail(survey.Invalid, "export.not_xlsx").Because(err)
	}
	said := map[string]string{}
	for _, row := range rows {
		row = append(row, "", "", "")
		said[row[0]] = row[1]
		if row[0] == b.text("xlsx.area") {
			b.Areas = append(b.Areas, survey.Area{Name: row[1], Municipalities: strings.Fields(row[2])})
		}
	}
	find := func(key string) (release.Release, error) {
		id := said[b.text("xlsx."+key)]
		i := slices.IndexFunc(releases, func(r release.Release) bool { return r.ID == id })
		if i < 0 {
			return release.Release{}, survey.Fail(survey.Invalid, "export.release", "Release", id)
		}
		return releases[i], nil
	}
	if b.Release, err = find("release"); err != nil {
		return err
	}
	if said[b.text("xlsx.earlier_release")] != "" {
		earlier, err := find("earlier_release")
		if err != nil {
			return err
		}
		b.Earlier = &earlier
	}
	if code := said[b.text("xlsx.place_code")]; code != "" {
		place, known := b.Release.PlaceOf(code)
		if !known {
			return survey.Fail(survey.Invalid, "export.place", "Release", b.Release.ID, "Place", code)
		}
		b.Place = place
	}
	return nil
}

// compareSheet compares a sheet of a file with what it has to be.
func compareSheet(file *excelize.File, want sheet, id string) error {
	rows, err := file.GetRows(want.name)
	if err != nil {
		return survey.Fail(survey.Invalid, "export.not_xlsx").Because(err)
	}
	for i := range max(len(rows), len(want.rows)) {
		var is []string
		var says []cell
		if i < len(rows) {
			is = rows[i]
		}
		if i < len(want.rows) {
			says = want.rows[i]
		}
		for j := range max(len(is), len(says)) {
			var stored string
			var c cell
			if j < len(is) {
				stored = is[j]
			}
			if j < len(says) {
				c = says[j]
			}
			if !c.is(stored) {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				return survey.Fail(survey.Invalid, "export.book_cell", "Sheet", want.name, "Cell", at, "Is", stored, "Release", id, "Says", c.stored())
			}
		}
	}
	return nil
}

// is reports whether a stored text is what the cell says. Programs store the same number in
// different ways.
func (c cell) is(stored string) bool {
	if c.named || c.stored() == stored {
		return true
	}
	want, isNumber := c.value.(float64)
	n, err := strconv.ParseFloat(stored, 64)
	return isNumber && err == nil && math.Abs(n-want) < 1e-9
}

// stored returns the cell as a file has it.
func (c cell) stored() string {
	switch value := c.value.(type) {
	case string:
		return value
	case int:
		return strconv.Itoa(value)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return ""
}

// checkNoFormulas returns an error when a sheet holds a formula, whatever its value.
func checkNoFormulas(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return survey.Fail(survey.Invalid, "export.not_xlsx").Because(err)
	}
	for _, part := range archive.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/") {
			continue
		}
		in, err := part.Open()
		if err != nil {
			return survey.Fail(survey.Invalid, "export.not_xlsx").Because(err)
		}
		text, err := io.ReadAll(io.LimitReader(in, largestBook))
		_ = in.Close() // it was only read
		if err != nil {
			return survey.Fail(survey.Invalid, "export.not_xlsx").Because(err)
		}
		if bytes.Contains(text, []byte("<f>")) || bytes.Contains(text, []byte("<f ")) {
			return survey.Fail(survey.Invalid, "export.formula", "Part", part.Name)
		}
	}
	return nil
}
