package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey/export"
	"fragebatteri/survey/release"
)

// exportedAs returns the content of what export writes of the release in a file, which must have a
// word for everything.
func (s shelf) exportedAs(from, format string, more ...string) []byte {
	s.Helper()
	out := filepath.Join(s.TempDir(), "out")
	must(s, slices.Concat([]string{"export", "-release", from, "-format", format, "-o", out}, more)...)
	content := s.read(out)
	if bytes.Contains(content, []byte("export.")) {
		s.Errorf("%s %v has a key instead of a text", format, more)
	}
	return content
}

// entries returns the files of a zip.
func (s shelf) entries(content []byte) map[string]string {
	s.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		s.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range archive.File {
		file, err := entry.Open()
		if err != nil {
			s.Fatal(err)
		}
		text, err := io.ReadAll(file)
		if err != nil {
			s.Fatal(err)
		}
		files[entry.Name] = string(text)
		if strings.Contains(files[entry.Name], "export.") {
			s.Errorf("%s has a key instead of a text", entry.Name)
		}
	}
	return files
}

// sealedSample puts a release of the core battery on a shelf.
func sealedSample(t *testing.T) (s shelf, r release.Release, name string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "survey", "sealing", "testdata", "release.json"))
	if err != nil {
		t.Fatal(err)
	}
	if r, err = release.Parse(text); err != nil {
		t.Fatal(err)
	}
	s = newShelf(t)
	name, _ = s.put(r, s.signer)
	return s, r, name
}

// questionTexts are those of K01 and K19 by language.
func questionTexts(t *testing.T) map[string][]string {
	t.Helper()
	catalog, err := i18n.Load(locales.Files, i18n.Languages)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string][]string{}
	for _, l := range i18n.Languages {
		texts[l.Tag] = []string{catalog.Text(l.Tag, "K01"), catalog.Text(l.Tag, "K19")}
	}
	return texts
}

func TestExportJSONStat(t *testing.T) {
	s, r, name := sealedSample(t)
	for lang, questions := range questionTexts(t) {
		if lang != "sv" && lang != "en" {
			continue
		}
		var all struct {
			Link struct{ Item []struct{ Label string } }
		}
		if err := json.Unmarshal(s.exportedAs(name, "json-stat", "-lang", lang), &all); err != nil {
			t.Fatal(err)
		}
		if len(all.Link.Item) != len(export.Cubes(r, export.Selection{})) {
			t.Errorf("%s: it has %d datasets", lang, len(all.Link.Item))
		}
		for _, question := range questions {
			if !slices.ContainsFunc(all.Link.Item, func(item struct{ Label string }) bool { return strings.Contains(item.Label, question+" (") }) {
				t.Errorf("%s: no dataset is called %q", lang, question)
			}
		}
	}
}

func TestExportPX(t *testing.T) {
	s, r, name := sealedSample(t)
	texts := questionTexts(t)
	for lang, want := range map[string]string{"sv": `LANGUAGES="sv","en";`, "en": `LANGUAGES="en","sv";`} {
		files := s.entries(s.exportedAs(name, "px", "-lang", lang))
		if len(files) != len(export.Cubes(r, export.Selection{})) {
			t.Errorf("%s: there are %d files", lang, len(files))
		}
		text := files["core-1-K01.px"]
		for _, want := range []string{want, `LANGUAGE="` + lang + `";`, texts["sv"][0], texts["en"][0]} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: there is no %s in %.500s", lang, want, text)
			}
		}
	}
	if own := s.entries(s.exportedAs(name, "px", "-municipality", "0581")); strings.Contains(own["core-1-K01.px"], "Linköping") {
		t.Error("what is of Norrköping has Linköping too")
	}
}

// What is in the zip is enough to check it, and its codebook has every text in every language.
func TestExportZip(t *testing.T) {
	s, _, name := sealedSample(t)
	files := s.entries(s.exportedAs(name, "zip", "-municipality", "0581"))
	folder := s.T.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	must(t, "verify", "-signer", string(s.signer.Public()), folder, filepath.Join(folder, "results.csv"))
	lines, err := csv.NewReader(strings.NewReader(files["codebook.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for lang, questions := range questionTexts(t) {
		column := slices.Index(lines[0], "text_"+lang)
		if column < 0 {
			t.Errorf("the codebook has no %s", lang)
			continue
		}
		var texts []string
		for _, line := range lines {
			if line[2] != "measure" || lang == "sv" || lang == "en" { // nobody else reads measures
				texts = append(texts, line[column])
			}
		}
		if slices.Contains(texts, "") || !slices.Contains(texts, questions[0]) || !slices.Contains(texts, questions[1]) {
			t.Errorf("%s: the codebook lacks a text among %d", lang, len(texts))
		}
	}
	for _, want := range []string{"Licens: ", "Licence: ", "Norrköping (0581)"} {
		if !strings.Contains(files["README.txt"], want) {
			t.Errorf("there is no %s in the README", want)
		}
	}
	if err := os.Remove(strings.TrimSuffix(name, ".json") + ".sig"); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(s.dir, "unsigned.zip")
	code, _, errOut := call("export", "-release", name, "-format", "zip", "-o", out)
	if _, err := os.Stat(out); code != exitInvalid || !strings.Contains(errOut, "copy its .sig file too") || err == nil {
		t.Errorf("without a signature: exit code %d, %s", code, errOut)
	}
}

// A place is asked for by its code or name; what the release says nothing of is refused before
// anything is written.
func TestExportOfAPlace(t *testing.T) {
	s := newShelf(t)
	name, _ := s.put(madeUp(core(t), "first", ""), s.signer)
	for place, want := range map[string]string{"0581": ",municipality,0581,", "05": ",municipality,0581,", "": ",region,05,"} {
		out := filepath.Join(s.dir, "place"+place+".csv")
		must(t, "export", "-release", name, "-place", place, "-format", "csv-machine", "-o", out)
		if text := string(s.read(out)); !strings.Contains(text, want) || place == "0581" && strings.Contains(text, ",region,05,") {
			t.Errorf("%q: the file begins %.200q", place, text)
		}
	}
	for _, c := range [][]string{
		{"nothing of \"1281\"; choose a place", "-place", "1281"},
		{"nothing of \"Kinda\"; choose a place", "-place", "Kinda"},
		{"nothing of \"12\"; choose a place", "-place", "12"},
		{"nothing of \"1281\"; choose a place", "-municipality", "1281"},
		{"no municipality has the code \"9999\"", "-municipality", "9999"},
		{"not both", "-municipality", "0581", "-place", "05"},
	} {
		out := filepath.Join(s.dir, "refused.csv")
		code, printed, errOut := call(append([]string{"export", "-release", name, "-format", "csv", "-o", out}, c[1:]...)...)
		if code != exitInvalid || printed != "" || notOneLine(errOut) != "" || !strings.Contains(errOut, c[0]) {
			t.Errorf("%q: exit code %d, %s%s", c[1:], code, printed, errOut)
		}
	}
}
