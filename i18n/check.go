package i18n

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// Problem is one fault in the locale files.
type Problem struct {
	File string // core.ar.json
	Key  string // as in the file; "" when the fault is the file's
	What string // what is wrong, and what to do

	Fault Fault // the same, where it is one of a text; the zero value otherwise
}

// String returns the problem as one line.
func (p Problem) String() string {
	if p.Key == "" {
		return p.File + ": " + p.What
	}
	return p.File + ": " + p.Key + ": " + p.What
}

// Want is what is asked of one message file beyond what every file must live up to.
type Want struct {
	File string // "core", for core.sv.json and its translations

	// Keys are the keys that the file must have in every language, and no others. If there are none, the keys of the
	// Swedish file are the list.
	Keys []string

	// May are keys that the file need not have; when it has one in Swedish, it is as if it stood in Keys.
	May []string

	// Only are the tags of the languages that the file is wanted in, Swedish among them; none means all. Words that no
	// participant reads need not be in every language.
	Only []string

	// Questions are the keys of the texts that may have at most 15 words in Swedish.
	Questions []string

	// Options has, for each question, the keys of its options, in any file; no two may have the same text.
	Options [][]string

	// SameAllowed names, by key, the tags of the languages whose text may equal the Swedish one: {"D1.o2": {"en"}}
	// because a man is "Man" in both. Texts without letters, and those made of Terms only, need no permission.
	SameAllowed map[string][]string

	// Terms are words that every language may keep in Latin letters, besides those that are always allowed (sfi, QR,
	// Frågebatteri, web addresses). Any other Swedish word goes in parentheses, after its translation.
	Terms []string
}

// longestQuestion is how many words a question may have in Swedish.
const longestQuestion = 15

// Check returns every fault in the locale files, sorted: what makes Load refuse them, and what Load lets pass but a
// reader would notice. A file named in wants must be there in every language; so must a file that there is in Swedish. If
// there is a glossary, its words must be used.
func Check(fsys fs.FS, languages []Language, wants []Want) []Problem {
	problems := languageProblems(languages)
	files, found := readFiles(fsys, languages)
	terms, unread := readGlossary(fsys)
	problems = slices.Concat(problems, found, unread, checkFiles(files, languages, wants, terms))
	slices.SortFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Key, b.Key), cmp.Compare(a.What, b.What))
	})
	return slices.Compact(problems)
}

// checkFiles returns the faults in files that have been read.
func checkFiles(files []*file, languages []Language, wants []Want, terms []term) []Problem {
	c := &checker{languages: languages, files: map[fileIn]*file{}, readings: map[string]reading{}}
	for _, f := range files {
		c.files[fileIn{f.name, f.tag}] = f
	}
	for _, w := range withUnnamed(wants, files) {
		c.checkFile(w)
		c.checkQuestions(w)
		c.checkOptions(w)
	}
	c.checkGlossary(terms)
	return c.problems
}

// withUnnamed adds a want for every file that nobody named.
func withUnnamed(wants []Want, files []*file) []Want {
	all := slices.Clone(wants)
	for _, f := range files {
		if !slices.ContainsFunc(all, func(w Want) bool { return w.File == f.name }) {
			all = append(all, Want{File: f.name})
		}
	}
	return all
}

// checker collects problems.
type checker struct {
	languages []Language
	files     map[fileIn]*file
	readings  map[string]reading // of Swedish texts, by text
	problems  []Problem
}

func (c *checker) report(path, key, format string, args ...any) {
	c.problems = append(c.problems, Problem{File: path, Key: key, What: fmt.Sprintf(format, args...)})
}

func (c *checker) reportFaults(path, key string, faults ...Fault) {
	for _, fault := range faults {
		c.problems = append(c.problems, Problem{File: path, Key: key, What: fault.String(), Fault: fault})
	}
}

// checkFile compares a file in every language with the keys it must have and with the Swedish texts.
func (c *checker) checkFile(w Want) {
	source := c.files[fileIn{w.File, Source}]
	keys := w.Keys
	if len(keys) == 0 && source != nil {
		keys = source.keys()
	}
	for _, key := range w.May {
		if source != nil && source.messages[key] != nil && !slices.Contains(keys, key) {
			keys = append(slices.Clone(keys), key)
		}
	}
	for _, l := range c.languages {
		f := c.files[fileIn{w.File, l.Tag}]
		if f == nil {
			if len(w.Only) == 0 || slices.Contains(w.Only, l.Tag) {
				c.report(w.File+"."+l.Tag+".json", "", "is missing; add the file")
			}
			continue
		}
		for _, key := range keys {
			if f.messages[key] == nil {
				c.report(f.path, key, "is missing; add it")
			}
		}
		for _, key := range f.keys() {
			if !slices.Contains(keys, key) {
				c.report(f.path, key, "%s", unknownKey(key))
			}
			c.checkMessage(w, l, f, source, key)
		}
	}
}

var optionKey = regexp.MustCompile(`^[^.]+\.o[0-9]+$`)

func unknownKey(key string) string {
	if optionKey.MatchString(key) {
		return "is no option of this file's questions; remove it: a step of a scale is worded once, under scale"
	}
	return "is not a key of this file; correct its spelling or remove it"
}

// checkMessage checks one message by itself and against the Swedish one.
func (c *checker) checkMessage(w Want, l Language, f, source *file, key string) {
	m := f.messages[key]
	for _, form := range formsOf(m) {
		for _, fault := range textFaults(formText(m, form), l, w.Terms) {
			fault.Form = formOf(m, form)
			c.reportFaults(f.path, key, fault)
		}
	}
	if source == nil || source.messages[key] == nil {
		if len(formsOf(m)) == 0 {
			c.reportFaults(f.path, key, Fault{Kind: FaultEmpty, Language: l.Tag})
		}
		return
	}
	original := source.messages[key]
	c.reportFaults(f.path, key, formFaults(m, original, l)...)
	c.reportFaults(f.path, key, placeholderFaults(m, original, l)...)
	if l.Tag != Source && !slices.Contains(w.SameAllowed[key], l.Tag) && isUntranslated(m, original, w.Terms) {
		c.reportFaults(f.path, key, Fault{Kind: FaultSwedish, Language: l.Tag})
	}
}

// checkQuestions counts the words of the Swedish questions.
func (c *checker) checkQuestions(w Want) {
	f := c.files[fileIn{w.File, Source}]
	if f == nil {
		return
	}
	for _, key := range w.Questions {
		m := f.messages[key]
		if m == nil {
			c.report(f.path, key, "is missing; add it")
			continue
		}
		if n := len(strings.Fields(m.Other)); n > longestQuestion {
			c.report(f.path, key, "has %d words; a question has at most %d", n, longestQuestion)
		}
	}
}

// checkOptions looks for options of one question that nobody could tell apart.
func (c *checker) checkOptions(w Want) {
	for _, l := range c.languages {
		if c.files[fileIn{w.File, l.Tag}] == nil {
			continue
		}
		for _, question := range w.Options {
			seen := map[string]string{}
			for _, key := range question {
				f := c.fileWith(key, w.File, l.Tag)
				if f == nil {
					c.reportMissing(key, w.File, l.Tag)
					continue
				}
				text := asRead(f.messages[key].Other)
				if other, taken := seen[text]; taken && text != "" && other != key {
					c.reportFaults(f.path, key, Fault{Kind: FaultAlike, Language: l.Tag, Found: other})
				}
				seen[text] = key
			}
		}
	}
}

// reportMissing reports a key that no file of a language has, for the file that has it in Swedish.
func (c *checker) reportMissing(key, name, tag string) {
	if source := c.fileWith(key, name, Source); source != nil {
		name = source.name
	}
	if f := c.files[fileIn{name, tag}]; f != nil {
		c.report(f.path, key, "is missing; add it")
	}
}

// fileWith returns the file of a language that has a key: the one named if it does, else any.
func (c *checker) fileWith(key, name, tag string) *file {
	if f := c.files[fileIn{name, tag}]; f != nil && f.messages[key] != nil {
		return f
	}
	var with []*file
	for at, f := range c.files {
		if at.tag == tag && f.messages[key] != nil {
			with = append(with, f)
		}
	}
	if len(with) == 0 {
		return nil
	}
	return slices.MinFunc(with, func(a, b *file) int { return cmp.Compare(a.path, b.path) })
}
