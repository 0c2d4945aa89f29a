package export

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"fragebatteri/survey/release"
)

// sheet is one sheet of a workbook, without a program that it is for.
type sheet struct {
	name      string
	widths    []float64 // of its columns, in characters
	head      int       // so many rows stay in sight
	rows      [][]cell
	charts    []chart
	printed   int // the last row of a printed page, where charts reach below the rows
	landscape bool
}

// height returns the height of a row in points, so that every text is seen whole. Office programs do
// not work it out when they open a file.
func (s sheet) height(row []cell) float64 {
	const line, most = 15.0, 409.0
	lines := 1.0
	for i, c := range row {
		words, isText := c.value.(string)
		if isText && c.style != titleStyle {
			perLine := (s.widths[i] - 2) / 1.1 // capitals are wider than digits, by which columns are measured
			lines = max(lines, math.Ceil(float64(utf8.RuneCountInString(words))/perLine))
		}
		if c.style == titleStyle {
			lines = max(lines, 2)
		}
	}
	return min(most, line*lines)
}

// cell is one cell of a sheet. A value is a string, an int, a float64 or nil.
type cell struct {
	value any
	style style
	named bool // a name that somebody has given, which a release does not say
}

// style is how a cell looks.
type style string

// The styles.
const (
	textStyle   style = "text"
	titleStyle  style = "title"
	headStyle   style = "head"
	labelStyle  style = "label"
	numberStyle style = "number"
	countStyle  style = "count" // a number beside its label
	shareStyle  style = "share"
	pointsStyle style = "points"

	percentStyle style = "percent" // a number of percent
)

// text returns a cell with a text, which is never a formula, also not when somebody edits it.
func text(s string) cell { return cell{value: clean(s), style: textStyle} }

// name returns a cell with a name that somebody has given.
func name(s string) cell { return cell{value: clean(s), style: textStyle, named: true} }

func title(s string) cell { return cell{value: clean(s), style: titleStyle} }

func whole(n int) cell { return cell{value: n, style: numberStyle} }

// shareCells returns cells of an estimate: share, low and high. Where there are too few answers for
// shares they are empty.
func shareCells(e release.Estimate, n int) []cell {
	if n < release.LeastForShares {
		return make([]cell, 3)
	}
	of := estimateOf(e)
	var cells []cell
	for _, share := range []int{of.Share, of.Low, of.High} {
		cells = append(cells, cell{value: float64(share) / wholeShare, style: shareStyle})
	}
	return cells
}

// heads returns a row of headings.
func heads(words ...string) []cell {
	row := make([]cell, len(words))
	for i, word := range words {
		row[i] = cell{value: clean(word), style: headStyle}
	}
	return row
}

// longestText is the most characters that a cell holds.
const longestText = 32767

// clean returns a text as a cell can have it: on one line, without characters that an XML file
// cannot hold.
func clean(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsControl(c) || unicode.Is(unicode.Zl, c) || unicode.Is(unicode.Zp, c):
			return ' '
		case c == '\ufffe' || c == '\uffff':
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, ""))
	if runes := []rune(s); len(runes) > longestText {
		return string(runes[:longestText])
	}
	return s
}

// quotedName returns the name of a sheet as references have it.
func quotedName(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// textFormat is the number format of cells that stay texts when they are edited.
const textFormat = 49

// makeStyles makes the styles known to the file.
func (f workbook) makeStyles() error {
	const font = "Calibri"
	wrapped := &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left", Indent: 1}
	top := &excelize.Alignment{Vertical: "top"}
	for _, s := range []struct {
		of    style
		looks excelize.Style
	}{
		{textStyle, excelize.Style{NumFmt: textFormat, Alignment: wrapped}},
		{titleStyle, excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Family: font, Bold: true, Size: 16}}},
		{labelStyle, excelize.Style{NumFmt: textFormat, Alignment: wrapped, Font: &excelize.Font{Family: font, Bold: true, Size: 11}}},
		{countStyle, excelize.Style{NumFmt: 1, Alignment: wrapped}},
		{headStyle, excelize.Style{
			NumFmt: textFormat, Alignment: wrapped, Font: &excelize.Font{Family: font, Bold: true, Size: 11},
			Border: []excelize.Border{{Type: "bottom", Color: "000000", Style: 1}},
		}},
		{numberStyle, excelize.Style{NumFmt: 1, Alignment: top}},
		{shareStyle, excelize.Style{CustomNumFmt: new("0 %"), Alignment: top}},
		{percentStyle, excelize.Style{CustomNumFmt: new("0.0"), Alignment: top}},
		{pointsStyle, excelize.Style{CustomNumFmt: new("+0.0;−0.0;0.0"), Alignment: top}},
	} {
		id, err := f.NewStyle(&s.looks)
		if err != nil {
			return err
		}
		f.styles[s.of] = id
	}
	return nil
}
