package i18n

import (
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Proof checks texts of one language one at a time, as somebody writes them: by the same rules as Check. It may be used
// by many goroutines at once.
type Proof struct {
	language Language
	checked  []Language // it and Swedish
	wants    []Want
	files    []*file // of all languages
	terms    []term
}

// NewProof returns what checks texts of a language among those of a folder that Load takes.
func NewProof(fsys fs.FS, languages []Language, l Language, wants []Want) *Proof {
	files, _ := readFiles(fsys, languages)
	terms, _ := readGlossary(fsys)
	checked := slices.DeleteFunc(slices.Clone(languages), func(other Language) bool { return other.Tag != l.Tag && other.Tag != Source })
	return &Proof{language: l, checked: checked, wants: wants, files: files, terms: terms}
}

// Check returns what would be wrong if a text were worded like this: by plural form, and as "other" where it counts
// nothing. A fault can be another text's, as where two options would be the same.
func (p *Proof) Check(file, key string, forms map[string]string) []Fault {
	m, wanted := &goi18n.Message{ID: key}, ""
	for _, f := range p.files {
		if source := f.messages[key]; f.name == file && f.tag == Source && source != nil {
			wanted = listed(placeholders(source.Other))
		}
	}
	var faults []Fault
	for _, form := range categories {
		text := strings.TrimSpace(forms[form])
		setForm(m, form, text)
		if _, err := parse(text); err != nil {
			faults = append(faults, Fault{Kind: FaultBraces, Language: p.language.Tag, Form: form, Found: text, Wanted: wanted})
		}
	}
	if len(faults) > 0 {
		return faults
	}
	path := file + "." + p.language.Tag + ".json"
	near := p.near(key)
	known := p.problems(near)
	for _, problem := range p.problems(with(near, path, m)) {
		own := problem.File == path && problem.Key == key
		if problem.Fault.Kind != "" && (own || !slices.Contains(known, problem)) && !slices.Contains(faults, problem.Fault) {
			faults = append(faults, problem.Fault)
		}
	}
	return append(faults, p.long(file, m)...)
}

// near returns the files of the language, and the Swedish ones, with no other texts than those that are compared with the
// text of a key: itself, and the options that stand beside it.
func (p *Proof) near(key string) []*file {
	keys := []string{key}
	for _, w := range p.wants {
		for _, question := range w.Options {
			if slices.Contains(question, key) {
				keys = append(keys, question...)
			}
		}
	}
	var near []*file
	for _, f := range p.files {
		if f.tag != p.language.Tag && f.tag != Source {
			continue
		}
		some := *f
		some.messages = map[string]*goi18n.Message{}
		for _, key := range keys {
			if m := f.messages[key]; m != nil {
				some.messages[key] = m
			}
		}
		near = append(near, &some)
	}
	return near
}

// problems returns what is wrong with the texts in these files.
func (p *Proof) problems(files []*file) []Problem {
	return append(checkFiles(files, p.checked, p.wants, p.terms), collisions(files)...)
}

// with returns the files with another message in one of them.
func with(files []*file, path string, m *goi18n.Message) []*file {
	files = slices.Clone(files)
	for i, f := range files {
		if f.path == path {
			changed := *f
			changed.messages = maps.Clone(f.messages)
			changed.messages[m.ID] = m
			files[i] = &changed
		}
	}
	return files
}

// A text may be this much longer than it is in any language before it does not fit where it is shown.
const (
	moreLetters = 10 // letters
	morePercent = 25
)

// long finds that a text is much longer than it is in any language now.
func (p *Proof) long(file string, m *goi18n.Message) []Fault {
	longest := 0
	for _, f := range p.files {
		if other := f.messages[m.ID]; f.name == file && other != nil {
			longest = max(longest, longestForm(other))
		}
	}
	n := longestForm(m)
	if longest == 0 || n <= longest+max(moreLetters, longest*morePercent/100) {
		return nil
	}
	return []Fault{{Kind: FaultLong, Language: p.language.Tag, Found: strconv.Itoa(n), Wanted: strconv.Itoa(longest)}}
}

// longestForm returns how many letters the longest form of a message has.
func longestForm(m *goi18n.Message) int {
	n := 0
	for _, form := range formsOf(m) {
		n = max(n, utf8.RuneCountInString(formText(m, form)))
	}
	return n
}
