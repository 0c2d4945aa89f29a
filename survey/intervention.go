package survey

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Municipality is a Swedish municipality. Code is SCB's four digits; it is
// text, because of its leading zero.
type Municipality struct {
	Code string
	Name string
}

// County returns the first two digits of a municipality code: its county,
// which is the region that results are pooled in.
func County(municipality string) string {
	if len(municipality) < 2 {
		return ""
	}
	return municipality[:2]
}

// Asked says whom an intervention is for, and so whether a session can be held
// about it.
type Asked string

// Whom an intervention is for. Only participants are asked: this service has
// no questions for staff, and nobody under 18 answers.
const (
	AskedParticipants Asked = "participants"
	AskedStaff        Asked = "staff"
	AskedChildren     Asked = "children"
	AskedNobody       Asked = "nobody" // a study, a mapping, a method
)

// Intervention is something that one or several municipalities offer.
type Intervention struct {
	ID             string
	Name           string
	Municipalities []string // codes, sorted
	Funding        string   // as the source states it; may be empty
	Period         string   // as the source states it; may be empty
	Category       string
	Asked          Asked
}

// Check returns what is wrong with an intervention, or nil. known reports
// whether a municipality code exists.
func (i Intervention) Check(known func(code string) bool) error {
	switch {
	case !IsInterventionID(i.ID):
		return Fail(Invalid, "intervention.id", "ID", i.ID)
	case !IsName(i.Name):
		return CheckName(i.ID, i.Name)
	case !IsName(i.Category):
		return CheckName("the category of "+i.ID, i.Category)
	case !slices.Contains([]Asked{AskedParticipants, AskedStaff, AskedChildren, AskedNobody}, i.Asked):
		return Fail(Invalid, "intervention.asked", "ID", i.ID, "Asked", i.Asked)
	case len(i.Municipalities) == 0 && i.Asked == AskedParticipants:
		return Fail(Invalid, "intervention.nowhere", "ID", i.ID)
	}
	for _, code := range i.Municipalities {
		if !known(code) {
			return Fail(Invalid, "intervention.municipality", "ID", i.ID, "Code", code)
		}
	}
	return nil
}

// Area is a reporting area: neighbouring small municipalities that share a
// block when alone they are too few.
type Area struct {
	Name           string   `json:"name"`
	Municipalities []string `json:"municipalities"`
}

// CheckAreas returns an error when an area has no name of its own, names fewer
// than two municipalities, unknown ones, ones of two counties, or ones of
// another area.
func CheckAreas(areas []Area, known func(code string) bool) error {
	home := map[string]string{}
	names := map[string]bool{}
	for _, area := range areas {
		if err := CheckName("the area", area.Name); err != nil {
			return err
		}
		if !strings.ContainsFunc(area.Name, unicode.IsLetter) {
			return Fail(Invalid, "area.code", "Area", area.Name)
		}
		if names[area.Name] {
			return Fail(Invalid, "area.twice", "Area", area.Name)
		}
		names[area.Name] = true
		if len(area.Municipalities) < 2 {
			return Fail(Invalid, "area.single", "Area", area.Name)
		}
		for _, code := range area.Municipalities {
			switch {
			case !known(code):
				return Fail(Invalid, "area.municipality", "Area", area.Name, "Code", code)
			case home[code] != "":
				return Fail(Invalid, "area.shared", "Code", code, "Area", home[code], "Other", area.Name)
			case County(code) != County(area.Municipalities[0]):
				return Fail(Invalid, "area.border", "Area", area.Name, "Code", code)
			}
			home[code] = area.Name
		}
	}
	return nil
}

// RowError is a fault in one row of an imported file. Rows count from 1 and
// include the heading, as a spreadsheet shows them.
type RowError struct {
	Row int
	Err error
}

func (e RowError) Error() string { return fmt.Sprintf("row %d: %v", e.Row, e.Err) }

// Unwrap returns what is wrong in the row.
func (e RowError) Unwrap() error { return e.Err }
