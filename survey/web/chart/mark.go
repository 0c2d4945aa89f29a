package chart

import "html/template"

// Mark is a small sign with words: what became of a share. Each kind has a shape of its own.
type Mark struct {
	Kind MarkKind
	Text string // as in "bättre än förra omgången"; the sign alone says nothing to those who do not see it
}

// MarkKind is what a mark says of a change.
type MarkKind string

// The kinds of marks.
const (
	Better  MarkKind = "better"  // certain, and to the good
	Worse   MarkKind = "worse"   // certain, and to the bad
	Changed MarkKind = "changed" // certain, and neither good nor bad
	Unsure  MarkKind = "unsure"  // not certain
)

// HTML returns the sign with its words, to stand in a line of text.
func (m Mark) HTML() (template.HTML, error) { return render("mark", m) }

func (m *Mark) text() string {
	if m == nil {
		return ""
	}
	return m.Text
}
