package export

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Verify checks that rows which Parse has read are those of the release that they name, which must
// be among the given ones: all of it, or all of one place. Which municipalities a reporting area
// has is in no release, and so not checked. The release itself is for release.Verify. The error is
// of kind survey.Invalid and says what differs first from the selection that the rows come closest
// to; lines are counted as Parse counts them.
func Verify(rows []Row, releases ...release.Release) error {
	if len(rows) == 0 {
		return survey.Fail(survey.Invalid, "export.empty")
	}
	i := slices.IndexFunc(releases, func(r release.Release) bool { return r.ID == rows[0].Release })
	if i < 0 {
		return survey.Fail(survey.Invalid, "export.release", "Release", rows[0].Release)
	}
	whole := Rows(releases[i], Selection{Areas: areasIn(rows)})
	var closest []Row
	most := -1
	for _, s := range selectable(releases[i]) {
		want := slices.DeleteFunc(slices.Clone(whole), func(row Row) bool { return !s.includes(row.Place) })
		if slices.Equal(rows, want) {
			return nil
		}
		if n := equalAtEnds(rows, want); n > most {
			closest, most = want, n
		}
	}
	return difference(rows, closest)
}

// selectable returns what the rows of a release can be limited to: all, each place of it, and each
// county that it has municipalities of.
func selectable(r release.Release) []Selection {
	list := []Selection{{}}
	for _, place := range r.Places() {
		list = append(list, Selection{Place: place})
		if place.Kind == survey.KindMunicipality {
			list = append(list, Selection{Place: survey.InRegion(survey.County(place.Code))})
		}
	}
	return list
}

// areasIn returns the reporting areas that rows name as where a municipality's answers are counted.
func areasIn(rows []Row) []survey.Area {
	var areas []survey.Area
	for _, row := range rows {
		if row.CountedIn.Kind == survey.KindArea {
			areas = append(areas, survey.Area{Name: row.CountedIn.Code, Municipalities: []string{row.Place.Code}})
		}
	}
	return areas
}

// equalAtEnds counts the rows at the beginning and at the end of two lists that are equal.
func equalAtEnds(x, y []Row) int {
	n, shorter := commonPrefix(x, y), min(len(x), len(y))
	for end := 1; n < shorter && x[len(x)-end] == y[len(y)-end]; end++ {
		n++
	}
	return n
}

// commonPrefix returns how many rows at the beginning are equal.
func commonPrefix(x, y []Row) int {
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// difference describes the first difference between rows and those that were wanted.
func difference(rows, want []Row) error {
	i := commonPrefix(rows, want)
	switch {
	case i == len(rows):
		return survey.Fail(survey.Invalid, "export.short", "Line", lineOf(i-1), "Release", want[0].Release, "More", len(want)-i)
	case i == len(want):
		return survey.Fail(survey.Invalid, "export.long", "Line", lineOf(i), "Release", rows[0].Release)
	}
	machine := printer{profile: Machine, mixed: want[i].Mixed > 0}
	for _, c := range machine.columns() {
		if c.isLabel() {
			continue
		}
		if is, says := c.value(machine, rows[i]), c.value(machine, want[i]); is != says {
			return survey.Fail(survey.Invalid, "export.differs", "Line", lineOf(i), "Column", c.name, "Is", is, "Release", want[i].Release, "Says", says)
		}
	}
	return survey.Fail(survey.Invalid, "export.line", "Line", lineOf(i), "Release", want[i].Release)
}
