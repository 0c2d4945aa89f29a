package typed

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"fragebatteri/survey"
)

// Text returns the text of a file that a person wrote, as Paragraphs reads it.
// The file is UTF-8, with or without a byte order mark; another encoding is
// refused with how to save it. A control character is refused with its line: it
// shows that the file is something else than a text.
func Text(raw []byte) (string, error) {
	text, err := decode(raw)
	if err != nil {
		return "", err
	}
	for n, line := range strings.Split(lineEnds.Replace(text), "\n") {
		if strings.ContainsFunc(line, unicode.IsControl) {
			return "", survey.Fail(survey.Invalid, "text.control", "Line", n+1)
		}
	}
	return Paragraphs(text), nil
}

// decode returns the text of a file without its byte order mark. What is not
// UTF-8 is refused.
func decode(raw []byte) (string, error) {
	text := bytes.TrimPrefix(raw, []byte("\ufeff"))
	starts := func(magic string) bool { return bytes.HasPrefix(raw, []byte(magic)) }
	switch {
	case starts("PK\x03\x04") || starts("\xd0\xcf\x11\xe0"):
		return "", survey.Fail(survey.Invalid, "text.office")
	case starts("\xff\xfe") || starts("\xfe\xff") || bytes.IndexByte(raw, 0) >= 0:
		return "", survey.Fail(survey.Invalid, "text.utf16")
	case !utf8.Valid(text):
		return "", survey.Fail(survey.Invalid, "text.ansi")
	case bytes.ContainsRune(text, utf8.RuneError):
		return "", survey.Fail(survey.Invalid, "text.lost")
	}
	return string(text), nil
}
