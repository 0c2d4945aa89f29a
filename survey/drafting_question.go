package survey

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Fields of a question, by which a ColumnError names what is wrong.
const (
	FieldText    = "text"
	FieldHint    = "hint"
	FieldScale   = "scale"
	FieldSteps   = "steps"
	FieldOptions = "options"
	FieldNone    = "none"
	FieldMost    = "most"
	FieldTopic   = "topic"
	FieldMeasure = "measure"
)

// NewScale stands for a scale that only this battery has, and whose steps are worded with the question.
const NewScale = "own"

// The least and the most steps of a scale.
const (
	fewestSteps = 3
	mostSteps   = 7
)

// QuestionDraft is a question with its Swedish words, as it is written.
type QuestionDraft struct {
	Question            // Scale is the name of a scale that exists, or NewScale; Own, Hint and None follow from the words
	Text       string   // the question
	HintText   string   // a line of help; may be empty
	Steps      []string // of a scale of its own, low to high
	OwnOptions []string // in their order, after the steps
	NoneText   string   // "none of these" of a multi-select; "" for none
	Summed     []int    // places, from 0, of the options that its measure counts; none: it has no measure
	Better     Direction
	Measure    map[string]string // words of the measure by language: what follows after "39 % "
}

// QuestionDraftOf returns a question as it is written now, and whether there is one.
func (w Worded) QuestionDraftOf(id string) (QuestionDraft, bool) {
	q, known := w.Battery.Question(id)
	if !known {
		return QuestionDraft{}, false
	}
	word := func(key string) string { return w.Word(sourceLanguage, key) }
	draft := QuestionDraft{Question: q, Text: word(q.ID), HintText: word(q.HintKey()), Measure: map[string]string{}}
	for i, option := range q.Options() {
		text := word(q.TextKey(option))
		switch {
		case i < q.steps:
			draft.Steps = append(draft.Steps, text)
		case option == q.NoneOption():
			draft.NoneText = text
		default:
			draft.OwnOptions = append(draft.OwnOptions, text)
		}
		if slices.Contains(w.Battery.Measures[id].Options, option) {
			draft.Summed = append(draft.Summed, i)
		}
	}
	draft.Better = w.Battery.Measures[id].Better
	for _, language := range staffLanguages {
		draft.Measure[language] = w.Word(language, q.MeasureKey())
	}
	return draft, true
}

// PutQuestion writes a question in place of the one with its id, or at the end where it has none, and
// returns its id. seen is VersionOf the QuestionDraft that was there when somebody began to write.
func (d *Desk) PutQuestion(ctx context.Context, ref, seen string, q QuestionDraft, words Wordings) (id string, err error) {
	err = d.edit(ctx, ref, func(b *BatteryDraft) error {
		if was, known := b.QuestionDraftOf(q.ID); q.ID != "" {
			switch {
			case !known:
				return Fail(NotFound, "draft.question", "Question", q.ID)
			case VersionOf(was) != seen:
				return Fail(Conflict, "draft.changed")
			}
		} else if q.ID, err = d.nextID(b); err != nil {
			return err
		}
		id = q.ID
		return d.write(b, q, words)
	})
	return id, err
}

// numbered returns the id of the n-th question of a battery.
func numbered(prefix string, n int) string { return fmt.Sprintf("%s%02d", prefix, n) }

// nextID returns an id that no question of any battery has, or had in this one.
func (d *Desk) nextID(b *BatteryDraft) (string, error) {
	for {
		b.Given++
		id := numbered(b.Prefix, b.Given)
		taken := slices.ContainsFunc(d.Batteries(), func(other *Battery) bool {
			_, asks := other.Question(id)
			return asks
		})
		if !IsQuestionID(id) {
			return "", Fail(Conflict, "draft.ids")
		}
		if !taken {
			return id, nil
		}
	}
}

// write puts a question into the battery, and carries over the translations of all Swedish words that
// it had before.
func (d *Desk) write(b *BatteryDraft, q QuestionDraft, words Wordings) error {
	if err := q.check(); err != nil {
		return err
	}
	before := b.translations(q.ID)
	was, known := b.QuestionDraftOf(q.ID)
	if err := d.chooseScale(b, &q, words); err != nil {
		return err
	}
	q.arrange(b.Battery)
	i := slices.IndexFunc(b.Battery.Questions, func(other Question) bool { return other.ID == q.ID })
	if i < 0 {
		i, b.Battery.Questions = len(b.Battery.Questions), append(b.Battery.Questions, q.Question)
	}
	b.Battery.Questions[i] = q.Question
	delete(b.Battery.Measures, q.ID)
	if err := b.sumUp(q); err != nil {
		return err
	}
	b.word(q, before)
	if known && d.IsFixed(b.Battery, was.Question) && !was.asksLike(q) {
		return ColumnError{FieldOptions, Fail(Invalid, "draft.fixed")}
	}
	return nil
}

// arrange fills in what follows from the words, and from the scale as the battery has it.
func (q *QuestionDraft) arrange(b *Battery) {
	q.Question.Own, q.Question.Hint, q.Question.None = len(q.OwnOptions), q.HintText != "", q.NoneText != ""
	q.Question.steps = b.Scales[q.Scale]
}

// IsFixed reports whether the answers to a question of a battery stay as they are: those of a question
// that an earlier version asks are shown with the same words, and what is made of a question with a role
// goes by the places of its options.
func (c *Catalogue) IsFixed(b *Battery, q Question) bool { return q.Role != "" || c.Inherits(b, q.ID) }

// asksLike reports whether two questions have the same answers, which are counted in the same way.
func (q QuestionDraft) asksLike(other QuestionDraft) bool {
	first, second := &Battery{Questions: []Question{q.Question}}, &Battery{Questions: []Question{other.Question}}
	return first.countsLike(second) && q.Scale == other.Scale && q.Role == other.Role && slices.Equal(q.Steps, other.Steps) &&
		slices.Equal(q.OwnOptions, other.OwnOptions) && q.NoneText == other.NoneText
}

// check returns what is wrong with a question on its own, each with its field.
func (q QuestionDraft) check() error {
	var wrong []error
	check := func(ok bool, field string, fault error) {
		if !ok {
			wrong = append(wrong, ColumnError{field, fault})
		}
	}
	check(q.Text != "", FieldText, Fail(Invalid, "draft.text"))
	check(slices.Contains(Topics, q.Topic), FieldTopic, Fail(Invalid, "draft.topic"))
	wrong = append(wrong, checkText(FieldText, q.Text, MostQuestionLetters), checkText(FieldHint, q.HintText, MostQuestionLetters),
		checkText(FieldNone, q.NoneText, MostOptionLetters))
	options := len(q.OwnOptions)
	switch q.Kind {
	case Scale:
		check(q.Scale != "", FieldScale, Fail(Invalid, "draft.scale"))
		check(q.NoneText == "" && q.Most == 0, FieldNone, Fail(Invalid, "draft.multi_only"))
	case Choice:
		check(options >= 2 && options <= mostSteps, FieldOptions, Fail(Invalid, "draft.options", "Least", 2, "Most", mostSteps))
		check(q.NoneText == "" && q.Most == 0, FieldNone, Fail(Invalid, "draft.multi_only"))
	case Multi:
		least, most := 3, mostOptions
		if q.NoneText != "" {
			least, most = least-1, most-1
		}
		check(options >= least && options <= most, FieldOptions, Fail(Invalid, "draft.options", "Least", least, "Most", most))
		check(q.Most == 0 || q.Most >= 2 && q.Most < options, FieldMost, Fail(Invalid, "draft.most"))
	default:
		check(false, FieldOptions, Fail(Invalid, "draft.kind"))
	}
	if q.Scale == NewScale {
		check(len(q.Steps) >= fewestSteps && len(q.Steps) <= mostSteps, FieldSteps, Fail(Invalid, "draft.steps", "Least", fewestSteps, "Most", mostSteps))
		check(!alike(q.Steps), FieldSteps, Fail(Invalid, "draft.alike"))
	}
	check(!alike(append(slices.Clone(q.OwnOptions), q.NoneText)), FieldOptions, Fail(Invalid, "draft.alike"))
	for _, text := range q.OwnOptions {
		wrong = append(wrong, checkText(FieldOptions, text, MostOptionLetters))
	}
	for _, text := range q.Steps {
		wrong = append(wrong, checkText(FieldSteps, text, MostOptionLetters))
	}
	for _, language := range staffLanguages {
		wrong = append(wrong, checkText(FieldMeasure, q.Measure[language], MostQuestionLetters))
	}
	return errors.Join(wrong...)
}

// alike reports whether two of some texts read the same.
func alike(texts []string) bool {
	seen := map[string]bool{}
	for _, text := range texts {
		if text = strings.ToLower(text); text != "" && seen[text] {
			return true
		}
		seen[text] = true
	}
	return false
}

// sumUp gives the battery the measure of a question.
func (b *BatteryDraft) sumUp(q QuestionDraft) error {
	if len(q.Summed) == 0 {
		return nil
	}
	measure := Measure{Better: q.Better}
	for _, place := range q.Summed {
		measure.Options = append(measure.Options, optionCode(place+1))
	}
	if q.Kind == Multi || measure.problem(q.Question.Concerned()) != "" {
		return ColumnError{FieldMeasure, Fail(Invalid, "draft.measure")}
	}
	if b.Battery.Measures == nil {
		b.Battery.Measures = map[string]Measure{}
	}
	b.Battery.Measures[q.ID] = measure
	return nil
}

// chooseScale gives the battery the scale of a question: one that exists, with its words, or its own.
func (c *Catalogue) chooseScale(b *BatteryDraft, q *QuestionDraft, words Wordings) error {
	if q.Kind != Scale {
		q.Scale, q.Steps = "", nil
		return nil
	}
	if b.Battery.Scales == nil {
		b.Battery.Scales = map[string]int{}
	}
	if q.Scale == NewScale {
		q.Scale = c.scaleWorded(b, q.Steps)
		b.Battery.Scales[q.Scale] = len(q.Steps)
		return nil
	}
	for _, other := range append([]*Battery{b.Battery}, c.Batteries()...) {
		steps, has := other.Scales[q.Scale]
		if !has {
			continue
		}
		b.Battery.Scales[q.Scale], q.Steps = steps, nil
		for n := range steps {
			key := Question{Scale: q.Scale, steps: steps}.TextKey(optionCode(n + 1))
			for _, language := range words.Languages {
				b.put(language, key, cmp.Or(words.Text(language, key), b.Word(language, key)))
			}
			q.Steps = append(q.Steps, b.Word(sourceLanguage, key))
		}
		return nil
	}
	return ColumnError{FieldScale, Fail(Invalid, "draft.scale")}
}

// scaleWorded returns the name of the battery's own scale with these steps: one that it has, or a new
// one.
func (c *Catalogue) scaleWorded(b *BatteryDraft, steps []string) string {
	prefix := strings.ToLower(b.Prefix)
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s%d", prefix, n)
		known, has := b.Battery.Scales[name]
		if has && known == len(steps) && slices.EqualFunc(steps, b.stepsOf(name), strings.EqualFold) {
			return name
		}
		if !has && !slices.ContainsFunc(c.Batteries(), func(other *Battery) bool { return other.Scales[name] > 0 }) {
			return name
		}
	}
}

// stepsOf returns the Swedish words of a scale.
func (w Worded) stepsOf(scale string) []string {
	steps := make([]string, w.Battery.Scales[scale])
	for i := range steps {
		steps[i] = w.Word(sourceLanguage, Question{Scale: scale, steps: len(steps)}.TextKey(optionCode(i+1)))
	}
	return steps
}
