package register

import (
	"encoding/csv"
	"io"

	"fragebatteri/survey"
)

// WriteCSV writes interventions as CSV in UTF-8 with a byte order mark, by which Excel knows it, and
// with semicolons, as Excel separates cells in Sweden.
func WriteCSV(to io.Writer, list []survey.Intervention) error {
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.Comma, w.UseCRLF = ';', true
	if err := w.Write(survey.InterventionColumns); err != nil {
		return err
	}
	for _, i := range list {
		cells := make([]string, len(survey.InterventionColumns))
		for n, column := range survey.InterventionColumns {
			cells[n] = guard(i.Text(column))
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
