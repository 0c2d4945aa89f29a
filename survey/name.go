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
	batteryID        = regexp.MustCompile(`^[a-z][a-z0-9-]{0,15}$`)
	questionID       = regexp.MustCompile(`^[A-Z][A-Z0-9]{0,7}$`)
	interventionID   = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,11}$`)
	municipalityCode = regexp.MustCompile(`^[0-9]{4}$`)
	countyCode       = regexp.MustCompile(`^[0-9]{2}$`)
	languageTag      = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`)
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

// IsBatteryID reports whether a text can be the id of a battery, as in "core".
func IsBatteryID(s string) bool { return batteryID.MatchString(s) }

// IsQuestionID reports whether a text can be the id of a question, as in "K12".
func IsQuestionID(s string) bool { return questionID.MatchString(s) }

// IsInterventionID reports whether a text can be the id of an intervention, as in "OG028".
func IsInterventionID(s string) bool { return interventionID.MatchString(s) }

// IsMunicipalityCode reports whether a text has the form of SCB's code of a municipality.
func IsMunicipalityCode(s string) bool { return municipalityCode.MatchString(s) }

// IsCountyCode reports whether a text has the form of SCB's code of a county.
func IsCountyCode(s string) bool { return countyCode.MatchString(s) }

// IsLanguageTag reports whether a text has the form of a language tag that answers can carry: a
// language, and a country where its writing needs one, as in "fa-AF". Which languages there are is
// not known here.
func IsLanguageTag(s string) bool { return languageTag.MatchString(s) }
