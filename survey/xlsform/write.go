package xlsform

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// WriteXLSX writes a form as an XLSForm workbook. Read makes the same battery of it, with the same
// words.
func WriteXLSX(to io.Writer, f Form, languages []i18n.Language) error {
	in := f.languagesOf(languages)
	book := excelize.NewFile()
	defer book.Close()
	for _, s := range []struct {
		name string
		rows [][]string
	}{
		{surveySheet, f.surveyRows(in)}, {choicesSheet, f.choiceRows(in)},
		{settingsSheet, f.settingRows(in)}, {textsSheet, f.textRows(in)},
	} {
		if _, err := book.NewSheet(s.name); err != nil {
			return err
		}
		if err := writeSheet(book, s.name, s.rows, in); err != nil {
			return fmt.Errorf("write the sheet %s: %w", s.name, err)
		}
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	return book.Write(to)
}

// inEach returns what a function returns for each language.
func inEach(in []i18n.Language, of func(i18n.Language) string) []string {
	all := make([]string, len(in))
	for i, l := range in {
		all[i] = of(l)
	}
	return all
}

// headings returns the headings of a column in each language.
func headings(column string, in []i18n.Language) []string {
	return inEach(in, func(l i18n.Language) string { return headingOf(column, l) })
}

func (f Form) surveyRows(in []i18n.Language) [][]string {
	rows := [][]string{slices.Concat([]string{columnType, columnName}, headings(columnLabel, in), headings(columnHint, in), []string{
		columnConstraint, columnTopic, columnScale, columnSensitive, columnReverse, columnRole, columnTimings, columnPair, columnMeasure, columnBetter,
	}, headings(columnMeasured, in), []string{columnNote, columnHintNote})}
	for _, q := range f.Battery.Questions {
		measure := f.Battery.Measures[q.ID]
		texts := func(key string) []string {
			return inEach(in, func(l i18n.Language) string { return f.word(l.Tag, key) })
		}
		hint, hintNote := make([]string, len(in)), ""
		if q.Hint {
			hint, hintNote = texts(q.HintKey()), f.Notes[q.HintKey()]
		}
		rows = append(rows, slices.Concat([]string{typeOf(q), q.ID}, texts(q.ID), hint, []string{
			mostConstraint(q), q.Topic, q.Scale, yes(q.Sensitive), yes(q.Reverse), string(q.Role), timingsOf(q), pairedWith(f.Battery, q.ID),
			strings.Join(measure.Options, " "), string(measure.Better),
		}, texts(q.MeasureKey()), []string{f.Notes[q.ID], hintNote}))
	}
	return rows
}

// timingsOf returns the timings at which a question is asked only.
func timingsOf(q survey.Question) string {
	var all []string
	for _, t := range q.Timings {
		all = append(all, string(t))
	}
	return strings.Join(all, " ")
}

// yes returns what a cell says of something that is so or not.
func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// mostConstraint returns the constraint of a question that takes fewer options than it has.
func mostConstraint(q survey.Question) string {
	if q.Most == 0 {
		return ""
	}
	return "count-selected(.) <= " + strconv.Itoa(q.Most)
}

func (f Form) choiceRows(in []i18n.Language) [][]string {
	rows := [][]string{slices.Concat([]string{columnList, columnName}, headings(columnLabel, in), []string{columnKind, columnNote})}
	for _, q := range f.Battery.Questions {
		for _, option := range q.Values() {
			key := q.TextKey(option)
			rows = append(rows, slices.Concat([]string{q.ID, option},
				inEach(in, func(l i18n.Language) string { return f.word(l.Tag, key) }), []string{optionKind(q, option), f.Notes[key]}))
		}
	}
	return rows
}

func (f Form) settingRows(in []i18n.Language) [][]string {
	language, title := "", ""
	if len(in) > 0 {
		language, title = nameOf(in[0]), f.Word(in[0].Tag, titleKey)
	}
	return [][]string{
		{"form_title", "form_id", "version", "default_language", "style"},
		{title, f.Battery.ID, strconv.Itoa(f.Battery.Version), language, "pages"},
	}
}

// textRows are those of the texts that are of the whole battery.
func (f Form) textRows(in []i18n.Language) [][]string {
	rows := [][]string{slices.Concat([]string{columnName}, headings(columnLabel, in), []string{columnNote})}
	for _, key := range wholeKeys {
		texts := inEach(in, func(l i18n.Language) string { return f.Word(l.Tag, key) })
		if strings.Join(texts, "") != "" {
			rows = append(rows, slices.Concat([]string{key}, texts, []string{f.Notes[key]}))
		}
	}
	return rows
}

// wholeKeys are the keys of the texts that are of a whole battery.
var wholeKeys = []string{titleKey, "intro"}

// Widths of columns, in characters.
const (
	wide   = 44
	narrow = 14
)

// writeSheet writes rows of texts, the first of which heads the others.
func writeSheet(book *excelize.File, name string, rows [][]string, in []i18n.Language) error {
	styles, err := newStyles(book)
	if err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(rows[0]), len(rows))
	if err != nil {
		return err
	}
	for r, row := range rows {
		for c, text := range row {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				return err
			}
			style := styles.of(rows[0][c], r, in)
			if err := book.SetCellStyle(name, at, at, style); err != nil {
				return err
			}
			if text == "" {
				continue
			}
			if err := book.SetCellStr(name, at, text); err != nil {
				return err
			}
		}
	}
	for c, heading := range rows[0] {
		column, err := excelize.ColumnNumberToName(c + 1)
		if err != nil {
			return err
		}
		width := float64(narrow)
		if strings.Contains(heading, "::") || heading == columnNote {
			width = wide
		}
		if err := book.SetColWidth(name, column, column, width); err != nil {
			return err
		}
	}
	if err := book.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	// Without it programs that read row by row take the sheet for one that is empty.
	return book.SetSheetDimension(name, "A1:"+last)
}

// styles are those of the cells of a workbook.
type styles struct{ head, text, leftward int }

func newStyles(book *excelize.File) (s styles, err error) {
	if s.head, err = book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}}); err != nil {
		return s, err
	}
	if s.text, err = book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}); err != nil {
		return s, err
	}
	s.leftward, err = book.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{
		Vertical: "top", WrapText: true, ReadingOrder: 2, Horizontal: "right",
	}})
	return s, err
}

// of returns the style of a cell below a heading.
func (s styles) of(heading string, row int, in []i18n.Language) int {
	if row == 0 {
		return s.head
	}
	_, name, _ := strings.Cut(heading, "::")
	if slices.ContainsFunc(in, func(l i18n.Language) bool { return l.Dir == "rtl" && nameOf(l) == name }) {
		return s.leftward
	}
	return s.text
}
