package survey

import (
	"cmp"
	"maps"
	"slices"
)

// copied returns a battery that can be changed without changing this one.
func (b BatteryDraft) copied() BatteryDraft {
	words := map[string]map[string]string{}
	for language, texts := range b.Words {
		words[language] = maps.Clone(texts)
	}
	b.Worded = Worded{Battery: b.Battery.clone(), Words: words}
	return b
}

// Shown returns a battery with nothing but one question as it is being written, whether or not it could
// be kept: what there is of it.
func (c *Catalogue) Shown(b BatteryDraft, q QuestionDraft, words Wordings) Worded {
	b = b.copied()
	q.ID = b.AnchorOf(q.ID)
	before := b.translations(q.ID)
	if err := c.chooseScale(&b, &q, words); err != nil || q.Kind == Scale && b.Battery.Scales[q.Scale] < 2 {
		q.Scale, q.Steps = "", nil // none has been chosen yet
	}
	if len(q.OwnOptions) > mostOptions {
		q.OwnOptions = q.OwnOptions[:mostOptions]
	}
	q.arrange(b.Battery)
	b.Battery.Questions, b.Battery.Measures = []Question{q.Question}, nil
	b.word(q, before)
	return b.Worded
}

// AnchorOf returns the id by which a question is shown: its own, or the next where it has none yet.
func (b BatteryDraft) AnchorOf(id string) string { return cmp.Or(id, numbered(b.Prefix, b.Given+1)) }

// Only returns a battery with nothing but one of its questions, or all of it for "".
func (w Worded) Only(question string) Worded {
	if question == "" {
		return w
	}
	some := w.Battery.clone()
	some.Questions = slices.DeleteFunc(some.Questions, func(q Question) bool { return q.ID != question })
	return Worded{Battery: some, Words: w.Words}
}
