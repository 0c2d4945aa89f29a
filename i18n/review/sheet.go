package review

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/xuri/excelize/v2"

	"fragebatteri/i18n"
)

// Columns of the sheet. The first three are for finding one's way and are not
// to be changed.
const (
	colKey = iota
	colNote
	colSwedish
	colText
	colBack
	colComment
	colState
	columns

	// colMark is hidden: it has the mark of what stood in the row when it was
	// exported, by which an edited row is told from one that is merely old.
	colMark = columns
)

// Words are what the sheet's headings say, in the order of the columns, and its
// name. They come from the locale files.
type Words struct {
	Sheet    string
	Headings [columns]string
}

// Export writes a sheet with all texts of a language.
func Export(w io.Writer, fsys fs.FS, l i18n.Language, words Words, always ...string) error {
	texts, err := Texts(fsys, l, always...)
	if err != nil {
		return err
	}
	r, err := Load(fsys, l.Tag)
	if err != nil {
		return err
	}
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", words.Sheet); err != nil {
		return fmt.Errorf("make sheet: %w", err)
	}
	headings := words.Headings
	headings[colText] += markOf(l)
	rows := [][]string{headings[:]}
	for _, t := range texts {
		entry := r[t.File][t.ID]
		state := r.StateOf(t)
		rows = append(rows, []string{
			t.key(), t.Note, t.Swedish, t.Language, entry.Back, entry.Comment, string(state), rowMark(t.Language, entry.Back, entry.Comment, state),
		})
	}
	for i, row := range rows {
		for j, cell := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := book.SetCellStr(words.Sheet, at, cell); err != nil {
				return fmt.Errorf("fill sheet: %w", err)
			}
		}
	}
	if err := dress(book, words.Sheet, len(rows), l); err != nil {
		return fmt.Errorf("dress sheet: %w", err)
	}
	return book.Write(w)
}

// dress makes the sheet readable: wide columns, wrapped text, the translation
// in its own direction, a list of states to choose from. Without the dimension
// some readers see an empty sheet.
func dress(book *excelize.File, sheet string, rows int, l i18n.Language) error {
	last := fmt.Sprintf("H%d", rows)
	below := max(2, rows)
	wrap, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	order := uint64(1)
	if l.Dir == "rtl" {
		order = 2
	}
	own, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", ReadingOrder: order}})
	if err != nil {
		return err
	}
	head, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true}})
	if err != nil {
		return err
	}
	states := excelize.NewDataValidation(true)
	states.SetSqref(fmt.Sprintf("G2:G%d", below))
	var names []string
	for _, state := range States {
		names = append(names, string(state))
	}
	return errors.Join(
		states.SetDropList(names),
		book.AddDataValidation(sheet, states),
		book.SetCellStyle(sheet, "A1", last, wrap),
		book.SetCellStyle(sheet, "D2", fmt.Sprintf("D%d", below), own),
		book.SetCellStyle(sheet, "A1", "H1", head),
		book.SetColWidth(sheet, "A", "A", 22),
		book.SetColWidth(sheet, "B", "F", 42),
		book.SetColWidth(sheet, "G", "G", 16),
		book.SetColVisible(sheet, "H", false),
		book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		book.SetSheetDimension(sheet, "A1:"+last),
	)
}

// markOf ends the heading of the translations, so that a sheet that comes back
// is not taken for one in another language.
func markOf(l i18n.Language) string { return ": " + l.Swedish + " (" + l.Tag + ")" }

// rowMark is the mark of what can be edited in a row.
func rowMark(text, back, comment string, state State) string {
	return Hash(strings.Join([]string{clean(text), clean(back), clean(comment), string(state)}, "\x00"))
}
