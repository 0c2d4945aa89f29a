package review

import (
	"encoding/xml"
	"fmt"
	"path"
	"slices"

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
	workbook, err := related(book, "", func(r relation) bool { return path.Base(r.Type) == "officeDocument" })
	if err != nil {
		return "", err
	}
	var list struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"` // of its relation to the workbook
		} `xml:"sheets>sheet"`
	}
	if err := decodePart(book, workbook, &list); err != nil {
		return "", err
	}
	for _, one := range list.Sheets {
		if one.Name == sheet {
			return related(book, workbook, func(r relation) bool { return r.ID == one.ID })
		}
	}
	return "", fmt.Errorf("the sheet %q is not in the file", sheet)
}

// relation is how a part of the file refers to another: ECMA-376 part 2, 9.3.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"` // from the folder of the part, or from /
}

// related returns the name of the part to which a part has the relation that is
// wanted; "" stands for the file itself.
func related(book *excelize.File, part string, wanted func(relation) bool) (string, error) {
	folder, name := path.Split(part)
	var relations struct {
		All []relation `xml:"Relationship"`
	}
	if err := decodePart(book, folder+"_rels/"+name+".rels", &relations); err != nil {
		return "", err
	}
	i := slices.IndexFunc(relations.All, wanted)
	if i < 0 {
		return "", fmt.Errorf("a relation of %q is not in the file", part)
	}
	target := relations.All[i].Target
	if path.IsAbs(target) {
		return target[1:], nil
	}
	return path.Join(folder, target), nil
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
