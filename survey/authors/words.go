package authors

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// list holds the lists of words by thing and language; its head says how they are written.
//
//go:embed words.txt
var list string

// mostBetween is how many words ".." stands for at most.
const mostBetween = 4

// stop is the token between two sentences, which no pattern matches.
const stop = "."

// pattern is a row of words to look for; each is a choice of several, and none stands for "..".
type pattern [][]looked

// looked is a word, or what words begin with, end with or have inside.
type looked struct {
	word                   string
	moreBefore, moreBehind bool
}

// listed holds the patterns of all lists, by their heading, as in "never.name sv".
var listed = sync.OnceValue(func() map[string][]pattern {
	all, err := readLists(list)
	if err != nil {
		panic(err) // words.txt is part of the program, and a test reads it
	}
	return all
})

// readLists reads lists in the format of words.txt.
func readLists(text string) (map[string][]pattern, error) {
	all := map[string][]pattern{}
	heading := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if inside, is := strings.CutPrefix(line, "["); is {
			heading = strings.TrimSuffix(inside, "]")
			if all[heading] != nil {
				return nil, fmt.Errorf("words.txt: [%s] stands twice", heading)
			}
			all[heading] = []pattern{}
			continue
		}
		for one := range strings.SplitSeq(line, ",") {
			if one = strings.TrimSpace(one); one != "" {
				all[heading] = append(all[heading], patternOf(one))
			}
		}
	}
	return all, nil
}

// patternOf reads one pattern.
func patternOf(text string) pattern {
	var p pattern
	for word := range strings.FieldsSeq(text) {
		if word == ".." {
			p = append(p, nil)
			continue
		}
		var choice []looked
		for one := range strings.SplitSeq(word, "/") {
			choice = append(choice, looked{strings.Trim(one, "*"), strings.HasPrefix(one, "*"), strings.HasSuffix(one, "*")})
		}
		p = append(p, choice)
	}
	return p
}

// find returns the words of a text that the first matching pattern of a list stands for, or "".
func find(name, language, text string) string { return findIn(name, language, tokens(text)) }

// findIn is find in the tokens of a text.
func findIn(name, language string, words []string) string {
	for _, p := range listed()[name+" "+language] {
		for i := range words {
			if n := p.match(words[i:]); n > 0 {
				return strings.Join(words[i:i+n], " ")
			}
		}
	}
	return ""
}

// match returns how many of the first words a pattern stands for, or 0.
func (p pattern) match(words []string) int {
	if len(p) == 0 {
		return 0
	}
	if p[0] == nil {
		if len(p) == 1 {
			return 0
		}
		for skipped := 0; skipped <= mostBetween && skipped <= len(words); skipped++ {
			if n := p[1:].match(words[skipped:]); n > 0 {
				return skipped + n
			}
			if skipped < len(words) && words[skipped] == stop {
				return 0
			}
		}
		return 0
	}
	if len(words) == 0 || !slices.ContainsFunc(p[0], func(l looked) bool { return l.is(words[0]) }) {
		return 0
	}
	if len(p) == 1 {
		return 1
	}
	if n := p[1:].match(words[1:]); n > 0 {
		return 1 + n
	}
	return 0
}

// is tells whether a word is one that is looked for.
func (l looked) is(word string) bool {
	switch {
	case l.moreBefore && l.moreBehind:
		return strings.Contains(word, l.word)
	case l.moreBefore:
		return strings.HasSuffix(word, l.word)
	case l.moreBehind:
		return strings.HasPrefix(word, l.word)
	}
	return word == l.word
}

// tokens returns the words of a text in small letters, with a stop between sentences.
func tokens(text string) []string {
	var words []string
	word := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '-' || r == '\''
	}
	var b strings.Builder
	flush := func() {
		if one := strings.Trim(b.String(), "-'"); one != "" {
			words = append(words, one)
		}
		b.Reset()
	}
	for _, r := range strings.ToLower(strings.ReplaceAll(text, "’", "'")) {
		switch {
		case word(r):
			b.WriteRune(r)
		case strings.ContainsRune(".?!", r):
			flush()
			words = append(words, stop)
		default:
			flush()
		}
	}
	flush()
	return words
}
