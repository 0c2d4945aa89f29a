package results

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/findings"
	"fragebatteri/survey/release"
	"fragebatteri/survey/web/chart"
)

// questionTable is one question with a column for each group of answers that is shown.
type questionTable struct {
	Text      string
	Sensitive bool
	Few       bool // none of the columns is shown
	Chart     template.HTML
	Columns   []string // names of the columns; a single one needs none
	Rows      []tableRow
	Silent    []string // of each column, who did not answer or is not concerned
}

// tableRow is one answer, with how many gave it in each column.
type tableRow struct {
	Text  string
	Cells []Figure
}

// column is answers that are added up.
type column struct {
	name     string
	editions []findings.Edition
	of       func(findings.Edition, release.Part) []release.Counted
}

// otherTopic is what questions are about of a battery that this version does not know.
const otherTopic = "other"

// asked is a question of a release.
type asked struct {
	battery string
	id      string
	place   int    // among the questions of a battery that this version knows
	topic   string // one of survey.Topics, or otherTopic
	kind    survey.QuestionKind
	among   []string // options of those whom it concerns; none where that is not known
	options []string // columns that are answers, in their order, or options with tables of their own
	part    release.Part
}

// questions returns the questions of a release by topic, ordinary and sensitive ones together, in the order
// in which they are asked.
func (w Words) questions(e findings.Edition) []asked {
	var list []asked
	for _, part := range e.Parts {
		battery, err := w.Catalogue.Battery(part.Battery)
		for _, id := range part.Questions {
			q := asked{battery: part.Battery, id: id, topic: otherTopic, part: part}
			if err == nil {
				if known, ok := battery.Question(id); ok {
					q.place = slices.IndexFunc(battery.Questions, func(other survey.Question) bool { return other.ID == id })
					q.topic, q.kind = known.Topic, known.Kind
					if known.Kind != survey.Multi {
						q.among = known.Concerned()
					}
				}
			}
			for _, t := range e.Tables(part) {
				if t.Question == id {
					q.add(t)
				}
			}
			list = append(list, q)
		}
	}
	rank := func(q asked) int { return slices.Index(append(slices.Clone(survey.Topics), otherTopic), q.topic) }
	slices.SortStableFunc(list, func(x, y asked) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), strings.Compare(x.battery, y.battery), cmp.Compare(x.place, y.place), strings.Compare(x.id, y.id))
	})
	return list
}

// add adds what a table of the question has to say.
func (q *asked) add(t survey.Table) {
	if t.Option != "" {
		if q.kind != survey.Multi {
			q.kind, q.options = survey.Multi, slices.DeleteFunc(q.options, func(o string) bool { return o == survey.Answered })
		}
		q.options = append(q.options, t.Option)
		return
	}
	for _, column := range t.Columns {
		if !slices.Contains([]string{survey.DontKnow, survey.NoAnswer, survey.Skip, survey.Answered}, column) {
			q.options = append(q.options, column)
		}
	}
}

// measured adds up who chose an option of a question in a column.
func (c column) measured(q asked, option string) findings.Share {
	var total release.Measured
	known := false
	for _, e := range c.editions {
		for _, p := range e.Parts {
			if p.Battery != q.battery || !slices.Contains(p.Questions, q.id) {
				continue
			}
			if m, ok := e.Measured(p, q.id, []string{option}, q.among, c.of(e, p)); ok {
				total, known = total.Plus(m), true
			}
		}
	}
	return findings.ShareOf(total, known)
}

// questionTable words a question, with a chart of all columns.
func (w Words) questionTable(q asked, columns []column) (questionTable, error) {
	table := questionTable{Text: w.Question(q.battery, q.id), Sensitive: q.part.Sensitive(), Few: true}
	for _, c := range columns {
		table.Columns = append(table.Columns, c.name)
	}
	for _, option := range q.concerned() {
		row := tableRow{Text: w.Option(q.battery, q.id, option)}
		for i, c := range columns {
			f := w.figure(c.measured(q, option))
			if row.Cells = append(row.Cells, f); f.Known {
				table.Few = false
			}
			if len(table.Silent) <= i {
				table.Silent = append(table.Silent, f.Silent)
			}
		}
		table.Rows = append(table.Rows, row)
	}
	if q.kind == survey.Multi && len(columns) > 0 {
		slices.SortStableFunc(table.Rows, func(x, y tableRow) int {
			return cmp.Compare(y.Cells[len(columns)-1].Share, x.Cells[len(columns)-1].Share)
		})
	}
	if table.Few {
		return table, nil
	}
	var err error
	table.Chart, err = w.questionChart(q, table)
	return table, err
}

// concerned returns the options among which shares are: those of whom the question concerns.
func (q asked) concerned() []string {
	if q.kind == survey.Scale && len(q.among) > 0 {
		return q.among
	}
	return q.options
}

// questionChart draws a scale as a bar for each column, and everything else as a bar for each answer.
func (w Words) questionChart(q asked, table questionTable) (template.HTML, error) {
	figure := chart.Figure{ID: "q-" + strings.ReplaceAll(survey.Slug(q.battery+" "+q.id), "-", ""), Caption: table.Text}
	if q.kind == survey.Scale {
		stack := chart.Stack{Figure: figure, Diverging: true}
		for _, row := range table.Rows {
			stack.Steps = append(stack.Steps, row.Text)
		}
		for i, name := range table.Columns {
			bar := chart.StackRow{Name: name, Apart: chart.Part{Text: table.Silent[i]}}
			for _, row := range table.Rows {
				bar.Parts = append(bar.Parts, chart.Part{Share: row.Cells[i].Share, Text: row.Cells[i].Text})
			}
			bar.Sentence = sentenceOf(table, i)
			if first := table.Rows[0].Cells[i]; !first.Known {
				bar.Text = first.Text
			}
			stack.Rows = append(stack.Rows, bar)
		}
		return stack.HTML()
	}
	bars := chart.Rows{Figure: figure, Axis: w.axis()}
	if len(table.Columns) > 1 {
		bars.Key = chart.Key{Value: table.Columns[len(table.Columns)-1], Reference: table.Columns[0]}
	}
	for _, row := range table.Rows {
		bars.Rows = append(bars.Rows, row.bar(table.Columns))
	}
	return bars.Bars()
}

// bar is an answer as a bar; of several columns the last, with the first as what it is compared with.
func (r tableRow) bar(columns []string) chart.Row {
	last := r.Cells[len(r.Cells)-1]
	bar := chart.Row{Name: r.Text, Sentence: r.Text + ": " + last.Text, Value: last.estimate()}
	if len(columns) > 1 {
		var said []string
		for i, column := range columns {
			said = append(said, column+" "+r.Cells[i].Text)
		}
		bar.Sentence = r.Text + ": " + strings.Join(said, ", ")
		if first := r.Cells[0]; first.Known {
			bar.Reference = &chart.Estimate{Share: first.Share, Text: first.Text}
		}
	}
	return bar
}

// sentenceOf says what a bar of a column shows.
func sentenceOf(table questionTable, i int) string {
	parts := make([]string, len(table.Rows))
	for j, row := range table.Rows {
		parts[j] = fmt.Sprintf("%s: %s", row.Text, row.Cells[i].Text)
	}
	return strings.TrimPrefix(table.Columns[i]+": ", ": ") + strings.Join(parts, ", ")
}

// estimate returns the figure as charts draw it; nil where it is not shown.
func (f Figure) estimate() *chart.Estimate {
	if !f.Known {
		return nil
	}
	return &chart.Estimate{Share: f.Share, Low: f.Low, High: f.High, Text: f.Text, Interval: f.Interval}
}

// axis is the scale of all charts of shares.
func (w Words) axis() chart.Axis {
	at := func(share int) string { return w.T("share.percent", "P", share) }
	return chart.Axis{Zero: at(0), Half: at(50), Full: at(100)}
}
