package steward

import (
	"cmp"
	"net/url"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// mostAtSight is how many lines need no way to look for some of them.
const mostAtSight = 50

// planLookup is what somebody looks for in a plan, and which part of what was found the page shows.
type planLookup struct {
	Offered        bool // there are so many entries that somebody may look for some
	Found          int
	Municipalities []option
	States         []option
	Pager          page.Pager
}

// Filtered reports whether not all entries are looked for.
func (l planLookup) Filtered() bool {
	chosen := func(o option) bool { return o.Chosen }
	return slices.ContainsFunc(l.Municipalities, chosen) || slices.ContainsFunc(l.States, chosen)
}

// lookUp returns the entries that a page shows of those that a query asks for.
func (p *planPage) lookUp(names planNames, entries []survey.Planned, query url.Values) []survey.Planned {
	l := &p.Lookup
	municipality, state := query.Get("municipality"), survey.PlanState(query.Get("state"))
	l.Municipalities = placesOf(names.Desk, entries, func(e survey.Planned) string { return e.Municipality }, municipality)
	for _, c := range p.Counts {
		l.States = append(l.States, option{string(c.State), p.T(c.StateKey()), c.State == state})
	}
	l.Offered = len(entries) > mostAtSight || l.Filtered()
	found := slices.DeleteFunc(slices.Clone(entries), func(e survey.Planned) bool {
		return municipality != "" && e.Municipality != municipality || state != "" && e.State != state
	})
	l.Found, l.Pager = len(found), page.PagerOf(p.Printer, query, len(found))
	l.Pager.Address = p.Path(planPath)
	return found[l.Pager.From:l.Pager.To]
}

// placesOf lists the municipalities of things, each once, by name.
func placesOf[T any](desk *survey.Desk, things []T, of func(T) string, chosen string) []option {
	var list []option
	for _, thing := range things {
		code := of(thing)
		if !slices.ContainsFunc(list, func(o option) bool { return o.Value == code }) {
			m, _ := desk.Municipality(code)
			list = append(list, option{code, m.Name, code == chosen})
		}
	}
	slices.SortFunc(list, func(a, b option) int { return cmp.Compare(a.Text, b.Text) })
	return list
}
