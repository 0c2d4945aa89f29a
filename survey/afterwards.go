package survey

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Funds are what pays for interventions most often, in the order in which they are listed. FundOwn is
// the municipality's own money.
var Funds = []string{"§37", "§37a", "AMIF", "ESF", "ESF+", "TIA", "Interreg", FundOwn}

// FundOwn stands for the municipality's own money.
const FundOwn = "own"

// Afterwards is what became of an intervention when its project was over.
type Afterwards string

// What can have become of it.
const (
	Implemented Afterwards = "implemented" // it is part of what the municipality does
	Partly      Afterwards = "partly"      // some of it is
	Ended       Afterwards = "ended"       // nothing of it is left
)

// AfterwardsKinds lists what can have become of an intervention.
var AfterwardsKinds = []Afterwards{Implemented, Partly, Ended}

// NeedsWhy reports whether it has to be said why it became so: others learn most from what did not
// last.
func (o Afterwards) NeedsWhy() bool { return o == Partly || o == Ended }

// Goal is something that an intervention was to reach, as in "50 % egen försörjning".
type Goal struct {
	Number int    `json:"number,omitempty"`
	Unit   string `json:"unit,omitempty"` // UnitPercent, UnitCount, or "" for a goal without a number
	What   string `json:"what"`
}

// The units of goals.
const (
	UnitPercent = "percent"
	UnitCount   = "count"
)

// String returns the goal as it is written and read.
func (g Goal) String() string {
	switch g.Unit {
	case UnitPercent:
		return fmt.Sprintf("%d %% %s", g.Number, g.What)
	case UnitCount:
		return fmt.Sprintf("%d %s", g.Number, g.What)
	}
	return g.What
}

var goalNumber = regexp.MustCompile(`^([0-9]{1,6}) ?(%| )\s*(.*)$`)

// GoalOf reads a goal from one line: a number first where it has one, with a percent sign where it is a
// share.
func GoalOf(line string) Goal {
	found := goalNumber.FindStringSubmatch(line)
	if found == nil {
		return Goal{What: line}
	}
	g := Goal{Unit: UnitCount, What: found[3]}
	if found[2] == "%" {
		g.Unit = UnitPercent
	}
	g.Number, _ = strconv.Atoi(found[1]) // six digits at most
	return g
}

// isWhole reports whether the goal says what is to be reached, and is read again as it is written.
func (g Goal) isWhole() bool { return IsName(g.What) && GoalOf(g.String()) == g }

// Report is a document about an intervention, on another site.
type Report struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// String returns the report as it is written and read: its title, a space and its address.
func (r Report) String() string { return strings.TrimSpace(r.Title + " " + r.URL) }

// ReportOf reads a report from one line: its address is what stands last.
func ReportOf(line string) Report {
	i := strings.LastIndexByte(line, ' ')
	return Report{Title: strings.TrimSpace(line[:max(i, 0)]), URL: line[i+1:]}
}

// AreasOf returns the names of the reporting areas that the intervention is offered in, in the order of
// the areas.
func (i Intervention) AreasOf(areas []Area) []string {
	var names []string
	for _, area := range areas {
		if slices.ContainsFunc(area.Municipalities, func(code string) bool { return slices.Contains(i.Municipalities, code) }) {
			names = append(names, area.Name)
		}
	}
	return names
}
