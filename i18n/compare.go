package i18n

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/unicode/norm"
)

const emptyText = "has no text; write one"

// wantedForms returns the plural categories that a language must have for a message: its own for a plural message,
// just "other" for a plain text.
func wantedForms(original *goi18n.Message, l Language) []string {
	if isPlural(original) {
		return l.Plurals
	}
	return []string{"other"}
}

// missingForms returns the categories in which a message says nothing.
func missingForms(m, original *goi18n.Message, l Language) []string {
	var missing []string
	for _, c := range wantedForms(original, l) {
		if strings.TrimSpace(formText(m, c)) == "" {
			missing = append(missing, c)
		}
	}
	return missing
}

// formProblems finds texts that are missing or blank, and plural forms that the language does not use.
func formProblems(m, original *goi18n.Message, l Language) []string {
	var problems []string
	if missing := missingForms(m, original, l); len(missing) > 0 {
		if isPlural(original) {
			problems = append(problems, fmt.Sprintf("lacks the plural forms %s; %s has %s",
				strings.Join(missing, " "), l.Tag, strings.Join(l.Plurals, " ")))
		} else {
			problems = append(problems, emptyText)
		}
	}
	wanted := wantedForms(original, l)
	surplus := slices.DeleteFunc(formsOf(m), func(c string) bool { return slices.Contains(wanted, c) })
	if len(surplus) > 0 {
		reason := l.Tag + " has " + strings.Join(l.Plurals, " ")
		if !isPlural(original) {
			reason = "the Swedish text has none"
		}
		problems = append(problems, fmt.Sprintf("has the plural forms %s too many; %s", strings.Join(surplus, " "), reason))
	}
	return problems
}

// placeholderProblems finds forms that do not insert the same values as the Swedish text, and a Swedish text whose
// forms differ among themselves.
func placeholderProblems(m, original *goi18n.Message) []string {
	wanted := placeholders(original.Other)
	var problems []string
	for _, form := range formsOf(m) {
		found := placeholders(formText(m, form))
		if slices.Equal(found, wanted) {
			continue
		}
		where := ""
		if isPlural(m) {
			where = form + ": "
		}
		problems = append(problems, fmt.Sprintf("%shas the placeholders %s, but the Swedish text has %s; use the same",
			where, listed(found), listed(wanted)))
	}
	return problems
}

func listed(names []string) string {
	if len(names) == 0 {
		return "(none)"
	}
	return "{{." + strings.Join(names, "}} {{.") + "}}"
}

// isUntranslated tells whether any form of a translation is a form of the Swedish text. Texts without words of their
// own, such as "{{.N}} %" or "QR", are the same in any language.
func isUntranslated(m, original *goi18n.Message, terms []string) bool {
	for _, form := range formsOf(m) {
		text := formText(m, form)
		if !hasWords(text, terms) {
			continue
		}
		for _, sourceForm := range formsOf(original) {
			if asRead(text) == asRead(formText(original, sourceForm)) {
				return true
			}
		}
	}
	return false
}

// hasWords tells whether a text has a word that is neither a term nor part of a placeholder or web address.
func hasWords(text string, terms []string) bool {
	for word := range strings.FieldsFuncSeq(withoutAddresses(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !isTerm(word, terms) {
			return true
		}
	}
	return false
}

// asRead returns a text such that two texts that look the same to a reader are equal.
func asRead(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(text))), " ")
}
