package treblock

import (
	"cmp"
	"io"
	"maps"
	"slices"
)

// Patience is how many rounds an answer waits for company in its own municipality before it may be counted in the
// reporting area or the region.
const Patience = 2

// Member is what the partition looks at in one answer. There is no field for what was answered: what is grouped, shed
// or left waiting cannot depend on it.
type Member struct {
	Municipality string
	Intervention string
	Timing       string
	Session      string // random tag of the session; answers without one count as a single session
	Waited       int    // rounds it has waited already
}

// Step is the step of the partition that found a home for a block's answers; the lower, the closer to where they were
// given.
type Step int

// The steps, in the order in which an answer tries them.
const (
	InterventionTiming Step = 1 + iota // one intervention at one timing in the municipality
	Intervention                       // one intervention in the municipality, the timings left over
	SharedIntervention                 // one intervention that several municipalities run together
	Municipality                       // all other interventions of the municipality, "Övriga insatser"
	Area                               // the reporting area
	Region                             // the rest of the region
)

// Geography is what the steps need to know about places and interventions. The zero value has no reporting areas and
// no shared interventions.
type Geography struct {
	Area   map[string]string // municipality to the name of its reporting area; absent or "": it has none
	Shared map[string]bool   // interventions that several municipalities run together
}

// AddArea adds a reporting area with its municipalities.
func (g *Geography) AddArea(name string, municipalities []string) {
	if g.Area == nil {
		g.Area = map[string]string{}
	}
	for _, m := range municipalities {
		g.Area[m] = name
	}
}

// AddIntervention adds an intervention with all municipalities that run it.
func (g *Geography) AddIntervention(id string, municipalities []string) {
	if g.Shared == nil {
		g.Shared = map[string]bool{}
	}
	g.Shared[id] = len(municipalities) > 1
}

// Block is a set of answers that are tabulated together. Only the fields that define its step are set: a block of step
// Municipality has no intervention, one of step SharedIntervention no municipality, one of step Region none at all.
type Block struct {
	Step         Step
	Municipality string
	Area         string
	Intervention string
	Timing       string
	Members      []int // places in the answers given to Partition, ascending; as many as a multiple of Base, at least K
}

// Partition finds a home for every answer: six steps, each a partition of what the step before left over, and in each
// step every group that is eligible becomes a block. It returns the blocks in order of step, place, intervention and
// timing, and the places, ascending, of the answers that have to wait: those shed to make a block's size a multiple of
// the base, which never go on to a later step, and those that found no company in any.
//
// Only answers that have waited for at least patience rounds go on to the steps Area and Region; with patience 0 all
// do. Every answer is in exactly one block or in left. On an error, of rnd or of rules that contradict themselves,
// there are neither.
func Partition(answers []Member, r Rules, g Geography, patience int, rnd io.Reader) (
	blocks []Block, left []int, err error) {
	if err := r.check(); err != nil {
		return nil, nil, err
	}
	rest := make([]int, len(answers))
	for i := range rest {
		rest[i] = i
	}
	for step := InterventionTiming; step <= Region; step++ {
		groups, unplaced := gather(answers, rest, step, g, patience)
		// In sorted order, so that the same random stream always gives the same release.
		for _, h := range slices.SortedFunc(maps.Keys(groups), groupKey.compare) {
			sessions := bySession(answers, groups[h])
			if !r.eligible(sizes(sessions)) {
				unplaced = append(unplaced, groups[h]...)
				continue
			}
			gone, err := shed(sessions, len(groups[h])%r.Base, rnd)
			if err != nil {
				return nil, nil, err
			}
			left = append(left, gone...)
			blocks = append(blocks, h.block(step, without(groups[h], gone))) // mutation: block
		}
		slices.Sort(unplaced)
		rest = unplaced
	}
	left = append(left, rest...)
	slices.Sort(left)
	return blocks, left, nil
}

// groupKey is what the answers of one group have in common.
type groupKey struct {
	municipality, area, intervention, timing string
}

// groupKeyOf returns the group in which a step looks for company for an answer; false when the step is not for it.
func groupKeyOf(m Member, step Step, g Geography, patience int) (groupKey, bool) {
	switch step {
	case InterventionTiming:
		return groupKey{municipality: m.Municipality, intervention: m.Intervention, timing: m.Timing}, true
	case Intervention:
		return groupKey{municipality: m.Municipality, intervention: m.Intervention}, true
	case SharedIntervention:
		return groupKey{intervention: m.Intervention}, g.Shared[m.Intervention]
	case Municipality:
		return groupKey{municipality: m.Municipality}, true
	case Area:
		area := g.Area[m.Municipality]
		return groupKey{area: area}, area != "" && m.Waited >= patience
	default:
		return groupKey{}, m.Waited >= patience
	}
}

func (h groupKey) compare(other groupKey) int {
	return cmp.Or(
		cmp.Compare(h.municipality, other.municipality),
		cmp.Compare(h.area, other.area),
		cmp.Compare(h.intervention, other.intervention),
		cmp.Compare(h.timing, other.timing),
	)
}

func (h groupKey) block(step Step, members []int) Block {
	return Block{Step: step, Municipality: h.municipality, Area: h.area, Intervention: h.intervention, Timing: h.timing,
		Members: members}
}

// gather puts the answers at the places in rest into the groups of a step; unplaced are those the step is not for.
func gather(answers []Member, rest []int, step Step, g Geography, patience int) (groups map[groupKey][]int, unplaced []int) {
	groups = map[groupKey][]int{}
	for _, i := range rest {
		h, ok := groupKeyOf(answers[i], step, g, patience)
		if !ok {
			unplaced = append(unplaced, i)
			continue
		}
		groups[h] = append(groups[h], i)
	}
	return groups, unplaced
}

// bySession splits a group by session, the largest session first, equally large ones by tag.
func bySession(answers []Member, group []int) [][]int {
	split := map[string][]int{}
	for _, i := range group {
		split[answers[i].Session] = append(split[answers[i].Session], i)
	}
	tags := slices.SortedFunc(maps.Keys(split), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(split[b]), len(split[a])), cmp.Compare(a, b))
	})
	sessions := make([][]int, len(tags))
	for i, tag := range tags {
		sessions[i] = split[tag]
	}
	return sessions
}

func sizes(sessions [][]int) []int {
	n := make([]int, len(sessions))
	for i, s := range sessions {
		n[i] = len(s)
	}
	return n
}

// without returns the members of an ascending group that are not gone, in a slice of its own.
func without(group, gone []int) []int {
	kept := make([]int, 0, len(group)-len(gone))
	for _, i := range group {
		if !slices.Contains(gone, i) {
			kept = append(kept, i)
		}
	}
	return kept
}
