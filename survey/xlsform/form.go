package xlsform

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// FormOf returns the form of a battery with its words in locale files, in all languages that it has a
// file for. Around are the names of the files that have the words of answers that all batteries have,
// and of measures.
func FormOf(files fs.FS, b *survey.Battery, languages []i18n.Language, around ...string) (Form, error) {
	f := Form{
		Worded: survey.Worded{Battery: b, Words: map[string]map[string]string{}},
		Notes:  map[string]string{}, Around: map[string]map[string]string{},
	}
	for _, l := range languages {
		words, notes, err := readTexts(files, b.ID, l.Tag)
		if err != nil {
			return Form{}, err
		}
		if words == nil {
			continue
		}
		if b.PartOf != "" {
			if err := addWhole(files, b, l.Tag, words, notes); err != nil {
				return Form{}, err
			}
		}
		f.Words[l.Tag], f.Around[l.Tag] = words, map[string]string{}
		if l.Tag == i18n.Source {
			f.Notes = notes
		}
		keys := []string{"option." + survey.DontKnow, "option." + survey.NoAnswer}
		for _, q := range b.Questions {
			if _, summed := b.Measures[q.ID]; summed {
				keys = append(keys, q.MeasureKey())
			}
		}
		for _, name := range around {
			all, _, err := readTexts(files, name, l.Tag)
			if err != nil {
				return Form{}, err
			}
			for _, key := range keys {
				if text := all[key]; text != "" {
					f.Around[l.Tag][key] = text
				}
			}
		}
	}
	return f, nil
}

// addWhole adds the texts of the battery that a short form is of, but for those of the whole of it.
func addWhole(files fs.FS, b *survey.Battery, tag string, words, notes map[string]string) error {
	id, _, _ := strings.Cut(b.PartOf, "@")
	more, told, err := readTexts(files, id, tag)
	if err != nil {
		return err
	}
	for key, text := range more {
		if !slices.Contains(wholeKeys, key) {
			words[key] = text
			notes[key] = told[key]
		}
	}
	return nil
}

// readTexts returns the texts of a locale file and what translators are told of them, by key; nil where
// there is no such file.
func readTexts(files fs.FS, name, tag string) (words, notes map[string]string, err error) {
	name += "." + tag + ".json"
	raw, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	var members map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(raw, &members)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	}
	words, notes = map[string]string{}, map[string]string{}
	for key, value := range members {
		var text string
		var forms map[string]string
		switch {
		case json.Unmarshal(value, &text) == nil:
			words[key] = text
		case json.Unmarshal(value, &forms) == nil:
			words[key] = forms["other"]
			if forms["description"] != "" {
				notes[key] = forms["description"]
			}
		default:
			return nil, nil, fmt.Errorf("read %s: %s is no text", name, key)
		}
	}
	return words, notes, nil
}
