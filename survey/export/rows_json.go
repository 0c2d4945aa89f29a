package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"fragebatteri/survey/release"
)

// RowsJSON writes some of the rows of a release as an array of JSON, an object for each with the
// columns of CSV in the machine profile under their names. It leaves out names and texts, what is the
// same in the whole release (its id, round, day and whether it is made up), and what has no value.
// Numbers are numbers; codes and references are text.
func RowsJSON(w io.Writer, r release.Release, rows []Row) error {
	out := bufio.NewWriter(w) // it keeps the first failure for Flush
	p := printer{profile: Machine, mixed: r.Mixed > 0}
	columns := slices.DeleteFunc(slices.Clone(p.columns()), func(c column) bool {
		return c.isLabel() || slices.Contains(ofRelease, c.name)
	})
	separator := "[\n"
	for _, row := range rows {
		_, _ = out.WriteString(separator)
		separator = ",\n"
		if err := p.object(out, columns, row); err != nil {
			return fmt.Errorf("write JSON: %w", err)
		}
	}
	if len(rows) == 0 {
		_ = out.WriteByte('[')
	}
	_, _ = out.WriteString("\n]")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// ofRelease are the columns that are the same in the whole release.
var ofRelease = []string{"release", "round", "sealed", "demo"}

// unquoted are the columns whose cells are JSON as they are.
var unquoted = slices.Concat(metrics, []string{"base", "k", "step", "counted_step", "mixed", "one_session"})

// object writes the columns of a row that have a value.
func (p printer) object(out *bufio.Writer, columns []column, row Row) error {
	separator := byte('{')
	for _, c := range columns {
		cell := []byte(c.value(p, row))
		if len(cell) == 0 {
			continue
		}
		if !slices.Contains(unquoted, c.name) {
			quoted, err := json.Marshal(string(cell))
			if err != nil {
				return err
			}
			cell = quoted
		}
		_ = out.WriteByte(separator)
		_, _ = fmt.Fprintf(out, "%q:%s", c.name, cell)
		separator = ','
	}
	return out.WriteByte('}')
}

// Shares returns an estimate as rows have it: in ten-thousandths, the bounds rounded outwards.
func Shares(e release.Estimate) (share, low, high json.Number) {
	number := func(share int) json.Number {
		return json.Number(fmt.Sprintf("%d.%04d", share/wholeShare, share%wholeShare))
	}
	of := estimateOf(e)
	return number(of.Share), number(of.Low), number(of.High)
}
