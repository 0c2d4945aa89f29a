package locales_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/batteries"
)

// wordsOf returns the texts of a file by their keys.
func wordsOf(t *testing.T, name, tag string) map[string]string {
	t.Helper()
	text, err := fs.ReadFile(locales.Files, name+"."+tag+".json")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]any
	if err := json.Unmarshal(text, &messages); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for key, message := range messages {
		switch message := message.(type) {
		case string:
			words[key] = message
		case map[string]any:
			words[key], _ = message["other"].(string)
		}
	}
	return words
}

// Who answers several batteries in a row meets one wording of each answer, in every language: a step of
// a scale reads as in core, and what is said twice in Swedish is said alike in the translations.
func TestBatteriesAnswerAlike(t *testing.T) {
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.Languages {
		core := wordsOf(t, "core", l.Tag)
		shared := 0
		said := map[string]string{} // the first key of a Swedish text
		for _, b := range list {
			swedish, words := wordsOf(t, b.ID, i18n.Source), wordsOf(t, b.ID, l.Tag)
			for key, text := range words {
				if first, is := core[key]; is && strings.HasPrefix(key, "scale.") {
					shared++
					if text != first {
						t.Errorf("%s %s in %s is %q, and %q in core", b.ID, key, l.Tag, text, first)
					}
				}
			}
			if b.PartOf != "" && len(words) != 1 {
				t.Errorf("%s has words beside its title in %s: %v", b.ID, l.Tag, words)
			}
			for _, q := range b.Questions {
				for _, option := range q.Options()[q.Steps():] {
					key := q.TextKey(option)
					if b.PartOf != "" || len(strings.Fields(swedish[key])) < 2 {
						continue // one word alone means what its question makes of it
					}
					if first, is := said[swedish[key]]; is && words[key] != first {
						t.Errorf("%s %s in %s is %q, and %q elsewhere", b.ID, key, l.Tag, words[key], first)
					}
					said[swedish[key]] = words[key]
				}
			}
		}
		if shared < 50 || len(said) < 20 {
			t.Errorf("%s: only %d steps and %d answers were compared", l.Tag, shared, len(said))
		}
	}
}
