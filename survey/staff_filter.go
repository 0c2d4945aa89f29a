package survey

import (
	"slices"
	"strings"
)

// StaffStates lists how far somebody on the staff can have come.
var StaffStates = []StaffState{StaffInvited, StaffActive, StaffRevoked}

// StaffFilter says whom of the staff somebody looks for. What is empty does not matter.
type StaffFilter struct {
	Text         string // in the label; letters as Slug compares them
	Role         Role
	Municipality string // code
	State        StaffState
}

// Any reports whether anybody is looked for.
func (f StaffFilter) Any() bool { return f != StaffFilter{} }

// Select returns those who are looked for, in their order, whoever is not staff any more last.
func (f StaffFilter) Select(list []Staff) []Staff {
	var found []Staff
	for _, s := range list {
		if f.holds(s) {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b Staff) int {
		switch aGone, bGone := a.State == StaffRevoked, b.State == StaffRevoked; {
		case aGone == bGone:
			return 0
		case aGone:
			return 1
		}
		return -1
	})
	return found
}

func (f StaffFilter) holds(s Staff) bool {
	return (f.Text == "" || strings.Contains(Slug(s.Label), Slug(f.Text))) && (f.Role == "" || s.Role == f.Role) &&
		(f.Municipality == "" || slices.Contains(s.Municipalities, f.Municipality)) && (f.State == "" || s.State == f.State)
}
