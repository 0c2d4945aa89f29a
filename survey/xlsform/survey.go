package xlsform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
)

// question is a row of the sheet survey that asks something.
type question struct {
	survey.Question
	row      int
	name     string // as it is written
	list     *list
	listName string
	words    map[string]string
	hints    map[string]string // nil where there is none
	own      []option          // options in their order, but for those that all batteries have
	pairs    []string
	measure  []string // names of options
	better   survey.Direction
	measured map[string]string
	required bool
}

// readQuestions reads the sheet of questions.
func (r *reader) readQuestions() {
	s := r.sheets[surveySheet]
	groups := []int{}
	for _, w := range s.rows {
		if s.cell(w, columnDisabled) != "" {
			if off, known := flag(s.cell(w, columnDisabled)); off || !known {
				r.tell(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.told.disabled"))
				continue
			}
		}
		if s.cell(w, columnType) == "" {
			r.refuse(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.type"))
			continue
		}
		read := readType(s.cell(w, columnType))
		if s.cell(w, columnRelevant) != "" && read.mark != isNote && read.err == nil {
			r.refuse(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.relevant"))
		}
		switch {
		case read.err != nil:
			r.refuse(surveySheet, w.number, read.err)
		case read.mark == isNote:
			r.tell(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.told.note"))
		case read.mark == beginsGroup:
			groups = append(groups, w.number)
			r.tell(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.told.group"))
		case read.mark == endsGroup:
			if len(groups) == 0 {
				r.refuse(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.group"))
				continue
			}
			groups = groups[:len(groups)-1]
			r.tell(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.told.group"))
		default:
			r.readQuestion(s, w, read)
		}
	}
	for _, begun := range groups {
		r.refuse(surveySheet, begun, survey.Fail(survey.Invalid, "xlsform.group"))
	}
	if len(r.asked) == 0 && len(r.refused) == 0 {
		r.refuse(surveySheet, 1, survey.Fail(survey.Invalid, "xlsform.nothing"))
	}
	r.checkLists()
}

// readQuestion reads the row of a question with options.
func (r *reader) readQuestion(s *sheet, w row, read typedRow) {
	q := &question{row: w.number, name: s.cell(w, columnName), list: r.lists[read.list], listName: read.list}
	q.Kind, q.Topic, q.Scale = read.kind, s.cell(w, columnTopic), s.cell(w, columnScale)
	q.Role = survey.QuestionRole(s.cell(w, columnRole))
	refuse := func(err error) { r.refuse(surveySheet, w.number, err) }
	for _, timing := range strings.Fields(s.cell(w, columnTimings)) {
		if q.Timings = append(q.Timings, survey.Timing(timing)); !slices.Contains(survey.Timings, survey.Timing(timing)) {
			refuse(survey.Fail(survey.Invalid, "xlsform.timing", "Timing", timing))
		}
	}
	if q.list == nil {
		refuse(survey.Fail(survey.Invalid, "xlsform.list", "List", read.list))
		return
	}
	q.list.used = true
	if q.Kind == survey.Choice {
		q.list.ones++
	}
	if q.name == "" {
		refuse(survey.Fail(survey.Invalid, "xlsform.name"))
	}
	if s.cell(w, columnFilter) != "" {
		refuse(survey.Fail(survey.Invalid, "xlsform.filter"))
	}
	if q.Topic != "" && !slices.Contains(survey.Topics, q.Topic) {
		refuse(survey.Fail(survey.Invalid, "xlsform.topic", "Topic", q.Topic, "Topics", strings.Join(survey.Topics, ", ")))
	}
	r.readMost(q, s.cell(w, columnConstraint))
	q.Sensitive, q.Reverse = r.flagIn(s, w, columnSensitive), r.flagIn(s, w, columnReverse)
	if required, known := flag(s.cell(w, columnRequired)); required || !known {
		q.required = true
	}
	if strings.Contains(strings.ReplaceAll(s.cell(w, "parameters"), " ", ""), "randomize=true") {
		r.tell(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.told.order"))
	}
	q.words = r.words(s, w, columnLabel)
	r.readHints(q, s, w)
	r.readMeasure(q, s, w)
	r.asked = append(r.asked, q)
}

// readHints reads the line of help below a question: in all languages, or in none.
func (r *reader) readHints(q *question, s *sheet, w row) {
	for _, tag := range r.tags {
		if !isBlank(s.in(w, columnHint, tag)) {
			q.Hint = true
		}
	}
	if q.Hint {
		q.hints = r.words(s, w, columnHint)
	}
}

// readMeasure reads what a question is summed up by, and what pairs it begins.
func (r *reader) readMeasure(q *question, s *sheet, w row) {
	q.pairs = strings.Fields(s.cell(w, columnPair))
	q.measure = strings.Fields(s.cell(w, columnMeasure))
	q.better = survey.Direction(s.cell(w, columnBetter))
	q.measured = map[string]string{}
	for _, tag := range r.tags {
		if text := s.in(w, columnMeasured, tag); text != "" {
			q.measured[tag] = text
		}
	}
	if !slices.Contains([]survey.Direction{survey.More, survey.Less, survey.Neither}, q.better) {
		r.refuse(surveySheet, w.number, survey.Fail(survey.Invalid, "xlsform.better", "Better", q.better))
	}
}

var selected = regexp.MustCompile(`^count-selected\( ?\. ?\) ?(<|<=) ?([0-9]{1,3})$`)

// readMost reads how many options can be chosen: the one constraint that there is.
func (r *reader) readMost(q *question, constraint string) {
	if constraint == "" {
		return
	}
	found := selected.FindStringSubmatch(constraint)
	if q.Kind != survey.Multi || found == nil {
		r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.constraint", "Constraint", constraint))
		return
	}
	// The expression takes no more digits than a number has.
	q.Most, _ = strconv.Atoi(found[2])
	if found[1] == "<" {
		q.Most--
	}
	if q.Most < 2 {
		r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.most"))
	}
}

// flagIn reads a cell that says yes or nothing.
func (r *reader) flagIn(s *sheet, w row, column string) bool {
	is, known := flag(s.cell(w, column))
	if !known {
		r.refuse(s.name, w.number, survey.Fail(survey.Invalid, "xlsform.flag", "Column", column, "Value", s.cell(w, column)))
	}
	return is
}

// flag reads a cell that says yes or no, in the ways in which other programs and people do.
func flag(cell string) (is, known bool) {
	switch strings.ToLower(cell) {
	case "yes", "true", "true()", "1", "ja", "x":
		return true, true
	case "", "no", "false", "false()", "0", "nej":
		return false, true
	}
	return false, false
}
