package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"fragebatteri/i18n"
)

// Text is one text of one language beside its Swedish source. A text that
// counts something is one Text for each of its plural forms.
type Text struct {
	File     string // "core", "participant"
	ID       string // its key, or key#form
	Note     string // where it is shown and what matters
	Swedish  string
	Language string // the translation; empty where it is missing
}

// key names the text in a sheet.
func (t Text) key() string { return t.File + "/" + t.ID }

// Texts returns all texts of a language, in the order of the Swedish files and
// of the keys in them. Files that the language does not have are left out
// unless they are among always.
func Texts(fsys fs.FS, l i18n.Language, always ...string) ([]Text, error) {
	return textsIn(fsys, l, always, everyFile)
}

func everyFile(string) bool { return true }

// textsIn returns the same of some files alone.
func textsIn(fsys fs.FS, l i18n.Language, always []string, wanted func(file string) bool) ([]Text, error) {
	names, err := fs.Glob(fsys, "*."+i18n.Source+".json")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("there are no Swedish texts; name the folder with the locale files")
	}
	var texts []Text
	for _, name := range names {
		file := strings.TrimSuffix(name, "."+i18n.Source+".json")
		if !wanted(file) {
			continue
		}
		source, err := readObject(fsys, name)
		if err != nil {
			return nil, err
		}
		translation, err := readObject(fsys, file+"."+l.Tag+".json")
		if err != nil {
			return nil, err
		}
		if translation == nil && !slices.Contains(always, file) {
			continue
		}
		for _, member := range source {
			of, err := textsOf(file, member, translation.find(member.key), l)
			if err != nil {
				return nil, err
			}
			texts = append(texts, of...)
		}
	}
	return texts, nil
}

// textsOf returns the texts of one key: one, or one for each plural form.
func textsOf(file string, source, translation member, l i18n.Language) ([]Text, error) {
	from, err := source.forms()
	if err != nil {
		return nil, fmt.Errorf("%s.%s.json: %s: %w", file, i18n.Source, source.key, err)
	}
	to, err := translation.forms()
	if err != nil {
		return nil, fmt.Errorf("%s.%s.json: %s: %w", file, l.Tag, source.key, err)
	}
	if _, counts := from["one"]; !counts {
		return []Text{{File: file, ID: source.key, Note: from["description"], Swedish: from["other"], Language: to["other"]}}, nil
	}
	var texts []Text
	for _, form := range l.Plurals {
		swedish := from["other"]
		if form == "one" {
			swedish = from["one"]
		}
		texts = append(texts, Text{File: file, ID: source.key + "#" + form, Note: from["description"], Swedish: swedish, Language: to[form]})
	}
	return texts, nil
}

// object is a JSON object in the order in which it was written.
type object []member

type member struct {
	key   string
	value json.RawMessage
}

func (o object) find(key string) member {
	if i := slices.IndexFunc(o, func(m member) bool { return m.key == key }); i >= 0 {
		return o[i]
	}
	return member{key: key}
}

// forms returns the value's plural forms and description; a plain text is
// "other".
func (m member) forms() (map[string]string, error) {
	if len(m.value) == 0 {
		return nil, nil
	}
	var text string
	if json.Unmarshal(m.value, &text) == nil {
		return map[string]string{"other": text}, nil
	}
	forms := map[string]string{}
	err := json.Unmarshal(m.value, &forms)
	return forms, err
}

// readObject reads a file; one that does not exist is nil.
func readObject(fsys fs.FS, name string) (object, error) {
	text, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := parseObject(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

func parseObject(text []byte) (object, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, errors.New("is no JSON object")
	}
	list := object{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		m := member{key: token.(string)} // the decoder gives nothing else here
		if err := decoder.Decode(&m.value); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	return list, nil
}
