package typed

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"fragebatteri/survey"
)

// Passphrase returns the passphrase in a file or from a prompt: its one line in
// normal form C, without byte order mark and line end. It must be possible to
// type it on any computer, so it is refused when it is empty, when it begins or
// ends with a space, when it has a control character, a character that cannot be
// seen or a space other than the ordinary one, when more lines follow, and when
// the file is not UTF-8. No error says what the passphrase is.
func Passphrase(raw []byte) (string, error) {
	text, err := decode(raw)
	if err != nil {
		return "", err
	}
	first, rest, _ := strings.Cut(fileLineEnds.Replace(text), "\n")
	switch {
	case strings.TrimSpace(first) == "":
		return "", survey.Fail(survey.Invalid, "passphrase.empty")
	case strings.TrimSpace(rest) != "":
		return "", survey.Fail(survey.Invalid, "passphrase.lines")
	case strings.TrimSpace(first) != first:
		return "", survey.Fail(survey.Invalid, "passphrase.spaces")
	case strings.ContainsFunc(first, unicode.IsControl):
		return "", survey.Fail(survey.Invalid, "passphrase.control")
	case strings.ContainsFunc(first, isInvisible):
		return "", survey.Fail(survey.Invalid, "passphrase.invisible")
	case strings.ContainsFunc(first, func(r rune) bool { return unicode.IsSpace(r) && r != ' ' }):
		return "", survey.Fail(survey.Invalid, "passphrase.special_space")
	}
	return norm.NFC.String(first), nil
}

// PassphraseReadings returns what opens a key that somebody gives a passphrase
// for, each reading once and the likeliest first: the passphrase in normal form
// C, as keys are protected now; in normal form D, as a Mac wrote it when keys
// were protected by what was typed; and the first line just as it is. What
// Passphrase refuses may have protected a key then, too.
func PassphraseReadings(given string) []string {
	line, _, _ := strings.Cut(given, "\n")
	line = strings.TrimRight(line, "\r")
	meant, err := Passphrase([]byte(given))
	if err != nil {
		meant = line
	}
	var readings []string
	for _, reading := range []string{norm.NFC.String(meant), norm.NFD.String(meant), line} {
		if !slices.Contains(readings, reading) {
			readings = append(readings, reading)
		}
	}
	return readings
}

// fileLineEnds are those of files.
var fileLineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
