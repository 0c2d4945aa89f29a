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

// AskedKinds lists whom interventions are for.
var AskedKinds = []Asked{AskedParticipants, AskedStaff, AskedChildren, AskedNobody}

// Whom an intervention is for. Only participants are asked: this service has
// no questions for staff, and nobody under 18 answers.
const (
	AskedParticipants Asked = "participants"
	AskedStaff        Asked = "staff"
	AskedChildren     Asked = "children"
	AskedNobody       Asked = "nobody" // a study, a mapping, a method
)

// Intervention is something that one or several municipalities offer. It has no person in it.
type Intervention struct {
	ID             string
	Name           string
	Municipalities []string // codes, sorted
	Funding        string   // one of Funds, or as the source states it; may be empty
	Period         string   // as the source states it; may be empty
	Category       string
	Asked          Asked

	TargetGroup string     // may be empty
	Goals       []Goal     // what it was to reach
	Afterwards  Afterwards // what became of it when its project was over; "" while that is not known
	Why         string     // it became so; paragraphs, may be empty
	Reports     []Report   // about it, on other sites
	Closed      string     // day on which it was closed, YYYY-MM-DD; no session is opened about it any more
	MergedInto  string     // id of the one that it is one with; no session is opened about it any more
	Version     int        // rises with every change
}

// InterventionState says whether sessions can be opened about an intervention.
type InterventionState string

// The states of an intervention.
const (
	InterventionOpen   InterventionState = "open"
	InterventionClosed InterventionState = "closed"
	InterventionMerged InterventionState = "merged"
)

// InterventionStates lists the states.
var InterventionStates = []InterventionState{InterventionOpen, InterventionClosed, InterventionMerged}

// State returns the state of the intervention.
func (i Intervention) State() InterventionState {
	switch {
	case i.MergedInto != "":
		return InterventionMerged
	case i.Closed != "":
		return InterventionClosed
	}
	return InterventionOpen
}

// Asks reports whether sessions can be opened about the intervention: it is open, and participants are
// asked.
func (i Intervention) Asks() bool {
	return i.State() == InterventionOpen && i.Asked == AskedParticipants
}

// checkOffered returns an error unless a session can be opened about the intervention in a
// municipality. Sessions that are open already go on.
func (i Intervention) checkOffered(municipality string) error {
	switch {
	case i.MergedInto != "":
		return Fail(Conflict, "session.merged", "Intervention", i.ID, "Name", i.Name, "Into", i.MergedInto)
	case i.Closed != "":
		return Fail(Conflict, "session.ended", "Intervention", i.ID, "Name", i.Name, "Day", i.Closed)
	case i.Asked != AskedParticipants:
		return Fail(Invalid, "session.asked", "Intervention", i.ID, "Name", i.Name, "Asked", i.Asked)
	case !slices.Contains(i.Municipalities, municipality):
		return Fail(Invalid, "session.municipality", "Intervention", i.ID, "Name", i.Name, "Municipality", municipality, "Municipalities", strings.Join(i.Municipalities, ", "))
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
