package participant

import (
	"strings"

	"fragebatteri/survey"
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
	return survey.MinutesToRead(words, choices)
}

func wordsIn(text string) int { return len(strings.Fields(text)) }
