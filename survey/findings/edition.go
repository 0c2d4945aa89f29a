package findings

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Edition is a release, with the reporting areas that held in its round.
type Edition struct {
	release.Release
	Areas []survey.Area
}

// Area returns the municipalities of the reporting area of this name; none where there is no such
// area.
func (e Edition) Area(name string) []string {
	i := slices.IndexFunc(e.Areas, func(a survey.Area) bool { return a.Name == name })
	if i < 0 {
		return nil
	}
	return e.Areas[i].Municipalities
}

// Has reports whether the release has answers to the battery, given by its reference.
func (e Edition) Has(battery string) bool {
	return slices.ContainsFunc(e.Parts, func(p release.Part) bool { return p.Battery == battery })
}

// Scope is the place that is summed up.
type Scope struct{ Place survey.Place }

// Comparable leaves out the releases that cannot be added to the last one or compared with it:
// those without any battery of it in the same version, for an area those where it held other
// municipalities, and all up to one whose answers were mixed otherwise. Where there is such a one,
// apart is the name of the first round after it.
func (s Scope) Comparable(history []Edition) (list []Edition, apart string) {
	last := history[len(history)-1]
	for _, e := range history {
		switch {
		case s.Place.Kind == survey.KindArea && !slices.Equal(e.Area(s.Place.Code), last.Area(s.Place.Code)),
			!slices.ContainsFunc(last.Batteries, func(b release.Battery) bool { return e.Has(b.Ref()) }):
			continue
		case len(list) > 0 && list[0].Mixed != e.Mixed:
			list, apart = nil, e.Round
		}
		list = append(list, e)
	}
	return list, apart
}

// Holds reports whether another place lies in the place, or is it.
func (s Scope) Holds(e Edition, place survey.Place) bool {
	switch s.Place.Kind {
	case survey.KindMunicipality:
		return place == s.Place
	case survey.KindArea:
		return place == s.Place || place.Kind == survey.KindMunicipality && slices.Contains(e.Area(s.Place.Code), place.Code)
	}
	return true
}

// Blocks returns the blocks of the place in a part: of a municipality those that it alone has, of an
// area its own and those of its municipalities, of the region all.
func (s Scope) Blocks(e Edition, p release.Part) []release.Counted {
	return s.blocks(e, p, func(release.Block) bool { return true })
}

// rest returns the blocks of a part that are not of the place.
func (s Scope) rest(e Edition, p release.Part) []release.Counted {
	return Pick(p, func(b release.Block) bool { return !s.Holds(e, b.Place()) })
}

func (s Scope) blocks(e Edition, p release.Part, is func(release.Block) bool) []release.Counted {
	return Pick(p, func(b release.Block) bool { return s.Holds(e, b.Place()) && is(b) })
}

// Pick returns the blocks of a part that are wanted, as answers that can be added up.
func Pick(p release.Part, is func(release.Block) bool) []release.Counted {
	var picked []release.Counted
	for _, b := range p.Blocks {
		if is(b) {
			picked = append(picked, b.Counted())
		}
	}
	return picked
}

func all(release.Block) bool { return true }
