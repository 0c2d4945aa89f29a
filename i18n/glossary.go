package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// glossaryFile says how words that name something particular are translated.
const glossaryFile = "glossary.json"

// glossary is what the file holds.
type glossary struct {
	Terms []term `json:"terms"`
}

// term is one Swedish word or expression. Any word that begins like it is a form of it, as "kommunen" is of "kommun".
type term struct {
	Term         string            `json:"term"`
	Note         string            `json:"note"`         // for translators: what it means, and what it does not
	Keys         []string          `json:"keys"`         // the texts that it stands in, as pages ask for them: "K12", "A.title"
	Except       []string          `json:"except"`       // texts that have the word in another sense, as in a name
	Translations map[string]string `json:"translations"` // by language, as a dictionary has them
	Stems        map[string]string `json:"stems"`        // what all forms of the translation have in common, where that is less
}

// stem returns what a text of a language must have when its Swedish text has the term, or "" if nobody has decided.
func (t term) stem(tag string) string {
	if stem := t.Stems[tag]; stem != "" {
		return stem
	}
	return t.Translations[tag]
}

// reading is a text as it is read, with a space before each word.
type reading string

func readingOf(text string) reading { return reading(" " + withoutMarks(asRead(text))) }

// isIn tells whether a Swedish text has the term or a form of it.
func (t term) isIn(text reading) bool { return strings.Contains(string(text), " "+asRead(t.Term)) }

// isIn tells whether a Swedish message has the term or a form of it. Each text is read once, and not for each term.
func (c *checker) isIn(t term, m *goi18n.Message) bool {
	return slices.ContainsFunc(formsOf(m), func(form string) bool {
		text := formText(m, form)
		read, known := c.readings[text]
		if !known {
			read = readingOf(text)
			c.readings[text] = read
		}
		return t.isIn(read)
	})
}

// withoutMarks writes a space for everything that words are not made of, so that each word begins behind one.
func withoutMarks(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("(\"'/–-", r) {
			return ' '
		}
		return r
	}, text)
}

// readGlossary returns the terms of the glossary. A folder without one has none.
func readGlossary(fsys fs.FS) ([]term, []Problem) {
	buf, err := fs.ReadFile(fsys, glossaryFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all glossary
	if err == nil {
		decoder := json.NewDecoder(bytes.NewReader(buf))
		decoder.DisallowUnknownFields()
		err = decoder.Decode(&all)
	}
	if err != nil {
		return nil, []Problem{{File: glossaryFile, What: fmt.Sprintf("cannot be read: %v; correct it", err)}}
	}
	return all.Terms, nil
}

// checkGlossary finds texts that do not use the words of the glossary, and a glossary that does not fit the texts.
func (c *checker) checkGlossary(terms []term) {
	sources := c.sources()
	for _, t := range terms {
		c.checkTerm(t)
		for _, key := range t.Keys {
			c.checkUse(t, key, sources[key])
		}
		c.checkListed(t)
	}
}

// sourceText is a text in the Swedish file that has it.
type sourceText struct {
	file *file
	key  string // as in the file
}

// sources returns all Swedish texts by the keys that pages ask for: a title or an intro without the name
// of its file could be that of any battery.
func (c *checker) sources() map[string]sourceText {
	all := map[string]sourceText{}
	for at, f := range c.files {
		if at.tag != Source {
			continue
		}
		for key := range f.messages {
			all[f.catalogKey(key)] = sourceText{f, key}
		}
	}
	return all
}

// checkTerm checks an entry by itself.
func (c *checker) checkTerm(t term) {
	if strings.TrimSpace(t.Term) == "" || strings.TrimSpace(t.Note) == "" {
		c.report(glossaryFile, "", "has the term %q with the note %q; write both", t.Term, t.Note)
	}
	for tag, word := range t.Translations {
		if !slices.ContainsFunc(c.languages, func(l Language) bool { return l.Tag == tag }) {
			c.report(glossaryFile, "", "translates %q into %q, which is no known language; correct the tag", t.Term, tag)
		}
		if strings.TrimSpace(word) == "" {
			c.report(glossaryFile, "", "has no word for %q in %s; write one, or remove the line", t.Term, tag)
		}
	}
	for tag, stem := range t.Stems {
		if !strings.Contains(asRead(t.Translations[tag]), asRead(stem)) {
			c.report(glossaryFile, "", "has the stem %q for %q in %s, but the word is %q; correct one", stem, t.Term, tag, t.Translations[tag])
		}
	}
}

// checkUse looks for the translated term in every translation of one text.
func (c *checker) checkUse(t term, listed string, source sourceText) {
	if source.file == nil || !c.isIn(t, source.file.messages[source.key]) {
		c.report(glossaryFile, listed, "does not have the word %q in Swedish; remove the key from the term", t.Term)
		return
	}
	key := source.key
	for _, l := range c.languages {
		f, stem := c.files[fileIn{source.file.name, l.Tag}], t.stem(l.Tag)
		if f == nil || f.messages[key] == nil || stem == "" {
			continue
		}
		for _, form := range formsOf(f.messages[key]) {
			if !strings.Contains(asRead(formText(f.messages[key], form)), asRead(stem)) {
				c.reportFaults(f.path, key, Fault{Kind: FaultGlossary, Language: l.Tag, Found: t.Term, Wanted: stem})
			}
		}
	}
}

// checkListed looks for Swedish texts that have the term and that the glossary does not know of.
func (c *checker) checkListed(t term) {
	for at, f := range c.files {
		if at.tag != Source {
			continue
		}
		for _, inFile := range f.keys() {
			key := f.catalogKey(inFile)
			if c.isIn(t, f.messages[inFile]) && !slices.Contains(t.Keys, key) && !slices.Contains(t.Except, key) {
				c.report(f.path, key, "has the word %q, and is not among the keys of that term in %s; add it", t.Term, glossaryFile)
			}
		}
	}
}
