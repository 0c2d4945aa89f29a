// Package register reads and writes the register of interventions as files: CSV and XLSX, with the
// same columns both ways. What is right in a row is for survey to say.
//
// Where to look:
//
//	register.go  Read: a file of either kind; its limits
//	csv.go       WriteCSV
//	xlsx.go      WriteXLSX, and reading workbooks
package register

import (
	"bytes"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

// MostBytes is how large a file can be.
const MostBytes = 2 << 20

// XLSXType is the media type of workbooks.
const XLSXType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// moreColumns are those that a file need not have.
var moreColumns = survey.InterventionColumns[len(survey.BasicColumns):]

// Read reads the rows of a file, which is CSV as typed.CSV takes it or a workbook, whatever it is
// called. The columns of older versions do. It returns an error of kind Invalid, with the numbers of
// rows where they are what is wrong, for a file that is too large or no such table.
func Read(raw []byte) ([]survey.InterventionRow, error) {
	if len(raw) > MostBytes {
		return nil, survey.Fail(survey.Invalid, "register.large", "Most", MostBytes>>20)
	}
	meant := func(cell string) string { return cell }
	var table []typed.Row
	var err error
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		table, err = readXLSX(raw)
	} else {
		meant = typed.Unguard
		table, err = typed.CSVWith(raw, survey.BasicColumns, moreColumns)
	}
	if err != nil {
		return nil, err
	}
	if len(table) > survey.MostInterventions {
		return nil, survey.Fail(survey.Invalid, "intervention.rows", "Rows", len(table), "Most", survey.MostInterventions)
	}
	var rows []survey.InterventionRow
	for _, row := range table {
		cells := row.Cells()
		for column, text := range cells {
			cells[column] = meant(text)
		}
		rows = append(rows, survey.InterventionRow{Row: row.Number, Cells: Clean(cells)})
	}
	return rows, nil
}

// Clean returns texts of columns as people meant them, without what nobody sees.
func Clean(cells map[string]string) map[string]string {
	clean := map[string]string{}
	for column, text := range cells {
		switch column {
		case survey.ColumnGoals, survey.ColumnReports, survey.ColumnWhy:
			clean[column] = typed.Paragraphs(text)
		default:
			clean[column] = typed.Line(text)
		}
	}
	return clean
}
