package i18n

import (
	"errors"
	"fmt"
	"io/fs"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Catalog holds all words in all languages. It never changes after Load and may be used by many goroutines at once.
type Catalog struct {
	printers map[string]*Printer
	complete map[fileIn]bool
}

// fileIn names a message file: what it is about, and in which language.
type fileIn struct{ name, tag string }

// Load reads every message file at the root of fsys. It fails, naming every problem, on a language or a file that
// could give somebody the wrong words: a tag that is not among the languages (prs is written fa-AF), a file that
// go-i18n refuses, a key with two meanings. Missing and unfinished translations do not stop it; see Complete and Check.
func Load(fsys fs.FS, languages []Language) (*Catalog, error) {
	problems := languageProblems(languages)
	files, found := readFiles(fsys, languages)
	if problems = append(problems, found...); len(problems) > 0 {
		errs := make([]error, len(problems))
		for i, p := range problems {
			errs[i] = errors.New(p.String())
		}
		return nil, fmt.Errorf("load locales: %w", errors.Join(errs...))
	}

	c := &Catalog{printers: map[string]*Printer{}, complete: completeness(files, languages)}
	for _, l := range languages {
		p, err := newPrinter(l, files)
		if err != nil {
			return nil, fmt.Errorf("load locales: language %s: %w", l.Tag, err)
		}
		c.printers[l.Tag] = p
	}
	for tag, p := range c.printers {
		if tag != Source {
			p.source = c.printers[Source]
		}
	}
	return c, nil
}

// newPrinter gathers the messages of one language. Each language has a bundle of its own: in a shared one go-i18n
// picks the nearest language for a text that is missing, Arabic for a reader of Dari.
func newPrinter(l Language, files []*file) (*Printer, error) {
	tag := language.Make(l.Tag)
	bundle := goi18n.NewBundle(tag)
	for _, f := range files {
		if f.tag != l.Tag {
			continue
		}
		for key, m := range f.messages {
			named := *m
			named.ID = f.catalogKey(key)
			if err := bundle.AddMessages(tag, &named); err != nil {
				return nil, err
			}
		}
	}
	return &Printer{language: l, localizer: goi18n.NewLocalizer(bundle, l.Tag)}, nil
}

// completeness finds the files that have a text for every key of the Swedish file, in every plural form.
func completeness(files []*file, languages []Language) map[fileIn]bool {
	byName := map[fileIn]*file{}
	for _, f := range files {
		byName[fileIn{f.name, f.tag}] = f
	}
	complete := map[fileIn]bool{}
	for _, f := range files {
		source := byName[fileIn{f.name, Source}]
		l, ok := Find(languages, f.tag)
		complete[fileIn{f.name, f.tag}] = ok && source != nil && f.answers(source, l)
	}
	return complete
}

// answers tells whether the file has a text for everything that the source file has.
func (f *file) answers(source *file, l Language) bool {
	for key, original := range source.messages {
		m := f.messages[key]
		if m == nil || len(missingForms(m, original, l)) > 0 {
			return false
		}
	}
	return true
}

// Complete tells whether a language has a text for every key of the Swedish file, and of every further file named. A
// language is offered only for what it is complete in. It is false for a file that there is no Swedish of.
func (c *Catalog) Complete(tag, file string, more ...string) bool {
	for _, name := range append([]string{file}, more...) {
		if !c.complete[fileIn{name, tag}] {
			return false
		}
	}
	return true
}

// Printer returns the printer for a language of the catalog, or nil if it has no language with exactly this tag: what
// people and browsers write goes through Find first. A nil Printer is safe to use and prints keys.
func (c *Catalog) Printer(tag string) *Printer { return c.printers[tag] }

// Text returns a language's own text of a key, without inserted values, or "" if it has none.
func (c *Catalog) Text(tag, key string) string {
	p := c.printers[tag]
	if p == nil {
		return ""
	}
	text, _ := p.find(key, nil, filling{style: bare})
	return text
}

// Has reports whether there is a Swedish text for a key.
func (c *Catalog) Has(key string) bool {
	_, has := c.printers[Source].find(key, nil, filling{style: bare})
	return has
}
