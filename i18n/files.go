package i18n

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

const (
	reviewFile  = "review" // the first part of names of files that keep the state of translations
	titleKey    = "title"  // every battery has one, so pages name the file too
	introKey    = "intro"  // several batteries have one
	scalePrefix = "scale." // the words of a scale may recur in several batteries
)

// file is one message file.
type file struct {
	path     string // core.fa-AF.json
	name     string // core
	tag      string // fa-AF
	messages map[string]*goi18n.Message
}

// catalogKey returns the key under which pages find a message of this file.
func (f *file) catalogKey(key string) string {
	if key == titleKey || key == introKey {
		return f.name + "." + key
	}
	return key
}

// readFiles reads every message file in a folder. The problems are those that make the folder unusable; the files
// that could be read are returned in any case, so that Check can go on to find the rest.
func readFiles(fsys fs.FS, languages []Language) ([]*file, []Problem) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, []Problem{{File: ".", What: fmt.Sprintf("the folder cannot be read: %v", err)}}
	}
	var files []*file
	var problems []Problem
	for _, entry := range entries {
		if entry.IsDir() || path.Ext(entry.Name()) != ".json" {
			continue
		}
		f, found := newFile(entry.Name(), languages)
		if f != nil {
			found = f.read(fsys)
			files = append(files, f)
		}
		problems = append(problems, found...)
	}
	return files, append(problems, collisions(files)...)
}

// newFile tells from its name what a file holds. It returns nil for a file that is not a message file.
func newFile(name string, languages []Language) (*file, []Problem) {
	parts := strings.Split(strings.TrimSuffix(name, ".json"), ".")
	if len(parts) == 1 || parts[0] == reviewFile {
		return nil, nil
	}
	if len(parts) != 2 || parts[0] == "" {
		return nil, []Problem{{File: name, What: "has a name that says nothing; message files are called <name>.<tag>.json"}}
	}
	for _, l := range languages {
		if l.Tag == parts[1] {
			return &file{path: name, name: parts[0], tag: l.Tag}, nil
		}
	}
	what := fmt.Sprintf("is in no known language: %q; correct the name, or add the language", parts[1])
	if l, ok := Find(languages, parts[1]); ok {
		what = fmt.Sprintf("must be called %s.%s.json: %q is not how this language is written here", parts[0], l.Tag, parts[1])
	}
	return nil, []Problem{{File: name, What: what}}
}

// read fills in the messages of the file.
func (f *file) read(fsys fs.FS) []Problem {
	f.messages = map[string]*goi18n.Message{}
	var problems []Problem
	report := func(key, format string, args ...any) {
		problems = append(problems, Problem{File: f.path, Key: key, What: fmt.Sprintf(format, args...)})
	}
	buf, err := fs.ReadFile(fsys, f.path)
	if err != nil {
		report("", "cannot be read: %v", err)
		return problems
	}
	// go-i18n takes an empty file for a language without words.
	if len(buf) == 0 {
		report("", "is empty; remove the file, or write at least {}")
		return problems
	}
	parsed, err := goi18n.ParseMessageFileBytes(buf, f.path, nil)
	if err != nil {
		report("", "is refused by go-i18n: %v; correct the JSON", err)
		return problems
	}
	for _, key := range repeatedKeys(buf) {
		report(key, "stands twice in the file; keep one")
	}
	for _, m := range parsed.Messages {
		if f.messages[m.ID] != nil {
			report(m.ID, "stands twice in the file; keep one")
		}
		f.messages[m.ID] = m
		if m.LeftDelim != "" || m.RightDelim != "" {
			report(m.ID, "changes the delimiters of placeholders; write placeholders as {{.Name}}")
		}
		for _, form := range formsOf(m) {
			if _, err := parse(formText(m, form)); err != nil {
				report(m.ID, "%v", err)
			}
		}
	}
	return problems
}

// keys returns the keys of the file, sorted.
func (f *file) keys() []string { return slices.Sorted(maps.Keys(f.messages)) }

// repeatedKeys returns the keys that stand twice in the same JSON object: encoding/json keeps the last and says
// nothing. The JSON must be valid. It is gone through sign by sign: all texts of all languages are, by every command
// that has something to say.
func repeatedKeys(buf []byte) []string {
	type opened struct {
		prefix string
		seen   map[string]bool // nil for an array
	}
	var repeated []string
	within := []opened{{}}
	prefix := "" // of keys in the value that comes next
	for i := 0; i < len(buf); i++ {
		at := within[len(within)-1]
		if at.seen == nil {
			prefix = at.prefix
		}
		switch buf[i] {
		case '{':
			within = append(within, opened{prefix, map[string]bool{}})
		case '[':
			within = append(within, opened{prefix, nil})
		case '}', ']':
			within = within[:len(within)-1]
		case '"':
			start := i
			i = endOfString(buf, start)
			if rest := bytes.TrimLeft(buf[i+1:], " \t\r\n"); len(rest) == 0 || rest[0] != ':' {
				continue
			}
			key := at.prefix + stringAt(buf[start:i+1])
			if at.seen[key] {
				repeated = append(repeated, key)
			}
			at.seen[key] = true
			prefix = key + "."
		}
	}
	return repeated
}

// stringAt returns what a JSON string says. Most say what is between their quotes.
func stringAt(quoted []byte) string {
	plain := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(plain, '\\') < 0 && utf8.Valid(plain) {
		return string(plain)
	}
	var text string
	_ = json.Unmarshal(quoted, &text)
	return text
}

// endOfString returns where the closing quote is of the string that begins at a place of valid JSON.
func endOfString(buf []byte, start int) int {
	end := start + 1
	for ; buf[end] != '"'; end++ {
		if buf[end] == '\\' {
			end++
		}
	}
	return end
}

// IsScaleStep reports whether a key is that of a step of a scale, whose words may stand in several files.
func IsScaleStep(key string) bool { return strings.HasPrefix(key, scalePrefix) }

// collisions finds keys that mean two things in one language. The words of a scale may recur, if they are the same.
func collisions(files []*file) []Problem {
	type place struct{ tag, key string }
	first := map[place]*file{}
	var problems []Problem
	for _, f := range files {
		for _, key := range f.keys() {
			at := place{f.tag, f.catalogKey(key)}
			earlier := first[at]
			if earlier == nil {
				first[at] = f
				continue
			}
			if !IsScaleStep(key) {
				problems = append(problems, Problem{File: f.path, Key: key, What: fmt.Sprintf(
					"stands in %s too; give each its own key", earlier.path)})
				continue
			}
			here, there := f.messages[key].Other, earlier.messages[key].Other
			if here != there {
				fault := Fault{Kind: FaultScale, Language: f.tag, Found: earlier.path, Wanted: there}
				problems = append(problems, Problem{File: f.path, Key: key, What: fault.String(), Fault: fault})
			}
		}
	}
	return problems
}
