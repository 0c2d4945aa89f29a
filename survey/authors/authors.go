// Package authors advises those who write questions: what must be mended before a battery can be
// asked, and what is better said in another way.
//
// It goes by lists of words and by counting, so it errs in both directions; its test counts how often. What
// would harm those who answer or make answers useless refuses, everything else advises, and a
// question can be right all the same.
package authors

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
)

// Kind tells whether a finding keeps a battery from being asked.
type Kind string

// The kinds.
const (
	Refuses Kind = "refuses" // a battery cannot be frozen before it is mended
	Advises Kind = "advises" // an author decides
)

// Finding is one thing to mend or to think over.
type Finding struct {
	Kind     Kind
	Code     string // what is found; its words are those of the keys below
	Question string // its id, or "" for the whole battery
	Text     string // the key of the text, or "" where it is about no single one
	Language string // tag of the text, or "" where it is the same in all languages
	Args     []any  // names and values in turn, as printers take them
}

// Key returns the key of what is wrong.
func (f Finding) Key() string { return "authors." + f.Code }

// WhyKey returns the key of why it is wrong.
func (f Finding) WhyKey() string {
	if f.about() {
		return "authors.never.why"
	}
	return f.Key() + ".why"
}

// BetterKey returns the key of a better example of the kind.
func (f Finding) BetterKey() string { return f.Key() + ".better" }

// about tells whether the finding is of something that must never be asked.
func (f Finding) about() bool { return len(f.Code) > len(never) && f.Code[:len(never)] == never }

// never begins the codes of findings of what must never be asked; one of Never follows.
const never = "never."

// Limits. Numbers of options are those of survey.
const (
	MostWords   = 15 // in a Swedish question
	MostEnglish = 20 // words in an English question, which needs more small words
	MostMinutes = 15 // to answer a whole battery, in any language
	MostLIX     = 30 // of all Swedish questions together
)

// Given is what findings depend on beside the battery.
type Given struct {
	Languages []string          // tags of those in which there are to be words; the first is the source
	Instead   map[string]string // Swedish words of officials, as survey.Instead returns them

	// Common returns the words that all batteries share, those of dk and na. It may be nil.
	Common func(language, key string) string
}

// Check returns what there is to mend and to think over in a battery, whole or in the making: first of
// the whole, then question by question. The battery is not changed, and need not be prepared.
func Check(w survey.Worded, given Given) []Finding {
	b := *w.Battery
	b.Questions = slices.Clone(b.Questions)
	c := &checker{Worded: survey.Worded{Battery: &b, Words: w.Words}, Given: given, scales: map[string]bool{}}
	if len(given.Languages) > 0 {
		c.source = given.Languages[0]
	}
	prepared := b.Prepare()
	if !c.countable() {
		return c.found
	}
	if b.PartOf != "" { // what it asks is looked at where its whole is
		c.title()
		c.minutes()
		return c.found
	}
	c.wholeBattery()
	for _, q := range b.Questions {
		c.structure(q)
		c.answers(q)
		for _, language := range given.Languages {
			c.texts(q, language)
		}
	}
	if prepared != nil && !c.refused() {
		c.refuse("structure", "", "", "", "Why", prepared.Error())
	}
	slices.SortStableFunc(c.found, func(x, y Finding) int { return cmp.Compare(c.place(x), c.place(y)) })
	return c.found
}

// Refused returns those of the findings that keep a battery from being asked.
func Refused(findings []Finding) []Finding {
	var refused []Finding
	for _, f := range findings {
		if f.Kind == Refuses {
			refused = append(refused, f)
		}
	}
	return refused
}

// checker collects findings.
type checker struct {
	survey.Worded
	Given
	source string
	scales map[string]bool // keys of steps that have been looked at: several questions share them
	found  []Finding
}

func (c *checker) refuse(code, question, text, language string, args ...any) {
	c.found = append(c.found, Finding{Refuses, code, question, text, language, args})
}

func (c *checker) advise(code, question, text, language string, args ...any) {
	c.found = append(c.found, Finding{Advises, code, question, text, language, args})
}

func (c *checker) refused() bool { return len(Refused(c.found)) > 0 }

// place is where a finding stands: those of the whole battery first.
func (c *checker) place(f Finding) int {
	return slices.IndexFunc(c.Battery.Questions, func(q survey.Question) bool { return q.ID == f.Question })
}

// listedIn tells whether there are lists of words for a language.
func listedIn(language string) bool { return language == "sv" || language == "en" }
