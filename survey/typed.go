package survey

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// longestTyped is how many bytes of a pasted text are looked at.
const longestTyped = 4096

// ParseCode reads a session's code, and the ticket of a card where there is
// one, from what a person typed or pasted: the code alone, code/ticket, a whole
// address with or without its host, or a text with one of them in it. It sees
// through what keyboards and programs add or change: capitals, spaces, dashes
// and dots, quotes, invisible marks, digits and look-alike letters of other
// scripts, percent-encoding.
//
// The code is as it is stored. The ticket may be one that no card has; Visit
// tells. ok is false, and both are empty, for what is not clearly a code.
func ParseCode(typed string) (code, ticket string, ok bool) {
	if len(typed) > longestTyped {
		return "", "", false
	}
	if plain, err := url.PathUnescape(typed); err == nil {
		typed = plain
	}
	text := strings.Map(fold, typed)
	pieces := []string{text, text[strings.LastIndex(text, ":")+1:]}
	if _, address, found := strings.Cut(text, "/S/"); found {
		if end := strings.IndexAny(address, "?#&"); end >= 0 {
			address = address[:end]
		}
		pieces = append([]string{address, firstWord(address)}, pieces...)
	}
	for _, piece := range pieces {
		if code, ticket = readPiece(piece); code != "" {
			return code, ticket, true
		}
	}
	return findInText(typed)
}

// findInText returns the one code that stands among other words, in one piece
// or in two.
func findInText(typed string) (code, ticket string, ok bool) {
	words := strings.FieldsFunc(typed, func(r rune) bool { return fold(r) == ' ' })
	for i := range words {
		for _, piece := range [][]string{words[i : i+1], words[i:min(i+2, len(words))]} {
			found, card := readPiece(strings.Map(fold, strings.Join(piece, " ")))
			if found == "" || slices.ContainsFunc(piece, ordinary) {
				continue
			}
			if ok && found != code {
				return "", "", false
			}
			code, ticket, ok = found, card, true
		}
	}
	return code, ticket, ok
}

// ordinary reports whether a word is written as words are and codes are not:
// in small letters and without digits. Many ordinary words have eight letters.
func ordinary(word string) bool {
	return strings.ContainsFunc(word, unicode.IsLower) && !strings.ContainsFunc(word, unicode.IsNumber)
}

// readPiece reads folded text of the form CODE, CODE/TICKET or CODE/LANGUAGE,
// whatever follows. The code is empty where it is not of this form.
func readPiece(text string) (code, ticket string) {
	first, rest, _ := strings.Cut(text, "/")
	second, _, _ := strings.Cut(rest, "/")
	code = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(compact(first))
	if len(code) != codeLength || strings.Trim(code, codeAlphabet) != "" {
		return "", ""
	}
	return code, readTicket(second)
}

// readTicket returns the ticket in the second part of an address, and "" where
// something shorter stands there, as a language does. Tickets have another
// alphabet than codes, and so other mistakes: it has no 0, 1, 8 and 9.
func readTicket(part string) string {
	misread := strings.NewReplacer("0", "O", "1", "I", "8", "B")
	if whole := misread.Replace(compact(part)); validNonce(whole) {
		return whole
	}
	word := misread.Replace(compact(firstWord(part)))
	if len(word) < ticketLength/2 || strings.Trim(word, ticketAlphabet+"9") != "" {
		return ""
	}
	return word
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	return word
}

// compact takes away what stands around folded text and what divides it.
func compact(text string) string {
	text = strings.TrimFunc(text, func(r rune) bool { return r == ' ' || unicode.IsPunct(r) || unicode.IsSymbol(r) })
	return strings.NewReplacer(" ", "", "-", "").Replace(text)
}

// fold turns every way to write a letter, digit, space or separator into one: a
// Latin capital, an ASCII digit, ' ' or '-'. It returns -1 for what cannot be
// seen, as strings.Map wants it, and leaves all else alone.
func fold(r rune) rune {
	if r >= '！' && r <= '～' { // full width
		r -= '！' - '!'
	}
	switch {
	case unicode.IsDigit(r):
		return '0' + digitValue(r)
	case r >= '፩' && r <= '፱': // Ethiopic, which counts without a zero
		return '1' + r - '፩'
	case unicode.IsSpace(r), unicode.Is(unicode.Z, r):
		return ' '
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point):
		return -1
	case unicode.In(r, unicode.Pd, unicode.Pc), strings.ContainsRune(separators, r):
		return '-'
	}
	if latin, ok := lookAlikes[r]; ok {
		return latin
	}
	r = unicode.ToUpper(r)
	if latin, ok := lookAlikes[r]; ok {
		return latin
	}
	return r
}

// separators are signs that people use as dots and dashes and Unicode does not
// count among dashes. The last is what an Arabic keyboard draws lines with.
const separators = ".·•‧∙⋅・･。…⁃−˗ـ"

// digitValue returns what a decimal digit of any script stands for. Unicode
// keeps those of one script together, from zero to nine.
func digitValue(r rune) rune {
	var below rune
	for unicode.IsDigit(r - below - 1) {
		below++
	}
	return below % 10
}

// lookAlikes are letters of other alphabets that are drawn as a Latin letter.
// Small ones are listed where they do not look like their capital.
var lookAlikes = map[rune]rune{
	// Cyrillic
	'А': 'A', 'В': 'B', 'С': 'C', 'Ԁ': 'D', 'Е': 'E', 'Ԍ': 'G', 'Н': 'H', 'Һ': 'H', 'І': 'I', 'Ӏ': 'I', 'Ј': 'J', 'К': 'K',
	'М': 'M', 'О': 'O', 'Р': 'P', 'Ԛ': 'Q', 'Ѕ': 'S', 'Т': 'T', 'Ѵ': 'V', 'Ԝ': 'W', 'Х': 'X', 'У': 'Y', 'Ү': 'Y',
	// Greek
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T',
	'Υ': 'Y', 'Χ': 'X', 'ν': 'V', 'γ': 'Y', 'υ': 'U',
	// Turkish; the dotless small one has the Latin capital
	'İ': 'I',
}
