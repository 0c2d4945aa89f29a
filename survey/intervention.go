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
		return Invalidf("the id %q is not 2 to 12 capitals and digits beginning with a capital, as in OG028", i.ID)
	case !IsName(i.Name):
		return CheckName(i.ID, i.Name)
	case !IsName(i.Category):
		return CheckName("the category of "+i.ID, i.Category)
	case !slices.Contains([]Asked{AskedParticipants, AskedStaff, AskedChildren, AskedNobody}, i.Asked):
		return Invalidf("%s: asked is %q; write participants, staff, children or nobody", i.ID, i.Asked)
	case len(i.Municipalities) == 0 && i.Asked == AskedParticipants:
		return Invalidf("%s asks participants but names no municipality", i.ID)
	}
	for _, code := range i.Municipalities {
		if !known(code) {
			return Invalidf("%s: no municipality has the code %q; write SCB's four digits with their leading zero", i.ID, code)
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
			return Invalidf("the area %q has no letter in its name and would be taken for a code; name it after its municipalities", area.Name)
		}
		if names[area.Name] {
			return Invalidf("there are two areas called %q; each needs a name of its own", area.Name)
		}
		names[area.Name] = true
		if len(area.Municipalities) < 2 {
			return Invalidf("the area %s needs at least two municipalities", area.Name)
		}
		for _, code := range area.Municipalities {
			switch {
			case !known(code):
				return Invalidf("the area %s: no municipality has the code %q", area.Name, code)
			case home[code] != "":
				return Invalidf("%s is in both %s and %s; a municipality has one area at most", code, home[code], area.Name)
			case County(code) != County(area.Municipalities[0]):
				return Invalidf("the area %s crosses a county border at %s", area.Name, code)
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
