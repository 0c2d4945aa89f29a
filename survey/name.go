package survey

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules of names and ids stand here once. Imports, rounds and releases share them, so that
// nothing can be collected under a name that its release could not carry.

// LongestName is the most characters that a name has: what fits a heading on a phone.
const LongestName = 100

var (
	batteryID        = regexp.MustCompile(`^([a-z][a-z0-9-]{0,15}|[A-Z])$`)
	questionID       = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,7}$`)
	interventionID   = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,11}$`)
	municipalityCode = regexp.MustCompile(`^[0-9]{4}$`)
	countyCode       = regexp.MustCompile(`^[0-9]{2}$`)
	hash             = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// IsName reports whether a text can be the name of an area, a round, an intervention or a host:
// 1 to LongestName characters that print on one line. A no-break space or a soft hyphen is
// refused: two names must not differ in what nobody sees.
func IsName(s string) bool {
	return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= LongestName &&
		!strings.ContainsFunc(s, func(c rune) bool { return !unicode.IsPrint(c) })
}

// CheckName returns an error of kind Invalid unless IsName. of says whose name it is, as in
// "the area".
func CheckName(of, name string) error {
	if IsName(name) {
		return nil
	}
	return Fail(Invalid, "name.form", "Name", name, "Of", of, "Most", LongestName)
}

// IsBatteryID reports whether a text can be the id of a battery, as in "core", or "A" of a module.
func IsBatteryID(s string) bool { return batteryID.MatchString(s) }

// IsQuestionID reports whether a text can be the id of a question, as in "K12".
func IsQuestionID(s string) bool { return questionID.MatchString(s) }

// IsInterventionID reports whether a text can be the id of an intervention, as in "OG028".
func IsInterventionID(s string) bool { return interventionID.MatchString(s) }

// IsMunicipalityCode reports whether a text has the form of SCB's code of a municipality.
func IsMunicipalityCode(s string) bool { return municipalityCode.MatchString(s) }

// IsCountyCode reports whether a text has the form of SCB's code of a county.
func IsCountyCode(s string) bool { return countyCode.MatchString(s) }

// IsHash reports whether a text has the form of what HashOf returns.
func IsHash(s string) bool { return hash.MatchString(s) }

// LanguageTag is the regular expression of the tags of languages that answers
// can be counted by: a language, in what script where it has several, and where
// it is spoken, as in ti, ku-Latn or fa-AF. It knows the shape of tags and not
// which languages there are.
const LanguageTag = `[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?`

var languageTag = regexp.MustCompile(`^` + LanguageTag + `$`)

// longestLanguageTag is as long as a tag can be.
const longestLanguageTag = "xxx-Xxxx-XX"

// IsLanguageTag reports whether a text has the form of LanguageTag.
func IsLanguageTag(s string) bool { return languageTag.MatchString(s) }
