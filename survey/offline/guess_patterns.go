package offline

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/ccojocar/zxcvbn-go/adjacency"
	"github.com/ccojocar/zxcvbn-go/entropy"
	"github.com/ccojocar/zxcvbn-go/match"
)

// shortestPattern is how many signs make a pattern.
const shortestPattern = 3

// keyboardRuns returns the stretches of a text whose keys are neighbours on some keyboard.
func keyboardRuns(text string) []match.Match {
	var found []match.Match
	for _, keyboard := range []string{"qwerty", "dvorak", "keypad", "macKeypad"} {
		graph := adjacency.GraphMap[keyboard]
		for i := 0; i < len(text)-1; {
			j, turns, shifted, last := i+1, 0, 0, -1
			for ; j < len(text); j++ {
				direction, isShifted := step(graph.Graph[string(rune(text[j-1]))], rune(text[j]))
				if direction < 0 {
					break
				}
				if isShifted {
					shifted++
				}
				if direction != last {
					turns, last = turns+1, direction
				}
			}
			if j-i >= shortestPattern {
				m := match.Match{I: i, J: j - 1, Token: text[i:j], DictionaryName: graph.Name}
				m.Entropy = entropy.SpatialEntropy(m, turns, shifted)
				found = append(found, m)
			}
			i = j
		}
	}
	return found
}

// step returns in which direction a key lies from one with these neighbours, or a negative number where
// it is no neighbour, and whether it is pressed with shift. Each neighbour has the key without shift first.
func step(neighbours []string, key rune) (direction int, shifted bool) {
	for i, neighbour := range neighbours {
		if at := strings.Index(neighbour, string(key)); at >= 0 {
			return i, at == 1
		}
	}
	return -1, false
}

// repeats returns the stretches of a text that are one letter.
func repeats(text string) []match.Match {
	var found []match.Match
	add := func(end, length int) {
		if length < shortestPattern {
			return
		}
		m := match.Match{I: end - length, J: end - 1, Token: text[end-length : end]}
		m.Entropy = entropy.RepeatEntropy(m)
		found = append(found, m)
	}
	length, last, before := 0, 0, ""
	for i, r := range text {
		if length > 0 && !strings.EqualFold(string(r), before) {
			add(i, length)
			length = 0
		}
		length, last, before = length+1, i, string(r)
	}
	add(last+1, length)
	return found
}

// alphabets are what runs are found in.
var alphabets = []string{"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"}

// runs returns the stretches of a text that follow an alphabet, forwards or backwards. As zxcvbn has it, a run
// back to the first of an alphabet goes on to whatever is behind.
func runs(text string) []match.Match {
	var found []match.Match
	for i := 0; i < len(text); {
		j := i + 1
		for _, alphabet := range alphabets {
			place := func(at int) int { return strings.IndexByte(alphabet, text[at]) }
			if j == len(text) || place(i) < 0 || place(j) < 0 {
				continue
			}
			direction := place(j) - place(i)
			if direction != 1 && direction != -1 {
				continue
			}
			for j < len(text) && place(j)-place(j-1) == direction {
				j++
			}
			if j-i >= shortestPattern {
				m := match.Match{I: i, J: j - 1, Token: text[i:j]}
				m.Entropy = entropy.SequenceEntropy(m, len(alphabet), direction == 1)
				found = append(found, m)
			}
			break
		}
		i = j
	}
	return found
}

var (
	dayFirst   = regexp.MustCompile(`(\d{1,2})(\s|-|\/|\\|_|\.)(\d{1,2})(\s|-|\/|\\|_|\.)(19\d{2}|200\d|201\d|\d{2})`)
	yearFirst  = regexp.MustCompile(`(19\d{2}|200\d|201\d|\d{2})(\s|-|/|\\|_|\.)(\d{1,2})(\s|-|/|\\|_|\.)(\d{1,2})`)
	digitsOnly = regexp.MustCompile(`\d{4,8}`)
)

// dates returns the stretches of a text that can be dates.
func dates(text string) []match.Match {
	var found []match.Match
	add := func(part, day, month, year, separator string) {
		if !isDate(whole(day), whole(month), whole(year)) {
			return
		}
		i := strings.Index(text, part)
		found = append(found, match.Match{
			I: i, J: i + len(part), Entropy: entropy.DateEntropy(match.DateMatch{Year: whole(year), Separator: separator}),
		})
	}
	for _, parts := range dayFirst.FindAllStringSubmatch(text, -1) {
		add(parts[0], parts[3], parts[1], parts[5], parts[4])
	}
	for _, parts := range yearFirst.FindAllStringSubmatch(text, -1) {
		add(parts[0], parts[3], parts[5], parts[1], parts[4])
	}
	for _, part := range digitsOnly.FindAllString(text, -1) {
		switch len(part) {
		case 6:
			add(part, part[2:4], part[4:], part[:2], "")
		case 8:
			add(part, part[4:6], part[6:], part[:4], "")
			add(part, part[:2], part[2:4], part[4:], "")
		}
	}
	return found
}

// isDate reports whether these are a day, a month and a year of somebody who lives; the day and the month
// may have changed places.
func isDate(day, month, year int64) bool {
	if month >= 12 && month <= 31 && day <= 12 {
		day, month = month, day
	}
	return day <= 31 && month <= 12 && (year >= 1900 && year <= 2025 || year >= 0 && year <= 99)
}

// whole returns the number that at most four digits write.
func whole(digits string) int64 {
	number, _ := strconv.ParseInt(digits, 10, 16)
	return number
}
