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
func finish(r *release.Release, file survey.PendingFile) {
	slices.SortFunc(r.Batteries, func(x, y release.Battery) int { return cmp.Compare(x.Ref(), y.Ref()) })
	slices.SortFunc(r.Parts, release.Part.Compare)
	for i, part := range r.Parts {
		asked := file.Asked
		if slices.Contains(file.TakenOver, part.Battery) {
			asked = nil // its answers have waited since an earlier round
		}
		r.Withheld = append(r.Withheld, withoutBlock(i, part, combinationsOf(r, part.Battery, asked))...)
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
// a battery list: those asked about in this round, and those of blocks with answers from earlier
// rounds.
func combinationsOf(r *release.Release, battery string, asked []survey.Asking) []survey.Asking {
	list := slices.Clone(asked)
	for _, part := range r.Parts {
		for _, b := range part.Blocks {
			a := survey.Asking{Municipality: b.Municipality, Intervention: b.Intervention, Timing: b.Timing}
			if part.Battery == battery && treblock.Step(b.Step) == treblock.InterventionTiming && !slices.Contains(list, a) {
				list = append(list, a)
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
