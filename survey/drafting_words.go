package survey

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The keys of what a battery is called, and of the line below its heading where it begins beside others,
// which not every battery has.
const (
	titleKey = "title"
	introKey = "intro"
)

// How many letters texts of a battery have at most: what fits a small phone without being scrolled.
const (
	MostQuestionLetters = 200
	MostOptionLetters   = 120
	MostTitleLetters    = 80
)

// staffLanguages are the tags of the languages in which staff read results.
var staffLanguages = []string{sourceLanguage, "en"}

// OwnKeys returns the keys of the battery's own words, each once, in the order in which they are read:
// its title, and of each question the words, help, steps and options, and those of its measure.
func (b *Battery) OwnKeys() []string {
	keys := []string{titleKey}
	for _, q := range b.Questions {
		keys = append(keys, b.KeysOf(q)...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(keys, func(key string) bool {
		twice := seen[key]
		seen[key] = true
		return twice
	})
}

// Keys returns the keys of all texts that the battery is to have in every language: its own, and the line
// below its heading where there is one in Swedish.
func (w Worded) Keys() []string {
	keys := w.Battery.OwnKeys()
	if w.Word(sourceLanguage, introKey) != "" {
		keys = slices.Insert(keys, 1, introKey)
	}
	return keys
}

// KeysOf returns the keys of the battery's own words of a question. "Don't know" and "don't want to
// answer" are worded once for all batteries.
func (b *Battery) KeysOf(q Question) []string {
	keys := []string{q.ID}
	if q.Hint {
		keys = append(keys, q.HintKey())
	}
	for _, option := range q.Options() {
		keys = append(keys, q.TextKey(option))
	}
	if _, summed := b.Measures[q.ID]; summed {
		keys = append(keys, q.MeasureKey())
	}
	return keys
}

// IsRead reports whether somebody reads a text in a language: participants read all, and those who
// read results what sums up a question.
func IsRead(key, language string) bool {
	return !strings.HasSuffix(key, ".measure") || slices.Contains(staffLanguages, language)
}

// MissingWords returns the keys of the texts that a battery lacks in a language.
func (w Worded) MissingWords(language string) []string {
	return slices.DeleteFunc(w.Keys(), func(key string) bool {
		return !IsRead(key, language) || strings.TrimSpace(w.Word(language, key)) != ""
	})
}

// put sets a text, or takes it away where it is "".
func (w Worded) put(language, key, text string) {
	if text == "" {
		delete(w.Words[language], key)
		return
	}
	if w.Words[language] == nil {
		w.Words[language] = map[string]string{}
	}
	w.Words[language][key] = text
}

// tidy takes away words that nothing of the battery has, and scales that no question uses.
func (w Worded) tidy() {
	maps.DeleteFunc(w.Battery.Scales, func(scale string, _ int) bool {
		return !slices.ContainsFunc(w.Battery.Questions, func(q Question) bool { return q.Scale == scale })
	})
	keys := w.Keys()
	for _, words := range w.Words {
		maps.DeleteFunc(words, func(key, _ string) bool { return !slices.Contains(keys, key) })
	}
}

// checkText returns an error of kind Invalid about a field for what is no text on one line of at most so
// many letters, or has what looks like a mark of a program.
func checkText(field, text string, most int) error {
	switch {
	case utf8.RuneCountInString(text) > most:
		return ColumnError{field, Fail(Invalid, "draft.long", "Most", most)}
	case !utf8.ValidString(text), strings.ContainsAny(text, "<>"), strings.Contains(text, "{{"), strings.Contains(text, "}}"), strings.ContainsFunc(text, unseen):
		return ColumnError{field, Fail(Invalid, "draft.letters")}
	}
	return nil
}

// unseen are letters that do not print. Languages of participants need the joiners among them.
func unseen(r rune) bool {
	return !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d' && r != '\u00a0' && r != '\u00ad'
}

// MostLettersOf returns how many letters a text has at most, by its key. Other languages may need more than
// Swedish for the same.
func MostLettersOf(key, language string) int {
	most := MostOptionLetters
	switch {
	case key == titleKey:
		most = MostTitleLetters
	case strings.HasSuffix(key, ".hint"), strings.HasSuffix(key, ".measure"), !strings.Contains(key, "."):
		most = MostQuestionLetters
	}
	if language != sourceLanguage {
		most *= 2
	}
	return most
}

// With returns the battery with other words in a language, by their keys.
func (b BatteryDraft) With(language string, texts map[string]string) Worded {
	b = b.copied()
	for key, text := range texts {
		b.put(language, key, text)
	}
	return b.Worded
}

// BatteryName is what a battery is called, and the line below its heading, in Swedish.
type BatteryName struct{ Title, Intro string }

// Name returns what the battery is called.
func (w Worded) Name() BatteryName {
	return BatteryName{w.Word(sourceLanguage, titleKey), w.Word(sourceLanguage, introKey)}
}

// rename says what the battery is called. What is another than before is translated again.
func (w Worded) rename(n BatteryName) error {
	if n.Title == "" {
		return ColumnError{titleKey, Fail(Invalid, "draft.title")}
	}
	for key, text := range map[string]string{titleKey: n.Title, introKey: n.Intro} {
		if err := checkText(key, text, MostLettersOf(key, sourceLanguage)); err != nil {
			return err
		}
		if w.Word(sourceLanguage, key) != text {
			for _, words := range w.Words {
				delete(words, key)
			}
		}
		w.put(sourceLanguage, key, text)
	}
	return nil
}

// Now returns a battery with its words as they are: those that it is being written with, and once it is
// frozen those that readers have given it since.
func (b BatteryDraft) Now(words Wordings) Worded {
	if b.State == DraftWritten || b.State == DraftReferred {
		return b.Worded
	}
	return Worded{Battery: b.Battery, Words: b.Battery.wordsFrom(words)}
}
