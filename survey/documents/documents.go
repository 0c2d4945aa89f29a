// Package documents writes what a data protection officer asks for: an impact assessment, a record of
// processing, a disposal decision and others, each a template for the controller's lawyer. What the
// program does is filled in from the rules of the program, who runs it from the settings, and what only
// the controller can decide is a gap.
package documents

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"fragebatteri/i18n"
)

// Names lists all documents, in the order in which they are needed before a first round.
var Names = []string{"assessment", "record", "disposal", "agreement", "information", "accessibility", "threats"}

// Document is a document in one language, filled in.
type Document struct {
	Name     string // one of Names
	Language string // tag
	Title    string
	For      string // who needs it, in one sentence
	Marks    []Text // that it is a template, what it was filled in from and when, that a demo is made up
	Sections []Section
}

// Section is a numbered section of a document.
type Section struct {
	Number int // from 1
	Title  string
	Parts  []Part
}

// Part is a paragraph, a list or a table: one of its fields is set.
type Part struct {
	Text  Text
	Items []Text
	Table *Table
}

// Table is a table. The first cell of each row is the row's heading.
type Table struct {
	Head   []string
	Widths []int // of its columns, in percent
	Rows   [][]Text
}

// Text is a text in which gaps stand apart.
type Text []Run

// Run is a piece of a text.
type Run struct {
	Text string
	Gap  bool // it is for the controller to fill in
}

// String returns the text without regard to gaps.
func (t Text) String() string {
	var b strings.Builder
	for _, r := range t {
		b.WriteString(r.Text)
	}
	return b.String()
}

// gap is what is left to the controller, as it stands in texts.
var gap = regexp.MustCompile(`\[[^\[\]]+\]`)

// textOf divides a text at its gaps.
func textOf(s string) Text {
	var t Text
	at := 0
	for _, g := range gap.FindAllStringIndex(s, -1) {
		if g[0] > at {
			t = append(t, Run{Text: s[at:g[0]]})
		}
		t = append(t, Run{Text: s[g[0]:g[1]], Gap: true})
		at = g[1]
	}
	if at < len(s) {
		t = append(t, Run{Text: s[at:]})
	}
	return t
}

// Make returns the document with a name in the language that p prints, and false where there is no
// such document.
func Make(name string, p *i18n.Printer, facts Facts) (Document, bool) {
	if !slices.Contains(Names, name) {
		return Document{}, false
	}
	w := writer{Printer: p, facts: facts, values: facts.values(p), key: prefix + name}
	d := Document{Name: name, Language: p.Language().Tag, Title: w.text(w.key), For: w.text(w.key + ".for")}
	d.Marks = []Text{w.rich(prefix + "template"), w.rich(prefix + "filled"), w.rich(prefix + "gaps")}
	if facts.Host.Demo {
		d.Marks = append(d.Marks, w.rich("demo.banner"))
	}
	for i, s := range contents[name] {
		in := w
		in.key += "." + s.name
		section := Section{Number: i + 1, Title: in.text(in.key)}
		for _, part := range s.parts {
			section.Parts = append(section.Parts, part.fill(in)...)
		}
		d.Sections = append(d.Sections, section)
	}
	return d, true
}

// FileName returns what a document is called as a file with an extension like ".odt".
func (d Document) FileName(extension string) string {
	return fmt.Sprintf("%s-%s%s", d.Name, d.Language, extension)
}

// prefix is what the keys of all texts of this package begin with.
const prefix = "documents."

// writer words the parts of one section.
type writer struct {
	*i18n.Printer
	facts  Facts
	values []any
	key    string // of the section
}

// isolates stand around inserted values; both languages of documents are written from left to right,
// and office programs show them as boxes.
var isolates = strings.NewReplacer("\u2068", "", "\u2069", "")

// text returns the words of a key with all facts.
func (w writer) text(key string) string { return isolates.Replace(w.T(key, w.values...)) }

// rich is text with gaps.
func (w writer) rich(key string) Text { return textOf(w.text(key)) }
