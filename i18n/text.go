package i18n

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// joiner is the zero-width non-joiner, which Dari spelling needs inside words.
const joiner = '\u200c'

// knownTerms may stand in Latin letters in every language: they are what the reader meets on signs and papers.
var knownTerms = []string{"sfi", "QR", "Frågebatteri"}

// address matches web and e-mail addresses, which are the same in every language.
var address = regexp.MustCompile(`https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(\.[\w-]+)+|\b[a-z0-9-]+(\.[a-z0-9-]+)*\.(se|eu|org|com|nu)\b(/\S*)?`)

// parenthesis matches the innermost parentheses and what stands in them.
var parenthesis = regexp.MustCompile(`\([^()]*\)`)

// entity matches HTML entities, which a reader would see as they stand.
var entity = regexp.MustCompile(`&(#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z]+[0-9]*);`)

// textFaults finds what is wrong with one text, whatever it means.
func textFaults(text string, l Language, terms []string) []Fault {
	var faults []Fault
	report := func(kind FaultKind, found string) {
		faults = append(faults, Fault{Kind: kind, Language: l.Tag, Found: found})
	}

	if digits := runesIn(text, isForeignDigit); len(digits) > 0 {
		report(FaultDigits, named(digits))
	}
	if strings.ContainsAny(text, "<>") || entity.MatchString(text) {
		report(FaultMarkup, "")
	}
	if hidden := runesIn(text, func(r rune) bool { return isHidden(r, l) }); len(hidden) > 0 {
		report(FaultHidden, named(hidden))
	}
	if foreign := foreignLetters(text, l, terms); len(foreign) > 0 {
		report(FaultLetters, strings.Join(foreign, ", "))
	}
	return faults
}

// isForeignDigit tells digits and numbers other than 0–9, in any script. A reader in Sweden meets 0–9 everywhere.
func isForeignDigit(r rune) bool { return r > unicode.MaxASCII && unicode.IsNumber(r) }

// isHidden tells characters that nobody sees and that change how a text is laid out or found: control and format
// characters, line ends, and what is left of text in another encoding.
func isHidden(r rune, l Language) bool {
	if r == joiner && l.Letters.Joiner {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar
}

// runesIn returns the characters of a text for which is holds, sorted, each once.
func runesIn(text string, is func(rune) bool) []rune {
	var found []rune
	for _, r := range text {
		if is(r) {
			found = append(found, r)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// named writes characters with their numbers, since many look alike.
func named(runes []rune) string {
	names := make([]string, len(runes))
	for i, r := range runes {
		names[i] = fmt.Sprintf("%q (%U)", r, r)
	}
	return strings.Join(names, ", ")
}

// foreignLetters returns what a text has of letters that the language is not written with: Latin words as words, other
// letters one by one. Terms, addresses, placeholders and Latin words in parentheses are not counted.
func foreignLetters(text string, l Language, terms []string) []string {
	if l.Letters.Script == nil {
		return nil
	}
	var words []string
	var letters, word []rune
	endWord := func() {
		if len(word) > 0 && !isTerm(string(word), terms) {
			words = append(words, fmt.Sprintf("%q", string(word)))
		}
		word = nil
	}
	// Compatibility forms become the letters they stand for, so that a text copied from a PDF is judged by those.
	for _, r := range norm.NFKC.String(withoutGlosses(withoutAddresses(text))) {
		isForeign := (unicode.IsLetter(r) || unicode.IsMark(r)) && !l.Letters.include(r)
		if isForeign && unicode.Is(unicode.Latin, r) {
			word = append(word, r)
			continue
		}
		endWord()
		if isForeign {
			letters = append(letters, r)
		}
	}
	endWord()
	slices.Sort(words)
	if len(letters) > 0 {
		slices.Sort(letters)
		words = append(words, named(slices.Compact(letters)))
	}
	return slices.Compact(words)
}

// include tells whether a language is written with a letter. Marks and letters that belong to no one script, such as
// the Ukrainian apostrophe, are everybody's.
func (l Letters) include(r rune) bool {
	if strings.ContainsRune(l.Not, unicode.ToLower(r)) {
		return false
	}
	return unicode.In(r, l.Script, unicode.Common, unicode.Inherited)
}

// isTerm tells whether a word is one that stays in Latin letters: known to all files, or one of these terms.
func isTerm(word string, terms []string) bool {
	is := func(term string) bool {
		return slices.ContainsFunc(strings.Fields(term), func(part string) bool { return strings.EqualFold(part, word) })
	}
	return slices.ContainsFunc(knownTerms, is) || slices.ContainsFunc(terms, is)
}

// withoutAddresses removes what is not text in any language: placeholders and addresses.
func withoutAddresses(text string) string {
	if !strings.ContainsAny(text, "{.@:") { // as most texts
		return text
	}
	return address.ReplaceAllString(placeholder.ReplaceAllString(text, " "), " ")
}

// withoutGlosses removes Latin letters in parentheses: a Swedish word after its translation, for the reader to
// recognise.
func withoutGlosses(text string) string {
	return parenthesis.ReplaceAllStringFunc(text, func(gloss string) string {
		return strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Latin, r) {
				return -1
			}
			return r
		}, gloss)
	})
}
