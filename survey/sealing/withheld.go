package sealing

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// finish puts the parts in their order, lists what has no numbers, and counts
// tables.
func (c *counting) finish(r *release.Release) {
	slices.SortFunc(r.Batteries, func(x, y release.Battery) int { return cmp.Compare(x.Ref(), y.Ref()) })
	slices.SortFunc(r.Parts, release.Part.Compare)
	for i, part := range r.Parts {
		r.Withheld = append(r.Withheld, withoutBlock(i, part, c.combinationsOf(r, part))...)
		for j, block := range part.Blocks {
			for _, t := range r.Tables(part) {
				if _, shown := block.Q[t.ID]; !shown {
					r.Withheld = append(r.Withheld, release.Withheld{Part: i, Block: &j, Table: t.ID})
				}
			}
		}
	}
	slices.SortFunc(r.Withheld, release.Withheld.Compare)
	r.Audit = r.Count()
}

// combinationsOf lists the combinations of municipality, intervention and timing that both parts of
// a class list: those in whose sessions of this round it was asked, and those of blocks with answers from
// earlier rounds.
func (c *counting) combinationsOf(r *release.Release, of release.Part) []survey.Asking {
	var list []survey.Asking
	add := func(municipality, intervention string, timing survey.Timing) {
		a := survey.Asking{Municipality: municipality, Intervention: intervention, Timing: timing}
		if !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	p := c.parts[slices.IndexFunc(c.parts, func(p *partBuilder) bool { return p.Part.Compare(of) == 0 })]
	for _, s := range c.askers.sessions {
		if p.class.asks(combination{s.Set, s.Timing}) {
			add(s.Municipality, s.Intervention, s.Timing)
		}
	}
	for _, part := range r.Parts {
		for _, b := range part.Blocks {
			if part.SharesPeople(of) && treblock.Step(b.Step) == treblock.InterventionTiming {
				add(b.Municipality, b.Intervention, b.Timing)
			}
		}
	}
	return list
}

// withoutBlock lists the combinations that were asked about and have no block of their own.
func withoutBlock(part int, p release.Part, asked []survey.Asking) []release.Withheld {
	var list []release.Withheld
	for _, a := range asked {
		own := slices.ContainsFunc(p.Blocks, func(b release.Block) bool {
			return treblock.Step(b.Step) == treblock.InterventionTiming &&
				b.Municipality == a.Municipality && b.Intervention == a.Intervention && b.Timing == a.Timing
		})
		if !own {
			list = append(list, release.Withheld{Part: part, Municipality: a.Municipality, Intervention: a.Intervention, Timing: a.Timing})
		}
	}
	return list
}
