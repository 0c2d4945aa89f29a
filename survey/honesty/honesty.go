// Package honesty says how far the answers to one battery in one round can be relied on: whether
// people answered without reading, were helped, left things out, or answered differently depending
// on who handed out the code. It is used while a round is sealed, because it needs the
// answers themselves; what follows from released counts alone can be checked ever after.
//
// Where to look:
//
//	honesty.go   Assess, and how many answers it takes
//	released.go  ceiling, nonresponse, help, frank: from the released counts
//	verify.go    Faults: which words of a release do not follow from its counts
//	mixed.go     what mixed answers say of those that were given
//	answers.go   straight, contradiction: from each person's mixed answers
//	sessions.go  which sessions can be compared, and what their people answered
//	channel.go   channel, channel_sees: how sessions are compared by who handed out the code
//	permute.go   the permutation test that does it
//	made_up.go   MadeUp: whether answers were made up, of the whole round
//
// What comes out is a word of a fixed list for each check, never a number (release.Checks). A check
// that has too few answers says release.TooFew. Nothing is corrected by it: the checks say how
// results should be read.
//
// The answers are mixed before they come here (treblock.Mixing), and the words are about those that
// were given. A word says no more of any one answer than mixing allows. Those of released.go follow
// from the released counts, as anybody can compute them; the others from the mixed answers. Whoever
// knows everything but one answer, even how all the others came out of the mixing, and sees a word
// turn at its threshold, learns at most what the mixed answer is: a fact that mixing leaves in
// doubt. Of several answers of one person together, which straight looks at, that would be more;
// but nobody knows how the others came out, and by that alone its estimate moves by twice what one
// person weighs in it. MadeUp looks at whole rows, and a lot decides with it.
//
// Where a threshold is given without a source it is a convention of this service, fixed before any
// answer was seen.
package honesty

import (
	"maps"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// What is needed before a check says anything: people who did what it looks at, and sessions that
// they came by.
const (
	minAnswers  = 30 // mutation: enough
	minSessions = 4
)

// minMixed is how many people are needed for what mixing and rounding make so uncertain that 30 say
// nothing. The estimate of a share has a standard error by them, beside that of the people who
// happened to answer, of about 9 percentage points with 30 and 5 with 100.
const minMixed = 100

// epsilon is more than the rounding error of any sum of floats here. Comparisons with a threshold
// allow for it, so that a sum that lies on the threshold does not pass it.
const epsilon = 1e-9

// Person is the mixed answer of somebody, and what they were asked. What somebody was not asked is
// no answer that they left out.
type Person struct {
	survey.Submission
	Form survey.Form
}

// asked reports whether somebody was asked all of these questions.
func (p Person) asked(questions ...survey.Question) bool {
	for _, q := range questions {
		if _, was := p.Form.Question(q.ID); !was {
			return false
		}
	}
	return true
}

// Assess makes all checks of the answers to a battery in one round. The release must say how
// answers were mixed and how the battery is counted; the parts are those of the battery in it, the
// answers the mixed ones that are in the blocks of its plain parts. With fewer than 30 answers, or
// answers from fewer than 4 sessions, every check is release.TooFew. The same answers give the same
// words, in whatever order they come.
func Assess(r release.Release, b *survey.Battery, parts []release.Part, answers []Person) release.Checks {
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
	maps.Copy(checks, Released(r, b, parts))
	checks[release.Straight] = straight(r, b, answers)
	checks[release.Contradiction] = contradiction(r, b, answers) // mutation: contradiction
	checks[release.Channel], checks[release.ChannelSees] = channels(r, b, answers)
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
