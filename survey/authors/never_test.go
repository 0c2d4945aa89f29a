package authors_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"fragebatteri/locales"
	"fragebatteri/survey/authors"
)

// Each thing that must never be asked is found in both languages that there are lists for.
func TestNeverAsked(t *testing.T) {
	for _, c := range []struct{ about, sv, en string }{
		{"number", "Vad är ditt personnummer?", "What is your personal identity number?"},
		{"contact", "Vad har du för telefonnummer?", "What is your phone number?"},
		{"staff", "Vad heter din lärare?", "Who is your teacher?"},
		{"name", "Vad heter du?", "What is your full name?"},
		{"date", "När kom du till Sverige?", "When did you come to Sweden?"},
		{"origin", "I vilket land är du född?", "What country are you from?"},
		{"religion", "Hur viktig är religionen för dig? Går du till moskén?", "Do you go to a mosque?"},
		{"politics", "Vilket parti röstade du på?", "Who did you vote for?"},
		{"permit", "Vilken typ av uppehållstillstånd har du?", "What type of residence permit do you have?"},
		{"violence", "Har du blivit utsatt för våld?", "Have you experienced any violence?"},
		{"health", "Har du någon kronisk sjukdom?", "Do you have any chronic illness?"},
		{"sexuality", "Vilken sexuell läggning har du?", "What is your sexual orientation?"},
		{"text", "Berätta med egna ord.", "Tell us in your own words."},
	} {
		for language, text := range map[string]string{"sv": c.sv, "en": c.en} {
			found := authors.NeverAsked(language, text)
			if len(found) == 0 || found[0].About != c.about || !strings.Contains(strings.ToLower(text), found[0].Words) {
				t.Errorf("%s: %q is not found to be about %s: %v", language, text, c.about, found)
			}
		}
	}
	if found := authors.NeverAsked("ar", "personnummer"); found != nil {
		t.Errorf("there is no list for Arabic, and it finds %v", found)
	}
}

// No built-in battery asks any of it.
func TestNothingBuiltInIsAsked(t *testing.T) {
	read := 0
	for _, name := range []string{"core", "A", "B", "C"} {
		for _, language := range []string{"sv", "en"} {
			for key, text := range wordsOf(t, name, language) {
				read++
				if found := authors.NeverAsked(language, text); found != nil {
					t.Errorf("%s %s %s: %q: %v", name, language, key, text, found)
				}
			}
		}
	}
	if read < 450 {
		t.Errorf("only %d texts were read", read)
	}
}

// wordsOf returns the texts of a built-in file.
func wordsOf(t *testing.T, name, language string) map[string]string {
	t.Helper()
	text, err := fs.ReadFile(locales.Files, name+"."+language+".json")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]any
	if err := json.Unmarshal(text, &messages); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for key, message := range messages {
		if forms, is := message.(map[string]any); is {
			message = forms["other"]
		}
		words[key], _ = message.(string)
	}
	return words
}
