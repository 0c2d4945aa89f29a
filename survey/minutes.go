package survey

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

// MinutesToRead returns how long it takes to read so many words and to make so many choices, in whole
// minutes and at least one.
func MinutesToRead(words, choices int) int {
	took := time.Duration(words)*time.Minute/wordsPerMinute + time.Duration(choices)*timeForChoice
	return max(1, int(math.Round(took.Minutes())))
}

// Minutes returns how long it takes to answer a battery in a language, as its form says. "Don't know" and
// the like are read once: they are the same everywhere. common has the words of those, by key.
func (w Worded) Minutes(language string, common func(key string) string) int {
	words, choices := 0, 0
	read := func(text string) { words += len(strings.Fields(text)) }
	for i, q := range w.Battery.Questions {
		choices += max(1, q.Most)
		read(w.Word(language, q.ID))
		if q.Hint {
			read(w.Word(language, q.HintKey()))
		}
		for _, value := range q.Values() {
			switch {
			case value != DontKnow && value != NoAnswer:
				read(w.Word(language, q.TextKey(value)))
			case i == 0:
				read(common(q.TextKey(value)))
			}
		}
	}
	return MinutesToRead(words, choices)
}
