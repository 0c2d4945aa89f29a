package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"unicode"

	"fragebatteri/locales"
)

func load(t *testing.T, fsys fs.FS, languages []Language) *Catalog {
	t.Helper()
	c, err := Load(fsys, languages)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// folder makes a folder of files from names and contents in turn.
func folder(namesAndContents ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(namesAndContents); i += 2 {
		fsys[namesAndContents[i]] = &fstest.MapFile{Data: []byte(namesAndContents[i+1])}
	}
	return fsys
}

func TestCoreLoads(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{"core.sv.json", "core.en.json"} {
		buf, err := fs.ReadFile(locales.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: buf}
	}
	c := load(t, fsys, Languages)
	for _, tag := range []string{"sv", "en"} {
		if !c.Complete(tag, "core") {
			t.Errorf("core is not complete in %s", tag)
		}
		for _, key := range []string{"K01", "K04.o3", "scale.amount.o1", "core.title"} {
			if got := c.Printer(tag).T(key); got == key {
				t.Errorf("%s has no text for %s", tag, key)
			}
		}
	}
	if c.Printer("sv").T("K01") == c.Printer("en").T("K01") {
		t.Error("K01 is the same in Swedish and English")
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct {
		name     string
		fsys     fs.FS
		mentions []string
	}{
		{"prs in a file name", folder("core.prs.json", `{"a": "b"}`), []string{"core.prs.json", "core.fa-AF.json"}},
		{"underscore in a file name", folder("core.fa_AF.json", `{"a": "b"}`), []string{"core.fa-AF.json"}},
		{"another case in a file name", folder("core.SV.json", `{"a": "b"}`), []string{"core.sv.json"}},
		{"unknown tag", folder("core.xx.json", `{"a": "b"}`), []string{"core.xx.json", `"xx"`}},
		{"neighbouring language", folder("core.ru.json", `{"a": "b"}`), []string{"core.ru.json", `"ru"`}},
		{"too many dots", folder("core.old.sv.json", `{"a": "b"}`), []string{"core.old.sv.json"}},
		{"broken JSON", folder("participant.sv.json", `{"a": "b",}`), []string{"participant.sv.json", "go-i18n"}},
		{"a number for a text", folder("participant.sv.json", `{"a": 5}`), []string{"participant.sv.json", "go-i18n"}},
		{"a misspelt plural form", folder("participant.sv.json", `{"a": {"one": "x", "oter": "y"}}`), []string{"oter"}},
		{"an empty file", folder("participant.sv.json", ""), []string{"participant.sv.json", "empty"}},
		{"a key twice in a file", folder("participant.sv.json", `{"a": "b", "a": "c"}`), []string{"participant.sv.json: a", "twice"}},
		{"a key flat and nested", folder("participant.sv.json", `{"a.b": "c", "a": {"b": "d"}}`), []string{"participant.sv.json: a.b", "twice"}},
		{"a key in two files", folder("participant.sv.json", `{"a": "b"}`, "core.sv.json", `{"a": "b"}`),
			[]string{"participant.sv.json: a", "core.sv.json"}},
		{"a scale that differs", folder("core.sv.json", `{"scale.x.o1": "b"}`, "kort.sv.json", `{"scale.x.o1": "c"}`),
			[]string{"kort.sv.json: scale.x.o1", "core.sv.json"}},
		{"a template that runs", folder("participant.sv.json", `{"a": "{{if .N}}x{{end}}"}`), []string{"participant.sv.json: a", "{{.Name}}"}},
		{"a placeholder not closed", folder("participant.sv.json", `{"a": "x {{.N"}`), []string{"participant.sv.json: a"}},
		{"own delimiters", folder("participant.sv.json", `{"a": {"leftDelim": "<<", "other": "x"}}`), []string{"participant.sv.json: a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(test.fsys, Languages)
			if err == nil {
				t.Fatal("loaded")
			}
			for _, m := range test.mentions {
				if !strings.Contains(err.Error(), m) {
					t.Errorf("the error does not mention %q: %v", m, err)
				}
			}
		})
	}
	t.Run("no folder", func(t *testing.T) {
		if _, err := Load(os.DirFS(filepath.Join(t.TempDir(), "nothing")), Languages); err == nil {
			t.Error("loaded")
		}
	})
}

func TestLoadNamesEveryProblem(t *testing.T) {
	_, err := Load(folder("core.prs.json", `{}`, "participant.xx.json", `{}`, "participant.sv.json", `{"a": 5}`), Languages)
	if err == nil {
		t.Fatal("loaded")
	}
	for _, name := range []string{"core.prs.json", "participant.xx.json", "participant.sv.json"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not mention %s: %v", name, err)
		}
	}
}

func TestLoadRefusesLanguages(t *testing.T) {
	sv := Languages[slices.IndexFunc(Languages, func(l Language) bool { return l.Tag == Source })]
	tests := []struct {
		name     string
		added    Language
		mentions string
	}{
		{"no plural rule", Language{Tag: "prs", Dir: "rtl", Plurals: []string{"one", "other"}}, "prs"},
		{"wrong plurals", Language{Tag: "ar", Dir: "rtl", Plurals: []string{"one", "other"}}, "zero one two few many other"},
		{"no direction", Language{Tag: "so", Plurals: []string{"one", "other"}}, "direction"},
		{"twice", sv, "twice"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(folder(), []Language{sv, test.added})
			if err == nil || !strings.Contains(err.Error(), test.mentions) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := Load(folder(), Languages[:2]); err == nil {
		t.Error("loaded without Swedish")
	}
}

func TestLoadPassesOverTranslatorsFiles(t *testing.T) {
	c := load(t, folder(
		"participant.sv.json", `{"a": "b"}`,
		"review.sv.json", `[1]`, "review.core.sv.json", `not JSON`, "glossary.json", `[]`, "README.md", `# words`,
		"old/participant.xx.json", `{}`,
	), Languages)
	if got := c.Printer("sv").T("a"); got != "b" {
		t.Errorf("got %q", got)
	}
}

func TestScaleAndTitleMayRecur(t *testing.T) {
	c := load(t, folder(
		"participant.sv.json", `{"title": "Sidan"}`,
		"core.sv.json", `{"title": "Kärnan", "scale.x.o1": "Lite"}`,
		"kort.sv.json", `{"title": "Korta", "scale.x.o1": {"description": "another note", "other": "Lite"}}`,
	), Languages)
	p := c.Printer("sv")
	for key, want := range map[string]string{
		"participant.title": "Sidan", "core.title": "Kärnan", "kort.title": "Korta", "scale.x.o1": "Lite",
	} {
		if got := p.T(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}

func TestComplete(t *testing.T) {
	c := load(t, folder(
		"participant.sv.json", `{"a": "b", "n": {"one": "{{.N}} svar", "other": "{{.N}} svar"}}`,
		"participant.en.json", `{"a": "c", "n": {"one": "{{.N}} answer", "other": "{{.N}} answers"}}`,
		"participant.so.json", `{"a": " ", "n": {"one": "x", "other": "y"}}`,
		"participant.ti.json", `{"n": {"one": "x", "other": "y"}}`,
		"participant.ar.json", `{"a": "x", "n": {"one": "x", "other": "y"}}`,
		"core.sv.json", `{"K01": "x"}`,
		"core.uk.json", `{"K01": "x"}`,
		"core.en.json", `{}`,
		"lost.en.json", `{"L1": "x"}`,
	), Languages)
	tests := []struct {
		tag   string
		files []string
		want  bool
	}{
		{"sv", []string{"participant"}, true},
		{"sv", []string{"participant", "core"}, true},
		{"en", []string{"participant"}, true},
		{"en", []string{"participant", "core"}, false}, // K01 is missing
		{"so", []string{"participant"}, false},         // blank
		{"ti", []string{"participant"}, false},         // a is missing
		{"ar", []string{"participant"}, false},         // four plural forms are missing
		{"uk", []string{"core"}, true},
		{"uk", []string{"participant"}, false},    // no such file
		{"fa-AF", []string{"participant"}, false}, // no such file
		{"en", []string{"lost"}, false},           // there is no Swedish
		{"sv", []string{"nowhere"}, false},
		{"prs", []string{"participant"}, false},
	}
	for _, test := range tests {
		if got := c.Complete(test.tag, test.files[0], test.files[1:]...); got != test.want {
			t.Errorf("Complete(%s, %v) = %v", test.tag, test.files, got)
		}
	}
}

// TestNewLanguage adds a language that the product does not have, as a maintainer would: one entry, and files in a
// folder.
func TestNewLanguage(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("participant.sv.json", `{"hello": "Hej {{.Who}}", "n": {"one": "{{.N}} svar", "other": "{{.N}} svar"},
		"date": "{{.Day}} {{.Month}} {{.Year}}", "month.11": "november"}`)
	write("participant.art-x-mirror.json", `{"hello": "ԺԼԻ {{.Who}}", "n": {"one": "{{.N}} ԱԲ", "other": "{{.N}} ԱԲԳ"},
		"date": "{{.Year}} {{.Month}} {{.Day}}", "month.11": "ԺԱ"}`)

	mirror := Language{
		Tag: "art-x-mirror", Aliases: []string{"mirror"}, Name: "ՀԱՅԵԼԻ", Swedish: "spegelspråk", Dir: "rtl",
		Plurals: []string{"one", "other"}, Letters: Letters{Script: unicode.Armenian},
	}
	languages := []Language{mirror}
	for _, l := range Languages {
		if l.Tag == Source {
			languages = append(languages, l)
		}
	}
	fsys := os.DirFS(dir)
	if problems := Check(fsys, languages, nil); len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	c := load(t, fsys, languages)
	l, ok := Find(languages, "Mirror")
	if !ok || !c.Complete(l.Tag, "participant") {
		t.Fatal("not offered")
	}
	if got := tags(Order(languages, "sv, mirror;q=0.5")); got != "sv art-x-mirror" {
		t.Errorf("ordered %s", got)
	}
	p := c.Printer(l.Tag)
	for got, want := range map[string]string{
		p.T("hello", "Who", "Ada"):           "ԺԼԻ \u2068Ada\u2069",
		p.N("n", 1):                          "\u20681\u2069 ԱԲ",
		p.N("n", 0):                          "\u20680\u2069 ԱԲԳ",
		p.Date(day(2026, 11, 22)):            "2026 ԺԱ 22",
		p.Language().Dir + p.Language().Name: "rtlՀԱՅԵԼԻ",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	write("participant.art-x-mirror.json", `{"hello": "Hello {{.Who}}"}`)
	if problems := Check(fsys, languages, nil); len(problems) != 4 { // letters, and three keys
		t.Errorf("problems: %v", problems)
	}
}

func TestConcurrentUse(t *testing.T) {
	c := load(t, folder(
		"participant.sv.json", `{"a": "sv {{.X}}", "only": "bara", "n": {"one": "{{.N}} sv", "other": "{{.N}} sv"}}`,
		"participant.ar.json", `{"a": "ar {{.X}}"}`,
		"participant.uk.json", `{"a": "uk {{.X}}"}`,
	), Languages)
	var wg sync.WaitGroup
	for range 20 {
		for _, tag := range []string{"sv", "ar", "uk"} {
			wg.Go(func() {
				p := c.Printer(tag)
				if got := string(p.HTML("a", "X", tag)); got != tag+" <bdi>"+tag+"</bdi>" {
					t.Errorf("%s: got %q", tag, got)
				}
				if got := p.T("a", "X", tag); got != tag+" \u2068"+tag+"\u2069" {
					t.Errorf("%s: got %q", tag, got)
				}
				if p.T("only") != "bara" || p.N("n", 3) != "\u20683\u2069 sv" {
					t.Errorf("%s: no fallback", tag)
				}
			})
		}
	}
	wg.Wait()
}
