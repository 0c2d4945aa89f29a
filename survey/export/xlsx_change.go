package export

import (
	"maps"
	"math"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
)

// comparison is two groups of answers whose measures are compared.
type comparison struct {
	what         string
	intervention string
	before, now  func(part release.Part) []release.Counted
	earlier      release.Release // that the answers before are from
}

// changes returns the sheet of changes: before and after each intervention, and since the round
// before.
func (b Book) changes() sheet {
	s := sheet{name: b.sheetName("changes"), widths: []float64{10, 20, 26, 12, 30, 22, 10, 44, 9, 9, 12, 9, 9, 10, 10}, head: 1, landscape: true}
	s.rows = [][]cell{heads(
		b.text("xlsx.place_code"), b.text("place_name"), b.text("xlsx.compared"), b.text("intervention"), b.text("intervention_name"),
		b.text("xlsx.topic"), b.text("question"), b.text("xlsx.measure"), b.text("xlsx.before"), b.text("xlsx.now"),
		b.text("xlsx.difference"), b.text("xlsx.low"), b.text("xlsx.high"), b.text("xlsx.certain"), b.text("xlsx.for_the_better"),
	)}
	for _, place := range b.places() {
		for _, c := range b.comparisons(place) {
			for _, q := range b.questions(b.Release) {
				if row, ok := b.changeRow(place, c, q); ok {
					s.rows = append(s.rows, row)
				}
			}
		}
	}
	if len(s.rows) == 1 {
		s.rows = append(s.rows, []cell{{}, {}, text(b.text("xlsx.no_change"))})
	}
	return s
}

// comparisons returns what is compared in a place: each intervention of a municipality that was
// asked about at two timings, and the place with itself in the round before.
func (b Book) comparisons(place survey.Place) []comparison {
	var list []comparison
	if place.Kind == survey.KindMunicipality {
		for _, of := range b.timedTwice(place.Code) {
			at := func(timing survey.Timing) func(release.Part) []release.Counted {
				return func(p release.Part) []release.Counted {
					var counted []release.Counted
					for _, block := range p.Blocks {
						if block.Place() == place && block.Intervention == of.intervention && block.Timing == timing {
							counted = append(counted, block.Counted())
						}
					}
					return counted
				}
			}
			what := b.text("timing."+string(of.first)) + " → " + b.text("timing."+string(of.second))
			list = append(list, comparison{what, of.intervention, at(of.first), at(of.second), b.Release})
		}
	}
	if b.Earlier != nil {
		in := func(p release.Part) []release.Counted { return b.blocks(p, place) }
		list = append(list, comparison{b.Earlier.Round + " → " + b.Release.Round, "", in, in, *b.Earlier})
	}
	return list
}

// twice is an intervention that was asked about at two timings.
type twice struct {
	intervention  string
	first, second survey.Timing
}

// timedTwice returns the interventions of a municipality that have blocks before and after, before and
// later, or after and later, sorted by intervention.
func (b Book) timedTwice(municipality string) []twice {
	timings := map[string]map[survey.Timing]bool{}
	for _, p := range b.Release.Parts {
		for _, block := range p.Blocks {
			if block.Municipality != municipality || block.Timing == "" {
				continue
			}
			if timings[block.Intervention] == nil {
				timings[block.Intervention] = map[survey.Timing]bool{}
			}
			timings[block.Intervention][block.Timing] = true
		}
	}
	var list []twice
	for _, intervention := range slices.Sorted(maps.Keys(timings)) {
		for _, pair := range [][2]survey.Timing{{survey.Before, survey.After}, {survey.Before, survey.Later}, {survey.After, survey.Later}} {
			if has := timings[intervention]; has[pair[0]] && has[pair[1]] {
				list = append(list, twice{intervention, pair[0], pair[1]})
			}
		}
	}
	return list
}

// changeRow returns the row of a measure that can be compared.
func (b Book) changeRow(place survey.Place, c comparison, q asked) ([]cell, bool) {
	if q.measure == nil {
		return nil, false
	}
	measured := func(r release.Release, of func(release.Part) []release.Counted) (m release.Measured, ok bool) {
		for _, p := range r.Parts {
			if p.Battery == q.part.Battery && slices.Contains(p.Questions, q.ID) {
				return r.Measured(p, q.ID, q.measure.Options, q.Concerned(), of(p))
			}
		}
		return m, false
	}
	now, shown := measured(b.Release, c.now)
	before, was := measured(c.earlier, c.before)
	if !shown || !was {
		return nil, false
	}
	change, ok := now.Since(before)
	if !ok {
		return nil, false
	}
	row := append(b.placeCells(place), text(c.what), text(c.intervention))
	if c.intervention == "" {
		row = append(row, text(""))
	} else {
		row = append(row, name(b.Words.Intervention(c.intervention)))
	}
	row = append(row, text(b.topic(q.Question)), text(q.ref()), text(b.Words.Text(q.MeasureKey())))
	row = append(row, shareCells(before.Answered().Estimate, release.LeastForShares)[0], shareCells(now.Answered().Estimate, release.LeastForShares)[0])
	row = append(row, points(change.Difference, math.Round), points(change.Low, math.Floor), points(change.High, math.Ceil))
	return append(row, text(b.yes(findings.IsCertain(change))), text(b.forTheBetter(q.measure.Better, change))), true
}

// points returns a cell with a difference of shares in percentage points, with one decimal.
func points(difference float64, round func(float64) float64) cell {
	return cell{value: round(tidy(1000*difference)) / 10, style: pointsStyle}
}

// forTheBetter says of a certain change whether it is for the better, where a measure has a better.
func (b Book) forTheBetter(better survey.Direction, c release.Change) string {
	switch {
	case !findings.IsCertain(c) || better == survey.Neither:
		return ""
	case (better == survey.More) == (c.Difference > 0):
		return b.text("xlsx.for_the_better.yes")
	}
	return b.text("xlsx.for_the_better.no")
}
