package offline

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/ccojocar/zxcvbn-go/adjacency"
	"github.com/ccojocar/zxcvbn-go/data"
	"github.com/ccojocar/zxcvbn-go/entropy"
	"github.com/ccojocar/zxcvbn-go/match"
	"github.com/ccojocar/zxcvbn-go/scoring"
)

// bitsToGuess returns how many bits of guesses it takes to find a text for somebody who tries these
// words, common words and names, and patterns. It is what zxcvbn.PasswordStrength says, but that package
// unpacks ninety thousand words whenever the program starts, which cost each command more than what it does.
func bitsToGuess(text string, words []string) (float64, error) {
	common, err := commonWords()
	if err != nil {
		return 0, err
	}
	found := slices.Concat(rankedIn(text, rank(words)), keyboardRuns(text), repeats(text), runs(text), dates(text))
	for _, list := range common {
		found = append(found, rankedIn(text, list)...)
		for _, read := range withoutSymbols(text) {
			found = append(found, rankedIn(read, list)...)
		}
	}
	return scoring.MinimumEntropyMatchSequence(text, found).Entropy, nil
}

// commonWords are what zxcvbn knows of words, names and passwords, each list by word with its rank.
var commonWords = sync.OnceValues(func() ([]map[string]int, error) {
	var lists []map[string]int
	for _, name := range []string{"MaleNames", "FemaleNames", "Surnames", "English", "Passwords"} {
		packed, err := data.Asset("data/" + name + ".json")
		if err != nil {
			return nil, fmt.Errorf("unpack words to guess: %w", err)
		}
		var list struct{ List []string }
		if err := json.Unmarshal(packed, &list); err != nil {
			return nil, fmt.Errorf("read words to guess: %w", err)
		}
		lists = append(lists, rank(list.List))
	}
	return lists, nil
})

// rank returns the place of each word in a list.
func rank(words []string) map[string]int {
	ranks := make(map[string]int, len(words))
	for i, word := range words {
		ranks[strings.ToLower(word)] = i + 1
	}
	return ranks
}

// rankedIn returns the words of a list that a text is made of.
func rankedIn(text string, ranks map[string]int) []match.Match {
	var found []match.Match
	letters, lower := []rune(text), []rune(strings.ToLower(text))
	for i := range lower {
		for j := i; j < len(lower); j++ {
			place, known := ranks[string(lower[i:j+1])]
			if !known {
				continue
			}
			m := match.Match{I: i, J: j, Token: string(letters[i : j+1])}
			m.Entropy = entropy.DictionaryEntropy(m, float64(place))
			found = append(found, m)
		}
	}
	return found
}

// withoutSymbols returns what a text says when symbols in it are read as letters, as @ for a: of the symbols
// that stand for one letter one is read at a time, and a symbol that stands for several is read as each.
func withoutSymbols(text string) []string {
	lettersOf := map[string][]string{}
	for letter, symbols := range adjacency.GraphMap["l33t"].Graph {
		for _, symbol := range symbols {
			if strings.Contains(text, symbol) {
				lettersOf[symbol] = append(lettersOf[symbol], letter)
			}
		}
	}
	if len(lettersOf) == 0 {
		return nil
	}
	ways := []map[string][]string{{}} // symbols by letter
	for symbol, letters := range lettersOf {
		var next []map[string][]string
		for _, way := range ways {
			for _, letter := range letters {
				with := maps.Clone(way)
				with[letter] = append(slices.Clone(with[letter]), symbol)
				next = append(next, with)
			}
		}
		ways = next
	}
	var read []string
	for _, way := range ways {
		read = append(read, replaced(text, way)...)
	}
	slices.Sort(read)
	return slices.Compact(read)
}

// replaced returns a text with one of the symbols of each letter replaced by the letter, in all ways.
func replaced(text string, symbolsOf map[string][]string) []string {
	texts := []string{text}
	for letter, symbols := range symbolsOf {
		var next []string
		for _, text := range texts {
			for _, symbol := range symbols {
				next = append(next, strings.ReplaceAll(text, symbol, letter))
			}
		}
		texts = next
	}
	return texts
}
