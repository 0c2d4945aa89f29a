package i18n

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"fragebatteri/locales"
)

func TestTermsAreFoundInTheirForms(t *testing.T) {
	tests := []struct {
		term, text string
		want       bool
	}{
		{"kommun", "Ingen på kommunen kan se", true},
		{"kommun", "Kommuner i Sverige", true},
		{"kommun", "(kommunen)", true},
		{"kommun", "i din hem-kommun", true},
		{"kommun", "Telekommunikation", false},
		{"insats", "Övriga insatser", true},
		{"kod", "Läs av koden", true},
		{"kod", "Episod", false},
		{"före insatsen", "Svar  före\u00a0insatsen", true},
		{"före insatsen", "En förening", false},
		{"sfi", "Jag läser svenska (sfi)", true},
	}
	for _, test := range tests {
		if got := (term{Term: test.term}).isIn(readingOf(test.text)); got != test.want {
			t.Errorf("%q in %q: got %v", test.term, test.text, got)
		}
	}
}

func TestGlossary(t *testing.T) {
	const sound = `{"terms": [{"term": "plan", "note": "x", "keys": ["a"], "except": ["name"],
		"translations": {"ar": "خطة", "uk": "план"}, "stems": {"ar": "خط"}}]}`
	texts := []string{
		"participant.sv.json", `{"a": "Din plan", "b": "Hej", "name": "Planverket"}`,
		"participant.ar.json", `{"a": "خطتك", "b": "مرحبا", "name": "هيئة"}`,
		"participant.uk.json", `{"a": "Ваш План", "b": "Вітаю", "name": "Відомство"}`,
		"participant.ti.json", `{"a": "መደብ", "b": "ሰላም", "name": "ቤት"}`,
	}
	tests := []struct {
		name     string
		old, new string // in any of the files
		want     []string
	}{
		{"sound", "", "", nil},
		{"another word", "خطتك", "برنامجك", []string{"participant.ar.json: a: does not have \"خط\""}},
		{"another word in another language", "План", "Проєкт", []string{"participant.uk.json: a: does not have \"план\""}},
		{"a text that is not listed", "Hej", "Hej, planen!", []string{"participant.sv.json: b: has the word \"plan\""}},
		{"a listed text without the word", "Din plan", "Din väg", []string{"glossary.json: a: does not have the word"}},
		{"a key that is not there", `"keys": ["a"]`, `"keys": ["a", "c"]`, []string{"glossary.json: c: does not have the word"}},
		{"a title of any file", `"a"`, `"title"`, []string{"glossary.json: title: does not have the word", "participant.sv.json: participant.title: has the word"}},
		{"an exception that is not listed", `"except": ["name"]`, `"except": []`, []string{"participant.sv.json: name: has the word"}},
		{"a stem of another word", `"stems": {"ar": "خط"`, `"stems": {"ar": "رمز"`, []string{"glossary.json: has the stem", "participant.ar.json: a:"}},
		{"no note", `"note": "x"`, `"note": " "`, []string{"glossary.json: has the term"}},
		{"an empty word", `"uk": "план"`, `"uk": ""`, []string{"glossary.json: has no word for \"plan\" in uk"}},
		{"an unknown language", `"uk": "план"`, `"ru": "план"`, []string{"glossary.json: translates \"plan\" into \"ru\""}},
		{"an unknown member", `"note"`, `"hint"`, []string{"glossary.json: cannot be read"}},
		{"an empty file", sound, "", []string{"glossary.json: cannot be read"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := append([]string{"glossary.json", sound}, texts...)
			for i := 1; i < len(files) && test.old != ""; i += 2 {
				files[i] = strings.ReplaceAll(files[i], test.old, test.new)
			}
			problems := Check(folder(files...), Languages, []Want{{File: "participant", Only: []string{"sv", "ar", "uk", "ti"}}})
			if len(problems) != len(test.want) {
				t.Errorf("got %v, want %v", problems, test.want)
				return
			}
			for i, want := range test.want {
				if !strings.HasPrefix(problems[i].String(), want) {
					t.Errorf("got %s, want %s", problems[i], want)
				}
			}
		})
	}
}

// Every language that texts are translated into has a word for every term that stands in a text.
func TestGlossaryIsWhole(t *testing.T) {
	buf, err := fs.ReadFile(locales.Files, glossaryFile)
	if err != nil {
		t.Fatal(err)
	}
	var all glossary
	if err := json.Unmarshal(buf, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Terms) < 10 {
		t.Errorf("the glossary has only %d terms", len(all.Terms))
	}
	for _, term := range all.Terms {
		for _, l := range Languages {
			if l.Tag != Source && len(term.Keys) > 0 && term.Translations[l.Tag] == "" {
				t.Errorf("%q has no word in %s", term.Term, l.Tag)
			}
		}
		for tag, word := range term.Translations {
			l, _ := Find(Languages, tag)
			for _, problem := range textFaults(word, l, nil) {
				t.Errorf("%q in %s: %s", term.Term, tag, problem)
			}
		}
	}
}
