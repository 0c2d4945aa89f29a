// Package forecast says, before a round is sealed, what its release is likely to show. It lets people
// come to the gatherings of a plan many times, and groups their answers each time as the seal does,
// by the same code. It says nothing of what anybody answers.
//
// What it leaves out: answers that wait from earlier rounds, whose places nobody knows before the
// seal; batteries other than the first of a round; and sensitive questions, which need more answers
// than are counted with here.
package forecast

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/treblock"
)

// Draws is how many times a plan is drawn.
const Draws = 200

// Likely is in how many of Draws something happens that is likely to happen: nine of ten.
const Likely = Draws * 9 / 10

// MostMore is the largest gathering that is thought of as one more.
const MostMore = 30

// spread is by how much the share of those expected who answer differs from gathering to gathering,
// as a standard deviation. More of it makes forecasts more cautious.
const spread = 0.15

// Plan is what is known of a round before it is sealed.
type Plan struct {
	survey.PlanBasis
	Turnout Turnout
}

// Group is what a release can show for itself: one intervention at one timing in a municipality.
type Group struct {
	Municipality string
	Intervention string
	Timing       survey.Timing
}

// compare orders groups.
func (g Group) compare(other Group) int {
	return cmp.Or(cmp.Compare(g.Municipality, other.Municipality), cmp.Compare(g.Intervention, other.Intervention), cmp.Compare(g.Timing, other.Timing))
}

// Outlook is what a release is likely to show of a group. Its numbers are in how many of Draws.
type Outlook struct {
	Alone  int // it is shown for itself
	Within int // it is, or its intervention is, with all timings together, in the municipality
	Else   int // it is counted as Home says
	Home   Home
	More   int // people at one more gathering that make it likely that it is shown for itself; 0: it is; -1: one more is not enough
}

// Home is where answers are counted that are not shown for their intervention in their municipality.
// Steps Area and Region are for answers that first wait for company nearer home.
type Home struct {
	Step treblock.Step // 0: they wait, and find no company
	Area string
}

// Forecast is what a release is likely to show of each group that something is planned of.
type Forecast map[Group]Outlook

// Of draws a plan, always in the same way. It ends early with the error of a context that is done.
func Of(ctx context.Context, p Plan) (Forecast, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("forecast: %w", err)
	}
	lots := rand.NewChaCha8(sha256.Sum256(text))
	s := simulation{Plan: p, dice: rand.New(lots), lots: lots, geography: p.geography(), homes: map[Group]map[Home]int{}}
	s.divide()
	for range Draws {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := s.draw(); err != nil {
			return nil, err
		}
	}
	forecast := Forecast{}
	asked := map[string]int{}
	for _, g := range s.groups {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		o := outlook(s.homes[g])
		if o.Alone < Likely {
			o.More = s.more(g, asked)
		}
		forecast[g] = o
	}
	return forecast, nil
}

// outlook sums up where the answers of a group were counted.
func outlook(homes map[Home]int) Outlook {
	var o Outlook
	for home, n := range homes {
		switch home.Step {
		case treblock.InterventionTiming:
			o.Alone += n
			o.Within += n
		case treblock.Intervention:
			o.Within += n
		default:
			// Of two that are as likely it is the one nearer home.
			if n > o.Else || n == o.Else && home.before(o.Home) {
				o.Else, o.Home = n, home
			}
		}
	}
	return o
}

// before reports whether a home is nearer than another.
func (h Home) before(other Home) bool {
	far := func(h Home) int {
		if h.Step == 0 {
			return int(treblock.Region) + 1
		}
		return int(h.Step)
	}
	return far(h) < far(other)
}

// geography is what the steps of the seal need to know of places and interventions.
func (p Plan) geography() treblock.Geography {
	var g treblock.Geography
	for _, area := range p.Areas {
		g.AddArea(area.Name, area.Municipalities)
	}
	for _, i := range p.Interventions {
		g.AddIntervention(i.ID, i.Municipalities)
	}
	return g
}

// Blocks groups answers as the seal of the round groups those to ordinary questions, when none of them
// waits any longer. The steps Area and Region have those that would wait in this round.
func (p Plan) Blocks(answers []treblock.Member, lots io.Reader) ([]treblock.Block, error) {
	return blocks(answers, p.K, p.geography(), lots)
}

func blocks(answers []treblock.Member, k int, g treblock.Geography, lots io.Reader) ([]treblock.Block, error) {
	list, _, err := treblock.Partition(answers, treblock.Plain(k), g, 0, lots)
	return list, err
}

// sortedGroups returns the groups of gatherings, each once.
func sortedGroups(of map[Group][]int) []Group {
	var list []Group
	for g := range of {
		list = append(list, g)
	}
	slices.SortFunc(list, Group.compare)
	return list
}
