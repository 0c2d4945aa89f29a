// Package honesty says how far the answers to one battery in one round can be relied on: whether
// people answered without reading, were helped, left things out, or answered differently depending
// on who handed out the code. It is used while a round is sealed, and never afterwards, because it
// needs the answers themselves.
//
// Where to look:
//
//	honesty.go   Assess, and how many answers it takes
//	released.go  ceiling, nonresponse, help, frank: from the released counts, so that they disclose nothing more
//	answers.go   straight, contradiction: from each person's answers
//	sessions.go  which sessions can be compared, and what their people answered
//	channel.go   channel, channel_sees: how sessions are compared by who handed out the code
//	permute.go   the permutation test that does it
//
// What comes out is a word of a fixed list for each check, never a number (release.Checks). A check
// that has too few answers says release.TooFew. Nothing is corrected by it: the checks say how
// results should be read.
//
// Where a threshold is given without a source it is a convention of this service, fixed before any
// answer was seen.
package honesty

import (
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// What a check needs before it says anything: people who did what it looks at, and sessions that
// they came by.
const (
	minAnswers  = 30 // mutation: enough
	minSessions = 4
)

// epsilon is more than the rounding error of any sum of floats here. Comparisons with a threshold
// allow for it, so that a sum that lies on the threshold does not pass it.
const epsilon = 1e-9

// Assess makes all checks of the answers to a battery in one round. The parts are those of the
// battery in the release, the answers those that are in the blocks of its plain part. With fewer
// than 30 answers, or answers from fewer than 4 sessions, every check is release.TooFew. The same
// answers give the same words, in whatever order they come.
func Assess(r release.Release, b *survey.Battery, parts []release.Part, answers []survey.Submission) release.Checks {
	checks := release.Checks{}
	for name := range release.Categories {
		checks[name] = release.TooFew
	}
	tags := map[string]bool{}
	for _, a := range answers {
		tags[a.Tag] = true
	}
	if len(answers) < minAnswers || len(tags) < minSessions {
		return checks
	}
	checks[release.Ceiling] = ceiling(b, parts, r)
	checks[release.Nonresponse] = nonresponse(b, parts, r)
	checks[release.Help] = help(b, parts, r)
	checks[release.Frank] = frank(b, parts, r)
	checks[release.Straight] = straight(b, answers)
	checks[release.Contradiction] = contradiction(b, answers) // mutation: contradiction
	checks[release.Channel], checks[release.ChannelSees] = channels(b, answers)
	return checks
}

// step returns the step of the scale that was chosen, from 1, or 0 when none was: the question was
// left out, declined, not known, or answered with an option of its own beside the scale.
func step(q survey.Question, answers survey.Answers) int {
	values := answers[q.ID]
	if len(values) != 1 {
		return 0
	}
	digits, is := strings.CutPrefix(values[0], "o")
	s, err := strconv.Atoi(digits)
	if !is || err != nil || s < 1 || s > q.Steps() {
		return 0
	}
	return s
}

// share returns part divided by all, between 0 and 1, and 0 when all is 0.
func share(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}
