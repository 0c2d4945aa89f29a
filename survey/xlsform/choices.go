package xlsform

import (
	"slices"

	"fragebatteri/survey"
)

// list is a list of options.
type list struct {
	options []option
	ones    int  // questions that choose one of it
	used    bool // by any question
	scale   bool // taken for one, and told
}

// option is a row of the sheet choices.
type option struct {
	row   int
	name  string
	kind  string // one of those of the column kind, dk or na; "" where nothing says
	words map[string]string
	note  string
}

// kinds are what the column kind can say.
var kinds = []string{"", kindStep, kindOwn, kindNone, survey.DontKnow, survey.NoAnswer}

// readLists reads the sheet of options.
func (r *reader) readLists() {
	s := r.sheets[choicesSheet]
	if s == nil {
		return
	}
	for _, w := range s.rows {
		of, o := s.cell(w, columnList), option{row: w.number, name: s.cell(w, columnName), kind: s.cell(w, columnKind), note: s.cell(w, columnNote)}
		if of == "" || o.name == "" {
			r.refuse(choicesSheet, w.number, survey.Fail(survey.Invalid, "xlsform.choice.name"))
			continue
		}
		if !slices.Contains(kinds, o.kind) {
			r.refuse(choicesSheet, w.number, survey.Fail(survey.Invalid, "xlsform.choice.kind", "Kind", o.kind))
			continue
		}
		if r.lists[of] == nil {
			r.lists[of] = &list{}
		}
		l := r.lists[of]
		if i := slices.IndexFunc(l.options, func(other option) bool { return other.name == o.name }); i >= 0 {
			r.refuse(choicesSheet, w.number, survey.Fail(survey.Invalid, "xlsform.choice.twice", "Name", o.name, "Row", l.options[i].row))
			continue
		}
		o.words = map[string]string{}
		for _, tag := range r.tags {
			o.words[tag] = s.in(w, columnLabel, tag)
		}
		if o.kind == "" {
			o.kind = r.answerOf(o)
		}
		l.options = append(l.options, o)
	}
}

// answerOf returns the code of an answer that all batteries have, or "none of these", which an option
// is by its name or its words, or "".
func (r *reader) answerOf(o option) string {
	if code := answerCalled(o.name); code != "" {
		return code
	}
	for _, code := range []string{survey.DontKnow, survey.NoAnswer} {
		for tag, text := range o.words {
			if ours := r.shared[tag]["option."+code]; ours != "" && text == ours {
				return code
			}
		}
	}
	return ""
}

// isShared reports whether an option is one that all batteries have, in words of their own.
func (o option) isShared() bool { return o.kind == survey.DontKnow || o.kind == survey.NoAnswer }

// checkLists refuses words that cannot be shown, and tells of options that nobody is asked for.
func (r *reader) checkLists() {
	for name, l := range r.lists {
		for _, o := range l.options {
			if !l.used {
				r.tell(choicesSheet, o.row, survey.Fail(survey.Invalid, "xlsform.told.unused", "List", name))
				continue
			}
			if o.isShared() {
				r.checkShared(o)
				continue
			}
			for _, tag := range r.worded {
				if err := r.problem(tag, o.words[tag]); err != nil {
					r.refuse(choicesSheet, o.row, err)
				}
			}
		}
	}
}

// checkShared tells where the form words what all batteries word alike.
func (r *reader) checkShared(o option) {
	for _, tag := range r.tags {
		if ours := r.shared[tag]["option."+o.kind]; ours != "" && o.words[tag] != ours {
			r.tell(choicesSheet, o.row, survey.Fail(survey.Invalid, "xlsform.told.shared", "Text", o.words[tag], "Ours", ours))
			return
		}
	}
}
