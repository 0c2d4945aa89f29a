package sealing

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Why says why answers found no block.
type Why string

// The reasons.
const (
	TooFew       Why = "few" // fewer than k were left in their municipality
	OneGathering Why = "one" // k or more were left, nearly all of them from one session
	ByLot        Why = "lot" // drawn by lot, so that their block is a multiple of three
)

// Waits is how many answers of one municipality, intervention and timing found no block: they wait for
// the next round, or are destroyed where the pending file is final.
type Waits struct {
	Municipality string
	Intervention string
	Timing       survey.Timing
	Why          Why
	Answers      int
}

// left returns what found no block, as it was given, and why, in the order of municipality, intervention,
// timing and why.
func (c *counting) left(found opened) (left []survey.Submission, waits []Waits) {
	for _, b := range c.file.Batteries {
		h := c.homes[b.Ref()]
		if h == nil {
			continue
		}
		var here []survey.Submission
		for _, i := range h.left {
			here = append(here, found.answers[b.Ref()][i].Submission)
		}
		var blocks []release.Block
		for _, block := range h.blocks {
			blocks = append(blocks, c.grouper.block(block))
		}
		left = append(left, here...)
		waits = append(waits, c.grouper.waitsOf(c.file, blocks, here)...)
	}
	return left, merged(waits)
}

// waitsOf says why answers were left over where these blocks were made.
func (g grouper) waitsOf(file survey.PendingFile, blocks []release.Block, left []survey.Submission) []Waits {
	patience := patienceOf(file)
	unplaced := map[string]int{} // by municipality
	list := make([]Waits, len(left))
	for i, a := range left {
		list[i] = Waits{Municipality: a.Municipality, Intervention: a.Intervention, Timing: a.Timing, Why: ByLot, Answers: 1}
		// A group that becomes a block leaves nobody over but those that are drawn.
		if !slices.ContainsFunc(blocks, func(b release.Block) bool { return g.triedFor(b, a, patience) }) {
			list[i].Why = TooFew
			unplaced[a.Municipality]++
		}
	}
	for i, w := range list {
		if w.Why == TooFew && unplaced[w.Municipality] >= file.Round.K {
			list[i].Why = OneGathering
		}
	}
	return list
}

// triedFor reports whether an answer was among those that a block was made of.
func (g grouper) triedFor(b release.Block, a survey.Submission, patience int) bool {
	switch treblock.Step(b.Step) {
	case treblock.InterventionTiming:
		return b.Municipality == a.Municipality && b.Intervention == a.Intervention && b.Timing == a.Timing
	case treblock.Intervention:
		return b.Municipality == a.Municipality && b.Intervention == a.Intervention
	case treblock.SharedIntervention:
		return g.geography.Shared[a.Intervention] && b.Intervention == a.Intervention
	case treblock.Municipality:
		return b.Municipality == a.Municipality
	case treblock.Area:
		return a.Waited >= patience && b.Area == g.geography.Area[a.Municipality]
	}
	return a.Waited >= patience
}

// merged adds up what waits at one place for one reason.
func merged(list []Waits) []Waits {
	slices.SortFunc(list, func(x, y Waits) int {
		return cmp.Or(cmp.Compare(x.Municipality, y.Municipality), cmp.Compare(x.Intervention, y.Intervention),
			cmp.Compare(x.Timing, y.Timing), cmp.Compare(x.Why, y.Why))
	})
	var sums []Waits
	for _, w := range list {
		if last := len(sums) - 1; last >= 0 {
			alike := w
			alike.Answers = sums[last].Answers
			if alike == sums[last] {
				sums[last].Answers += w.Answers
				continue
			}
		}
		sums = append(sums, w)
	}
	return sums
}
