package results

import (
	"cmp"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Block is one block as it is shown.
type Block struct {
	Name       string
	When       string // in the intervention; may be empty
	Sensitive  bool   // the sensitive questions, counted in larger groups
	N          int
	Mixed      bool // answers were mixed before counting, so that all numbers are estimates
	Percent    bool // there are answers enough for percentages
	OneSession bool // more than half of the answers are from one session
	Questions  []Question
}

// Question is one question in a block.
type Question struct {
	Text    string
	Few     bool
	Options []Option
}

// Option is how many gave one answer.
type Option struct {
	Text string
	count
}

// about says what a block is about: a name, which may be Swedish, and when in
// the intervention.
func (w Words) about(b release.Block) (name, when string) {
	switch treblock.Step(b.Step) {
	case treblock.InterventionTiming:
		return w.Intervention(b.Intervention), w.T("results." + string(b.Timing))
	case treblock.Intervention, treblock.SharedIntervention:
		return w.Intervention(b.Intervention), ""
	case treblock.Municipality:
		return w.T("results.other"), ""
	}
	return w.Place(b.Place()), ""
}

// Block words one block's results.
func (w Words) Block(r release.Release, part release.Part, b release.Block) Block {
	result := Block{Sensitive: part.Sensitive(), N: b.N, Mixed: r.Mixed > 0, Percent: b.N >= release.LeastForShares, OneSession: b.OneSession}
	result.Name, result.When = w.about(b)
	tables := r.Tables(part)
	for _, id := range part.Questions {
		question := Question{Text: w.Question(part.Battery, id)}
		for _, t := range tables {
			if t.Question == id {
				w.addTable(&question, r.Sum(part, t, []release.Counted{b.Counted()}), part.Battery, t)
			}
		}
		result.Questions = append(result.Questions, question)
	}
	return result
}

// addTable adds what one table says.
func (w Words) addTable(q *Question, s release.Sum, battery string, t survey.Table) {
	if s.N == 0 {
		q.Few = true
		return
	}
	for _, line := range w.lines(battery, t) {
		q.Options = append(q.Options, Option{line.text, countOf(s, line.column)})
	}
}

// tableLine is a column of a table that is shown, as a line with its words.
type tableLine struct {
	column int
	text   string
}

// lines returns what is shown of a table. Of a multi-select's tables only what
// says something by itself is: those who chose each option, and those who chose
// none or did not answer.
func (w Words) lines(battery string, t survey.Table) []tableLine {
	var lines []tableLine
	for i, column := range t.Columns {
		if column != survey.Answered && column != survey.NotChosen {
			lines = append(lines, tableLine{i, w.Option(battery, t.Question, cmp.Or(t.Option, column))})
		}
	}
	return lines
}
