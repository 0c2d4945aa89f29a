package results

import (
	"slices"

	"fragebatteri/survey/release"
)

// trustResult is how far the answers to one battery can be relied on.
type trustResult struct {
	Title    string // of the battery; empty where there is no other
	Sentence string
}

// checksResult is how the answers to one battery were checked.
type checksResult struct {
	Title  string
	Checks []checkResult
}

// checkResult is the outcome of one check.
type checkResult struct {
	Name    string
	Outcome string
	Means   string // what it means, and what to do
}

// Checks in the order in which they are shown: what answers look like, how they
// came about, who asked.
var checkNames = []string{
	release.Straight, release.Contradiction, release.Ceiling, release.Nonresponse,
	release.Help, release.Frank, release.Channel, release.ChannelSees,
}

// reservations are what most limits the use of results, the gravest first, each
// with the key of the sentence that says so. What looks made up does so in the
// whole release, the rest in the answers to one battery.
var reservations = []struct {
	key   string
	holds func(madeUp string, c release.Checks) bool
}{
	{"officer.trust.made_up.many", madeUpIs("many")},
	{"officer.trust.unchecked", func(_ string, c release.Checks) bool { return c == nil }},
	{"officer.trust.few", noneMade},
	{"officer.trust.made_up.some", madeUpIs("some")},
	{"officer.trust.channel.clear", outcomeIs(release.Channel, "clear")},
	{"officer.trust.channel.possible", outcomeIs(release.Channel, "possible")},
	{"officer.trust.contradiction", outcomeIs(release.Contradiction, "many")},
	{"officer.trust.straight", outcomeIs(release.Straight, "many")},
	{"officer.trust.help", outcomeIs(release.Help, "many")},
	{"officer.trust.frank", outcomeIs(release.Frank, "low")},
	{"officer.trust.ceiling", outcomeIs(release.Ceiling, "many")},
	{"officer.trust.nonresponse", outcomeIs(release.Nonresponse, "high")},
	{"officer.trust.unseen", outcomeIs(release.Channel, release.TooFew)},
	{"officer.trust.fine", func(string, release.Checks) bool { return true }},
}

func madeUpIs(word string) func(string, release.Checks) bool {
	return func(madeUp string, _ release.Checks) bool { return madeUp == word }
}

func outcomeIs(check, out string) func(string, release.Checks) bool {
	return func(_ string, c release.Checks) bool { return c[check] == out }
}

// noneMade reports whether there were too few answers for every check. That of
// the channel needs many more than the others, and alone it says nothing.
func noneMade(_ string, c release.Checks) bool {
	for _, outcome := range c {
		if outcome != release.TooFew {
			return false
		}
	}
	return true
}

// trust says how far the answers to each battery can be relied on. Over several
// rounds it is the gravest reservation that holds in any.
func (w Words) trust(editions []releaseInRound) []trustResult {
	last := editions[len(editions)-1]
	var results []trustResult
	for _, battery := range last.Batteries {
		ref := battery.Ref()
		gravest := len(reservations) - 1
		for _, e := range editions {
			if e.has(ref) {
				gravest = min(gravest, reservation(e.MadeUp, e.Honesty[ref]))
			}
		}
		results = append(results, trustResult{w.title(last.Release, battery), w.T(reservations[gravest].key)})
	}
	return results
}

// reservation returns the index of the gravest reservation. The last one always
// holds.
func reservation(madeUp string, c release.Checks) int {
	i := 0
	for !reservations[i].holds(madeUp, c) {
		i++
	}
	return i
}

// title returns the title of a battery, or "" where a release has no other to
// tell it from.
func (w Words) title(r release.Release, battery release.Battery) string {
	if len(r.Batteries) == 1 {
		return ""
	}
	title := w.T(battery.ID + ".title")
	if slices.ContainsFunc(r.Batteries, func(b release.Battery) bool { return b.ID == battery.ID && b.Version != battery.Version }) {
		return w.T("officer.version", "Title", title, "Version", battery.Version)
	}
	return title
}

// checks words how the answers to each battery were checked.
func (w Words) checks(r release.Release) []checksResult {
	var results []checksResult
	for _, battery := range r.Batteries {
		if checks := r.Honesty[battery.Ref()]; len(checks) > 0 {
			results = append(results, checksResult{w.title(r, battery), append(w.madeUp(r), w.outcomes(checks)...)})
		}
	}
	return results
}

// madeUp words whether answers to any battery look made up, if the release says
// it: not of answers that were not mixed.
func (w Words) madeUp(r release.Release) []checkResult {
	if r.MadeUp == "" {
		return nil
	}
	return []checkResult{w.outcome("made_up", r.MadeUp)}
}

// outcomes words the outcome of each check.
func (w Words) outcomes(checks release.Checks) []checkResult {
	var results []checkResult
	for _, name := range checkNames {
		results = append(results, w.outcome(name, checks[name]))
	}
	return results
}

// outcome words the outcome of one check.
func (w Words) outcome(check, word string) checkResult {
	key := "officer.check." + check
	outcome := key + "." + word
	if word == release.TooFew {
		outcome = "officer.check." + release.TooFew
	}
	return checkResult{w.T(key), w.T(outcome), w.T(outcome + ".means")}
}

// participationRow is how many came in a municipality, of how many were expected.
type participationRow struct {
	Municipality string
	Announced    int
	Received     int // 0 where they are too few to be shown
}

// participation says how many came in each municipality.
func (w Words) participation(r release.Release) []participationRow {
	var list []participationRow
	for _, p := range r.Participation {
		took := participationRow{Municipality: w.Municipality(p.Municipality), Announced: p.Announced}
		if p.Received != nil {
			took.Received = *p.Received
		}
		list = append(list, took)
	}
	return list
}
