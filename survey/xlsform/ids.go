package xlsform

import (
	"fmt"
	"strings"

	"fragebatteri/survey"
)

// nameQuestions gives each question its id: its name in capitals, or one that is made where the name is
// none. A later version keeps the ids of the first, and so has to say them.
func (r *reader) nameQuestions() {
	taken := map[string]string{} // id → battery that has it
	for _, b := range r.Batteries {
		for _, q := range b.Questions {
			if b.ID != r.id && b.PartOf == "" {
				taken[q.ID] = b.ID
			}
		}
	}
	rows := map[string]int{}
	for _, q := range r.asked {
		id := strings.ToUpper(q.name)
		if !survey.IsQuestionID(id) {
			continue
		}
		if first := rows[id]; first > 0 {
			r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.name.twice", "Name", q.name, "Row", first))
			continue
		}
		if battery := taken[id]; battery != "" {
			r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.name.taken", "Name", id, "Battery", battery))
		}
		q.ID, rows[id] = id, q.row
	}
	for i, q := range r.asked {
		if q.ID != "" || q.name == "" || rows[strings.ToUpper(q.name)] > 0 {
			continue
		}
		id := r.newID(i+1, func(id string) bool { return taken[id] != "" || rows[id] > 0 })
		if r.known {
			r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.name.form", "Name", q.name))
			continue
		}
		q.ID, rows[id] = id, q.row
		r.tell(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.told.name", "Name", q.name, "ID", id))
	}
}

// newID returns an id for the n-th question: the first letter of the battery's id and a number.
func (r *reader) newID(n int, taken func(string) bool) string {
	letter := "X"
	if r.id != "" {
		letter = strings.ToUpper(r.id[:1])
	}
	for {
		id := fmt.Sprintf("%s%02d", letter, n)
		if !taken(id) {
			return id
		}
		n += 100
	}
}

// called returns the id of the question with a name in the form.
func (r *reader) called(name string) string {
	for _, q := range r.asked {
		if q.name == name {
			return q.ID
		}
	}
	return name
}
