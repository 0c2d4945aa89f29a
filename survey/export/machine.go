package export

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"fragebatteri/survey"
)

// ParseMachine reads a file of the machine profile back to the rows it was written from, to check that an export says
// what its release says: the result equals Rows of that release. Names and texts are skipped; shares too, because they
// follow from the counts. The error is of kind survey.Invalid and names the line.
func ParseMachine(r io.Reader) ([]Row, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = len(columns)
	header, err := in.Read()
	if err != nil {
		return nil, unreadable(err)
	}
	for i, c := range columns {
		if header[i] != c.name {
			return nil, survey.Invalidf("column %d is called %q and not %q; only files of the machine profile can be read back", i+1, header[i], c.name)
		}
	}
	var rows []Row
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		line := cellsOf(record)
		row := line.row()
		if line.wrong != "" {
			at, _ := in.FieldPos(0)
			return nil, survey.Invalidf("line %d: %s has a value that no export has; export the release again", at, line.wrong)
		}
		rows = append(rows, row)
	}
}

func unreadable(err error) error {
	return &survey.Error{Kind: survey.Invalid, Text: "this is no CSV of the machine profile; export the release again", Err: err}
}

// cells reads one line by the names of its columns and remembers the first one that makes no sense.
type cells struct {
	value map[string]string
	wrong string
}

func cellsOf(line []string) *cells {
	value := make(map[string]string, len(line))
	for i, c := range columns {
		value[c.name] = line[i]
	}
	return &cells{value: value}
}

func (c *cells) row() Row {
	withheld := c.oneOf("status", statusOK, statusTooFew) == statusTooFew
	row := Row{
		Release: c.value["release"], Round: c.value["round"], Sealed: c.value["sealed"],
		Demo:    c.oneOf("demo", "true", "false") == "true",
		Battery: c.value["battery"], Base: c.number("base"), K: c.number("k"),
		Step: c.number("step"), Place: c.value["place"],
		Intervention: c.value["intervention"], Timing: survey.Timing(c.value["timing"]),
		Table: c.value["table"], Option: c.value["option"], Withheld: withheld,
	}
	row.Question, _, _ = strings.Cut(row.Table, ".")
	c.oneOf("question", row.versioned())
	c.oneOf("place_kind", row.PlaceKind())
	if row.Table != "" {
		row.N = c.number("n")
	} else {
		c.oneOf("n", "")
	}
	if withheld {
		c.oneOf("count", "")
		c.oneOf("certain_low", "")
		c.oneOf("certain_high", "")
	} else {
		row.Count, row.Low, row.High = c.number("count"), c.number("certain_low"), c.number("certain_high")
	}
	return row
}

// oneOf returns the value of a column that has to be one of these.
func (c *cells) oneOf(name string, allowed ...string) string {
	for _, value := range allowed {
		if c.value[name] == value {
			return value
		}
	}
	c.fail(name)
	return ""
}

// number returns the value of a column that has to be a whole number from 0, written in the only way it is written.
func (c *cells) number(name string) int {
	n, err := strconv.Atoi(c.value[name])
	if err != nil || n < 0 || strconv.Itoa(n) != c.value[name] {
		c.fail(name)
	}
	return n
}

func (c *cells) fail(name string) {
	if c.wrong == "" {
		c.wrong = name
	}
}
