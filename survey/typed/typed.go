// Package typed reads what people type, paste and save: one place in which text
// from people becomes text that the service can compare, store and show.
//
// Where to look:
//
//	typed.go       Line, Paragraphs: text that is already in a string
//	text.go        Text: a text file
//	passphrase.go  Passphrase, PassphraseReadings: what protects a key, and what opens it
//	csv.go         CSV: the one reader of tables that are imported
//	table.go       WriteCSV: the writer of tables that people import again; Guard: no cell is a formula
//	workbook.go    CheckWorkbook: what a workbook may unpack to, and that its sheets are whole
//
// The same words look alike and are different bytes: å is one character or two,
// a space is ordinary or unbreakable, and programs put marks between letters
// that nobody sees. Everything here ends in Unicode's normal form C.
//
// Errors are of kind survey.Invalid and never repeat what was typed, which may
// be a secret; headings and separators of tables are the exception.
package typed

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	// joiners decide whether letters hang together: Dari cannot be written without.
	joiners = "\u200c\u200d"

	// sides say in which direction a text goes on, where a word from the left
	// stands among words from the right.
	sides = "\u200e\u200f\u061c"
)

// Line returns one line as a person meant it: in normal form C, without spaces
// at its ends, with one ordinary space for any number of spaces of any kind
// (also tabs, no-break spaces and line ends), and without what nobody sees: soft
// hyphens, zero-width marks, control characters. A joiner stays where letters
// need it.
func Line(s string) string {
	return strings.Join(strings.Fields(visible(s, "")), " ")
}

// Paragraphs returns a text of several lines as a person meant it: in normal
// form C, with \n at the end of lines and one empty line between paragraphs,
// without white space at the ends of lines and of the text, and without what
// nobody sees. Marks of direction stay, and so do joiners where letters need
// them; a tab becomes a space.
func Paragraphs(s string) string {
	var lines []string
	for line := range strings.SplitSeq(lineEnds.Replace(s), "\n") {
		line = strings.TrimRightFunc(visible(line, sides), unicode.IsSpace)
		if strings.Trim(line, sides+" ") == "" {
			line = ""
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(blankLines.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"))
}

var (
	// lineEnds are those of Windows, of old Macs, of Word (the soft one and that
	// of a page) and of Unicode.
	lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n\n", "\u2028", "\n", "\u2029", "\n\n", "\t", " ")

	blankLines = regexp.MustCompile(`\n{3,}`)
)

// visible returns s in normal form C without what nobody sees, but for these
// marks.
func visible(s, marks string) string {
	var before rune // the last character that stays and is no accent
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if isInvisible(r) && !strings.ContainsRune(marks, r) && !(strings.ContainsRune(joiners, r) && joins(before)) {
			return -1
		}
		if !unicode.IsMark(r) {
			before = r
		}
		return r
	}, s))
}

// isInvisible reports whether a character is a control or format character that
// leaves nothing on the page. Some format characters of Arabic are seen, and
// control characters that are spaces are spaces.
func isInvisible(r rune) bool {
	if unicode.IsSpace(r) || unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point)
}

// joins reports whether a joiner does anything behind this character. It does
// nothing to Latin letters, digits and spaces.
func joins(r rune) bool {
	return r > unicode.MaxLatin1 && !unicode.Is(unicode.Latin, r) && !unicode.IsSpace(r) && !isInvisible(r)
}
