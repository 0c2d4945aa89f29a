package results

import (
	"cmp"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Summary is one block as those read it who answered: what matters most to them, and then all
// questions.
type Summary struct {
	N         int
	Mixed     bool    // answers were mixed before counting, so that all numbers are estimates
	Wishes    *Chart  // what would help most: the answers that most gave; nil where it was not asked or is not shown
	Foremost  []Chart // the first questions, each with the answer that most gave
	Questions []Chart // all of them
}

// Chart is what was answered to one question. An answer that nobody gave is left out.
type Chart struct {
	Text string
	Few  bool
	Rows []Option
	Rest Option // those who gave no answer, together
}

// How much of a block is told before anybody opens the list of all questions.
const (
	mostWishes   = 3
	mostForemost = 3
)

// summary words what a block says to those who are in it.
func (w Words) summary(r Release, part release.Part, b release.Block) Summary {
	s := Summary{N: b.N, Mixed: r.Mixed > 0}
	battery, err := w.Catalogue.Battery(part.Battery)
	tables := r.Tables(part)
	for _, id := range part.Questions {
		chart := w.chart(r, part, b, id, tables)
		s.Questions = append(s.Questions, chart)
		if err != nil || len(chart.Rows) == 0 {
			continue
		}
		switch q, _ := battery.Question(id); {
		case q.Topic == survey.Needs && q.Kind == survey.Multi && s.Wishes == nil:
			if rows := chart.wishes(w.Option(part.Battery, id, survey.None)); len(rows) > 0 {
				s.Wishes = &Chart{Text: chart.Text, Rows: rows}
			}
		case q.Kind == survey.Scale && q.Role == "" && len(s.Foremost) < mostForemost:
			s.Foremost = append(s.Foremost, Chart{Text: chart.Text, Rows: byCount(chart.Rows)[:1]})
		}
	}
	return s
}

// chart words what a block says of one question. What can be chosen together with other answers
// stands with the largest first; steps of a scale stay in their order.
func (w Words) chart(r Release, part release.Part, b release.Block, id string, tables []survey.Table) Chart {
	chart := Chart{Text: w.Question(part.Battery, id)}
	for _, t := range tables {
		if t.Question != id {
			continue
		}
		sum := r.Sum(part, t, []release.Counted{b.Counted()})
		if sum.N == 0 {
			chart.Few = true
			continue
		}
		var silent []int
		for _, line := range w.lines(part.Battery, t) {
			if slices.Contains([]string{survey.DontKnow, survey.NoAnswer, survey.Skip}, t.Columns[line.column]) {
				silent = append(silent, line.column)
			} else if row := (Option{line.text, countOf(sum, line.column)}); row.Count > 0 {
				chart.Rows = append(chart.Rows, row)
			}
		}
		if len(silent) > 0 {
			chart.Rest = Option{w.T("closed.rest"), countOf(sum, silent...)}
		}
		if t.Option != "" {
			chart.Rows = byCount(chart.Rows)
		}
	}
	return chart
}

// wishes are the answers that most gave, without the one that says that none fits.
func (c Chart) wishes(none string) []Option {
	rows := slices.DeleteFunc(byCount(c.Rows), func(o Option) bool { return o.Text == none })
	return rows[:min(mostWishes, len(rows))]
}

// byCount returns rows with the largest first, and equal ones in their order.
func byCount(rows []Option) []Option {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(x, y Option) int { return cmp.Compare(y.Count, x.Count) })
	return rows
}
