package export

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// figure is a share of those who answered a question: of the question's measure, or of one option.
type figure struct {
	asked
	options   []string // that are counted
	isMeasure bool
	measured  release.Measured
	shown     bool // else what it is of is withheld, or there is nothing
}

// figures returns the measures of all questions from a place, and then all options, those of
// several choices with the largest share first.
func (b Book) figures(r release.Release, place survey.Place) (measures, options []figure) {
	for _, q := range b.questions(r) {
		counted := b.blocks(q.part, place)
		if q.measure != nil {
			f := figure{asked: q, options: q.measure.Options, isMeasure: true}
			f.measured, f.shown = r.Measured(q.part, q.ID, f.options, q.Concerned(), counted)
			measures = append(measures, f)
		}
		first := len(options)
		for _, option := range q.choices {
			f := figure{asked: q, options: []string{option}}
			f.measured, f.shown = r.Measured(q.part, q.ID, f.options, nil, counted)
			options = append(options, f)
		}
		if q.Kind == survey.Multi {
			slices.SortStableFunc(options[first:], func(x, y figure) int { return cmp.Compare(y.share(), x.share()) })
		}
	}
	return measures, options
}

func (f figure) share() float64 {
	if !f.shown {
		return -1
	}
	return f.measured.Answered().Share
}

// columns of the sheet of results that charts are drawn from.
const (
	labelColumn = "H"
	shareColumn = "I"
)

// results returns the sheet of figures: for each place its measures, then every answer. The charts
// are drawn from those of the first place.
func (b Book) results() (s sheet, charts []chart) {
	s = sheet{name: b.sheetName("results"), widths: []float64{10, 20, 22, 10, 44, 10, 9, 44, 9, 9, 9, 18, 10, 10, 10, 24}, head: 1, landscape: true}
	s.rows = [][]cell{heads(
		b.text("xlsx.place_code"), b.text("place_name"), b.text("xlsx.topic"), b.text("question"), b.text("question_text"), b.text("xlsx.row"),
		b.text("option"), b.text("xlsx.said"), b.text("xlsx.share"), b.text("xlsx.low"), b.text("xlsx.high"), b.text("xlsx.in_words"),
		b.text("xlsx.n"), b.text("xlsx.among"), b.text("xlsx.silent"), b.text("status"),
	)}
	for i, place := range b.places() {
		measures, options := b.figures(b.Release, place)
		if i == 0 {
			first := len(s.rows) + 1
			charts = append(charts, b.chartOf(s.name, b.text("xlsx.measures"), measures, first))
			for j, f := range options {
				if f.Topic == survey.Needs && f.Kind == survey.Multi {
					wishes := slices.DeleteFunc(slices.Clone(options), func(o figure) bool { return o.ID != f.ID || o.part.Battery != f.part.Battery })
					charts = append(charts, b.chartOf(s.name, b.Words.Question(f.part.Battery, f.ID), wishes, first+len(measures)+j))
					break
				}
			}
		}
		for _, f := range slices.Concat(measures, options) {
			s.rows = append(s.rows, b.figureRow(place, f))
		}
	}
	return s, charts
}

// chartOf returns a chart of figures in rows from the first on.
func (b Book) chartOf(sheet, title string, figures []figure, first int) chart {
	c := chart{title: clean(title), of: sheet, labels: labelColumn, shares: shareColumn, first: first, last: first + len(figures) - 1}
	c.empty = !slices.ContainsFunc(figures, func(f figure) bool { return f.shown && f.measured.Answered().N >= release.LeastForShares })
	return c
}

// charts returns the sheet of charts, from which they can be copied.
func (b Book) charts(charts []chart) sheet {
	s := sheet{name: b.sheetName("charts"), widths: []float64{90}, rows: [][]cell{{title(b.text("xlsx.charts"))}}}
	for _, place := range b.places()[:min(1, len(b.places()))] {
		s.rows = append(s.rows, []cell{text(placeName(b.Words, place))})
	}
	s.rows = append(s.rows, []cell{text(b.text("xlsx.read.first"))})
	row := len(s.rows) + 2
	for _, c := range charts {
		if c.empty {
			continue
		}
		c.at = fmt.Sprintf("A%d", row)
		s.charts = append(s.charts, c)
		row += c.height() + 1
	}
	if len(s.charts) == 0 {
		s.rows = append(s.rows, []cell{text(b.text("xlsx.status.few"))})
	}
	s.printed = row
	return s
}

// figureRow returns the row of a figure.
func (b Book) figureRow(place survey.Place, f figure) []cell {
	kind, said := b.text("xlsx.row.option"), b.Words.Option(f.part.Battery, f.ID, f.options[0])
	if f.isMeasure {
		kind, said = b.text("xlsx.row.measure"), b.Words.Text(f.MeasureKey())
	}
	option := f.options[0]
	if len(f.options) > 1 {
		option += "-" + f.options[len(f.options)-1]
	}
	row := append(b.placeCells(place), text(b.topic(f.Question)), text(f.ref()), text(b.Words.Question(f.part.Battery, f.ID)), text(kind), text(option), text(said))
	if !f.shown {
		return append(row, cell{}, cell{}, cell{}, cell{}, cell{}, cell{}, cell{}, text(b.text("status.too_few")))
	}
	a := f.measured.Answered()
	row = append(row, shareCells(a.Estimate, a.N)...)
	return append(row, text(b.inWords(a)), whole(a.N), whole(a.Among), whole(a.Silent), text(b.status(a.N)))
}

// status says whether there are shares.
func (b Book) status(n int) string {
	if n < release.LeastForShares {
		return b.text("xlsx.status.few")
	}
	return b.text("status.ok")
}

// inWords writes a figure as people read it: "39 % (30–48 %)", or "6 av 12 (4–8)" where there are
// too few answers for percentages.
func (b Book) inWords(a release.Answered) string {
	if a.N < release.LeastForShares {
		of := float64(a.Among)
		return fmt.Sprintf("%d %s %d (%d–%d)", int(math.Round(a.Share*of)), b.text("xlsx.of"), a.Among, int(math.Floor(tidy(a.Low*of))), int(math.Ceil(tidy(a.High*of))))
	}
	percent := b.text("xlsx.percent")
	e := estimateOf(a.Estimate)
	return fmt.Sprintf("%d%s (%d–%d%s)", (e.Share+50)/100, percent, e.Low/100, (e.High+99)/100, percent)
}

// tidy rounds away what processors do not agree on.
func tidy(x float64) float64 { return math.Round(x*1e9) / 1e9 }
