package sealing

import (
	"io"

	"fragebatteri/survey"
	"fragebatteri/survey/honesty"
)

// madeUp says in one word whether answers of the round look made up: from the mixed answers of all
// blocks, each counted once, and from how many came that were not announced. A server takes no more from a session
// than its capacity, so that none come unless somebody wrote past it. Sensitive questions are
// answered by the same people as the others; their rows are looked at whole, and once.
func madeUp(file survey.PendingFile, found opened, people []honesty.Person, lots io.Reader) (string, error) {
	unannounced := 0
	announced := map[string]int{} // by municipality
	for _, a := range file.Announced {
		announced[a.Municipality] = a.Answers
	}
	for municipality, came := range received(file, found) {
		unannounced += max(0, came-announced[municipality])
	}
	return honesty.MadeUp(people, unannounced, lots) // mutation: made up
}
