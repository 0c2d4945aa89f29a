package review

import (
	"maps"
	"os"

	"fragebatteri/i18n"
	"fragebatteri/survey/files"
)

// Addition is the words of a file that a library gets in one language.
type Addition struct {
	File, Tag string
	Keys      []string          // in the order in which they stand in the file
	Words     map[string]string // by key; a key without words is left out
	Notes     map[string]string // what translators are told of a text, by key; where there is one
}

// Add writes texts to the library's own folder: all of them, or none where they could not be used. From
// then on Now has them, and wants say what is asked of all texts. A text that says the same as another,
// in Swedish and in translation, has been judged with it; other translations are drafts.
func (l *Library) Add(wants []i18n.Want, additions ...Addition) error {
	l.deciding.Lock()
	defer l.deciding.Unlock()
	if err := l.read(); err != nil {
		return err
	}
	contents := map[string][]byte{}
	swedish := map[string]map[string]string{} // by file and key
	for _, a := range additions {
		if a.Tag == i18n.Source {
			swedish[a.File] = a.Words
		}
		text, err := l.with(a)
		if err != nil {
			return err
		}
		contents[a.File+"."+a.Tag+".json"] = text
	}
	for _, language := range l.languages {
		if language.Tag == i18n.Source {
			continue
		}
		states, err := l.states(language, swedish, additions)
		if err != nil {
			return err
		}
		if len(states) > 0 {
			contents[fileOf(language.Tag)] = states.encode()
		}
	}
	if err := l.check(contents); err != nil {
		return err
	}
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		return err
	}
	if err := files.Replace(l.dir, contents); err != nil {
		return err
	}
	l.wants = wants
	return l.read()
}

// with returns the library's own file with an addition.
func (l *Library) with(a Addition) ([]byte, error) {
	own, err := readObject(os.DirFS(l.dir), a.File+"."+a.Tag+".json")
	if err != nil {
		return nil, err
	}
	for _, key := range a.Keys {
		if a.Words[key] == "" {
			continue
		}
		if own, err = own.note(key, a.Notes[key]); err != nil {
			return nil, err
		}
		if own, err = own.put(key, a.Words[key]); err != nil {
			return nil, err
		}
	}
	return own.encode(), nil
}

// note sets what translators are told of the text of a key, where there is something to tell.
func (o object) note(key, told string) (object, error) {
	if told == "" {
		return o, nil
	}
	forms, err := o.find(key).forms()
	if err != nil {
		return nil, err
	}
	value, err := encodeValue(struct {
		Description string `json:"description"`
		Other       string `json:"other"`
	}{told, forms["other"]})
	return o.set(key, value), err
}

// states returns the library's own states of a language with those of additions.
func (l *Library) states(of i18n.Language, swedish map[string]map[string]string, additions []Addition) (object, error) {
	own, err := readObject(os.DirFS(l.dir), fileOf(of.Tag))
	if err != nil {
		return nil, err
	}
	judged, err := l.judged(of)
	if err != nil {
		return nil, err
	}
	for _, a := range additions {
		if a.Tag != of.Tag {
			continue
		}
		for _, key := range a.Keys {
			source, words := swedish[a.File][key], a.Words[key]
			if words == "" || source == "" {
				continue
			}
			entry, known := judged[[2]string{source, words}]
			if !known {
				entry = Entry{Source: Hash(source), State: Draft1}
			}
			if own, err = own.putEntry(Text{File: a.File, ID: key}, entry); err != nil {
				return nil, err
			}
		}
	}
	return own, nil
}

// judged returns what is known of texts of a language, by what they say in Swedish and in it.
func (l *Library) judged(of i18n.Language) (map[[2]string]Entry, error) {
	now := l.Now()
	texts, err := Texts(now.Files, of)
	if err != nil {
		return nil, err
	}
	states, err := Load(now.Files, of.Tag)
	if err != nil {
		return nil, err
	}
	all := map[[2]string]Entry{}
	for _, t := range texts {
		if entry, known := states[t.File][t.ID]; known && entry.Source == Hash(t.Swedish) {
			all[[2]string{t.Swedish, t.Language}] = entry
		}
	}
	return all, nil
}

// check returns an error where the library could not be read with these files among its own.
func (l *Library) check(contents map[string][]byte) error {
	own := map[string][]byte{}
	if _, err := os.Stat(l.dir); err == nil {
		if own, err = readAll(os.DirFS(l.dir)); err != nil {
			return err
		}
	}
	maps.Copy(own, contents)
	over, err := folderOf(own)
	if err != nil {
		return err
	}
	if _, err := i18n.Load(over, l.languages); err != nil {
		return err
	}
	all, err := Layer(over, l.under)
	if err != nil {
		return err
	}
	_, err = i18n.Load(all, l.languages)
	return err
}
