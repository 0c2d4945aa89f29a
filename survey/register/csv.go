package register

import (
	"io"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

// WriteCSV writes interventions as typed.WriteCSV writes tables.
func WriteCSV(to io.Writer, list []survey.Intervention) error {
	rows := [][]string{survey.InterventionColumns}
	for _, i := range list {
		cells := make([]string, len(survey.InterventionColumns))
		for n, column := range survey.InterventionColumns {
			cells[n] = i.Text(column)
		}
		rows = append(rows, cells)
	}
	return typed.WriteCSV(to, rows)
}
