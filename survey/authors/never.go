package authors

import "slices"

// Never are the things that must never be asked or stored, in the order in which they are looked for:
// whoever answers could be recognised by them, or would have to tell what nobody may keep of them.
// Words about one begin with "authors.never." and its name.
var Never = []string{
	"number", "contact", "staff", "name", "date", "origin", "religion", "politics", "permit", "violence", "health", "sexuality", "text",
}

// known are the things of Never that somebody may be asked to know of, such as where those who meet violence find
// help: that is not about whoever answers.
var known = []string{"religion", "politics", "permit", "violence", "health", "sexuality"}

// Trigger is a sign that a text asks what must never be asked.
type Trigger struct {
	About string // one of Never
	Words string // of the text, in small letters
}

// NeverAsked returns what a text of a question or an option asks that must never be asked, each thing
// once. language is a tag; there are lists for sv and en, and in other languages nothing is found.
// It goes by words, so that a question in unusual words gets through: somebody reads each battery too.
func NeverAsked(language, text string) []Trigger {
	var found []Trigger
	words := tokens(text)
	asksToKnow := findIn("knows", language, words) != "" && findIn("own", language, words) == ""
	for _, about := range Never {
		if asksToKnow && slices.Contains(known, about) {
			continue
		}
		if said := findIn("never."+about, language, words); said != "" {
			found = append(found, Trigger{About: about, Words: said})
		}
	}
	return found
}
