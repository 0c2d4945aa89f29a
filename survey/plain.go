package survey

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// AdviceKind is what can be hard to read in a text.
type AdviceKind string

// What is found.
const (
	LongSentence AdviceKind = "sentence"
	LongWord     AdviceKind = "word"
	Officialese  AdviceKind = "officialese"
)

// Advice is one thing in a text that is hard for those who read little.
type Advice struct {
	Kind    AdviceKind
	Where   string // the sentence or the word, as it stands
	Words   int    // of a sentence
	Instead string // of officialese: what to write
}

// From where on a text is hard. Guides to plain Swedish (Myndigheternas skrivregler) ask for short
// sentences and for long words to be taken apart; where long begins is set here.
const (
	MostWords   = 20 // in a sentence
	MostLetters = 18 // in a word
)

// Instead reads a list of words of officials, each with what to write: "word = instead; the next".
func Instead(list string) map[string]string {
	instead := map[string]string{}
	for _, pair := range strings.Split(list, ";") {
		word, better, _ := strings.Cut(pair, "=")
		instead[strings.TrimSpace(word)] = strings.TrimSpace(better)
	}
	return instead
}

// Advise returns what is hard to read in a Swedish text, in the order of the text: each word once.
// instead has words of officials, in small letters, each with what to write. It is advice: a text can be
// right all the same.
func Advise(text string, instead map[string]string) []Advice {
	var list []Advice
	seen := map[string]bool{}
	for _, sentence := range sentencesOf(text) {
		words := wordsOf(sentence)
		if len(words) > MostWords {
			list = append(list, Advice{Kind: LongSentence, Where: sentence, Words: len(words)})
		}
		small := " " + strings.ToLower(strings.Join(words, " ")) + " "
		var phrases []string
		for phrase := range instead {
			if strings.Contains(small, " "+phrase+" ") {
				phrases = append(phrases, phrase)
			}
		}
		slices.SortFunc(phrases, func(x, y string) int { return strings.Index(small, " "+x+" ") - strings.Index(small, " "+y+" ") })
		for _, phrase := range phrases {
			if !seen[phrase] {
				list = append(list, Advice{Kind: Officialese, Where: phrase, Instead: instead[phrase]})
			}
			seen[phrase] = true
		}
		for _, word := range words {
			if !seen[word] && utf8.RuneCountInString(word) > MostLetters {
				list = append(list, Advice{Kind: LongWord, Where: word})
				seen[word] = true
			}
		}
	}
	return list
}

// sentencesOf parts a text where a sentence ends: at a stop with white space after it, and at line ends.
func sentencesOf(text string) []string {
	var list []string
	for line := range strings.Lines(lineEnds.Replace(text)) {
		begin := 0
		for i, r := range line {
			after, _ := utf8.DecodeRuneInString(line[i+utf8.RuneLen(r):])
			if strings.ContainsRune(".!?", r) && unicode.IsSpace(after) {
				list = append(list, strings.TrimSpace(line[begin:i+1]))
				begin = i + 1
			}
		}
		list = append(list, strings.TrimSpace(line[begin:]))
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// wordsOf returns the words of a sentence, without the signs around them.
func wordsOf(sentence string) []string {
	var list []string
	for _, field := range strings.Fields(sentence) {
		word := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if word != "" && !strings.Contains(word, "://") {
			list = append(list, word)
		}
	}
	return list
}
