package results

import (
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// topic is the questions about one thing, each with what is said of it.
type topic[T any] struct {
	Name      string
	Questions []T
}

// question is a question of a release.
type question struct {
	battery string
	id      string
	topic   string // one of survey.Topics, or otherTopic
	text    string
	tables  []survey.Table
}

// otherTopic is what questions are about of a battery that this version does
// not know.
const otherTopic = "other"

// questions returns the questions of a battery in the order in which they were
// asked, ordinary and sensitive ones together.
func (w Words) questions(r release.Release, battery string) []question {
	var all []question
	for _, part := range r.Parts {
		if part.Battery != battery {
			continue
		}
		tables := r.Tables(part)
		for _, id := range part.Questions {
			q := question{battery: battery, id: id, topic: otherTopic, text: w.Question(battery, id)}
			for _, t := range tables {
				if t.Question == id {
					q.tables = append(q.tables, t)
				}
			}
			all = append(all, q)
		}
	}
	b, err := w.Catalogue.Battery(battery)
	if err != nil {
		return all
	}
	place := func(q question) int {
		return slices.IndexFunc(b.Questions, func(known survey.Question) bool { return known.ID == q.id })
	}
	for i := range all {
		if known, ok := b.Question(all[i].id); ok {
			all[i].topic = known.Topic
		}
	}
	slices.SortStableFunc(all, func(x, y question) int { return place(x) - place(y) })
	return all
}

// byTopic says something of each question, grouped by what the questions are
// about. Questions of which there is nothing to say are left out.
func byTopic[T any](w Words, questions []question, say func(question) (T, bool)) []topic[T] {
	var topics []topic[T]
	for _, name := range append(slices.Clone(survey.Topics), otherTopic) {
		about := topic[T]{Name: w.T("officer.topic." + name)}
		for _, q := range questions {
			if q.topic != name {
				continue
			}
			if said, ok := say(q); ok {
				about.Questions = append(about.Questions, said)
			}
		}
		if len(about.Questions) > 0 {
			topics = append(topics, about)
		}
	}
	return topics
}

// selectBlocks picks answers of a part that are added up.
type selectBlocks func(releaseInRound, release.Part) []release.Counted

// blocks picks the blocks of the place: of a municipality those that it alone
// has, of an area its own and those of its municipalities, of the region all.
func (r scope) blocks(e releaseInRound, p release.Part) []release.Counted {
	return pick(p, func(b release.Block) bool {
		switch r.place.Kind {
		case survey.KindMunicipality:
			return b.Place() == r.place
		case survey.KindArea:
			return b.Place() == r.place || slices.Contains(e.area(r.place.Code), b.Municipality)
		}
		return true
	})
}

func pick(p release.Part, is func(release.Block) bool) []release.Counted {
	var picked []release.Counted
	for _, b := range p.Blocks {
		if is(b) {
			picked = append(picked, b.Counted())
		}
	}
	return picked
}

// sum adds up one table of a question over releases.
func sum(editions []releaseInRound, q question, t survey.Table, of selectBlocks) release.Sum {
	var total release.Sum
	for _, e := range editions {
		for _, p := range e.Parts {
			if p.Battery == q.battery && slices.Contains(p.Questions, q.id) {
				total = total.Plus(e.Sum(p, t, of(e, p)))
			}
		}
	}
	return total
}

// sumTable is one question, added up.
type sumTable struct {
	*i18n.Printer
	Text    string
	Few     bool
	Percent bool // there are answers enough for percentages
	Mixed   bool // the numbers are estimates, and nothing is certain
	Rows    []sumRow
}

// sumRow is one answer to a question, added up.
type sumRow struct {
	Text string
	count
	Share string // with its interval; empty where there are too few answers for percentages
}

// sums adds up the questions over the answers that are picked.
func (r scope) sums(questions []question, of selectBlocks) []topic[sumTable] {
	return byTopic(r.words, questions, func(q question) (sumTable, bool) {
		table := sumTable{Printer: r.words.Printer, Text: q.text, Mixed: r.last().Mixed > 0}
		for _, t := range q.tables {
			total := sum(r.editions, q, t, of)
			if total.N == 0 {
				table.Few = true
				continue
			}
			for _, line := range r.words.lines(q.battery, t) {
				table.Rows = append(table.Rows, r.words.row(line.text, total, line.column))
			}
			table.Percent = table.Percent || total.N >= release.LeastForShares
		}
		return table, true
	})
}

// row words one column of a sum of at least one answer.
func (w Words) row(text string, s release.Sum, column int) sumRow {
	row := sumRow{Text: text, count: countOf(s, column)}
	if s.N >= release.LeastForShares {
		row.Share = w.T("officer.share", "P", row.Percent, "Low", row.From, "High", row.To)
	}
	return row
}

// categories adds up the answers about interventions of each category. Blocks
// that are about no single intervention are in none.
func (r scope) categories(battery string, questions []question) []categoryResult {
	sizes := map[string]int{}
	for _, e := range r.editions {
		for _, p := range e.Parts {
			for _, b := range p.Blocks {
				if p.Battery == battery && !p.Sensitive() {
					sizes[r.words.Category(b.Intervention)] += b.N
				}
			}
		}
	}
	delete(sizes, "")
	var results []categoryResult
	for name, n := range sizes {
		of := func(_ releaseInRound, p release.Part) []release.Counted {
			return pick(p, func(b release.Block) bool { return r.words.Category(b.Intervention) == name })
		}
		results = append(results, categoryResult{Name: name, N: n, Topics: r.sums(questions, of)})
	}
	slices.SortFunc(results, func(x, y categoryResult) int { return strings.Compare(x.Name, y.Name) })
	return results
}
