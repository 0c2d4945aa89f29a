package typed

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"fragebatteri/survey"
)

// How to save a file so that it can be read, for the end of an error.
const (
	saveText = "save it as UTF-8: in Notepad with 'Spara som' (Save as), Kodning (Encoding) UTF-8; in Word as 'Oformaterad text' (Plain text), Unicode (UTF-8)"
	saveCSV  = "save it in Excel with 'Spara som' (Save as), file type 'CSV UTF-8 (kommaavgränsad)' (CSV UTF-8, comma delimited)"
)

// Text returns the text of a file that a person wrote, as Paragraphs reads it.
// The file is UTF-8, with or without a byte order mark; another encoding is
// refused with how to save it. A control character is refused with its line: it
// shows that the file is something else than a text.
func Text(raw []byte) (string, error) {
	text, err := decode(raw, saveText)
	if err != nil {
		return "", err
	}
	for n, line := range strings.Split(lineEnds.Replace(text), "\n") {
		if strings.ContainsFunc(line, unicode.IsControl) {
			return "", survey.Invalidf("line %d has a control character, which no text has; take it away, or write the line again", n+1)
		}
	}
	return Paragraphs(text), nil
}

// decode returns the text of a file without its byte order mark. What is not
// UTF-8 is refused in words that end with how to save the file.
func decode(raw []byte, save string) (string, error) {
	text := bytes.TrimPrefix(raw, []byte("\ufeff"))
	starts := func(magic string) bool { return bytes.HasPrefix(raw, []byte(magic)) }
	switch {
	case starts("PK\x03\x04") || starts("\xd0\xcf\x11\xe0"):
		return "", survey.Invalidf("this is a file of Excel, Word or another office program, whatever its name ends in; %s", save)
	case starts("\xff\xfe") || starts("\xfe\xff") || bytes.IndexByte(raw, 0) >= 0:
		return "", survey.Invalidf("the text is saved as UTF-16 (also called Unicode); %s", save)
	case !utf8.Valid(text):
		return "", survey.Invalidf("the text is saved as ANSI (Windows-1252) or in another old encoding; %s", save)
	case bytes.ContainsRune(text, utf8.RuneError):
		return "", survey.Invalidf("letters were lost when the text was saved, and \ufffd stands for them; write them again and %s", save)
	}
	return string(text), nil
}
