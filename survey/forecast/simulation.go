package forecast

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// simulation is a plan that is drawn.
type simulation struct {
	Plan
	dice      *rand.Rand
	lots      io.Reader
	geography treblock.Geography
	groups    []Group
	of        map[Group][]int // places in Gatherings
	homes     map[Group]map[Home]int
	answers   []treblock.Member // of a draw
	groupOf   []Group           // by answer
}

// divide finds the groups of the gatherings.
func (s *simulation) divide() {
	s.of = map[Group][]int{}
	for i, g := range s.Gatherings {
		group := Group{g.Municipality, g.Intervention, g.Timing}
		s.of[group] = append(s.of[group], i)
	}
	s.groups = sortedGroups(s.of)
	for _, g := range s.groups {
		s.homes[g] = map[Home]int{}
	}
}

// draw lets people come to all gatherings once, and notes where the answers of each group are counted.
// All of one group are counted in one place, but for those that a block gives up.
func (s *simulation) draw() error {
	s.answers, s.groupOf = s.answers[:0], s.groupOf[:0]
	for _, group := range s.groups {
		for _, i := range s.of[group] {
			m := treblock.Member{
				Municipality: group.Municipality, Intervention: group.Intervention, Timing: string(group.Timing), Session: session(i),
			}
			for range s.come(s.Gatherings[i]) {
				s.answers, s.groupOf = append(s.answers, m), append(s.groupOf, group)
			}
		}
	}
	list, err := blocks(s.answers, s.K, s.geography, s.lots)
	if err != nil {
		return fmt.Errorf("forecast: %w", err)
	}
	found := map[Group]Home{}
	for _, b := range list {
		for i, answer := range b.Members {
			if g := s.groupOf[answer]; i == 0 || s.groupOf[b.Members[i-1]] != g {
				found[g] = Home{b.Step, b.Area}
			}
		}
	}
	for _, g := range s.groups {
		s.homes[g][found[g]]++
	}
	return nil
}

// session is the tag of the answers of a gathering.
func session(gathering int) string { return fmt.Sprint(gathering) }

// come draws how many answer at a gathering.
func (s *simulation) come(g survey.PlanGathering) int {
	// How many have answered is known in steps of five.
	known := g.AtLeast
	if g.AtLeast > 0 || g.Over {
		known += s.dice.IntN(5)
	}
	if g.Over {
		return known
	}
	share := min(max(s.Turnout.Share+spread*s.dice.NormFloat64(), 0), 1)
	n := 0
	for range g.Expected {
		if s.dice.Float64() < share {
			n++
		}
	}
	return max(n, known)
}

// more returns how many people must be expected at one more gathering of a group to make it likely that
// it is shown for itself. asked keeps what was found of groups with gatherings alike.
func (s *simulation) more(g Group, asked map[string]int) int {
	var own []survey.PlanGathering
	for _, i := range s.of[g] {
		alike := s.Gatherings[i]
		alike.Municipality, alike.Intervention, alike.Timing = "", "", ""
		own = append(own, alike)
	}
	slices.SortFunc(own, func(a, b survey.PlanGathering) int { return a.Expected - b.Expected })
	key := fmt.Sprint(own)
	if n, known := asked[key]; known {
		return n
	}
	enough, few := MostMore, 0
	if !s.likelyWith(own, enough) {
		enough = -1
	}
	for enough-few > 1 {
		middle := (enough + few) / 2
		if s.likelyWith(own, middle) {
			enough = middle
		} else {
			few = middle
		}
	}
	asked[key] = enough
	return enough
}

// likelyWith reports whether these gatherings are likely to be shown for themselves, together with one
// more at which so many are expected.
func (s *simulation) likelyWith(own []survey.PlanGathering, more int) bool {
	rules := treblock.Plain(s.K)
	own = append(slices.Clip(own), survey.PlanGathering{Expected: more})
	var tags []string
	short := 0
	for range Draws {
		tags = tags[:0]
		for i, g := range own {
			tag := session(i)
			for range s.come(g) {
				tags = append(tags, tag)
			}
		}
		if !rules.Eligible(tags) {
			short++
		}
		if short > Draws-Likely {
			return false
		}
	}
	return true
}
