package export

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// codebookColumns are the columns of a codebook before the texts, one in each language.
var codebookColumns = []string{"battery", "question", "option", "kind", "scale", "topic", "role", "base", "measure", "better"}

// codebook writes a line for each question and one for each column of its tables, in the order of
// the release. What is only known of the battery is empty where that is not at hand.
func (p Package) codebook(w io.Writer) error {
	out := csv.NewWriter(w)
	head := slices.Clone(codebookColumns)
	for _, t := range p.Participants {
		head = append(head, "text_"+t.Language)
	}
	_ = out.Write(head) // out.Error has the first failure
	for _, b := range p.Release.Batteries {
		for _, question := range p.questions(b) {
			for _, line := range p.lines(b, question) {
				_ = out.Write(line)
			}
		}
	}
	out.Flush()
	return out.Error()
}

// questions returns the questions of a battery: those that are tabulated as they were asked, then
// those that only define views.
func (p Package) questions(b release.Battery) []string {
	var ids []string
	for _, part := range p.Release.Parts {
		if part.Battery == b.Ref() {
			ids = append(ids, part.Questions...)
		}
	}
	for _, d := range survey.Dimensions {
		if question := b.Views[d]; question != "" {
			ids = append(ids, question)
		}
	}
	return ids
}

// lines returns the lines of a question: itself, the columns of its tables, and what sums it up.
func (p Package) lines(b release.Battery, question string) [][]string {
	asked := p.asked(b)
	q, _ := asked.Question(question)
	part := release.Part{Battery: b.Ref(), Questions: []string{question}}
	sum := asked.Measures[question]
	measure, better := strings.Join(sum.Options, " "), string(sum.Better)
	lines := [][]string{append(
		[]string{b.Ref(), question, "", string(q.Kind), q.Scale, q.Topic, string(q.Role), p.base(b, question), measure, better},
		texts(p.Participants, func(words Words) string { return words.Question(b.Ref(), question) })...)}
	for _, option := range optionsOf(p.Release.Tables(part), question) {
		step := slices.Index(q.Options(), option)
		scale := ""
		if step >= 0 && step < q.Steps() {
			scale = q.Scale
		}
		lines = append(lines, append(
			[]string{b.Ref(), question, option, "", scale, "", "", "", "", ""},
			texts(p.Participants, func(words Words) string { return words.Option(b.Ref(), question, option) })...))
	}
	if measure != "" {
		lines = append(lines, append(
			[]string{b.Ref(), question, "measure", "", "", "", "", "", measure, better}, p.measureTexts(question)...))
	}
	return lines
}

// texts returns a text in each language, on one line each.
func texts(in []Translation, of func(Words) string) []string {
	all := make([]string, len(in))
	for i, t := range in {
		all[i] = oneLine(of(t.Words))
	}
	return all
}

// measureTexts returns what a question is summed up by in each language that has words for it; only
// those who read results have.
func (p Package) measureTexts(question string) []string {
	all := make([]string, len(p.Participants))
	for i, t := range p.Participants {
		if slices.ContainsFunc(p.Readers, func(r Translation) bool { return r.Language == t.Language }) {
			all[i] = oneLine(t.Words.Text(survey.Question{ID: question}.MeasureKey()))
		}
	}
	return all
}

// asked returns what is known of a battery; nothing where it is not at hand.
func (p Package) asked(b release.Battery) *survey.Battery {
	i := slices.IndexFunc(p.Batteries, func(a *survey.Battery) bool { return a.Ref() == b.Ref() })
	if i < 0 {
		return &survey.Battery{}
	}
	return p.Batteries[i]
}

// base returns what the counts of a question are multiples of; "" where it only defines a view.
func (p Package) base(b release.Battery, question string) string {
	for _, part := range p.Release.Parts {
		if part.Battery == b.Ref() && slices.Contains(part.Questions, question) {
			return strconv.Itoa(part.Base)
		}
	}
	return ""
}

// codebookFields describes the columns of the codebook.
func (p Package) codebookFields(words Words) []field {
	var fields []field
	for _, name := range codebookColumns {
		f := field{Name: name, Title: words.Text("export." + name), Type: "string"}
		if name == "base" {
			f.Type = "integer"
		}
		f.Constraints.Required = name == "battery" || name == "question"
		fields = append(fields, f)
	}
	for _, t := range p.Participants {
		fields = append(fields, field{Name: "text_" + t.Language, Title: words.Text("export.language." + t.Language), Type: "string"})
	}
	return fields
}
