package xlsform

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
)

// Limits of options, as survey.Battery has them: what fits a small screen.
const (
	leastSteps, leastOne, mostOne = 3, 2, 7
	leastMany, mostMany           = 3, 12
)

// assemble makes the battery of what was read. It says what is wrong with it as refused rows.
func (r *reader) assemble() Form {
	b := &survey.Battery{ID: r.id, Version: r.version, Scales: map[string]int{}, Pairs: [][2]string{}}
	r.nameQuestions()
	scales := map[string]*question{} // the first that uses each
	var unnamed, without, required []string
	for _, q := range r.asked {
		r.decideScale(q)
		r.sortOptions(q)
		if q.Scale != "" {
			r.checkScale(q, scales)
			b.Scales[q.Scale] = len(q.steps())
		}
		if q.Topic == "" {
			q.Topic = defaultTopic
			unnamed = append(unnamed, q.name)
		}
		if !slices.ContainsFunc(q.list.options, func(o option) bool { return o.kind == survey.NoAnswer }) {
			without = append(without, q.name)
		}
		if q.required {
			required = append(required, q.name)
		}
		b.Questions = append(b.Questions, q.Question)
	}
	if len(required) > 0 {
		r.tell(surveySheet, 0, survey.Fail(survey.Invalid, "xlsform.told.required", "Names", strings.Join(required, ", ")))
	}
	if len(unnamed) > 0 {
		r.tell(surveySheet, 0, survey.Fail(survey.Invalid, "xlsform.told.topic", "Topic", defaultTopic, "Names", strings.Join(unnamed, ", ")))
	}
	if len(without) > 0 {
		r.tell(choicesSheet, 0, survey.Fail(survey.Invalid, "xlsform.told.na", "Names", strings.Join(without, ", ")))
	}
	r.addPairs(b)
	r.addMeasures(b)
	if len(r.refused) > 0 {
		return Form{}
	}
	if err := b.Prepare(); err != nil {
		r.refuse(surveySheet, 0, survey.Fail(survey.Invalid, "xlsform.battery").Because(err))
		return Form{}
	}
	if r.checkInherited(b); len(r.refused) > 0 {
		return Form{}
	}
	return r.form(b)
}

// checkInherited refuses questions that an earlier version asks and counts in another way: answers to both
// add up.
func (r *reader) checkInherited(b *survey.Battery) {
	for _, earlier := range r.Batteries {
		if earlier.ID != b.ID {
			continue
		}
		for i, q := range b.Questions {
			before, asked := earlier.Question(q.ID)
			same := func(x, y survey.Table) bool { return x.ID == y.ID && slices.Equal(x.Columns, y.Columns) }
			if asked && (q.Sensitive != before.Sensitive || !slices.EqualFunc(q.Tables(), before.Tables(), same)) {
				r.refuse(surveySheet, r.asked[i].row, survey.Fail(survey.Invalid, "xlsform.changed", "Name", q.ID, "Version", earlier.Version))
			}
		}
	}
}

// plainScale is a name that a scale can have in keys of texts.
var plainScale = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,30}$`)

// decideScale says whether a question that takes one option asks for a step of a scale.
func (r *reader) decideScale(q *question) {
	named := q.Scale
	q.Scale = ""
	if q.Kind == survey.Multi || named == noScale {
		if named != "" && named != noScale {
			r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.scale.multi", "Scale", named))
		}
		return
	}
	steps := 0
	for _, o := range q.list.options {
		if o.kind == "" || o.kind == kindStep || o.kind == kindNone {
			steps++
		}
	}
	switch {
	case named != "" && !plainScale.MatchString(named):
		r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.scale.name", "Scale", named))
	case named != "":
		q.Scale = named
	case q.list.ones > 1 && steps >= leastSteps && steps <= mostOne:
		q.Scale = r.scaleOf(q.listName)
		if owner := r.scaleOwner(q.Scale); owner != nil && owner.ID != r.id {
			q.Scale = r.id + "_" + q.Scale
		}
		if !q.list.scale {
			r.tell(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.told.scale", "List", q.listName))
		}
		q.list.scale = true
	default:
		return
	}
	q.Kind = survey.Scale
}

// scaleOf returns the name of the scale that a list is.
func (r *reader) scaleOf(name string) string {
	if name = strings.ToLower(name); plainScale.MatchString(name) {
		return name
	}
	names := slices.Sorted(maps.Keys(r.lists))
	at := slices.IndexFunc(names, func(other string) bool { return strings.EqualFold(other, name) })
	return "scale" + strconv.Itoa(at+1)
}

// sortOptions puts the options of a question into the order in which they are shown: steps, own
// options, "none of these", and last those that all batteries have.
func (r *reader) sortOptions(q *question) {
	place := func(o option) int {
		switch {
		case o.kind == survey.NoAnswer:
			return 4
		case o.kind == survey.DontKnow:
			return 3
		case o.kind == kindNone && q.Kind == survey.Multi:
			return 2
		case o.kind == kindOwn && q.Kind == survey.Scale:
			return 1
		}
		return 0
	}
	if !slices.IsSortedFunc(q.list.options, func(x, y option) int { return place(x) - place(y) }) {
		r.tell(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.told.last", "List", q.listName))
	}
	for at := range 5 {
		for _, o := range q.list.options {
			switch {
			case place(o) != at:
			case at == 3:
				q.DK = true
			case at < 3:
				q.own = append(q.own, o)
				q.None = q.None || at == 2
				if at == 1 || at == 0 && q.Kind != survey.Scale {
					q.Own++
				}
			}
		}
	}
	if q.Most >= q.Own {
		q.Most = 0
	}
	r.countOptions(q)
}

// steps returns the options that are steps of a scale.
func (q *question) steps() []option { return q.own[:len(q.own)-q.Own] }

// countOptions refuses too few and too many options.
func (r *reader) countOptions(q *question) {
	n := len(q.own)
	switch {
	case q.Kind == survey.Multi && (n < leastMany || n > mostMany):
		r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.options", "N", n, "Least", leastMany, "Most", mostMany))
	case q.Kind == survey.Scale && len(q.steps()) < leastSteps:
		r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.options", "N", len(q.steps()), "Least", leastSteps, "Most", mostOne))
	case q.Kind != survey.Multi && (n < leastOne || n > mostOne):
		r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.options", "N", n, "Least", leastOne, "Most", mostOne))
	}
}

// scaleOwner returns a battery that has a scale with a name, or nil.
func (r *reader) scaleOwner(name string) *survey.Battery {
	i := slices.IndexFunc(r.Batteries, func(b *survey.Battery) bool { return b.Scales[name] > 0 })
	if i < 0 {
		return nil
	}
	return r.Batteries[i]
}

// checkScale refuses steps that are worded in another way than where the scale stands first: in the
// form, or in another battery.
func (r *reader) checkScale(q *question, scales map[string]*question) {
	first := scales[q.Scale]
	if first == nil {
		scales[q.Scale] = q
		if owner := r.scaleOwner(q.Scale); owner != nil && !r.sameSteps(q, owner) {
			r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.scale.taken", "Scale", q.Scale, "Battery", owner.ID))
		}
		return
	}
	same := func(x, y option) bool { return maps.Equal(x.words, y.words) }
	if !slices.EqualFunc(q.steps(), first.steps(), same) {
		r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.scale.words", "Scale", q.Scale, "Row", first.row))
	}
}

// sameSteps reports whether the steps of a question's scale are those of another battery's.
func (r *reader) sameSteps(q *question, of *survey.Battery) bool {
	if len(q.steps()) != of.Scales[q.Scale] {
		return false
	}
	for i, step := range q.steps() {
		for _, tag := range r.worded {
			known := r.scales[tag][fmt.Sprintf("scale.%s.o%d", q.Scale, i+1)]
			if known != "" && known != step.words[tag] {
				return false
			}
		}
	}
	return true
}

func (r *reader) addPairs(b *survey.Battery) {
	for _, q := range r.asked {
		for _, other := range q.pairs {
			id := r.called(other)
			if _, known := b.Question(id); !known {
				r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.pair", "Name", other))
				continue
			}
			b.Pairs = append(b.Pairs, [2]string{q.ID, id})
		}
	}
}

// addMeasures adds what questions are summed up by. Its options are named as in the list.
func (r *reader) addMeasures(b *survey.Battery) {
	for _, q := range r.asked {
		if len(q.measure) == 0 {
			continue
		}
		m := survey.Measure{Better: q.better}
		for _, name := range q.measure {
			if i := slices.IndexFunc(q.own, func(o option) bool { return o.name == name }); i >= 0 {
				m.Options = append(m.Options, "o"+strconv.Itoa(i+1))
			}
		}
		if len(m.Options) != len(q.measure) {
			r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.measure", "Measure", strings.Join(q.measure, " ")))
			continue
		}
		if len(q.measured) == 0 {
			r.refuse(surveySheet, q.row, survey.Fail(survey.Invalid, "xlsform.measure.words"))
		}
		if b.Measures == nil {
			b.Measures = map[string]survey.Measure{}
		}
		b.Measures[q.ID] = m
	}
}

// form returns the battery with its words, by the keys of its texts.
func (r *reader) form(b *survey.Battery) Form {
	f := Form{Worded: survey.Worded{Battery: b, Words: map[string]map[string]string{}, Notes: r.notes}, Around: map[string]map[string]string{}}
	for _, tag := range r.tags {
		f.Words[tag], f.Around[tag] = map[string]string{}, map[string]string{}
		for key, texts := range r.whole {
			if texts[tag] != "" {
				f.Words[tag][key] = texts[tag]
			}
		}
	}
	put := func(key string, texts map[string]string, note string) {
		for _, tag := range r.tags {
			f.Words[tag][key] = texts[tag]
		}
		r.note(key, note)
	}
	s := r.sheets[surveySheet]
	for i, q := range r.asked {
		prepared := b.Questions[i]
		at := s.rows[slices.IndexFunc(s.rows, func(w row) bool { return w.number == q.row })]
		put(q.ID, q.words, s.cell(at, columnNote))
		if q.Hint {
			put(q.HintKey(), q.hints, s.cell(at, columnHintNote))
		}
		for n, code := range prepared.Options() {
			put(prepared.TextKey(code), q.own[n].words, q.own[n].note)
		}
		for tag, text := range q.measured {
			if _, summed := b.Measures[q.ID]; summed {
				f.Around[tag][q.MeasureKey()] = text
			}
		}
	}
	return f
}
