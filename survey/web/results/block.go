package results

import (
	"cmp"
	"math"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/treblock"
)

// Block is one block as it is shown.
type Block struct {
	Name      string
	When      string // in the intervention; may be empty
	Sensitive bool   // the sensitive questions, counted in larger groups
	N         int
	Questions []Question
}

// Question is one question in a block.
type Question struct {
	Text    string
	Few     bool
	Options []Option
}

// Option is one released count. Percent is empty where there are too few
// answers for percentages.
type Option struct {
	Text      string
	Count, N  int
	Low, High int
	Width     int // of the bar, in percent of its column
	Percent   string
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
	result := Block{Sensitive: part.Sensitive(), N: b.N}
	result.Name, result.When = w.about(b)
	tables := r.Tables(part)
	for _, id := range part.Questions {
		question := Question{Text: w.Question(part.Battery, id)}
		for _, t := range tables {
			if t.Question == id {
				w.addTable(&question, part, b, t)
			}
		}
		result.Questions = append(result.Questions, question)
	}
	return result
}

// addTable adds the counts of one table.
func (w Words) addTable(q *Question, part release.Part, b release.Block, t survey.Table) {
	counts, shown := b.Q[t.ID]
	if !shown {
		q.Few = true
		return
	}
	low, high := treblock.Bounds(counts, part.Base)
	for _, line := range w.lines(part.Battery, t) {
		i := line.column
		option := Option{Text: line.text, Count: counts[i], N: b.N, Low: low[i], High: high[i], Width: percent(counts[i], b.N)}
		if b.N >= release.LeastForShares {
			option.Percent = w.T("results.share", "P", option.Width)
		}
		q.Options = append(q.Options, option)
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

func percent(count, n int) int {
	return int(math.Round(100 * float64(count) / float64(n)))
}
