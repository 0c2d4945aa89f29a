package wording

import (
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// GuidePart is a part of what an ambassador says and does, in one language.
type GuidePart struct {
	ID    string // before, say, help, never, odd or after
	Title string
	Lead  string // to the ambassador, above what is read aloud; else empty
	Lines []GuideLine
}

// GuideLine is one thing to do, or to read aloud.
type GuideLine struct {
	When    string // what must have happened first, as a question; else empty
	Text    string
	Promise bool // it is a sentence of the promise
}

// guideParts are the parts in the order in which they are needed, with the ends of the keys of their
// lines. What the form says of who asks and what is promised stands where these stand.
var guideParts = []struct {
	id    string
	lines []string
}{
	{"before", []string{"light", "hearing", "chairs", "charger", "paper", "place", "staff"}},
	{"say", []string{
		"hello", formWhy, "free", "harmless", formPromise, "honest", "once", "time", "start", "counted", "results", "ask",
	}},
	{"help", []string{"listen", "read", "equal", "sit", "seen", "family", "borrow"}},
	{"never", []string{"hold", "comment", "answer", "persuade", "staff", "picture", "note"}},
	{"odd", []string{"late", "leaked", "lost", "power", "programme", "young", "twice"}},
	{"after", []string{"thank", "close", "talk", "results"}},
}

const (
	formWhy     = "form.why"
	formPromise = "promise"
)

// Guide returns what an ambassador says and does in the language that p prints: the parts with these
// ids in the order in which they are needed, or all where none is named. What is read aloud has who
// asks and what is promised in the words of the form; promise is that of the round, or one that holds
// in every round in which the guide is used.
func Guide(p *i18n.Printer, host survey.Host, promise survey.Promise, ids ...string) []GuidePart {
	var parts []GuidePart
	for _, part := range guideParts {
		if len(ids) > 0 && !slices.Contains(ids, part.id) {
			continue
		}
		key := "guide." + part.id
		said := GuidePart{ID: part.id, Title: p.T(key + ".title")}
		if part.id == "say" {
			said.Lead = p.T(key + ".how")
		}
		for _, line := range part.lines {
			switch line {
			case formWhy:
				said.Lines = append(said.Lines, GuideLine{Text: p.T(formWhy, "Host", host.Name)})
			case formPromise:
				said.Lines = append(said.Lines, promised(p, promise)...)
			default:
				said.Lines = append(said.Lines, guideLine(p, key, line))
			}
		}
		parts = append(parts, said)
	}
	return parts
}

// guideLine returns one line of the part with a key. On odd days it begins with what has happened.
func guideLine(p *i18n.Printer, part, line string) GuideLine {
	said := GuideLine{Text: p.T(part + "." + line)}
	if part == "guide.odd" {
		said.When = p.T(part + "." + line + ".when")
	}
	return said
}

// promised returns the sentences of a promise.
func promised(p *i18n.Printer, promise survey.Promise) []GuideLine {
	together := GuideLine{Text: p.T("promise.together", "N", promise.Others), Promise: true}
	if !promise.Full {
		return []GuideLine{together}
	}
	return []GuideLine{{Text: p.T("promise.nobody"), Promise: true}, together}
}
