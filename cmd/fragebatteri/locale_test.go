package main

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/surveytest/tool"
)

// shipped is a copy of the locale files, which tests may spoil.
func shipped(t testing.TB) fstest.MapFS {
	t.Helper()
	names, err := fs.Glob(locales.Files, "*")
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range names {
		text, err := fs.ReadFile(locales.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// spoil changes the messages of one file.
func spoil(t testing.TB, files fstest.MapFS, name string, change func(map[string]any)) {
	t.Helper()
	var messages map[string]any
	if err := json.Unmarshal(files[name].Data, &messages); err != nil {
		t.Fatal(err)
	}
	before := maps.Clone(messages)
	change(messages)
	if len(before) == len(messages) && maps.EqualFunc(before, messages, same) {
		t.Fatalf("nothing was planted in %s", name)
	}
	text, err := json.Marshal(messages)
	if err != nil {
		t.Fatal(err)
	}
	files[name] = &fstest.MapFile{Data: text}
}

func same(a, b any) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err == nil && err2 == nil && string(x) == string(y)
}

// inFolder writes files to a folder of the test's own.
func inFolder(t testing.TB, files fstest.MapFS) string {
	t.Helper()
	dir := t.TempDir()
	for name, file := range files {
		if err := os.WriteFile(filepath.Join(dir, name), file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func shippedWants(t testing.TB) []i18n.Want {
	t.Helper()
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	return wants(list)
}

func TestShippedTextsAreSound(t *testing.T) {
	for _, problem := range i18n.Check(shipped(t), i18n.Languages, shippedWants(t)) {
		t.Error(problem)
	}
}

// textFault is planted in the shipped files, and has to be found where it is.
type textFault struct {
	name      string
	plant     func(testing.TB, fstest.MapFS)
	file, key string
	says      string
}

func set(file, key string, text any) func(testing.TB, fstest.MapFS) {
	return func(t testing.TB, files fstest.MapFS) {
		spoil(t, files, file, func(m map[string]any) { m[key] = text })
	}
}

func drop(file, key string) func(testing.TB, fstest.MapFS) {
	return func(t testing.TB, files fstest.MapFS) {
		spoil(t, files, file, func(m map[string]any) { delete(m, key) })
	}
}

func plural(file, key, category string, text any) func(testing.TB, fstest.MapFS) {
	return func(t testing.TB, files fstest.MapFS) {
		spoil(t, files, file, func(m map[string]any) {
			forms := maps.Clone(m[key].(map[string]any))
			if forms[category] = text; text == nil {
				delete(forms, category)
			}
			m[key] = forms
		})
	}
}

func instead(file, text string) func(testing.TB, fstest.MapFS) {
	return func(_ testing.TB, files fstest.MapFS) { files[file] = &fstest.MapFile{Data: []byte(text)} }
}

func replaced(file, old, new string) func(testing.TB, fstest.MapFS) {
	return func(t testing.TB, files fstest.MapFS) {
		text := string(files[file].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s does not have %q", file, old)
		}
		files[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	}
}

var textFaults = []textFault{
	// Something is not there.
	{"a missing question", drop("core.so.json", "K07"), "core.so.json", "K07", "missing"},
	{"a missing step of a scale", drop("core.ti.json", "scale.often.o3"), "core.ti.json", "scale.often.o3", "missing"},
	{"a missing title", drop("core.uk.json", "title"), "core.uk.json", "title", "missing"},
	{"a missing word of a page", drop("participant.ar.json", "form.send"), "participant.ar.json", "form.send", "missing"},
	{"a missing word of a download", drop("export.en.json", "export.round"), "export.en.json", "export.round", "missing"},
	{"a missing Swedish question", drop("core.sv.json", "K07"), "core.sv.json", "K07", "missing"},
	{"a missing file", func(_ testing.TB, files fstest.MapFS) { delete(files, "core.fa-AF.json") }, "core.fa-AF.json", "", "missing"},
	{"an empty text", set("core.uk.json", "K07", ""), "core.uk.json", "K07", "no text"},
	{"a blank text", set("participant.ti.json", "form.next", " \u00a0"), "participant.ti.json", "form.next", "no text"},
	{"a text that is still Swedish", set("participant.en.json", "form.next", "Nästa"), "participant.en.json", "form.next", "Swedish"},
	{"a Swedish text that another language may have", set("core.so.json", "D1.o2", "Man"), "core.so.json", "D1.o2", "Swedish"},

	// A file or a key that nobody reads.
	{"a file in a language by another code", instead("participant.prs.json", `{}`), "participant.prs.json", "", "participant.fa-AF.json"},
	{"a file in a neighbouring language", instead("participant.ru.json", `{}`), "participant.ru.json", "", "ru"},
	{"an empty file", instead("core.ti.json", ""), "core.ti.json", "", "empty"},
	{"a broken file", instead("core.ti.json", `{"K01": "`), "core.ti.json", "", "JSON"},
	{"a key that nobody asks for", set("core.ar.json", "K99", "ماذا؟"), "core.ar.json", "K99", "not a key"},
	{"a misspelt key of a page", set("participant.so.json", "form.nxt", "Xiga"), "participant.so.json", "form.nxt", "not a key"},
	{"an option that is a step of a scale", set("core.en.json", "K03.o1", "Nothing"), "core.en.json", "K03.o1", "scale"},
	{"a key twice", replaced("participant.so.json", `"form.next":`, `"form.back": "Dib", "form.next":`), "participant.so.json", "form.back", "twice"},
	{"a key in two files", set("participant.so.json", "K01", "Ma taqaan?"), "participant.so.json", "K01", "core.so.json"},
	{"a scale in two wordings", instead("own.sv.json", `{"scale.often.o1": "Inte"}`), "own.sv.json", "scale.often.o1", "Aldrig"},

	// Plural forms and placeholders.
	{"a missing plural form", plural("participant.ar.json", "form.wrong", "two", nil), "participant.ar.json", "form.wrong", "two"},
	{"a plural form too many", plural("participant.so.json", "answers.count", "few", "{{.N}} jawaab"), "participant.so.json", "answers.count", "few"},
	{"no plural forms", set("participant.uk.json", "answers.count", "{{.N}} відповідей"), "participant.uk.json", "answers.count", "many"},
	{"plural forms of a plain text", set("participant.en.json", "form.next", map[string]any{"one": "Next", "other": "Nexts"}), "participant.en.json", "form.next", "one"},
	{"a missing placeholder", set("participant.ti.json", "error.most", "ኣዝዩ ብዙሕ"), "participant.ti.json", "error.most", "{{.N}}"},
	{"a misspelt placeholder", plural("participant.uk.json", "form.wrong", "few", "{{.M}} запитання"), "participant.uk.json", "form.wrong", "{{.M}}"},
	{"a placeholder that would run", set("participant.en.json", "error.most", "At most {{printf .N}}"), "participant.en.json", "error.most", "{{.Name}}"},
	{"other delimiters", set("participant.en.json", "form.next", map[string]any{"leftDelim": "<<", "other": "Next"}), "participant.en.json", "form.next", "delimiters"},

	// Letters, digits and what nobody sees.
	{"Persian letters in Arabic", set("participant.ar.json", "form.next", "التالی"), "participant.ar.json", "form.next", "U+06CC"},
	{"Arabic letters in Dari", set("participant.fa-AF.json", "form.next", "بعدي"), "participant.fa-AF.json", "form.next", "U+064A"},
	{"Latin letters in Tigrinya", set("participant.ti.json", "form.next", "ketsli"), "participant.ti.json", "form.next", "ketsli"},
	{"Russian letters in Ukrainian", set("participant.uk.json", "form.next", "Дальшы"), "participant.uk.json", "form.next", "U+044B"},
	{"Cyrillic letters in Somali", set("participant.so.json", "form.next", "Kу xig"), "participant.so.json", "form.next", "U+0443"},
	{"Arabic digits", set("core.ar.json", "D2.o1", "من ١٨ إلى ٢٩ سنة"), "core.ar.json", "D2.o1", "digits"},
	{"Persian digits", set("core.fa-AF.json", "D2.o1", "۱۸ تا ۲۹ سال"), "core.fa-AF.json", "D2.o1", "digits"},
	{"Ethiopic digits", set("core.ti.json", "D2.o1", "ካብ ፲፰ ክሳብ 29"), "core.ti.json", "D2.o1", "digits"},
	{"markup", set("participant.en.json", "form.next", "<b>Next</b>"), "participant.en.json", "form.next", "markup"},
	{"an entity", set("participant.en.json", "form.next", "Next&nbsp;one"), "participant.en.json", "form.next", "markup"},
	{"a direction mark", set("participant.ar.json", "form.next", "التالي\u200f"), "participant.ar.json", "form.next", "U+200F"},
	{"a line end", set("participant.en.json", "form.next", "Next\none"), "participant.en.json", "form.next", "U+000A"},

	// Questions.
	{"a long question", set("core.sv.json", "K07", strings.Repeat("ord ", 15)+"ord?"), "core.sv.json", "K07", "16 words"},
	{"two options that read the same", set("core.ti.json", "D1.o3", "ወዲ ተባዕታይ"), "core.ti.json", "D1.o3", "same text"},
	{"an option like one of every question", set("core.en.json", "K19.o8", "I DON'T WANT TO ANSWER"), "participant.en.json", "option.na", "same text"},

	// The glossary.
	{"another word than the glossary's", set("core.ar.json", "K16.o5", "ليس لدي برنامج"), "core.ar.json", "K16.o5", "glossary"},
	{"another word in one language", set("participant.fa-AF.json", "results.before", "پیش از پروگرام"), "participant.fa-AF.json", "results.before", "glossary"},
	{"a Swedish text with a word of the glossary", set("core.sv.json", "K12", "Hur hemma känner du dig i din kommun?"), "core.sv.json", "K12", "kommun"},
	{"a key of the glossary without its word", set("core.sv.json", "K16.o5", "Jag har ingen"), "glossary.json", "K16.o5", "plan"},
	{"a stem that its word does not have", replaced("glossary.json", `"so": "degm"`, `"so": "dagm"`), "glossary.json", "", "stem"},
	{"a glossary in an unknown language", replaced("glossary.json", `"so": "degmo"`, `"som": "degmo"`), "glossary.json", "", "som"},
	{"a misspelt member of the glossary", replaced("glossary.json", `"note"`, `"notes"`), "glossary.json", "", "notes"},
	{"a broken glossary", instead("glossary.json", `{"terms": [`), "glossary.json", "", "cannot be read"},
}

// beside returns Swedish and the language of the file that the fault is found in, and takes the files
// of the others away. It leaves all where the fault is in no known language.
func (f textFault) beside(files fstest.MapFS) []i18n.Language {
	_, tag, _ := strings.Cut(strings.TrimSuffix(f.file, ".json"), ".")
	if !slices.ContainsFunc(i18n.Languages, func(l i18n.Language) bool { return l.Tag == tag }) {
		return i18n.Languages
	}
	var kept []i18n.Language
	for _, l := range i18n.Languages {
		if l.Tag == tag || l.Tag == i18n.Source {
			kept = append(kept, l)
			continue
		}
		maps.DeleteFunc(files, func(name string, _ *fstest.MapFile) bool { return strings.HasSuffix(name, "."+l.Tag+".json") })
	}
	return kept
}

func TestFaultsInShippedTextsAreFound(t *testing.T) {
	sound := shipped(t)
	want := shippedWants(t)
	for _, fault := range textFaults {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			files, languages := maps.Clone(sound), i18n.Languages
			if !tool.All() {
				languages = fault.beside(files)
			}
			fault.plant(t, files)
			problems := i18n.Check(files, languages, want)
			if !slices.ContainsFunc(problems, func(p i18n.Problem) bool {
				return p.File == fault.file && p.Key == fault.key && strings.Contains(p.What, fault.says)
			}) {
				t.Errorf("want a problem in %s at %q that says %q, got %v", fault.file, fault.key, fault.says, problems)
			}
		})
	}
}
