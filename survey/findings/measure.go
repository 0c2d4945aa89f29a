package findings

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Share is a measured share. It is not known where the question was not asked, or too few answered
// for it to be shown.
type Share struct {
	release.Answered
	Known bool
}

// ShareOf returns what is measured, if it is.
func ShareOf(m release.Measured, known bool) Share {
	if !known {
		return Share{}
	}
	return Share{m.Answered(), true}
}

// Measure is a question summed up: at the place, in the region, and in the round before.
type Measure struct {
	Battery, Question string
	Topic             string // one of survey.Topics
	Better            survey.Direction
	Sensitive         bool
	Here              Share
	Region            Share // all of it, the place included
	Rest              Share // the region without the place; not known for the region itself
	Before            Share // at the place in the round before
	SinceLast         Difference
	AgainstRest       Difference
}

// measured is a share that can be compared with another, if it is known.
type measured struct {
	of    release.Measured
	known bool
}

func (m measured) share() Share { return ShareOf(m.of, m.known) }

// since returns the difference of two shares.
func (m measured) since(earlier measured) Difference {
	if !m.known || !earlier.known {
		return Difference{}
	}
	return difference(m.of.Since(earlier.of))
}

// measured adds up the measure of a question over blocks or groups of its part.
func (q question) measured(e Edition, of []release.Counted) (m measured) {
	if measure, summed := q.battery.Measures[q.ID]; summed {
		m.of, m.known = e.Measured(q.part, q.ID, measure.Options, q.concerned, of)
	}
	return m
}

// of returns the same question in another edition, if it was asked there.
func (q question) of(e Edition) (question, bool) {
	for _, p := range e.Parts {
		if p.Battery == q.battery.Ref() && slices.Contains(p.Questions, q.ID) {
			q.part = p
			return q, true
		}
	}
	return question{}, false
}

// measures sums up every question that has a measure.
func (s Scope) measures(e Edition, before *Edition, catalogue *survey.Catalogue) []Measure {
	var list []Measure
	for _, q := range questions(e, catalogue) {
		measure, summed := q.battery.Measures[q.ID]
		if !summed {
			continue
		}
		here := q.measured(e, s.Blocks(e, q.part))
		m := Measure{
			Battery: q.battery.Ref(), Question: q.ID, Topic: q.Topic, Better: measure.Better, Sensitive: q.part.Sensitive(),
			Here: here.share(), Region: q.measured(e, Pick(q.part, all)).share(),
		}
		if s.Place.Kind != survey.KindRegion {
			rest := q.measured(e, s.rest(e, q.part))
			m.Rest, m.AgainstRest = rest.share(), here.since(rest)
		}
		if before != nil {
			if earlier, asked := q.of(*before); asked {
				then := earlier.measured(*before, s.Blocks(*before, earlier.part))
				m.Before, m.SinceLast = then.share(), here.since(then)
			}
		}
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(x, y Measure) int { return compareTopics(x.Topic, y.Topic) })
	return list
}

// compareTopics orders topics as results are shown.
func compareTopics(x, y string) int {
	return cmp.Compare(slices.Index(survey.Topics, x), slices.Index(survey.Topics, y))
}

// Wishes is what people at a place chose of a question with several options, largest first.
type Wishes struct {
	Battery, Question string
	Topic             string
	Options           []Wish // without the one that says that none of them fits
}

// Wish is one option.
type Wish struct {
	Option string
	Share  Share
	Region Share
}

// wishes returns what was chosen of each question with several options that is shown at the place: what would
// help first.
func (s Scope) wishes(e Edition, catalogue *survey.Catalogue) []Wishes {
	var list []Wishes
	for _, q := range questions(e, catalogue) {
		if q.Kind != survey.Multi {
			continue
		}
		w := Wishes{Battery: q.battery.Ref(), Question: q.ID, Topic: q.Topic}
		here, region := s.Blocks(e, q.part), Pick(q.part, all)
		chose := func(of []release.Counted, option string) Share {
			return ShareOf(e.Measured(q.part, q.ID, []string{option}, nil, of))
		}
		for _, option := range q.Options() {
			if option == q.NoneOption() {
				continue
			}
			if share := chose(here, option); share.Known {
				w.Options = append(w.Options, Wish{option, share, chose(region, option)})
			}
		}
		slices.SortStableFunc(w.Options, func(x, y Wish) int { return cmp.Compare(y.Share.Share, x.Share.Share) })
		if len(w.Options) > 0 {
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(x, y Wishes) int { return cmp.Compare(rankOfWishes(x.Topic), rankOfWishes(y.Topic)) })
	return list
}

// rankOfWishes puts what people need before what else they chose.
func rankOfWishes(topic string) int {
	if topic == survey.Needs {
		return 0
	}
	return 1
}
