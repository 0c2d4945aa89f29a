package authors

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"fragebatteri/survey"
)

// Numbers of options that a question can have: what fits a small screen.
const (
	mostOptions = 7
	mostMulti   = 12
)

// fewestScales is from how many scales on a battery is expected to ask something from two sides.
const fewestScales = 4

// countable finds numbers of options and steps that there cannot be; the rest is not looked at then.
func (c *checker) countable() bool {
	for _, scale := range slices.Sorted(maps.Keys(c.Battery.Scales)) {
		if steps := c.Battery.Scales[scale]; steps < 1 || steps > mostMulti {
			c.refuse("scale.steps", "", "", "", "Scale", scale, "N", steps)
		}
	}
	for _, q := range c.Battery.Questions {
		if q.Own < 0 || q.Own > mostMulti {
			c.refuse("options.many", q.ID, "", "", "N", q.Own, "Most", mostMulti)
		}
	}
	return len(c.found) == 0
}

// wholeBattery looks at what the questions are together.
func (c *checker) wholeBattery() {
	c.title()
	c.minutes()
	scales := 0
	for _, q := range c.Battery.Questions {
		if q.Kind == survey.Scale {
			scales++
		}
	}
	if scales >= fewestScales && len(c.Battery.Pairs) == 0 {
		c.advise("pair", "", "", "", "N", scales)
	}
	for _, language := range c.Languages {
		if language != c.source {
			c.untranslated(language)
		}
	}
	if lix, hardest := c.lix(); c.source == "sv" && lix > MostLIX {
		c.advise("lix", "", "", "sv", "LIX", lix, "Most", MostLIX, "Question", hardest)
	}
}

func (c *checker) title() {
	if c.Word(c.source, "title") == "" {
		c.refuse("words.none", "", "title", c.source)
	}
}

// minutes compares how long it takes to answer with how long it may take.
func (c *checker) minutes() {
	for _, language := range c.Languages {
		common := func(key string) string {
			if c.Common == nil {
				return ""
			}
			return c.Common(language, key)
		}
		if n := c.Minutes(language, common); n > MostMinutes {
			c.refuse("minutes", "", "", language, "N", n, "Most", MostMinutes)
		}
	}
}

// untranslated says how many texts a language lacks.
func (c *checker) untranslated(language string) {
	all, missing := c.keys(), 0
	for _, key := range all {
		if strings.TrimSpace(c.Word(language, key)) == "" {
			missing++
		}
	}
	if missing > 0 {
		c.advise("language", "", "", language, "N", missing, "Of", len(all))
	}
}

// keys returns the keys of all texts of the battery.
func (c *checker) keys() []string {
	keys := []string{"title"}
	if c.Word(c.source, "intro") != "" {
		keys = append(keys, "intro")
	}
	for _, q := range c.Battery.Questions {
		for _, key := range textsOf(q) {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// textsOf returns the keys of a question's own texts, in the order in which they are shown.
func textsOf(q survey.Question) []string {
	keys := []string{q.ID}
	if q.Hint {
		keys = append(keys, q.HintKey())
	}
	for _, option := range q.Options() {
		keys = append(keys, q.TextKey(option))
	}
	return keys
}

// Lengths that the readability index counts with.
const lixLongWord = 6 // letters of the longest word that is short

// lix returns the readability index (Björnsson 1968) of all Swedish questions together: words per sentence, and
// how many of a hundred words are long. It is told of many sentences; hardest is the question with the
// highest of its own.
func (c *checker) lix() (index int, hardest string) {
	words, sentences, long, worst := 0, 0, 0, 0.0
	for _, q := range c.Battery.Questions {
		w, s, l := 0, 0, 0
		for _, token := range tokens(c.Word("sv", q.ID) + "?") {
			switch {
			case token == stop:
				s++
			case utf8.RuneCountInString(token) > lixLongWord:
				l++
				fallthrough
			default:
				w++
			}
		}
		if own := lixOf(w, s, l); own > worst {
			worst, hardest = own, q.ID
		}
		words, sentences, long = words+w, sentences+s, long+l
	}
	return int(math.Round(lixOf(words, sentences, long))), hardest
}

func lixOf(words, sentences, long int) float64 {
	if words == 0 || sentences == 0 {
		return 0
	}
	return float64(words)/float64(sentences) + 100*float64(long)/float64(words)
}
