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

// DraftsAmong returns which of the languages that somebody has chosen, by their tags, are drafts. It
// returns an error of kind Invalid where one of them can not be used, or is not known.
func DraftsAmong(languages []LanguageTexts, chosen []string) (drafts []string, err error) {
	if _, _, err := ChooseLanguages(languages, chosen); err != nil {
		return nil, err
	}
	for _, l := range languages {
		if l.Draft && slices.Contains(chosen, l.Tag) {
			drafts = append(drafts, l.Tag)
		}
	}
	return drafts, nil
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
