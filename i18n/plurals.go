package i18n

import (
	"fmt"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// categories are the CLDR plural categories, in the order in which people list them.
var categories = []string{"zero", "one", "two", "few", "many", "other"}

// formText returns the text of one plural category of a message, or "" if it has none.
func formText(m *goi18n.Message, category string) string {
	switch category {
	case "zero":
		return m.Zero
	case "one":
		return m.One
	case "two":
		return m.Two
	case "few":
		return m.Few
	case "many":
		return m.Many
	default:
		return m.Other
	}
}

// setForm sets the text of one plural category of a message.
func setForm(m *goi18n.Message, category, text string) {
	switch category {
	case "zero":
		m.Zero = text
	case "one":
		m.One = text
	case "two":
		m.Two = text
	case "few":
		m.Few = text
	case "many":
		m.Many = text
	default:
		m.Other = text
	}
}

// formsOf returns the categories for which a message has a text.
func formsOf(m *goi18n.Message) []string {
	var forms []string
	for _, c := range categories {
		if formText(m, c) != "" {
			forms = append(forms, c)
		}
	}
	return forms
}

// isPlural tells a message with plural forms from a plain text, which has only "other".
func isPlural(m *goi18n.Message) bool {
	return slices.ContainsFunc(formsOf(m), func(c string) bool { return c != "other" })
}

// pluralRule returns go-i18n's own rule for a language: number in, category out. go-i18n keeps its rules to itself,
// so the rule is asked through a message in which every form says which one it is.
func pluralRule(tag string) (func(n int) string, error) {
	t := language.Make(tag)
	bundle := goi18n.NewBundle(t)
	err := bundle.AddMessages(t, &goi18n.Message{
		ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other",
	})
	if err != nil {
		return nil, err
	}
	localizer := goi18n.NewLocalizer(bundle, tag)
	return func(n int) string {
		category, _ := localizer.Localize(&goi18n.LocalizeConfig{MessageID: "form", PluralCount: n})
		return category
	}, nil
}

// pluralForms returns the categories that a language's rule gives to whole numbers, and "other", which every language
// has (in Ukrainian only fractions use it).
func pluralForms(rule func(n int) string) []string {
	found := map[string]bool{"other": true}
	for n := range 201 {
		found[rule(n)] = true
	}
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		found[rule(n)] = true
	}
	return slices.DeleteFunc(slices.Clone(categories), func(c string) bool { return !found[c] })
}

// Examples returns the first whole numbers that go with a plural form of a language; none where only fractions do.
func Examples(l Language, form string) []int {
	rule, err := pluralRule(l.Tag)
	if err != nil {
		return nil
	}
	var numbers []int
	for n := 0; n <= 200 && len(numbers) < 3; n++ {
		if rule(n) == form {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// languageProblems finds languages that cannot work: without a rule, with other plural forms than the rule has, or
// without a direction. Each of these once gave somebody silently wrong pages, so all are refused before anything loads.
func languageProblems(languages []Language) []Problem {
	var problems []Problem
	report := func(l Language, format string, args ...any) {
		problems = append(problems, Problem{File: "language " + l.Tag, What: fmt.Sprintf(format, args...)})
	}
	if !slices.ContainsFunc(languages, func(l Language) bool { return l.Tag == Source }) {
		report(Language{Tag: Source}, "the source language is not among the languages; add it")
	}
	for i, l := range languages {
		if slices.ContainsFunc(languages[:i], func(earlier Language) bool { return earlier.Tag == l.Tag }) {
			report(l, "stands twice in the list of languages; keep one")
		}
		if l.Dir != "ltr" && l.Dir != "rtl" {
			report(l, "has direction %q; give it ltr or rtl", l.Dir)
		}
		rule, err := pluralRule(l.Tag)
		if err != nil {
			report(l, "cannot be used: %v; use a tag that CLDR has a plural rule for", err)
			continue
		}
		if forms := pluralForms(rule); !slices.Equal(forms, l.Plurals) {
			report(l, "has plurals %s in the list of languages, but %s in go-i18n's rule; correct the list",
				strings.Join(l.Plurals, " "), strings.Join(forms, " "))
		}
	}
	return problems
}
