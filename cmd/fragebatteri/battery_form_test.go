package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// ownForm is a form of a region's own, by sheets and rows.
var ownForm = map[string][][]string{
	"survey": {
		{"type", "name", "label::svenska (sv)", "label::English (en)", "topic", "scale", "translator_note"},
		{"select_one trygg", "t1", "Hur trygg är du hemma?", "How safe are you at home?", "housing", "trygg", "Fråga om hemmet"},
		{"select_multiple vad", "t2", "Vad gör dig trygg?", "What makes you safe?", "community"},
	},
	"choices": {
		{"list_name", "name", "label::svenska (sv)", "label::English (en)"},
		{"trygg", "a", "Helt otrygg", "Not safe at all"}, {"trygg", "b", "Lite trygg", "A bit safe"}, {"trygg", "c", "Helt trygg", "Quite safe"}, {"trygg", "dk", "Vet inte", "Don't know"},
		{"vad", "a", "Ljus ute", "Lights outside"}, {"vad", "b", "Grannar", "Neighbours"}, {"vad", "c", "En hund", "A dog"},
	},
	"settings": {{"form_title", "form_id"}, {"Trygga frågor", "trygg"}},
	"texts":    {{"name", "label::sv", "label::en"}, {"title", "Trygga frågor", "Safe questions"}},
}

// saveForm saves a form with cells, as in "survey B2", changed.
func saveForm(t testing.TB, name string, cells map[string]string) {
	t.Helper()
	book := bookOf(t, ownForm)
	defer book.Close()
	for place, text := range cells {
		sheet, at, _ := strings.Cut(place, " ")
		ok(t, book.SetCellStr(sheet, at, text))
	}
	ok(t, book.SaveAs(name))
}

// bookOf returns a workbook with these sheets of rows.
func bookOf(t testing.TB, sheets map[string][][]string) *excelize.File {
	t.Helper()
	book := excelize.NewFile()
	for sheet, rows := range sheets {
		_, err := book.NewSheet(sheet)
		ok(t, err)
		for i, row := range rows {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			ok(t, err)
			ok(t, book.SetSheetRow(sheet, at, &row))
		}
	}
	ok(t, book.DeleteSheet("Sheet1"))
	return book
}

// contentsOf returns the files of a folder by name.
func contentsOf(t testing.TB, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if os.IsNotExist(err) {
		return nil
	}
	ok(t, err)
	contents := map[string]string{}
	for _, entry := range entries {
		raw, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		ok(t, err)
		contents[entry.Name()] = string(raw)
	}
	return contents
}

// A region's own battery comes in as a workbook, is asked, goes out again, and comes in elsewhere as the
// same files to the byte.
func TestBatteryForm(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	form := s.path("own.xlsx")
	imports := []string{"battery", "import", "-data", s.path("data"), form}

	saveForm(t, form, map[string]string{"survey A3": "text"})
	code, _, said := call(imports...)
	if code != exitInvalid || !strings.Contains(said, `survey, row 3: "text" takes a text`) || !strings.Contains(said, "nothing was imported; mend what is said above") {
		t.Errorf("exit code %d: %s", code, said)
	}
	saveForm(t, form, nil)
	if checked := must(t, append(imports, "-check")...); text(t, checked, "battery") != "trygg@1" || checked["imported"] != false {
		t.Errorf("it is checked as %v", checked)
	}
	if left := contentsOf(t, filepath.Join(s.path("data"), ownBatteries)); left != nil {
		t.Fatalf("what is refused or checked leaves %v", left)
	}
	must(t, imports...)
	structure, words := contentsOf(t, filepath.Join(s.path("data"), ownBatteries)), contentsOf(t, filepath.Join(s.path("data"), ownTexts))
	if !strings.Contains(structure["trygg.json"], `{"id": "T1", "kind": "scale", "scale": "trygg", "topic": "housing", "dk": true}`) ||
		!strings.Contains(words["trygg.sv.json"], "Fråga om hemmet") || !strings.Contains(words["review.en.json"], `"draft1"`) {
		t.Errorf("it is kept as %v with %v", structure, words)
	}
	public := text(t, must(t, "key", "new", "-o", s.path("own.key")), "public_key")
	must(t, "round", "open", "-data", s.path("data"), "-name", "2026-H2", "-battery", "trygg", "-public-key", public, "-accept-drafts", "en")

	// Elsewhere it becomes the same.
	exported := s.path("exported.xlsx")
	must(t, "battery", "export", "-data", s.path("data"), "-battery", "trygg", "-o", exported)
	other := newSite(t, "http://127.0.0.1:8081")
	if _, _, said := call("battery", "import", "-data", other.path("data"), exported); strings.Contains(said, "row") {
		t.Errorf("of what was exported it tells %s", said)
	}
	for folder, want := range map[string]map[string]string{ownBatteries: structure, ownTexts: words} {
		got := contentsOf(t, filepath.Join(other.path("data"), folder))
		for name, text := range want {
			if got[name] != text {
				t.Errorf("%s becomes %s, want %s", name, got[name], text)
			}
		}
	}

	// A version is never changed, and a later one keeps what is counted.
	if code, _, said := call("battery", "import", "-data", s.path("data"), exported); code != exitInvalid || !strings.Contains(said, "cannot get the version 1") {
		t.Errorf("exit code %d: %s", code, said)
	}
	saveForm(t, form, map[string]string{"survey C3": "Vad gör dig mest trygg?"})
	if next := must(t, imports...); text(t, next, "battery") != "trygg@2" {
		t.Errorf("it becomes %v", next)
	}
	if now := contentsOf(t, filepath.Join(s.path("data"), ownBatteries)); now["trygg.json"] != structure["trygg.json"] || now["trygg.2.json"] == "" {
		t.Errorf("the batteries are %v", now)
	}
	saveForm(t, form, map[string]string{"choices A9": "vad", "choices B9": "d", "choices C9": "En katt", "choices D9": "A cat"})
	if code, _, said := call(imports...); code != exitInvalid || !strings.Contains(said, "survey, row 3: T2 has other options than in version") {
		t.Errorf("exit code %d: %s", code, said)
	}
	core := s.path("core.xlsx")
	must(t, "battery", "export", "-battery", "core", "-o", core)
	if code, _, said := call("battery", "import", "-data", s.path("data"), core); code != exitInvalid || !strings.Contains(said, "core is built in") {
		t.Errorf("exit code %d: %s", code, said)
	}
	refuses(t, "no format", "battery", "export", "-battery", "core", "-format", "pdf", "-o", s.path("core.pdf"))
	refuses(t, "choose among core", "battery", "export", "-battery", "x", "-o", s.path("x.xml"))
}
