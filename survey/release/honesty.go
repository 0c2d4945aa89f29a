package release

import "slices"

// Honesty says how far the answers to each battery can be relied on: reference of the battery, as
// in "core@1", to the checks that were made of its answers.
type Honesty map[string]Checks

// Checks maps the name of a check to the category it came out as. Values are words of a fixed list,
// never numbers: some checks look at individual answers, and a count of those would not be rounded.
// How each is computed stands in package honesty.
type Checks map[string]string

// Names of the checks.
const (
	Straight      = "straight"      // the same step everywhere
	Contradiction = "contradiction" // agreement with both sides of a pair of opposite questions
	Ceiling       = "ceiling"       // questions where nearly all chose the most favourable step
	Nonresponse   = "nonresponse"   // questions left out or declined
	Help          = "help"          // did anyone help to answer (survey.RoleHelp)
	Frank         = "frank"         // could people answer honestly (survey.RoleFrank)
	Channel       = "channel"       // do answers differ by who handed out the code
	ChannelSees   = "channel_sees"  // the smallest such difference that would have been seen, in steps of a scale
)

// TooFew is the category of a check that has too few answers or sessions to say anything.
const TooFew = "too_few"

// Categories of the checks, from the best to the worst; each can also be TooFew.
var Categories = map[string][]string{
	Straight:      {"few", "many"},
	Contradiction: {"few", "many"},
	Ceiling:       {"none", "some", "many"},
	Nonresponse:   {"low", "some", "high"},
	Help:          {"few", "some", "many"},
	Frank:         {"most", "some", "low"},
	Channel:       {"none", "possible", "clear"},
	ChannelSees:   {"half", "one", "more"},
}

// MadeUpWords are what a release can say of whether answers look made up, from the best to the
// worst; it can also be TooFew. How it is found stands in package honesty. It is a word for the
// whole release, made of mixed answers and moved by a lot: nobody can compute it from the counts,
// and so nothing holds it against them.
var MadeUpWords = []string{"none", "some", "many"}

// isMadeUpWord reports whether a release can say this of made-up answers.
func isMadeUpWord(word string) bool { return word == TooFew || slices.Contains(MadeUpWords, word) }

// complete reports whether these are all the checks, each with one of its categories.
func (c Checks) complete() bool {
	for name, category := range c {
		if category != TooFew && !slices.Contains(Categories[name], category) || len(Categories[name]) == 0 {
			return false
		}
	}
	return len(c) == len(Categories)
}
