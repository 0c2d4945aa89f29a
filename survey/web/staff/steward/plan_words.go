package steward

import (
	"fmt"

	"fragebatteri/survey/forecast"
	"fragebatteri/survey/treblock"
	"fragebatteri/survey/web/staff"
)

// outlookIn words what is likely to be seen of a group in a municipality: first what will be, and then
// what would make it be seen for itself.
func outlookIn(b staff.Base, o forecast.Outlook, municipality string) []string {
	percent := func(draws int) int { return percentOf(float64(draws) / forecast.Draws) }
	var lines []string
	switch {
	case o.Alone >= forecast.Draws/2, o.Alone == o.Within && o.Alone >= o.Else:
		lines = append(lines, b.T("plan.alone", "Percent", percent(o.Alone)))
	case o.Within >= o.Else:
		lines = append(lines, b.T("plan.within", "Percent", percent(o.Within)))
	default:
		key := fmt.Sprintf("plan.else.%d", o.Home.Step)
		lines = append(lines, b.T(key, "Percent", percent(o.Else), "Municipality", municipality, "Area", o.Home.Area))
		if o.Home.Step == treblock.Area || o.Home.Step == treblock.Region {
			lines = append(lines, b.T("plan.waits"))
		}
	}
	switch {
	case o.More > 0:
		lines = append(lines, b.N("plan.more", o.More))
	case o.More < 0:
		lines = append(lines, b.T("plan.more.none"))
	}
	return lines
}
