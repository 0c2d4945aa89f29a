package offline

import (
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/wording"
)

// shown is what a release will show, for somebody to look at before it is signed.
type shown struct {
	Disposal survey.Disposal
	Final    bool
	Demo     bool
	Parts    []shownPart
	Waits    []line // and why
	Audit    release.Audit
	MadeUp   check
	Honesty  []shownHonesty
}

// shownPart are the blocks of a part of a release, and what has none.
type shownPart struct {
	Battery   string
	Sensitive bool
	Asked     string // sets and timings that asked its questions; "" where everybody was asked
	K         int
	Blocks    []line
	Without   []line
	Views     []line
}

// line is one line of a table.
type line struct {
	Place, Intervention, Timing string
	N                           int
	How                         string // the step of a block, the groups of a view, why answers wait
}

// shownHonesty is how far the answers to one battery can be relied on.
type shownHonesty struct {
	Battery string
	Checks  []check
	TooFew  []string // names of the checks that too few answers say nothing of
}

// check is one check and what it came out as, in words.
type check struct{ Name, Outcome, Means string }

// shownOf returns what was made in the words of a page.
func (d *Desk) shownOf(b base, m sealing.Made) *shown {
	w := wording.In(b.Printer, d.options.Catalogue, d.options.Interventions)
	s := &shown{
		Disposal: m.Record.Disposal, Final: m.Record.Disposal.Next == "", Demo: m.Release.Demo, Audit: m.Release.Audit,
		MadeUp: checkOf(b, "made_up", m.Release.MadeUp),
	}
	for i, part := range m.Release.Parts {
		s.Parts = append(s.Parts, partOf(b, w, m.Release, i, part))
	}
	for _, waits := range m.Waits {
		why := b.T("offline.why."+string(waits.Why), "K", m.Release.K)
		s.Waits = append(s.Waits, line{w.Municipality(waits.Municipality), w.Intervention(waits.Intervention), timing(b, waits.Timing), waits.Answers, why})
	}
	for _, battery := range m.Release.Batteries {
		h := shownHonesty{Battery: battery.Ref()}
		for _, name := range checkNames() {
			if word := m.Release.Honesty[battery.Ref()][name]; word == release.TooFew {
				h.TooFew = append(h.TooFew, b.T("officer.check."+name))
			} else {
				h.Checks = append(h.Checks, checkOf(b, name, word))
			}
		}
		s.Honesty = append(s.Honesty, h)
	}
	return s
}

// checkNames returns the names of the checks, in one order.
func checkNames() []string {
	var names []string
	for name := range release.Categories {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func checkOf(b base, name, word string) check {
	key := "officer.check." + name
	outcome := key + "." + word
	if word == release.TooFew {
		outcome = "officer.check." + release.TooFew
	}
	return check{b.T(key), b.T(outcome), b.T(outcome + ".means")}
}

func partOf(b base, w wording.Words, r release.Release, i int, part release.Part) shownPart {
	s := shownPart{Battery: part.Battery, Sensitive: part.Sensitive(), K: part.K, Asked: strings.Join(part.Asked, ", ")}
	for _, block := range part.Blocks {
		l := line{Place: w.Place(block.Place()), N: block.N, How: b.T("export.step." + strconv.Itoa(block.Step))}
		if block.Intervention != "" {
			l.Intervention = w.Intervention(block.Intervention)
		}
		if block.Timing != "" {
			l.Timing = timing(b, block.Timing)
		}
		s.Blocks = append(s.Blocks, l)
	}
	for _, withheld := range r.Withheld {
		if withheld.Part == i && withheld.Block == nil && withheld.View == nil {
			s.Without = append(s.Without, line{
				Place: w.Municipality(withheld.Municipality), Intervention: w.Intervention(withheld.Intervention), Timing: timing(b, withheld.Timing),
			})
		}
	}
	for _, view := range part.Views {
		for _, group := range view.Groups {
			s.Views = append(s.Views, line{
				Place: w.Place(view.Place()), How: b.T("officer.by." + string(view.By)),
				Intervention: w.Group(part.Battery, view.By, view.Question, group.Key), N: group.N,
			})
		}
	}
	return s
}

func timing(b base, t survey.Timing) string { return b.T("results." + string(t)) }
