package review

import (
	"encoding/xml"
	"errors"
	"fmt"
	"path"

	"github.com/xuri/excelize/v2"
)

// cell is a cell as it is stored: ECMA-376 part 1, 18.3.1.4.
type cell struct {
	Name    string    `xml:"r,attr"`
	Type    string    `xml:"t,attr"`
	Formula *struct{} `xml:"f"`
	Value   string    `xml:"v"`
}

// kind returns what a cell holds that is no text, or "".
func (c cell) kind() string {
	switch {
	case c.Formula != nil:
		return "a formula"
	case c.Value == "":
		return ""
	}
	return map[string]string{
		"": "a number or a date", "n": "a number or a date", "d": "a date", "b": "true or false", "e": "an error",
	}[c.Type]
}

// kindsIn says of the cells of a sheet that hold no text what they hold, by
// their names ("D7"). excelize makes a text of every cell; it tells kinds only
// after filling up the sheet to its last row, of which there can be a million.
func kindsIn(book *excelize.File, sheet string) (map[string]string, error) {
	part, err := partOf(book, sheet)
	if err != nil {
		return nil, err
	}
	var stored struct {
		Rows []struct {
			Number int    `xml:"r,attr"`
			Cells  []cell `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := decodePart(book, part, &stored); err != nil {
		return nil, err
	}
	kinds := map[string]string{}
	line := 0
	for _, row := range stored.Rows {
		// Rows and cells that do not say where they stand follow the one before.
		if line++; row.Number > 0 {
			line = row.Number
		}
		column := 0
		for _, c := range row.Cells {
			if column++; c.Name != "" {
				if column, _, err = excelize.CellNameToCoordinates(c.Name); err != nil {
					return nil, err
				}
			}
			name, err := excelize.CoordinatesToCellName(column, line)
			if err != nil {
				return nil, err
			}
			if kind := c.kind(); kind != "" {
				kinds[name] = kind
			}
		}
	}
	return kinds, nil
}

// partOf returns the name of the part of the file that holds a sheet.
func partOf(book *excelize.File, sheet string) (string, error) {
	var list struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"` // of its relation to the workbook
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	err := errors.Join(decodePart(book, "xl/workbook.xml", &list), decodePart(book, "xl/_rels/workbook.xml.rels", &relations))
	if err != nil {
		return "", err
	}
	for _, one := range list.Sheets {
		for _, relation := range relations.All {
			if one.Name == sheet && one.ID == relation.ID {
				if path.IsAbs(relation.Target) {
					return relation.Target[1:], nil
				}
				return path.Join("xl", relation.Target), nil
			}
		}
	}
	return "", fmt.Errorf("the sheet %q is not in the file", sheet)
}

// decodePart reads one part of the file.
func decodePart(book *excelize.File, name string, to any) error {
	stored, _ := book.Pkg.Load(name)
	text, is := stored.([]byte)
	if !is {
		return fmt.Errorf("the part %s is not in the file", name)
	}
	return xml.Unmarshal(text, to)
}
