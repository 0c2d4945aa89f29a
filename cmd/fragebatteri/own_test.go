package main

import (
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
)

// openSession opens a session in a round and returns its code.
func (s site) openSession(t testing.TB, round string) string {
	t.Helper()
	return text(t, must(t, "session", "open", "-data", s.path("data"), "-round", round, "-municipality", "0581", "-intervention", "OG028"), "code")
}

// reads demands what the question K01 says in sessions, by their codes, of a server that it starts.
func (s site) reads(t testing.TB, language string, want map[string]string) {
	t.Helper()
	server := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	defer server.stop()
	for code, want := range want {
		page := browser{t, server.base}.page("/s/" + code + "/" + language)
		if got := page.Find("#K01 legend b").Text(); got != want {
			t.Errorf("K01 is %q, want %q", got, want)
		}
	}
}

// reword puts a text of K01 into the data folder.
func (s site) reword(t testing.TB, language, k01 string) {
	t.Helper()
	folder := filepath.Join(s.path("data"), ownTexts)
	ok(t, os.MkdirAll(folder, 0o755))
	ok(t, os.WriteFile(filepath.Join(folder, "core."+language+".json"), []byte(`{"K01": "`+k01+`"}`), 0o644))
}

// What is approved while a round is open holds from the next round on, also after a restart.
func TestRoundReadsWhatItOpenedWith(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	has, err := builtIn()
	ok(t, err)
	catalog, err := has.catalog()
	ok(t, err)
	first := s.openSession(t, s.openRound(t, "2026-H2"))
	s.reword(t, "so", "Ma taqaan meel?")
	second := s.openSession(t, s.openRound(t, "2027-H1"))
	for range 2 {
		s.reads(t, "so", map[string]string{first: catalog.Text("so", "K01"), second: "Ma taqaan meel?"})
	}
	// Texts that nobody worded in another way are the built-in ones in both.
	s.reads(t, "ti", map[string]string{first: catalog.Text("ti", "K01"), second: catalog.Text("ti", "K01")})
	ok(t, os.RemoveAll(filepath.Join(s.path("data"), ownTexts)))
	s.reads(t, "so", map[string]string{first: catalog.Text("so", "K01"), second: "Ma taqaan meel?"})

	// Nor does a backup forget it.
	must(t, "backup", "-data", s.path("data"), "-o", s.path("backup.db"))
	restored := site{dir: t.TempDir()}
	must(t, "restore", "-data", restored.path("data"), s.path("backup.db"))
	restored.reads(t, "so", map[string]string{second: "Ma taqaan meel?"})
}

// A round that is older than frozen texts reads what holds now, as it did before.
func TestOldRoundReadsWhatHolds(t *testing.T) {
	s := site{dir: t.TempDir()}
	ok(t, os.CopyFS(s.path("data"), os.DirFS("testdata/first")))
	code := s.openSession(t, "2026-H2")
	has, err := builtIn()
	ok(t, err)
	catalog, err := has.catalog()
	ok(t, err)
	s.reads(t, "sv", map[string]string{code: catalog.Text("sv", "K01")})
	s.reword(t, "sv", "Vart går du?")
	s.reads(t, "sv", map[string]string{code: "Vart går du?"})
}

// A battery of the data folder's own is asked and answered like any other.
func TestOwnBattery(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	const own = `{"id": "own", "version": 1, "scales": {"amount": 4}, "questions": [
		{"id": "S1", "kind": "scale", "scale": "amount", "topic": "work"}]}`
	write := func(folder, name, text string) {
		t.Helper()
		ok(t, os.MkdirAll(filepath.Join(s.path("data"), folder), 0o755))
		ok(t, os.WriteFile(filepath.Join(s.path("data"), folder, name), []byte(text), 0o644))
	}
	write(ownBatteries, "own.json", own)
	public := text(t, must(t, "key", "new", "-o", s.path("own.key")), "public_key")
	open := []string{"round", "open", "-data", s.path("data"), "-name", "2026-H2", "-battery", "own", "-public-key", public, "-accept-drafts", "all"}
	refuses(t, "has no text S1 of the battery own", open...)
	write(ownTexts, "own.sv.json", `{"title": "Korta frågor", "S1": "Hur mycket arbetar du?", "scale.amount.o1": "Inte alls",
		"scale.amount.o2": "Lite", "scale.amount.o3": "Ganska mycket", "scale.amount.o4": "Väldigt mycket"}`)
	must(t, open...)
	code := s.openSession(t, "2026-H2")
	server := start(t, servingOn, "serve", "-data", s.path("data"), "-addr", "127.0.0.1:0")
	page := browser{t, server.base}.page("/s/" + code + "/sv")
	if got := page.Find("#S1").Text(); !strings.Contains(got, "Hur mycket arbetar du?") || !strings.Contains(got, "Väldigt mycket") {
		t.Errorf("it asks %q", got)
	}
	if _, answered, err := send(server.base+"/s/"+code+"/sv", map[string][]string{"S1": {"o2"}}); err != nil || answered.status != 303 {
		t.Errorf("an answer gets %d, %v", answered.status, err)
	}
	server.stop()

	// It cannot be changed or taken away while it is answered.
	write(ownBatteries, "own.json", strings.Replace(own, `"topic"`, `"dk": true, "topic"`, 1))
	refuses(t, "asks other questions as own@1", "check", "-data", s.path("data"))
	ok(t, os.Remove(filepath.Join(s.path("data"), ownBatteries, "own.json")))
	refuses(t, "asks own@1, which is not there", "check", "-data", s.path("data"))
	write(ownBatteries, "own.json", own)
	must(t, "check", "-data", s.path("data"))
	must(t, "round", "close", "-data", s.path("data"), "-round", "2026-H2", "-now")
	must(t, "pending", "export", "-data", s.path("data"), "-round", "2026-H2", "-o", s.path("pending"), "-final")
	must(t, "seal", s.path("pending"), "-key", s.path("own.key"), "-signer", s.path("signer.key"), "-o", s.path("sealed"))
}

// A sheet that comes back is taken into a running instance: only what was edited is written there, and
// the rest stays what is built in.
func TestSheetIntoDataFolder(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	sheet, data := s.path("ar.xlsx"), s.path("data")
	const counting = "participant/form.wrong#few"
	must(t, "locale", "export", "-lang", "ar", "-data", data, "-o", sheet)
	edit(t, sheet, func(book *excelize.File, rows int) {
		for row := 2; row <= rows; row++ {
			at := func(column string) string { return column + strconv.Itoa(row) }
			key, err := book.GetCellValue("Texter", at("A"))
			ok(t, err)
			switch key {
			case "core/K01":
				ok(t, book.SetCellStr("Texter", at("D"), "إلى أين تذهب؟"))
				ok(t, book.SetCellStr("Texter", at("G"), "approved"))
			case counting:
				ok(t, book.SetCellStr("Texter", at("D"), "صحّح {{.N}} أسئلة"))
			}
		}
	})
	refuses(t, "either -locales or -data", "locale", "import", sheet, "-data", data, "-locales", "locales")
	refuses(t, "-role", "locale", "import", sheet, "-data", data)
	if _, err := os.Stat(filepath.Join(data, ownTexts)); err == nil {
		t.Error("a refused sheet left a folder")
	}
	changes := must(t, "locale", "import", sheet, "-data", data, "-role", "modersmålslärare")
	if whole(t, changes, "texts") != 2 {
		t.Errorf("it changed %v", changes)
	}
	has, err := contentOf(data)
	ok(t, err)
	built, err := builtIn()
	ok(t, err)
	ar, known := i18n.Find(i18n.Languages, "ar")
	if !known {
		t.Fatal("there is no Arabic")
	}
	before, err := review.Texts(built.texts, ar)
	ok(t, err)
	after, err := review.Texts(has.texts, ar)
	ok(t, err)
	states, err := review.Load(has.texts, "ar")
	ok(t, err)
	changed := map[string]review.State{}
	for i, text := range after {
		if text != before[i] {
			changed[text.File+"/"+text.ID] = states.StateOf(text)
		}
	}
	want := map[string]review.State{"core/K01": review.Approved, counting: review.Draft1}
	if len(before) != len(after) || !maps.Equal(changed, want) {
		t.Errorf("%d texts were %d; changed are %v, want %v", len(after), len(before), changed, want)
	}
	own, err := os.ReadFile(filepath.Join(data, ownTexts, "core.ar.json"))
	ok(t, err)
	if strings.Contains(string(own), "K02") || !strings.Contains(string(own), "K01") {
		t.Errorf("its own texts are %s", own)
	}
	must(t, "locale", "check", "-data", data)
	s.openRound(t, "2026-H2")

	// The next sheet begins where this one ended, and an import that was cut short is there.
	must(t, "locale", "export", "-lang", "ar", "-data", data, "-o", s.path("next.xlsx"))
	ready := filepath.Join(data, ownTexts, ".replacing")
	ok(t, os.Mkdir(ready, 0o755))
	ok(t, os.WriteFile(filepath.Join(ready, "core.so.json"), []byte(`{"K01": "Ma taqaan meel?"}`), 0o644))
	s.reads(t, "so", map[string]string{s.openSession(t, s.openRound(t, "2027-H1")): "Ma taqaan meel?"})
}
