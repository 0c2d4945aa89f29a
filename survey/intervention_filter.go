package survey

import (
	"slices"
	"strings"
)

// InterventionFilter says which interventions somebody looks for. What is empty does not matter.
type InterventionFilter struct {
	Text         string // in the id, name, category or target group; letters as Slug compares them
	Municipality string // code
	Area         string // name of a reporting area
	Category     string
	Funding      string
	State        InterventionState
	Afterwards   Afterwards
}

// Select returns those that are looked for, in the order in which they are given. areas are the
// reporting areas that there are.
func (f InterventionFilter) Select(list []Intervention, areas []Area) []Intervention {
	var found []Intervention
	for _, i := range list {
		if f.holds(i, areas) {
			found = append(found, i)
		}
	}
	return found
}

func (f InterventionFilter) holds(i Intervention, areas []Area) bool {
	is := func(wanted, has string) bool { return wanted == "" || wanted == has }
	about := Slug(strings.Join([]string{i.ID, i.Name, i.Category, i.TargetGroup}, " "))
	return is(f.Category, i.Category) && is(f.Funding, i.Funding) && is(string(f.State), string(i.State())) &&
		is(string(f.Afterwards), string(i.Afterwards)) && (f.Text == "" || strings.Contains(about, Slug(f.Text))) &&
		(f.Municipality == "" || slices.Contains(i.Municipalities, f.Municipality)) &&
		(f.Area == "" || slices.Contains(i.AreasOf(areas), f.Area))
}
