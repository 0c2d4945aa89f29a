package results

import (
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// viewResult is the same answers by who gave them, in one dimension.
type viewResult struct {
	Name   string
	Note   string // what to think of when reading it
	Topics []topic[viewTable]
}

// viewTable is one question with its groups side by side.
type viewTable struct {
	Text   string
	Groups []string // names in the order of their keys, never of their answers; the rest last
	Rows   []viewRow
}

// viewRow is one answer to a question.
type viewRow struct {
	Text  string
	Cells []viewCell
}

// viewCell is how many of a group gave an answer.
type viewCell struct {
	Group string
	Few   bool
	sumRow
}

// view says how the groups of a dimension answered. differs reports that it
// cannot: over several rounds, groups that are not the same in all of them.
func (r scope) view(questions []question, d survey.Dimension) (result viewResult, differs bool) {
	result.Name = r.words.T("officer.by." + string(d))
	result.Note = r.words.T("officer.by." + string(d) + ".note")
	result.Topics = byTopic(r.words, questions, func(q question) (viewTable, bool) {
		parts := r.viewed(q, d)
		if len(parts) == 0 || definedBy(parts, d) == q.id {
			return viewTable{}, false
		}
		if len(parts) < r.rounds(q.battery) || d != survey.ByTime && !sameGroups(parts, d) {
			differs = true
			return viewTable{}, false
		}
		return r.viewTable(q, d, parts), true
	})
	return result, differs
}

// rounds returns in how many of the rounds that are added up a battery was used.
func (r scope) rounds(battery string) int {
	n := 0
	for _, e := range r.editions {
		if e.has(battery) {
			n++
		}
	}
	return n
}

// viewed returns the parts with a question that have groups in a dimension, one
// for each release, without any other views: of a municipality its own, of the
// region all. An area has none.
func (r scope) viewed(q question, d survey.Dimension) []release.Part {
	var parts []release.Part
	for _, e := range r.editions {
		for _, p := range e.Parts {
			if p.Battery != q.battery || !slices.Contains(p.Questions, q.id) {
				continue
			}
			p.Views = slices.DeleteFunc(slices.Clone(p.Views), func(v release.View) bool {
				return v.By != d || r.place.Kind != survey.KindRegion && v.Place() != r.place
			})
			if len(p.Views) > 0 {
				parts = append(parts, p)
			}
		}
	}
	return parts
}

// definedBy returns the question that defines a dimension in these parts, or "".
func definedBy(parts []release.Part, d survey.Dimension) string {
	for _, v := range parts[0].Views {
		if v.By == d {
			return v.Question
		}
	}
	return ""
}

// sameGroups reports whether a dimension has the same groups in all parts. Only
// neighbours on a scale of time can be put together afterwards.
func sameGroups(parts []release.Part, d survey.Dimension) bool {
	for _, p := range parts {
		if !slices.Equal(keysOf(p.Grouped(d)), keysOf(parts[0].Grouped(d))) {
			return false
		}
	}
	return true
}

func keysOf(groups []release.Grouped) []string {
	keys := make([]string, len(groups))
	for i, g := range groups {
		keys[i] = g.Key
	}
	return keys
}

// rest puts what is too few alone after all others.
func rest(key string) int {
	if key == survey.OtherGroup {
		return 1
	}
	return 0
}

// viewTable puts the groups of a dimension side by side for one question.
func (r scope) viewTable(q question, d survey.Dimension, parts []release.Part) viewTable {
	all := parts[0]
	for _, p := range parts[1:] {
		all.Views = slices.Concat(all.Views, p.Views)
	}
	groups := all.Grouped(d)
	slices.SortStableFunc(groups, func(x, y release.Grouped) int { return rest(x.Key) - rest(y.Key) })
	table := viewTable{Text: q.text}
	for _, g := range groups {
		table.Groups = append(table.Groups, r.words.Group(q.battery, d, definedBy(parts, d), g.Key))
	}
	for _, t := range q.tables {
		sums := make([]release.Sum, len(groups))
		for i, g := range groups {
			sums[i] = r.last().Sum(all, t, g.Of)
		}
		for _, line := range r.words.lines(q.battery, t) {
			row := viewRow{Text: line.text}
			for i, s := range sums {
				cell := viewCell{Group: table.Groups[i], Few: s.N == 0}
				if !cell.Few {
					cell.sumRow = r.words.row(line.text, s, line.column)
				}
				row.Cells = append(row.Cells, cell)
			}
			table.Rows = append(table.Rows, row)
		}
	}
	return table
}
