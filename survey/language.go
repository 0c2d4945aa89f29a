package survey

import (
	"slices"
	"strings"
)

// LanguageTexts says how far the texts of a language have come that a round would show.
type LanguageTexts struct {
	Tag     string
	Missing int  // texts that are not there
	Draft   bool // there are some that no native speaker has signed off
}

// AllDrafts stands for all languages among the drafts that are accepted.
const AllDrafts = "all"

// ChooseLanguages returns the tags of the languages that a round can use, in their order: a language
// with gaps never can be, a draft only where it is accepted, by its tag or by AllDrafts. It returns
// the others too, and an error where a language that is named can not be used.
func ChooseLanguages(languages []LanguageTexts, accepted []string) (chosen []string, leftOut []LanguageTexts, err error) {
	var known []string
	for _, l := range languages {
		known = append(known, l.Tag)
	}
	for _, tag := range accepted {
		if tag != AllDrafts && !slices.Contains(known, tag) {
			return nil, nil, Fail(Invalid, "language.unknown", "Language", tag, "Known", strings.Join(known, ", "))
		}
	}
	for _, l := range languages {
		named := slices.Contains(accepted, l.Tag)
		switch {
		case l.Missing > 0 && named:
			return nil, nil, Fail(Invalid, "language.gaps", "Language", l.Tag, "Missing", l.Missing)
		case l.Missing > 0, l.Draft && !named && !slices.Contains(accepted, AllDrafts):
			leftOut = append(leftOut, l)
		default:
			chosen = append(chosen, l.Tag)
		}
	}
	return chosen, leftOut, nil
}
