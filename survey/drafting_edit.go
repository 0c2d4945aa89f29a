package survey

import (
	"context"
	"errors"
	"slices"
)

// edit changes a battery that nobody else has frozen or sent on referral meanwhile. What becomes of it
// is checked as a whole.
func (d *Desk) edit(ctx context.Context, ref string, change func(*BatteryDraft) error) error {
	if err := d.may(WriteBattery, Thing{}); err != nil {
		return err
	}
	return d.change(ctx, WriteBattery, ref, func(ctx context.Context, tx RegistryTx) error {
		draft, err := d.readDraft(ctx, tx, ref)
		switch {
		case err != nil:
			return err
		case draft.State == DraftReferred:
			return Fail(Conflict, "draft.referred")
		case draft.State != DraftWritten:
			return Fail(Conflict, "draft.frozen")
		}
		if err := change(&draft); err != nil {
			return err
		}
		draft.tidy()
		if err := draft.checkWhole(); err != nil {
			return err
		}
		draft.Edit++
		return tx.PutBatteryDraft(ctx, draft)
	})
}

// checkWhole returns an error of kind Invalid for a battery that could not be asked once it is worded.
func (b BatteryDraft) checkWhole() error {
	if len(b.Battery.Questions) == 0 {
		return nil
	}
	if err := b.Battery.clone().Prepare(); err != nil {
		return Fail(Invalid, "draft.structure").Because(err)
	}
	return nil
}

// translations returns, of a question's words as they are, what they are in each language by what they
// are in Swedish. Where two have the same words, they have the same translation.
func (w Worded) translations(question string) map[string]map[string]string {
	all := map[string]map[string]string{}
	q, known := w.Battery.Question(question)
	if !known {
		return all
	}
	for language, words := range w.Words {
		all[language] = map[string]string{}
		for _, key := range w.Battery.KeysOf(q) {
			if text := words[key]; text != "" && key != q.MeasureKey() {
				all[language][w.Word(sourceLanguage, key)] = text
			}
		}
	}
	return all
}

// word gives a question its Swedish words, and those translations of them that there were before.
func (b *BatteryDraft) word(q QuestionDraft, before map[string]map[string]string) {
	swedish := map[string]string{q.ID: q.Text, q.HintKey(): q.HintText}
	texts := slices.Concat(q.Steps, q.OwnOptions)
	if q.NoneText != "" {
		texts = append(texts, q.NoneText)
	}
	for i, option := range q.Question.Options() {
		swedish[q.TextKey(option)] = texts[i]
	}
	for key, text := range swedish {
		changed := b.Word(sourceLanguage, key) != text
		b.put(sourceLanguage, key, text)
		for language := range b.Words {
			if language != sourceLanguage && (changed || b.Word(language, key) == "") {
				b.put(language, key, before[language][text])
			}
		}
	}
	for _, language := range staffLanguages {
		text := q.Measure[language]
		if len(q.Summed) == 0 {
			text = ""
		}
		b.put(language, q.MeasureKey(), text)
	}
}

// CopyQuestion adds a copy of a question of any battery that exists, or of the draft's own, with its
// words in all languages, and returns the id that the copy has.
func (d *Desk) CopyQuestion(ctx context.Context, ref, from, question string, words Wordings) (id string, err error) {
	err = d.edit(ctx, ref, func(b *BatteryDraft) error {
		source := Worded{Battery: b.Battery.clone(), Words: b.Words}
		if from != ref {
			other, err := d.Battery(from)
			if err != nil {
				return err
			}
			source = Worded{Battery: other, Words: other.wordsFrom(words)}
		}
		q, known := source.Battery.Question(question)
		if !known {
			return Fail(NotFound, "draft.question", "Question", question)
		}
		if id, err = d.nextID(b); err != nil {
			return err
		}
		if _, cast := b.Battery.InRole(q.Role); cast {
			q.Role = ""
		}
		b.take(source, q, id)
		return nil
	})
	return id, err
}

// take adds a question of another battery under an id of the draft's own.
func (b *BatteryDraft) take(from Worded, q Question, id string) {
	keys := from.Battery.KeysOf(q)
	measure, summed := from.Battery.Measures[q.ID]
	taken := q
	taken.ID = id
	b.Battery.Questions = append(b.Battery.Questions, taken)
	if q.Scale != "" {
		if b.Battery.Scales == nil {
			b.Battery.Scales = map[string]int{}
		}
		b.Battery.Scales[q.Scale] = q.steps
	}
	if summed {
		if b.Battery.Measures == nil {
			b.Battery.Measures = map[string]Measure{}
		}
		b.Battery.Measures[id] = measure
	}
	for i, key := range b.Battery.KeysOf(taken) {
		for language, texts := range from.Words {
			b.put(language, key, texts[keys[i]])
		}
	}
}

// takeAll adds all questions of a battery, with its pairs.
func (b *BatteryDraft) takeAll(from *Battery, words Wordings) {
	source := Worded{Battery: from, Words: from.wordsFrom(words)}
	ids := map[string]string{}
	for _, q := range from.Questions {
		b.Given++
		ids[q.ID] = numbered(b.Prefix, b.Given)
		b.take(source, q, ids[q.ID])
	}
	for _, pair := range from.Pairs {
		b.Battery.Pairs = append(b.Battery.Pairs, [2]string{ids[pair[0]], ids[pair[1]]})
	}
}

// MoveQuestion moves a question by so many places, down where by is above zero.
func (d *Desk) MoveQuestion(ctx context.Context, ref, question string, by int) error {
	return d.edit(ctx, ref, func(b *BatteryDraft) error {
		i := slices.IndexFunc(b.Battery.Questions, func(q Question) bool { return q.ID == question })
		if i < 0 {
			return Fail(NotFound, "draft.question", "Question", question)
		}
		q := b.Battery.Questions[i]
		rest := slices.Delete(b.Battery.Questions, i, i+1)
		b.Battery.Questions = slices.Insert(rest, min(max(0, i+by), len(rest)), q)
		return nil
	})
}

// RemoveQuestion takes a question out, with what is made of it. Its id is never used again. seen is
// VersionOf the QuestionDraft that was seen.
func (d *Desk) RemoveQuestion(ctx context.Context, ref, question, seen string) error {
	return d.edit(ctx, ref, func(b *BatteryDraft) error {
		was, known := b.QuestionDraftOf(question)
		switch {
		case !known:
			return Fail(NotFound, "draft.question", "Question", question)
		case VersionOf(was) != seen:
			return Fail(Conflict, "draft.changed")
		}
		b.Battery.Questions = slices.DeleteFunc(b.Battery.Questions, func(q Question) bool { return q.ID == question })
		b.Battery.Pairs = slices.DeleteFunc(b.Battery.Pairs, func(pair [2]string) bool { return slices.Contains(pair[:], question) })
		delete(b.Battery.Measures, question)
		return nil
	})
}

// PairQuestions says that two questions ask the same thing from two sides, or no longer do where they
// were a pair. The second is asked the other way round: a high step of it is unfavourable.
func (d *Desk) PairQuestions(ctx context.Context, ref, first, second string) error {
	return d.edit(ctx, ref, func(b *BatteryDraft) error {
		pairs := b.Battery.Pairs
		without := slices.DeleteFunc(slices.Clone(pairs), func(pair [2]string) bool {
			return slices.Contains(pair[:], first) && slices.Contains(pair[:], second)
		})
		if b.Battery.Pairs = without; len(without) == len(pairs) {
			b.Battery.Pairs = append(without, [2]string{first, second})
		}
		fault := ""
		b.Battery.checkPair([2]string{first, second}, func(format string, _ ...any) { fault = format })
		if fault != "" || first == second {
			return ColumnError{"pair", Fail(Invalid, "draft.pair")}
		}
		return nil
	})
}

// TranslateDraft words texts of the battery in a language, by their keys; "" takes a translation away.
// The Swedish words of questions are part of them, and changed with PutQuestion. seen is VersionOf the
// texts that were there, by the same keys.
func (d *Desk) TranslateDraft(ctx context.Context, ref, language string, texts map[string]string, seen string) error {
	if language == sourceLanguage || !IsLanguageTag(language) {
		return Fail(Invalid, "draft.language", "Language", language)
	}
	return d.edit(ctx, ref, func(b *BatteryDraft) error {
		keys, was := b.Keys(), map[string]string{}
		var wrong []error
		for key, text := range texts {
			if !slices.Contains(keys, key) || !IsRead(key, language) {
				return Fail(NotFound, "draft.text_key", "Key", key)
			}
			was[key] = b.Word(language, key)
			wrong = append(wrong, checkText(key, text, MostLettersOf(key, language)))
		}
		if err := errors.Join(wrong...); err != nil {
			return err
		}
		if VersionOf(was) != seen {
			return Fail(Conflict, "draft.changed")
		}
		for key, text := range texts {
			b.put(language, key, text)
		}
		return nil
	})
}

// NameDraft says what the battery is called in Swedish. seen is VersionOf the name that was there.
func (d *Desk) NameDraft(ctx context.Context, ref string, n BatteryName, seen string) error {
	return d.edit(ctx, ref, func(b *BatteryDraft) error {
		if VersionOf(b.Name()) != seen {
			return Fail(Conflict, "draft.changed")
		}
		return b.rename(n)
	})
}
