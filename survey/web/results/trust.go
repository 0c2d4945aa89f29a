package results

import (
	"slices"

	"fragebatteri/survey/release"
)

// trustResult is how far the answers to one battery can be relied on.
type trustResult struct {
	Title    string // of the battery; empty where there is no other
	Sentence string
	OK       bool // nothing limits their use
}

// checksResult is how the answers to one battery were checked.
type checksResult struct {
	Title  string
	Groups []checkGroup
}

// checkGroup is checks of one kind.
type checkGroup struct {
	Name   string
	Checks []checkResult
}

// checkResult is the outcome of one check.
type checkResult struct {
	Name    string
	Outcome string
	Means   string // what it means, and what to do
	Sign    sign
}

// sign is what the outcome of a check asks of the reader.
type sign string

// The signs.
const (
	signOK      sign = "ok"
	signThink   sign = "think"
	signUnknown sign = "unknown" // there were too few answers for the check
)

// madeUpCheck is the name of the check that looks for answers that somebody made up. A release has
// its outcome beside those of the others.
const madeUpCheck = "made_up"

// checkGroups are the checks in the order in which they are shown, each with the outcomes that ask
// nothing of the reader.
var checkGroups = []struct {
	key    string
	checks []string
}{
	{"genuine", []string{madeUpCheck, release.Straight, release.Contradiction}},
	{"free", []string{release.Help, release.Frank, release.Nonresponse, release.Ceiling}},
	{"asked", []string{release.Channel, release.ChannelSees}},
}

var fineOutcomes = map[string][]string{
	madeUpCheck:           {"none"},
	release.Straight:      {"few"},
	release.Contradiction: {"few"},
	release.Help:          {"few"},
	release.Frank:         {"most"},
	release.Nonresponse:   {"low"},
	release.Ceiling:       {"none"},
	release.Channel:       {"none"},
	release.ChannelSees:   {"half", "one"},
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

// trust says how far the answers to each battery can be relied on.
func (w Words) trust(r release.Release) []trustResult {
	var results []trustResult
	for _, battery := range r.Batteries {
		i := reservation(r.MadeUp, r.Honesty[battery.Ref()])
		results = append(results, trustResult{w.title(r, battery), w.T(reservations[i].key), i == len(reservations)-1})
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
		checks := r.Honesty[battery.Ref()]
		if len(checks) == 0 {
			continue
		}
		result := checksResult{Title: w.title(r, battery)}
		for _, group := range checkGroups {
			words := checkGroup{Name: w.T("checks." + group.key)}
			for _, name := range group.checks {
				outcome := checks[name]
				if name == madeUpCheck {
					outcome = r.MadeUp
				}
				if outcome != "" { // releases whose answers were not mixed do not say all
					words.Checks = append(words.Checks, w.outcome(name, outcome))
				}
			}
			result.Groups = append(result.Groups, words)
		}
		results = append(results, result)
	}
	return results
}

// outcome words the outcome of one check.
func (w Words) outcome(check, word string) checkResult {
	key := "officer.check." + check
	outcome, sign := key+"."+word, signThink
	switch {
	case word == release.TooFew:
		outcome, sign = "officer.check."+release.TooFew, signUnknown
	case slices.Contains(fineOutcomes[check], word):
		sign = signOK
	}
	return checkResult{w.T(key), w.T(outcome), w.T(outcome + ".means"), sign}
}
