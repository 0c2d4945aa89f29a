package locales_test

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"fragebatteri/locales"
)

var placeholder = regexp.MustCompile(`\{\{\.\w+\}\}`)

// english are words that notes in English are hardly without, and none of which is Swedish.
var english = strings.Fields(`a the and of to for on is are was be has can not that this which with from
	when where who what how why before after below unknown while answer question button heading`)

// Whoever judges a text in the own language reads Swedish beside it, so that is what its note is in; and
// it says what is put into the text.
func TestNotesAreInSwedish(t *testing.T) {
	for _, s := range subjects(t) {
		if s.Languages != nil {
			continue // nobody judges a translation of it
		}
		text, err := fs.ReadFile(locales.Files, s.Name+".sv.json")
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]map[string]string
		if err := json.Unmarshal(text, &messages); err != nil {
			t.Fatalf("%s: not every text has a note: %v", s.Name, err)
		}
		for key, message := range messages {
			note := message["description"]
			if strings.TrimSpace(note) == "" {
				t.Errorf("%s %s has no note", s.Name, key)
			}
			words := strings.FieldsFunc(placeholder.ReplaceAllString(strings.ToLower(note), ""), func(r rune) bool { return !unicode.IsLetter(r) })
			for _, word := range words {
				if slices.Contains(english, word) {
					t.Errorf("%s %s: the note is not in Swedish (%q): %s", s.Name, key, word, note)
				}
			}
			for form, words := range message {
				for _, put := range placeholder.FindAllString(words, -1) {
					if form != "description" && !strings.Contains(note, put) {
						t.Errorf("%s %s: the note does not say what %s is: %s", s.Name, key, put, note)
					}
				}
			}
		}
	}
}
