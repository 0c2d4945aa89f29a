package findings

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Elsewhere is something that was asked in a municipality and has no block of its own there, with
// where its answers are counted.
type Elsewhere struct {
	Municipality string
	Intervention string
	Timing       survey.Timing
	Sensitive    bool // the sensitive questions alone: the ordinary ones are shown
	In           Home
}

// Home is where answers are counted that are too few alone.
type Home struct {
	Step  treblock.Step // 0: they wait for more answers
	Place survey.Place
}

// elsewhere lists what was asked at the place and is not shown as it was asked.
func (s Scope) elsewhere(e Edition) []Elsewhere {
	var list []Elsewhere
	for i, p := range e.Parts {
		if len(p.Asked) > 0 {
			continue // what only some were asked has its own "too few" where its questions stand
		}
		for _, w := range e.Asked(i) {
			if !s.Holds(e, survey.InMunicipality(w.Municipality)) {
				continue
			}
			item := Elsewhere{w.Municipality, w.Intervention, w.Timing, p.Sensitive(), e.home(p, w)}
			ordinary := item
			ordinary.Sensitive = false
			if item.Sensitive && slices.ContainsFunc(list, func(known Elsewhere) bool {
				ordinary.In = known.In
				return known == ordinary
			}) {
				continue // its ordinary answers are elsewhere too, and are told of
			}
			list = append(list, item)
		}
	}
	return list
}

// home returns the block that takes what has none of its own.
func (e Edition) home(p release.Part, w release.Withheld) Home {
	area := ""
	for _, a := range e.Areas {
		if slices.Contains(a.Municipalities, w.Municipality) {
			area = a.Name
		}
	}
	if b, counted := p.CountedIn(w, area); counted {
		return Home{stepOf(b), b.Place()}
	}
	return Home{}
}
