package findings

import (
	"cmp"
	"math"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Difference is how much larger one share is than another, as release.Change has it, and whether it
// is certain: hardly ever due to chance. See certainBelow.
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

// certainBelow is how likely a difference may be where there is none, to be called certain.
//
// A place is compared with the round before, with the rest of the region, and before with after each
// of its interventions: about seventy differences. If one in twenty were called certain by chance, two
// pages of three would have one. So rarely as this, one page in twenty has, at most (simulated with
// gatherings whose answers correlate by 0.05); and the same difference is certain wherever it is
// shown.
const certainBelow = 0.004

// difference judges a change.
func difference(c release.Change, known bool) Difference {
	return Difference{Change: c, Known: known, Certain: known && IsCertain(c)}
}

// IsCertain reports whether a change is hardly ever due to chance, which is asked more of than that
// its interval leaves out zero.
func IsCertain(c release.Change) bool { return probability(c) <= certainBelow }

// notable returns the differences about the place that are told in sentences. What is neither good
// nor bad is not told.
func (p *Place) notable() (list []Finding, compared int) {
	add := func(f Finding) {
		if !f.Difference.Known || f.Better == survey.Neither {
			return
		}
		if compared++; f.Difference.Certain {
			list = append(list, f)
		}
	}
	for _, m := range p.Measures {
		f := Finding{Question: m.Question, Battery: m.Battery, Better: m.Better, Is: m.Here}
		f.Kind, f.Was, f.Difference = SinceLast, m.Before, m.SinceLast
		add(f)
		f.Kind, f.Was, f.Difference = AgainstRegion, m.Rest, m.AgainstRest
		add(f)
	}
	for _, i := range p.Interventions {
		for _, e := range i.Measures {
			add(Finding{BeforeAfter, e.Question, e.Battery, e.Better, i.ID, e.Difference, e.Before, e.After})
		}
	}
	return largest(list), compared
}

// largest returns the largest findings: of each kind the largest, then whatever is largest, and of
// each question only one.
func largest(all []Finding) []Finding {
	bySize := func(x, y Finding) int {
		return cmp.Compare(math.Abs(y.Difference.Difference), math.Abs(x.Difference.Difference))
	}
	slices.SortStableFunc(all, bySize)
	var list []Finding
	for _, other := range []bool{true, false} {
		for _, f := range all {
			told := slices.ContainsFunc(list, func(l Finding) bool { return l.Question == f.Question || other && l.Kind == f.Kind })
			if len(list) < mostNotable && !told {
				list = append(list, f)
			}
		}
	}
	slices.SortStableFunc(list, bySize)
	return list
}

// probability is that of a difference at least as large where there is none: that at which the
// interval would reach zero, if its halves were those of a normal distribution.
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
