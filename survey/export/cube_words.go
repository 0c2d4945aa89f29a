package export

import (
	"fmt"
	"slices"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Title returns the question with what it is viewed by and the round, and whether its answers are
// made up.
func (c Cube) Title(words Words) string {
	title := oneLine(words.Question(c.Battery, c.Question))
	if c.By != "" {
		title += " – " + words.Text("export.view."+string(c.By))
	}
	title += " (" + c.Release.Round + ")"
	if c.Release.Demo {
		title = words.Text("export.demo") + ": " + title
	}
	return title
}

// AxisName returns what an axis is called.
func (c Cube) AxisName(words Words, axis string) string {
	switch axis {
	case PlaceAxis, InterventionAxis:
		return words.Text("export." + axis + "_name")
	case OptionAxis:
		return words.Text("export.option_text")
	case GroupAxis:
		return words.Text("export.view." + string(c.By))
	}
	return words.Text("export." + axis)
}

// Labels returns what the codes of an axis stand for, in order. No two are the same: where the words
// of two codes are, the codes stand behind them.
func (c Cube) Labels(words Words, a Axis) []string {
	labels := make([]string, len(a.Codes))
	for i, code := range a.Codes {
		labels[i] = oneLine(c.label(words, a.ID, code))
	}
	unique := slices.Clone(labels)
	for i, label := range labels {
		if slices.Contains(labels[:i], label) || slices.Contains(labels[i+1:], label) {
			unique[i] = label + " (" + a.Codes[i] + ")"
		}
	}
	return unique
}

func (c Cube) label(words Words, axis, code string) string {
	p := printer{words: words, release: c.Release}
	row := Row{Battery: c.Battery, Question: c.Question, By: c.By}
	switch axis {
	case PlaceAxis:
		return placeLabel(words, code)
	case InterventionAxis:
		if code == Rest {
			return words.Text("export.intervention.other")
		}
		return words.Intervention(code)
	case GroupAxis:
		row.Group = code
		return p.groupText(row)
	case OptionAxis:
		row.Option = code
		return p.optionText(row)
	}
	if axis == MetricAxis {
		return words.Text("export." + code)
	}
	return words.Text("export." + axis + "." + code)
}

// placeLabel returns the name of a place. A county's says that it is only what no smaller place has.
func placeLabel(words Words, code string) string {
	if area, is := strings.CutPrefix(code, string(survey.KindArea)+":"); is {
		return area
	}
	if survey.IsCountyCode(code) {
		return words.Region(code) + " – " + words.Text("export.place.rest")
	}
	return words.Municipality(code)
}

// noteKinds are the sentences that notes and READMEs choose from.
var noteKinds = []string{"method", "first_method", "silent", "missing", "rest", "again", "several", "verify"}

// Notes returns what a reader of the cube must know, one sentence or two each.
func (c Cube) Notes(words Words) []string {
	kinds := notesOf(c.Release)
	if c.By != "" {
		kinds = append(kinds, "again")
	}
	if slices.Contains(c.Axes[len(c.Axes)-2].Codes, survey.Answered) {
		kinds = append(kinds, "several")
	}
	var notes []string
	for _, kind := range kinds {
		notes = append(notes, words.Text("export.note."+kind))
	}
	return append(notes, c.rules(words))
}

// notesOf returns the kinds of notes that concern everything in a release.
func notesOf(r release.Release) []string {
	if r.Mixed == 0 {
		return []string{"first_method", "silent", "missing", "rest"}
	}
	return []string{"method", "silent", "missing", "rest"}
}

// rules returns the numbers that the cube was counted by, under the headings of the CSV file.
func (c Cube) rules(words Words) string {
	said := fmt.Sprintf("%s: %d. %s: %d.", words.Text("export.base"), c.Base, words.Text("export.k"), c.K)
	if c.Release.Mixed > 0 {
		said += fmt.Sprintf(" %s: %d.", words.Text("export.mixed"), c.Release.Mixed)
	}
	return said
}

// unitKey returns the key of the unit of a metric.
func unitKey(metric string) string {
	if slices.Contains(shares, metric) {
		return "export.unit.share"
	}
	return "export.unit.answers"
}

// oneLine returns a text without line breaks.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
