package honesty

import (
	"fmt"
	"maps"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Released makes the checks of a battery that follow from released counts: release.Ceiling,
// Nonresponse, Help and Frank. The parts are those of the battery in the release.
func Released(r release.Release, b *survey.Battery, parts []release.Part) release.Checks {
	return release.Checks{
		release.Ceiling: ceiling(r, b, parts), release.Nonresponse: nonresponse(r, b, parts),
		release.Help: help(r, b, parts), release.Frank: frank(r, b, parts),
	}
}

// Faults returns which words of a release about a battery do not follow from its counts, as clauses
// for an error. Every word can be release.TooFew when all are: a release does not say from how many
// sessions its answers are. Of releases by release.FirstMethod, whose words are of answers that were
// not mixed, nothing follows.
func Faults(r release.Release, b *survey.Battery) []string {
	said, has := r.Honesty[b.Ref()]
	if r.Method == release.FirstMethod || !has {
		return nil
	}
	var parts []release.Part
	answers := 0
	for _, p := range r.Parts {
		if p.Battery == b.Ref() {
			parts = append(parts, p)
		}
		if p.Battery == b.Ref() && !p.Sensitive() {
			answers += p.Answers()
		}
	}
	none := true
	for word := range maps.Values(said) {
		none = none && word == release.TooFew
	}
	switch {
	case none:
		return nil
	case answers < minAnswers:
		return []string{fmt.Sprintf("it makes checks of %d answers to %s, which are too few", answers, b.Ref())}
	}
	var faults []string
	follows := Released(r, b, parts)
	for _, check := range []string{release.Ceiling, release.Nonresponse, release.Help, release.Frank} {
		if said[check] != follows[check] {
			faults = append(faults, fmt.Sprintf("of %s it says that %s is %q, and its counts make it %q", b.Ref(), check, said[check], follows[check]))
		}
	}
	return faults
}
