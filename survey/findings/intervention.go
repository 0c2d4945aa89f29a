package findings

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Intervention is what one round says of an intervention at a place.
type Intervention struct {
	ID       string
	Answers  int // to ordinary questions: Before, After and those whose timing is not known
	Before   int
	After    int
	Measures []Effect
}

// Effect is a measure before and after an intervention.
type Effect struct {
	Battery, Question string
	Topic             string
	Better            survey.Direction
	Sensitive         bool
	Before, After     Share
	All               Share // at any time, and those whose timing is not known
	Region            Share // of all answers in the region
	Difference        Difference
}

// Largest returns the effect that is told first: the largest that is certain; none where none is.
func (i Intervention) Largest() (Effect, bool) {
	var largest Effect
	for _, e := range i.Measures {
		if e.Difference.Certain && abs(e.Difference.Difference) > abs(largest.Difference.Difference) {
			largest = e
		}
	}
	return largest, largest.Difference.Certain
}

func abs(x float64) float64 { return max(x, -x) }

// interventions sums up every intervention that has blocks of its own at the place, the one with
// most answers first.
func (s Scope) interventions(e Edition, catalogue *survey.Catalogue) []Intervention {
	var ids []string
	for _, p := range e.Parts {
		for _, b := range p.Blocks {
			if b.Intervention != "" && s.Holds(e, b.Place()) && !p.Sensitive() {
				ids = append(ids, b.Intervention)
			}
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	asked := questions(e, catalogue)
	region := make([]Share, len(asked))
	for i, q := range asked {
		region[i] = q.measured(e, Pick(q.part, all)).share()
	}
	list := make([]Intervention, 0, len(ids))
	for _, id := range ids {
		list = append(list, s.intervention(e, id, asked, region))
	}
	slices.SortStableFunc(list, func(x, y Intervention) int { return cmp.Compare(y.Answers, x.Answers) })
	return list
}

// intervention sums up one intervention, with the shares of each question in the region.
func (s Scope) intervention(e Edition, id string, asked []question, region []Share) Intervention {
	i := Intervention{ID: id}
	at := func(p release.Part, timing ...survey.Timing) []release.Counted {
		return s.blocks(e, p, func(b release.Block) bool {
			return b.Intervention == id && (timing == nil || slices.Contains(timing, b.Timing))
		})
	}
	for _, p := range e.Parts {
		if p.Sensitive() {
			continue
		}
		i.Answers += total(at(p))
		i.Before += total(at(p, survey.Before))
		i.After += total(at(p, survey.After))
	}
	for n, q := range asked {
		measure, summed := q.battery.Measures[q.ID]
		if !summed {
			continue
		}
		before, after := q.measured(e, at(q.part, survey.Before)), q.measured(e, at(q.part, survey.After))
		effect := Effect{
			Battery: q.battery.Ref(), Question: q.ID, Topic: q.Topic, Better: measure.Better, Sensitive: q.part.Sensitive(),
			Before: before.share(), After: after.share(), All: q.measured(e, at(q.part)).share(), Region: region[n],
			Difference: after.since(before),
		}
		i.Measures = append(i.Measures, effect)
	}
	slices.SortStableFunc(i.Measures, func(x, y Effect) int { return compareTopics(x.Topic, y.Topic) })
	return i
}

func total(of []release.Counted) int {
	n := 0
	for _, c := range of {
		n += c.N
	}
	return n
}

// Of returns what the place says of one intervention.
func (p Place) Of(intervention string) (Intervention, bool) {
	i := slices.IndexFunc(p.Interventions, func(i Intervention) bool { return i.ID == intervention })
	if i < 0 {
		return Intervention{}, false
	}
	return p.Interventions[i], true
}

// stepOf returns the step that made a block.
func stepOf(b release.Block) treblock.Step { return treblock.Step(b.Step) }
