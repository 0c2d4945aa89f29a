package export

import (
	"regexp"
	"strconv"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Who a figure is of, as RKA's forms and Kolada write it.
const (
	women    = "K"
	men      = "M"
	everyone = "T"
)

// genders are the groups of the view by gender: option 1 of the question with that role is women,
// option 2 men.
var genders = []struct{ code, group string }{{women, "o1"}, {men, "o2"}, {everyone, ""}}

// indicators returns the sheet for RKA: one row for each measure, year, municipality and K, M or T.
// Women and men are in a municipality's own view by gender; where it has none they have no figure.
func (b Book) indicators() sheet {
	s := sheet{name: b.sheetName("rka"), widths: []float64{12, 60, 8, 12, 22, 8, 10, 10, 10, 10, 24}, head: 1, landscape: true}
	s.rows = [][]cell{heads(
		b.text("xlsx.indicator"), b.text("xlsx.indicator_text"), b.text("xlsx.year"), b.text("xlsx.municipality"), b.text("xlsx.municipality_name"),
		b.text("xlsx.gender"), b.text("xlsx.percent_value"), b.text("xlsx.low"), b.text("xlsx.high"), b.text("xlsx.n"), b.text("status"),
	)}
	for _, q := range b.questions(b.Release) {
		if q.measure == nil {
			continue
		}
		for _, place := range b.places() {
			if place.Kind != survey.KindMunicipality {
				continue
			}
			for _, g := range genders {
				counted := b.blocks(q.part, place)
				if g.code != everyone {
					counted = genderGroup(q.part, place, g.group)
				}
				s.rows = append(s.rows, b.indicatorRow(q, place, g.code, counted))
			}
		}
	}
	return s
}

// genderGroup returns the answers in one group of a municipality's own view by gender.
func genderGroup(p release.Part, place survey.Place, group string) []release.Counted {
	var counted []release.Counted
	for _, v := range p.Views {
		for _, g := range v.Groups {
			if v.By == survey.ByGender && v.Place() == place && g.Key == group {
				counted = append(counted, g.Counted())
			}
		}
	}
	return counted
}

func (b Book) indicatorRow(q asked, place survey.Place, gender string, counted []release.Counted) []cell {
	row := []cell{text(q.ref()), text(b.text("xlsx.share_who") + " " + b.Words.Text(q.MeasureKey())), whole(yearOf(b.Release))}
	row = append(append(row, b.placeCells(place)...), text(gender))
	m, shown := b.Release.Measured(q.part, q.ID, q.measure.Options, q.Concerned(), counted)
	if !shown {
		return append(row, cell{}, cell{}, cell{}, cell{}, text(b.text("status.too_few")))
	}
	a := m.Answered()
	if a.N < release.LeastForShares {
		row = append(row, cell{}, cell{}, cell{})
	} else {
		e := estimateOf(a.Estimate)
		for _, tenths := range []int{(e.Share + 5) / 10, e.Low / 10, (e.High + 9) / 10} {
			row = append(row, cell{value: float64(tenths) / 10, style: percentStyle})
		}
	}
	return append(row, whole(a.N), text(b.status(a.N)))
}

var yearInName = regexp.MustCompile(`\b20[0-9]{2}\b`)

// yearOf returns the year that a round is of: the one in its name, or that of its release.
func yearOf(r release.Release) int {
	year := yearInName.FindString(r.Round)
	if year == "" {
		year = r.Sealed[:4]
	}
	n, _ := strconv.Atoi(year)
	return n
}
