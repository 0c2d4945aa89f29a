package participant

import (
	"math"
	"strings"
	"time"
)

// How fast people answer who read in a language they are not used to reading. Below 45 to 60 words a
// minute a reader forgets how a sentence began (Abadzi, Efficient Learning for the Poor, World Bank
// 2006); somebody who reads every day reads Arabic at 140 and Swedish at 200 (Trauzettel-Klosinski and
// Dietz, IOVS 53, 2012). Those who are asked here are in between, and the slowest of them must not
// find that it takes longer than was said. The time for a choice is that of making up one's mind and
// of two taps.
const (
	wordsPerMinute = 60
	timeForChoice  = 4 * time.Second
)

// minutes returns how long it takes to read the questions with their answers and to choose, in whole
// minutes and at least one. "Don't know" and the like are read once: they are the same everywhere.
func minutes(questions []questionView) int {
	words, choices := 0, 0
	for i, q := range questions {
		choices += max(1, q.Most)
		words += wordsIn(q.Text) + wordsIn(q.Hint)
		for _, option := range q.Options {
			words += wordsIn(option.Text)
		}
		for _, option := range q.Apart {
			if i == 0 {
				words += wordsIn(option.Text)
			}
		}
	}
	took := time.Duration(words)*time.Minute/wordsPerMinute + time.Duration(choices)*timeForChoice
	return max(1, int(math.Round(took.Minutes())))
}

func wordsIn(text string) int { return len(strings.Fields(text)) }
