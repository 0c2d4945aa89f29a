package findings

import (
	"cmp"
	"math"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Difference is how much larger one share is than another, as release.Change has it, and whether
// that is certain among all differences that were looked at together.
type Difference struct {
	release.Change
	Known   bool // both shares can be compared
	Certain bool
}

// Kind is what a difference is between.
type Kind string

// The kinds of difference. Groups of people are never compared with each other.
const (
	SinceLast     Kind = "last"   // this round and the one before
	BeforeAfter   Kind = "after"  // before and after an intervention
	AgainstRegion Kind = "region" // the place and the rest of the region
)

// Finding is a difference that is certain.
type Finding struct {
	Kind         Kind
	Question     string
	Battery      string
	Better       survey.Direction
	Intervention string // of BeforeAfter
	Difference   Difference
	Was, Is      Share // what was compared: before and after, or the rest of the region and the place
}

// Improves reports whether the difference is in the direction that is better.
func (f Finding) Improves() bool { return (f.Difference.Difference > 0) == (f.Better == survey.More) }

// mostNotable is how many differences are told in sentences.
const mostNotable = 3

// falseShare is how many of the differences that are called certain may be due to chance.
const falseShare = 0.05

// judge decides which of all differences about the place are certain, and which of them are told.
//
// A place has a hundred differences and more, of which five in a hundred would look certain by
// chance if each were judged alone. They are therefore judged together by the rule of Benjamini and
// Hochberg (JRSS B 57, 1995): the i-th smallest p of m is certain if p ≤ 0.05·i/m, or a larger one
// is. Of differences called so, at most one in twenty is due to chance. p is that at which an
// interval would reach zero, if its halves were those of a normal distribution.
func (p *Place) judge() {
	type candidate struct {
		finding Finding
		p       float64
		of      *Difference
	}
	var list []candidate
	add := func(f Finding, d *Difference) {
		if d.Known && f.Better != survey.Neither {
			list = append(list, candidate{f, probability(d.Change), d})
		}
	}
	for i := range p.Measures {
		m := &p.Measures[i]
		f := Finding{Question: m.Question, Battery: m.Battery, Better: m.Better}
		f.Kind, f.Was, f.Is = SinceLast, m.Before, m.Here
		add(f, &m.SinceLast)
		f.Kind, f.Was = AgainstRegion, m.Rest
		add(f, &m.AgainstRest)
	}
	for i := range p.Interventions {
		for j := range p.Interventions[i].Measures {
			m := &p.Interventions[i].Measures[j]
			add(Finding{
				Kind: BeforeAfter, Question: m.Question, Battery: m.Battery, Better: m.Better,
				Intervention: p.Interventions[i].ID, Was: m.Before, Is: m.After,
			}, &m.Difference)
		}
	}
	p.Compared = len(list)
	slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Compare(x.p, y.p) })
	certain := 0
	for i, c := range list {
		if c.p <= falseShare*float64(i+1)/float64(len(list)) {
			certain = i + 1
		}
	}
	for _, c := range list[:certain] {
		c.of.Certain = true
		c.finding.Difference = *c.of
		p.Notable = append(p.Notable, c.finding)
	}
	p.Notable = largest(p.Notable)
}

// largest returns the largest findings, of each question only one.
func largest(all []Finding) []Finding {
	slices.SortStableFunc(all, func(x, y Finding) int {
		return cmp.Compare(math.Abs(y.Difference.Difference), math.Abs(x.Difference.Difference))
	})
	var list []Finding
	for _, f := range all {
		if len(list) < mostNotable && !slices.ContainsFunc(list, func(l Finding) bool { return l.Question == f.Question }) {
			list = append(list, f)
		}
	}
	return list
}

// probability is that of a difference at least as large where there is none.
func probability(c release.Change) float64 {
	towardsZero := c.Difference - c.Low
	if c.Difference < 0 {
		towardsZero = c.High - c.Difference
	}
	if towardsZero <= 0 {
		return 1
	}
	return math.Erfc(z * math.Abs(c.Difference) / towardsZero / math.Sqrt2)
}

// z is the 97.5 % point of the normal distribution, of which intervals are made.
const z = 1.96
