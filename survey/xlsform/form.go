package xlsform

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
)

// FormOf returns the form of a battery with its words in locale files, in all languages that it has a
// file for.
func FormOf(files fs.FS, b *survey.Battery, languages []i18n.Language) (Form, error) {
	f := Form{Worded: survey.Worded{Battery: b, Words: map[string]map[string]string{}, Notes: map[string]string{}}}
	var err error
	if f.Around, err = sharedWords(files, languages); err != nil {
		return Form{}, err
	}
	for _, l := range languages {
		words, notes, err := readTexts(files, b.ID, l.Tag)
		if err != nil {
			return Form{}, err
		}
		if words == nil {
			delete(f.Around, l.Tag)
			continue
		}
		if b.PartOf != "" {
			if err := addWhole(files, b, l.Tag, words, notes); err != nil {
				return Form{}, err
			}
		}
		f.Words[l.Tag] = words
		if l.Tag == i18n.Source {
			f.Notes = notes
		}
		summed, _, err := readTexts(files, locales.Results, l.Tag)
		if err != nil {
			return Form{}, err
		}
		for id := range b.Measures {
			if key := (survey.Question{ID: id}).MeasureKey(); summed[key] != "" {
				f.Around[l.Tag][key] = summed[key]
			}
		}
	}
	return f, nil
}

// Whole returns the battery with all words that are its own, those of its measures among them.
func (f Form) Whole() survey.Worded {
	whole := survey.Worded{Battery: f.Battery, Words: map[string]map[string]string{}, Notes: f.Notes}
	for tag, words := range f.Words {
		whole.Words[tag] = maps.Clone(words)
		for id := range f.Battery.Measures {
			if key := (survey.Question{ID: id}).MeasureKey(); f.Around[tag][key] != "" {
				whole.Words[tag][key] = f.Around[tag][key]
			}
		}
	}
	return whole
}

// sharedWords returns the words of the answers that all batteries have, by tag and key.
func sharedWords(files fs.FS, languages []i18n.Language) (map[string]map[string]string, error) {
	words := map[string]map[string]string{}
	for _, l := range languages {
		all, _, err := readTexts(files, locales.Participant, l.Tag)
		if err != nil {
			return nil, err
		}
		words[l.Tag] = map[string]string{}
		for _, code := range []string{survey.DontKnow, survey.NoAnswer} {
			if text := all["option."+code]; text != "" {
				words[l.Tag]["option."+code] = text
			}
		}
	}
	return words, nil
}

// scaleWords returns the words of the steps of batteries' scales, by tag and key.
func scaleWords(files fs.FS, languages []i18n.Language, batteries []*survey.Battery) (map[string]map[string]string, error) {
	words := map[string]map[string]string{}
	for _, l := range languages {
		words[l.Tag] = map[string]string{}
		for _, b := range batteries {
			all, _, err := readTexts(files, b.ID, l.Tag)
			if err != nil {
				return nil, err
			}
			for key, text := range all {
				if strings.HasPrefix(key, "scale.") {
					words[l.Tag][key] = text
				}
			}
		}
	}
	return words, nil
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
