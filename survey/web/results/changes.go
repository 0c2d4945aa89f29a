package results

import (
	"fmt"
	"math"
	"slices"

	"fragebatteri/survey/release"
)

// changeResult compares a round with the one before it that asked the same.
type changeResult struct {
	Before, Now string // names of the rounds
	Few         bool   // there is nothing that can be compared
	Certain     []changeRow
	Topics      []topic[changeTable]
}

// changeTable is one question and how the answers to it changed.
type changeTable struct {
	Text string
	Rows []changeRow
}

// changeRow is one answer to a question and how it changed.
type changeRow struct {
	Question    string // only among those that are certain
	Text        string
	Before, Now string // shares with their intervals
	Difference  string // in percentage points, with its interval
}

// change compares the place with itself in the newest release before that asks
// the same. It returns nil where there is none.
func (r scope) change(comparable []releaseInRound, battery string, questions []question) *changeResult {
	now := r.editions[0]
	earlier := slices.DeleteFunc(slices.Clone(comparable), func(e releaseInRound) bool { return e.ID == now.ID || !e.has(battery) })
	if len(earlier) == 0 {
		return nil
	}
	before := earlier[len(earlier)-1]
	result := &changeResult{Before: before.Round, Now: now.Round}
	result.Topics = byTopic(r.words, questions, func(q question) (changeTable, bool) {
		table := changeTable{Text: q.text}
		for _, t := range q.tables {
			is := sum([]releaseInRound{now}, q, t, r.blocks)
			was := sum([]releaseInRound{before}, q, t, r.blocks)
			for _, line := range r.words.lines(q.battery, t) {
				change, ok := is.Since(was, line.column)
				if !ok {
					break
				}
				row := changeRow{
					Text: line.text, Before: r.words.row(line.text, was, line.column).Share, Now: r.words.row(line.text, is, line.column).Share,
					Difference: r.words.points(change),
				}
				table.Rows = append(table.Rows, row)
				if certain(change) {
					row.Question = q.text
					result.Certain = append(result.Certain, row)
				}
			}
		}
		return table, len(table.Rows) > 0
	})
	result.Few = len(result.Topics) == 0
	return result
}

// certain reports whether a change is certain, also as it is shown: one whose
// bound is rounded to zero would not look so.
func certain(c release.Change) bool {
	return c.Certain() && (floor(c.Low) > 0 || ceiling(c.High) < 0)
}

// points words a change in percentage points. The interval is rounded outwards.
func (w Words) points(c release.Change) string {
	return w.T("officer.change.points",
		"D", signed(int(math.Round(100*c.Difference))), "Low", signed(floor(c.Low)), "High", signed(ceiling(c.High)))
}

// signed writes a number with its sign, 0 without.
func signed(n int) string {
	switch {
	case n > 0:
		return fmt.Sprintf("+%d", n)
	case n < 0:
		return fmt.Sprintf("−%d", -n)
	}
	return "0"
}
