package wording

import (
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/authors"
)

// Worded returns a battery with its words in all languages that a catalog has, under the keys of the
// battery's own files. A text that a language lacks is missing.
func Worded(texts *i18n.Catalog, b *survey.Battery) survey.Worded {
	w := survey.Worded{Battery: b, Words: map[string]map[string]string{}}
	for _, l := range i18n.Languages {
		words := map[string]string{}
		take := func(key, from string) {
			if text := texts.Text(l.Tag, from); text != "" {
				words[key] = text
			}
		}
		take("title", b.TitleKey())
		take("intro", b.IntroKey())
		for _, q := range b.Questions {
			take(q.ID, q.ID)
			if q.Hint {
				take(q.HintKey(), q.HintKey())
			}
			for _, option := range q.Options() {
				take(q.TextKey(option), q.TextKey(option))
			}
		}
		w.Words[l.Tag] = words
	}
	return w
}

// Advising returns what authors of batteries are advised with, from the words of a catalog.
func Advising(texts *i18n.Catalog) authors.Given {
	given := authors.Given{
		Languages: []string{i18n.Source},
		Instead:   survey.Instead(texts.Text(i18n.Source, "plain.words")),
		Common:    texts.Text,
	}
	for _, l := range i18n.Languages {
		if l.Tag != i18n.Source {
			given.Languages = append(given.Languages, l.Tag)
		}
	}
	return given
}

// LanguagesOf returns the languages that a battery has words of its own in, the source first.
func LanguagesOf(w survey.Worded) []i18n.Language {
	var list []i18n.Language
	for _, l := range i18n.Languages {
		if w.Word(l.Tag, "title") == "" {
			continue
		}
		if l.Tag == i18n.Source {
			list = slices.Insert(list, 0, l)
		} else {
			list = append(list, l)
		}
	}
	return list
}
