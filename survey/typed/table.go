package typed

import (
	"encoding/csv"
	"io"
	"strings"
)

// CSVType is the media type of what WriteCSV writes.
const CSVType = "text/csv; charset=utf-8"

// WriteCSV writes rows as CSV in UTF-8 with a byte order mark, by which Excel knows it, and with
// semicolons, as Excel separates cells in Sweden. No cell is taken for a formula: see Guard.
func WriteCSV(to io.Writer, rows [][]string) error {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.Comma, w.UseCRLF = ';', true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = Guard(cell)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// guarded are the letters with which office programs begin a formula, and the one that keeps them from
// it.
const guarded = "=+-@'\t\r"

// Guard returns a text as it stands in a CSV file, in which nothing may be taken for a formula.
func Guard(text string) string {
	if text != "" && strings.Contains(guarded, text[:1]) {
		return "'" + text
	}
	return text
}

// Unguard returns a text that was guarded as it was.
func Unguard(text string) string {
	if len(text) > 1 && text[0] == '\'' && strings.Contains(guarded, text[1:2]) {
		return text[1:]
	}
	return text
}
