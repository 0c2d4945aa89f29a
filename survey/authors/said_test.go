package authors_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/authors"
)

// made finds where code makes a finding or a change: by which function, of which code.
var made = regexp.MustCompile(`[cd]\.(refuse|advise|add|flag|words)\("([a-z.]+)"`)

// keysMade are the keys of all findings and changes that the package can make.
func keysMade(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	finding := func(code string) {
		keys = append(keys, "authors."+code, "authors."+code+".why", "authors."+code+".better")
	}
	change := func(code string, ends ...string) {
		for _, end := range ends {
			keys = append(keys, "authors.changed."+code+end)
		}
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range made.FindAllStringSubmatch(string(text), -1) {
			switch how, code := call[1], call[2]; {
			case strings.HasSuffix(code, "."): // what must never be asked; see below
			case how == "refuse" || how == "advise":
				finding(code)
			case how == "add":
				change(code, "")
			case how == "flag":
				change(code, ".on", ".off")
			case code == "translation": // only of texts that there were
				change(code, "", ".removed")
			default:
				change(code, "", ".added", ".removed")
			}
		}
	}
	for _, about := range authors.Never {
		keys = append(keys, "authors.never."+about, "authors.never."+about+".better")
	}
	return append(keys, "authors.changed.translated", "authors.never.why")
}

// Everything that can be found has words: what it is, why, and a better example. There are no words for what
// cannot be found.
func TestFindingsHaveWords(t *testing.T) {
	catalog, err := i18n.Load(locales.Files, i18n.Languages)
	if err != nil {
		t.Fatal(err)
	}
	keys := keysMade(t)
	if len(keys) < 150 {
		t.Fatalf("only %d keys were found in the code", len(keys))
	}
	for _, key := range keys {
		for _, tag := range []string{"sv", "en"} {
			if catalog.Text(tag, key) == "" {
				t.Errorf("%s: there are no words for %s", tag, key)
			}
		}
	}
	coded := func(key string) bool {
		return strings.HasSuffix(key, ".why") || strings.HasSuffix(key, ".better") || strings.HasPrefix(key, "authors.changed.")
	}
	for key := range wordsOf(t, "authors", "sv") {
		if coded(key) && key != "authors.changed.none" && !slices.Contains(keys, key) {
			t.Errorf("nothing makes %s", key)
		}
	}
}

// A value that has words of its own is said in the language of the rest.
func TestSay(t *testing.T) {
	say := func(key string, pairs ...any) string {
		if len(pairs) == 0 {
			return "[" + key + "]"
		}
		return key + ": " + pairs[1].(string)
	}
	if got := authors.Say(say, "a", []any{"From", authors.TextKey("b")}); got != "a: [b]" {
		t.Errorf("got %q", got)
	}
}
