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
	Answers  int // in this round, at any timing and those whose timing is not known
	Before   int
	After    int
	Later    int
	At       map[survey.Timing]Edition // of each timing at which somebody was asked: this round, or the newest before it
	Measures []Effect
}

// Effect is a measure before and after an intervention, and some time later. People are not
// followed: those who were asked at one timing may be others than at another.
type Effect struct {
	Battery, Question string
	Topic             string
	Better            survey.Direction
	Sensitive         bool
	Timings           []survey.Timing // at which it is asked; none: at all
	Before, After     Share
	Later             Share
	All               Share      // at any time, and those whose timing is not known
	Region            Share      // of all answers in the region
	Difference        Difference // from before to after
	SinceBefore       Difference // from before to later
}

// AskedAt reports whether the question is asked at a time.
func (e Effect) AskedAt(t survey.Timing) bool {
	return len(e.Timings) == 0 || slices.Contains(e.Timings, t)
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
// comparable are the editions that e, the last of them, can be compared with.
func (s Scope) interventions(comparable []Edition, catalogue *survey.Catalogue) []Intervention {
	e := comparable[len(comparable)-1]
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
		list = append(list, s.intervention(comparable, id, asked, region))
	}
	slices.SortStableFunc(list, func(x, y Intervention) int { return cmp.Compare(y.Answers, x.Answers) })
	return list
}

// intervention sums up one intervention, with the shares of each question in the region.
// What was asked before it in one round may be asked after it in a later one: a timing at which nobody was
// asked in the last edition is that of the newest one before in which somebody was.
func (s Scope) intervention(comparable []Edition, id string, asked []question, region []Share) Intervention {
	e := comparable[len(comparable)-1]
	i := Intervention{ID: id, At: map[survey.Timing]Edition{}}
	at := func(e Edition, p release.Part, timing ...survey.Timing) []release.Counted {
		return s.blocks(e, p, func(b release.Block) bool {
			return b.Intervention == id && (timing == nil || slices.Contains(timing, b.Timing))
		})
	}
	count := func(e Edition, timing ...survey.Timing) (n int) {
		for _, p := range e.Parts {
			if p.CountsEverybody() {
				n += total(at(e, p, timing...))
			}
		}
		return n
	}
	asOf := func(timing survey.Timing) int {
		for _, earlier := range slices.Backward(comparable) {
			if n := count(earlier, timing); n > 0 {
				i.At[timing] = earlier
				return n
			}
		}
		return 0
	}
	i.Answers, i.Before, i.After, i.Later = count(e), asOf(survey.Before), asOf(survey.After), asOf(survey.Later)
	timed := func(q question, timing survey.Timing) measured {
		in, has := i.At[timing]
		q, was := q.of(in)
		if !has || !was {
			return measured{}
		}
		return q.measured(in, at(in, q.part, timing))
	}
	for n, q := range asked {
		measure, summed := q.battery.Measures[q.ID]
		if !summed {
			continue
		}
		before, after, later := timed(q, survey.Before), timed(q, survey.After), timed(q, survey.Later)
		effect := Effect{
			Battery: q.battery.Ref(), Question: q.ID, Topic: q.Topic, Better: measure.Better, Sensitive: q.part.Sensitive(), Timings: q.Timings,
			Before: before.share(), After: after.share(), Later: later.share(), All: q.measured(e, at(e, q.part)).share(), Region: region[n],
			Difference: after.since(before), SinceBefore: later.since(before),
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
