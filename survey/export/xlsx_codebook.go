package export

import (
	"slices"

	"fragebatteri/survey"
)

// codebook returns the sheet that says what the codes of questions and answers mean.
func (b Book) codebook() sheet {
	s := sheet{name: b.sheetName("codebook"), widths: []float64{12, 22, 12, 50, 10, 40, 12, 40, 12, 12}, head: 1, landscape: true}
	s.rows = [][]cell{heads(
		b.text("question"), b.text("xlsx.topic"), b.text("xlsx.kind"), b.text("question_text"), b.text("option"), b.text("option_text"),
		b.text("xlsx.in_measure"), b.text("xlsx.measure"), b.text("xlsx.better"), b.text("xlsx.sensitive"),
	)}
	for _, q := range b.questions(b.Release) {
		for _, option := range slices.Concat(q.choices, []string{survey.DontKnow, survey.NoAnswer, survey.Skip}) {
			if option == survey.DontKnow && q.Kind != "" && !q.DK {
				continue
			}
			inMeasure, measure, better := "", "", ""
			if q.measure != nil {
				inMeasure = b.yes(slices.Contains(q.measure.Options, option))
				measure, better = b.Words.Text(q.MeasureKey()), b.better(q.measure.Better)
			}
			kind := ""
			if q.Kind != "" {
				kind = b.text("xlsx.kind." + string(q.Kind))
			}
			s.rows = append(s.rows, []cell{
				text(q.ref()), text(b.topic(q.Question)), text(kind), text(b.Words.Question(q.part.Battery, q.ID)),
				text(option), text(b.Words.Option(q.part.Battery, q.ID, option)),
				text(inMeasure), text(measure), text(better), text(b.yes(q.part.Sensitive())),
			})
		}
	}
	return s
}

// better returns the words for what is better of a measure.
func (b Book) better(d survey.Direction) string {
	if d == survey.Neither {
		return b.text("xlsx.better.neither")
	}
	return b.text("xlsx.better." + string(d))
}
