package i18n

import (
	"slices"
	"strings"
	"unicode"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/unicode/norm"
)

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

// formFaults finds texts that are missing or blank, and plural forms that the language does not use.
func formFaults(m, original *goi18n.Message, l Language) []Fault {
	var faults []Fault
	report := func(kind FaultKind, found []string, wanted string) {
		faults = append(faults, Fault{Kind: kind, Language: l.Tag, Found: strings.Join(found, " "), Wanted: wanted})
	}
	all := ""
	if isPlural(original) {
		all = strings.Join(l.Plurals, " ")
	}
	if missing := missingForms(m, original, l); len(missing) > 0 {
		if isPlural(original) {
			report(FaultForms, missing, all)
		} else {
			report(FaultEmpty, nil, "")
		}
	}
	wanted := wantedForms(original, l)
	surplus := slices.DeleteFunc(formsOf(m), func(c string) bool { return slices.Contains(wanted, c) })
	if len(surplus) > 0 {
		report(FaultMoreForms, surplus, all)
	}
	return faults
}

// placeholderFaults finds forms that do not insert the same values as the Swedish text, and a Swedish text whose
// forms differ among themselves.
func placeholderFaults(m, original *goi18n.Message, l Language) []Fault {
	wanted := placeholders(original.Other)
	var faults []Fault
	for _, form := range formsOf(m) {
		if found := placeholders(formText(m, form)); !slices.Equal(found, wanted) {
			faults = append(faults, Fault{
				Kind: FaultPlaceholders, Language: l.Tag, Form: formOf(m, form), Found: listed(found), Wanted: listed(wanted),
			})
		}
	}
	return faults
}

// formOf returns a plural form as a fault names it: "" for the only text of a message.
func formOf(m *goi18n.Message, form string) string {
	if !isPlural(m) {
		return ""
	}
	return form
}

func listed(names []string) string {
	if len(names) == 0 {
		return ""
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
