package paper

import (
	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/guide"
)

// guidePages are the sections on each page of the leaflet: the front, the two that lie open while
// people answer, and the back.
var guidePages = [4][]guide.Name{{guide.Before}, {guide.Say}, {guide.Help, guide.Never}, {guide.Odd, guide.After}}

// Guide returns what an ambassador says and does, in the language that p prints, as a leaflet: one
// paper printed on both sides and folded once. promise is one that holds in every round in which it
// is used.
func Guide(p *i18n.Printer, host survey.Host, promise survey.Promise) (Page, error) {
	leaflet := leaflet{top: newTop(p, "guide", p.T("guide.title")), Host: host.Name}
	leaflet.Use, leaflet.Demo, leaflet.Width = p.T("print.guide.use"), host.Demo, onScreen
	var pages [4]leafletPage
	for i, names := range guidePages {
		pages[i] = leafletPage{Front: i == 0, Sections: guide.Sections(p, host, promise, names...)}
	}
	// Folded, the outside has the back before the front.
	leaflet.Sides = [2][2]leafletPage{{pages[3], pages[0]}, {pages[1], pages[2]}}
	return leaflet.make("guide", leaflet)
}

type leaflet struct {
	top
	Host  string
	Sides [2][2]leafletPage
}

// leafletPage is half a side of the paper.
type leafletPage struct {
	Front    bool
	Sections []guide.Section
}
