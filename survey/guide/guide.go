// Package guide is what an ambassador says and does, in the order in which it is read: on the
// phone, in the flow of a gathering, and on paper. The words are those of the guide's locale files;
// what is promised, and who asks, is said in the words that those who answer read on their forms.
package guide

import (
	"html/template"
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// Name is the name of one section.
type Name string

// The sections.
const (
	Before Name = "before" // a checklist for the room
	Say    Name = "say"    // what is read aloud to the group
	Help   Name = "help"   // how to help somebody without seeing an answer
	Never  Name = "never"  // what an ambassador never does
	Odd    Name = "odd"    // what to do when something goes wrong
	After  Name = "after"  // what to do when people have answered
)

// Names lists all sections in the order in which they are read.
var Names = []Name{Before, Say, Help, Never, Odd, After}

// Section is a part of the guide in one language.
type Section struct {
	Name  Name
	Title string
	How   string // how to use the lines; empty where they are used as they stand
	Lines []Line // each one or two short sentences
}

// Line is one thing to do, or to say.
type Line struct {
	HTML    template.HTML // on odd days it begins with what has happened, in <b>
	Promise bool          // it is a sentence of the promise
}

// lines are the texts of each section, by what follows the section's own key.
var lines = map[Name][]string{
	Before: {"light", "hearing", "chairs", "charger", "paper", "place", "staff"},
	Say:    {"hello", formWhy, "free", "harmless", formPromise, "honest", "once", "time", "start", "counted", "results", "ask"},
	Help:   {"listen", "read", "equal", "sit", "seen", "family", "borrow"},
	Never:  {"hold", "comment", "answer", "persuade", "staff", "picture", "note"},
	Odd:    {"late", "leaked", "lost", "power", "programme", "young", "twice"},
	After:  {"thank", "close", "talk", "results"},
}

// What is said in the words of the form stands where these stand.
const (
	formWhy     = "form.why"
	formPromise = "promise"
)

// Sections returns sections of a host's guide in the language of a printer, in the order in which
// they are read; no names stand for all. The promise is that of the round, or one that holds in all.
func Sections(p *i18n.Printer, host survey.Host, promise survey.Promise, names ...Name) []Section {
	var sections []Section
	for _, name := range Names {
		if len(names) > 0 && !slices.Contains(names, name) {
			continue
		}
		key := "guide." + string(name) + "."
		s := Section{Name: name, Title: p.T(key + "title")}
		if name == Say {
			s.How = p.T(key + "how")
		}
		for _, line := range lines[name] {
			switch {
			case line == formWhy:
				s.Lines = append(s.Lines, Line{HTML: p.HTML(formWhy, "Host", host.Name)})
			case line == formPromise:
				s.Lines = append(s.Lines, promised(p, promise)...)
			case name == Odd:
				s.Lines = append(s.Lines, Line{HTML: "<b>" + p.HTML(key+line+".when") + "</b> " + p.HTML(key+line)})
			default:
				s.Lines = append(s.Lines, Line{HTML: p.HTML(key + line)})
			}
		}
		sections = append(sections, s)
	}
	return sections
}

// promised returns what is promised, as it stands on the form.
func promised(p *i18n.Printer, promise survey.Promise) []Line {
	together := Line{HTML: p.HTML("promise.together", "N", promise.Others), Promise: true}
	if !promise.Full {
		return []Line{together}
	}
	return []Line{{HTML: p.HTML("promise.nobody"), Promise: true}, together}
}
