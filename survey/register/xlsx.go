package register

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

// Limits of a workbook that is read: far above any real one, far below what could fill a memory.
const (
	unpackedBytes = 20 << 20
	mostParts     = 500
	mostCells     = 200 // of a row
)

// sheetName is what the sheet of a workbook is called.
const sheetName = "interventions"

// widths are those of the columns that need more or less room than others, in characters.
var widths = map[string]float64{
	survey.ColumnID: 9, survey.ColumnName: 44, survey.ColumnMunicipalities: 16, survey.ColumnGoals: 34, survey.ColumnWhy: 44,
	survey.ColumnReports: 50,
}

// WriteXLSX writes interventions as a workbook, in which every cell is a text.
func WriteXLSX(to io.Writer, list []survey.Intervention) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", sheetName); err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	head, err := book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	sheet, err := book.NewStreamWriter(sheetName)
	if err != nil {
		return err
	}
	for n, column := range survey.InterventionColumns {
		width := widths[column]
		if width == 0 {
			width = 18
		}
		if err := sheet.SetColWidth(n+1, n+1, width); err != nil {
			return err
		}
	}
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	rows := [][]any{cellsOf(head, func(column string) string { return column })}
	for _, i := range list {
		rows = append(rows, cellsOf(text, i.Text))
	}
	for n, row := range rows {
		if err := sheet.SetRow("A"+strconv.Itoa(n+1), row); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return book.Write(to)
}

// cellsOf returns the cells of a row, each as a text.
func cellsOf(style int, textOf func(column string) string) []any {
	var cells []any
	for _, column := range survey.InterventionColumns {
		cells = append(cells, excelize.Cell{StyleID: style, Value: textOf(column)})
	}
	return cells
}

var (
	errLarge = survey.Fail(survey.Invalid, "register.large", "Most", MostBytes>>20)
	errBook  = survey.Fail(survey.Invalid, "register.book")
)

// readXLSX reads the first sheet of a workbook.
func readXLSX(raw []byte) ([]typed.Row, error) {
	if err := checkParts(raw); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: unpackedBytes, UnzipXMLSizeLimit: unpackedBytes, RawCellValue: true,
	})
	if err != nil {
		return nil, errBook
	}
	defer book.Close()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errBook
	}
	records, err := recordsOf(book, sheets[0])
	if err != nil {
		return nil, err
	}
	return typed.Table(records, survey.BasicColumns, moreColumns)
}

// recordsOf returns the rows of a sheet that are not empty, all as long as the first.
func recordsOf(book *excelize.File, sheet string) ([]typed.Record, error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, errBook
	}
	defer rows.Close()
	var records []typed.Record
	closed := -1 // where the column of days is
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil || len(cells) > mostCells || len(records) > survey.MostInterventions {
			return nil, typed.Faults([]error{survey.RowError{Row: number, Err: errLarge}})
		}
		if !slices.ContainsFunc(cells, func(cell string) bool { return typed.Line(cell) != "" }) {
			continue
		}
		if len(records) == 0 {
			closed = slices.IndexFunc(cells, func(cell string) bool { return strings.EqualFold(typed.Line(cell), survey.ColumnClosed) })
		} else {
			for len(cells) < len(records[0].Cells) {
				cells = append(cells, "")
			}
			if closed >= 0 {
				cells[closed] = dayIn(cells[closed])
			}
		}
		records = append(records, typed.Record{Number: number, Cells: cells})
	}
	if rows.Error() != nil {
		return nil, errBook
	}
	return records, nil
}

// dayIn returns the day in a cell that an office program has taken for a date, which it keeps as a
// number.
func dayIn(cell string) string {
	number, err := strconv.ParseFloat(cell, 64)
	if err != nil || number < 30_000 || number > 80_000 {
		return cell
	}
	day, err := excelize.ExcelDateToTime(number, false)
	if err != nil {
		return cell
	}
	return day.Format(time.DateOnly)
}

// checkParts refuses what would unpack to far more than a register, and what is no whole workbook.
func checkParts(raw []byte) error {
	switch err := typed.CheckWorkbook(raw, typed.WorkbookLimits{All: unpackedBytes, Part: unpackedBytes, Parts: mostParts}); {
	case errors.Is(err, typed.ErrWorkbookLarge):
		return errLarge
	case err != nil:
		return errBook
	}
	return nil
}
