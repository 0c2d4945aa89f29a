package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/surveytest"
)

// drafts are the languages that no native speaker has signed off.
func drafts(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, l := range i18n.Languages {
		status, err := review.StatusIn(shipped(t), l, "participant", "core")
		if err != nil {
			t.Fatal(err)
		}
		if status.IsDraft() {
			all = append(all, l.Tag)
		}
	}
	if slices.Contains(all, i18n.Source) || len(all) < 2 {
		t.Skipf("native speakers have signed off all but %v, so no two drafts are left to accept or refuse", all)
	}
	return all
}

// openRoundIn opens a round with these drafts accepted and returns what was
// said, and the states of its languages as 'check' shows them.
func (s site) openRoundIn(t testing.TB, name, accept string) (said string, states map[string]any) {
	t.Helper()
	public := text(t, must(t, "key", "new", "-o", s.path(name+".key")), "public_key")
	args := []string{"round", "open", "-data", s.path("data"), "-name", name, "-battery", "core", "-public-key", public}
	if accept != "" {
		args = append(args, "-accept-drafts", accept)
	}
	code, out, said := call(args...)
	if code != exitOK {
		t.Fatalf("round open: exit code %d: %s", code, said)
	}
	object, err := oneObject([]byte(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range must(t, "check", "-data", s.path("data"))["rounds"].([]any) {
		if round := line.(map[string]any); round["id"] == object["round"] {
			states = round["languages"].(map[string]any)
		}
	}
	return said, states
}

func TestDraftsNeedTheStewardsYes(t *testing.T) {
	all := drafts(t)
	s := newSite(t, "https://svar.example")
	some := all[len(all)-2:]
	for i, test := range []struct {
		accept string
		drafts []string
	}{{"", nil}, {strings.Join(some, ","), some}, {strings.Join(some, ", ") + ",sv", some}, {"all", all}} {
		said, states := s.openRoundIn(t, fmt.Sprintf("2026-%d", i), test.accept)
		for _, l := range i18n.Languages {
			isDraft, accepted := slices.Contains(all, l.Tag), slices.Contains(test.drafts, l.Tag)
			told := strings.Contains(said, l.Tag+" ("+l.Swedish+"): ") && strings.Contains(said, "-accept-drafts "+l.Tag+"\n")
			if told != (isDraft && !accepted) {
				t.Errorf("%q: that %s is left out is told: %v: %s", test.accept, l.Tag, told, said)
			}
			status, err := review.StatusIn(shipped(t), l, "participant", "core")
			if err != nil {
				t.Fatal(err)
			}
			state, used := states[l.Tag]
			if used != (!isDraft || accepted) || used && state != string(status.Lowest) {
				t.Errorf("%q: %s is used: %v, as %v", test.accept, l.Tag, used, state)
			}
		}
		if lines := strings.Count(said, "\n"); lines != len(all)-len(test.drafts) {
			t.Errorf("%q: %d lines were said: %s", test.accept, lines, said)
		}
	}
}

func TestLanguagesThatCannotBeAccepted(t *testing.T) {
	s := newSite(t, "https://svar.example")
	public := text(t, must(t, "key", "new", "-o", s.path("key")), "public_key")
	for _, accept := range []string{"xx", "ru", "prs", "fa_AF", "AR", "ti,,so", "ti;so", "none"} {
		refuses(t, "there is no language", "round", "open", "-data", s.path("data"), "-name", "2026-H2", "-battery", "core",
			"-public-key", public, "-accept-drafts", accept)
	}
	// A round that is refused for another reason says only that.
	refuses(t, "battery", "round", "open", "-data", s.path("data"), "-name", "2026-H2", "-battery", "nosuch", "-public-key", public)
}

// refuses runs a command that has to end with one line and the exit code 2.
func refuses(t testing.TB, says string, args ...string) {
	t.Helper()
	code, out, errOut := call(args...)
	if code != exitInvalid || out != "" || notOneLine(errOut) != "" || !strings.Contains(errOut, says) {
		t.Errorf("fragebatteri %s: exit code %d, it printed %q and said %q, want %q", strings.Join(args, " "), code, out, errOut, says)
	}
}

func TestLanguageWithGaps(t *testing.T) {
	files := shipped(t)
	spoil(t, files, "core.so.json", func(m map[string]any) { delete(m, "K07"); m["K08"] = " " })
	picked, leftOut, err := pickLanguages(files, []string{"core"}, []string{"all"})
	if err != nil || slices.Contains(picked.all, "so") || len(picked.all) != len(i18n.Languages)-1 {
		t.Errorf("picked %v, %v", picked, err)
	}
	if len(leftOut) != 1 || !strings.Contains(leftOut[0], "so (somaliska): 2 texts are missing") {
		t.Errorf("left out: %q", leftOut)
	}
	for _, accepted := range [][]string{{"so"}, {"ti", "so"}, {"all", "so"}} {
		if _, _, err := pickLanguages(files, []string{"core"}, accepted); survey.CodeOf(err) != "language.gaps" || !strings.Contains(operator.Text(err), "2 texts are missing") {
			t.Errorf("%v: got %v", accepted, err)
		}
	}
	// A gap on the pages counts, one in a battery that the round does not have does not.
	files = shipped(t)
	files["kort.sv.json"] = &fstest.MapFile{Data: []byte(`{"S1": "Mår du bra?"}`)}
	files["kort.so.json"] = &fstest.MapFile{Data: []byte(`{}`)}
	if picked, _, err := pickLanguages(files, []string{"core"}, []string{"so"}); err != nil || !slices.Contains(picked.all, "so") {
		t.Errorf("a gap in another battery: picked %v, %v", picked, err)
	}
	spoil(t, files, "participant.so.json", func(m map[string]any) { delete(m, "form.send") })
	if _, _, err := pickLanguages(files, []string{"core"}, []string{"so"}); err == nil {
		t.Error("a gap on the pages is no gap")
	}
}

// A language that native speakers have signed off needs nobody's yes; one text
// that changes in Swedish makes it a draft again.
func TestSignedOffLanguage(t *testing.T) {
	files := shipped(t)
	dir := inFolder(t, files)
	sheet := filepath.Join(t.TempDir(), "so.xlsx")
	must(t, "locale", "export", "-lang", "so", "-locales", dir, "-o", sheet)
	edit(t, sheet, func(book *excelize.File, rows int) {
		for row := 2; row <= rows; row++ {
			ok(t, book.SetCellStr("Texter", fmt.Sprintf("G%d", row), "reviewed"))
		}
	})
	refuses(t, "-role", "locale", "import", sheet, "-locales", dir)
	changes := must(t, "locale", "import", sheet, "-locales", dir, "-role", "modersmålslärare")
	if whole(t, changes, "states") < 200 || whole(t, changes, "texts") != 0 || text(t, changes, "language") != "so" {
		t.Errorf("changed %v", changes)
	}
	picked, _, err := pickLanguages(os.DirFS(dir), []string{"core"}, nil)
	if err != nil || !slices.Contains(picked.all, "so") {
		t.Errorf("picked %v, %v", picked, err)
	}
	spoil(t, files, "core.sv.json", func(m map[string]any) { m["K01"] = "Vart går du om du blir sjuk?" })
	ok(t, os.WriteFile(filepath.Join(dir, "core.sv.json"), files["core.sv.json"].Data, 0o644))
	picked, leftOut, err := pickLanguages(os.DirFS(dir), []string{"core"}, nil)
	if err != nil || slices.Contains(picked.all, "so") || !strings.Contains(strings.Join(leftOut, "\n"), "so (somaliska): source_changed") {
		t.Errorf("picked %v, left out %q, %v", picked, leftOut, err)
	}
}

// edit changes a sheet in place.
func edit(t testing.TB, name string, change func(book *excelize.File, rows int)) {
	t.Helper()
	book, err := excelize.OpenFile(name)
	ok(t, err)
	rows, err := book.GetRows("Texter")
	ok(t, err)
	change(book, len(rows))
	ok(t, book.Save())
	ok(t, book.Close())
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLocaleCommands(t *testing.T) {
	dir := inFolder(t, shipped(t))
	sheet := filepath.Join(t.TempDir(), "ti.xlsx")
	must(t, "locale", "export", "-lang", "ti", "-locales", dir, "-o", sheet)
	unedited := must(t, "locale", "import", sheet, "-locales", dir)
	if want := map[string]any{"language": "ti", "texts": 0.0, "back_translations": 0.0, "comments": 0.0, "states": 0.0}; !reflect.DeepEqual(unedited, want) {
		t.Errorf("an unedited sheet changed %v", unedited)
	}
	edit(t, sheet, func(book *excelize.File, rows int) {
		heading, err := book.GetCellValue("Texter", "D1")
		ok(t, err)
		if heading != "Översättning: tigrinja (ti)" {
			t.Errorf("the heading is %q", heading)
		}
		for row := 2; row <= rows; row++ {
			if key, err := book.GetCellValue("Texter", fmt.Sprintf("A%d", row)); err != nil || key == "core/K01" {
				ok(t, err)
				ok(t, book.SetCellStr("Texter", fmt.Sprintf("D%d", row), "Sick?"))
			}
		}
	})
	if changes := must(t, "locale", "import", "-locales", dir, sheet); whole(t, changes, "texts") != 1 || whole(t, changes, "states") != 1 {
		t.Errorf("changed %v", changes)
	}
	status := must(t, "locale", "status", "-locales", dir)["languages"].([]any)
	if len(status) != len(i18n.Languages) {
		t.Errorf("%d languages have a status", len(status))
	}
	for _, one := range status {
		line := one.(map[string]any)
		if line["language"] == "ti" && (line["lowest"] != "draft1" || line["missing"] != 0.0) {
			t.Errorf("Tigrinya is %v", line)
		}
	}
	code, out, errOut := call("locale", "check", "-locales", dir)
	if code != exitInvalid || out != "" || !strings.Contains(errOut, `core.ti.json: K01: has letters`) || !strings.Contains(errOut, "texts need mending") {
		t.Errorf("check: exit code %d, it printed %q and said %q", code, out, errOut)
	}
	if sound := must(t, "locale", "check"); whole(t, sound, "problems") != 0 {
		t.Errorf("the built-in texts have %v", sound)
	}
}

func TestLocaleCommandsRefuse(t *testing.T) {
	dir, empty := inFolder(t, shipped(t)), t.TempDir()
	sheet := filepath.Join(empty, "so.xlsx")
	must(t, "locale", "export", "-lang", "so", "-locales", dir, "-o", sheet)
	text := filepath.Join(empty, "text.xlsx")
	ok(t, os.WriteFile(text, []byte("key;text\n"), 0o644))
	bad := filepath.Join(empty, "bad.xlsx")
	must(t, "locale", "export", "-lang", "so", "-locales", dir, "-o", bad)
	edit(t, bad, func(book *excelize.File, _ int) {
		ok(t, book.SetCellStr("Texter", "G5", "done"))
		ok(t, book.SetCellStr("Texter", "A7", "core/x"))
	})
	out := filepath.Join(empty, "out.xlsx")
	for _, test := range []struct {
		says string
		args []string
	}{
		{"-lang is missing", []string{"export", "-o", out}},
		{"-o is missing", []string{"export", "-lang", "so"}},
		{"translated into", []string{"export", "-lang", "sv", "-o", out}},
		{"translated into", []string{"export", "-lang", "ru", "-o", out}},
		{"no Swedish texts", []string{"export", "-lang", "so", "-locales", empty, "-o", out}},
		{"something is missing", []string{"import", "-locales", dir}},
		{"check its name", []string{"import", filepath.Join(empty, "nothing.xlsx"), "-locales", dir}},
		{"check its name", []string{"import", filepath.Join(text, "inside"), "-locales", dir}},
		{"no spreadsheet", []string{"import", text, "-locales", dir}},
		{"nothing was changed", []string{"import", empty, "-locales", dir}},
		{"row 5:", []string{"import", bad, "-locales", dir, "-role", "reader"}},
		{"row 7:", []string{"import", bad, "-locales", dir, "-role", "reader"}},
		{"no Swedish texts", []string{"import", sheet, "-locales", empty}},
		{"one word too many", []string{"import", sheet, sheet, "-locales", dir}},
		{"one word too many", []string{"status", dir}},
		{"no Swedish texts", []string{"status", "-locales", empty}},
		{"one word too many", []string{"check", dir}},
	} {
		refuses(t, test.says, append([]string{"locale"}, test.args...)...)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a sheet was written all the same")
	}
	if _, out, _ := call("locale", "status", "-locales", dir); !json.Valid([]byte(out)) {
		t.Errorf("status printed %q", out)
	}
}

func TestAudioCheck(t *testing.T) {
	s := newSite(t, "https://svar.example")
	refuses(t, "-data is missing", "audio", "check")
	refuses(t, "there are no clips", "audio", "check", "-data", s.path("data"))
	folder := s.path("data/audio/core/so")
	ok(t, os.MkdirAll(folder, 0o755))
	clip := func(key string, size int, mark string) {
		t.Helper()
		ok(t, os.WriteFile(filepath.Join(folder, key+".mp3"), make([]byte, size), 0o644))
		if mark != "" {
			ok(t, os.WriteFile(filepath.Join(folder, key+".hash"), []byte(mark), 0o644))
		}
	}
	catalog, err := i18n.Load(shipped(t), i18n.Languages)
	ok(t, err)
	words := catalog.Printer("so")
	clip("K01", audio.MostBytes-3, audio.Mark(words.T("K01")))
	for _, key := range []string{"scale.know.o1", "scale.know.o2", "scale.know.o3"} {
		clip(key, 1, "")
	}
	clip("option.na", 1, "")
	clip("K02", 1, audio.Mark("another text"))

	report := func(args ...string) clipReport {
		t.Helper()
		code, out, errOut := call(append([]string{"audio", "check", "-data", s.path("data")}, args...)...)
		if code != exitOK {
			t.Fatalf("exit code %d: %s", code, errOut)
		}
		var printed struct{ Audio []clipReport }
		ok(t, json.Unmarshal([]byte(out), &printed))
		if want := len(i18n.Languages) * len(surveytest.Catalogue(t).WholeBatteries()); len(printed.Audio) != want || strings.Contains(out, "null") {
			t.Errorf("it printed %s", out)
		}
		for _, one := range printed.Audio {
			if one.Language == "so" && one.Battery == "core" {
				return one
			}
		}
		t.Fatal("there is no report on Somali")
		return clipReport{}
	}
	before := report()
	unmarked := []string{"scale.know.o1", "scale.know.o2", "scale.know.o3", "option.na"}
	if before.Fresh != 1 || len(before.Stale) != 5 || len(before.TooBig) != 0 {
		t.Errorf("%d fresh, stale %v, too big %v", before.Fresh, before.Stale, before.TooBig)
	}
	for _, key := range append(unmarked, "K02") {
		if !slices.Contains(before.Stale, key) || slices.Contains(before.Missing, key) {
			t.Errorf("%s is not stale", key)
		}
	}
	all := slices.Concat(before.Missing, before.Stale)
	slices.Sort(all)
	if len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Errorf("keys are listed more than once: %v", all)
	}

	// Marking takes what nobody has marked, and never what has another mark.
	marked := report("-mark")
	if !slices.Equal(marked.Stale, []string{"K02"}) || marked.Fresh != 5 || !reflect.DeepEqual(report(), marked) {
		t.Errorf("after marking %d are fresh, stale are %v", marked.Fresh, marked.Stale)
	}
	if !slices.Equal(marked.Missing, before.Missing) {
		t.Errorf("after marking %v are missing", marked.Missing)
	}
	if mark, err := os.ReadFile(filepath.Join(folder, "K02.hash")); err != nil || string(mark) != audio.Mark("another text") {
		t.Errorf("the mark of another text is now %q, %v", mark, err)
	}

	// What was recorded on the pages of staff waits to be approved, and is missing until then.
	proposed := s.path("data/audio-proposed/core/so")
	ok(t, os.MkdirAll(proposed, 0o755))
	ok(t, os.WriteFile(filepath.Join(proposed, "K03.mp3"), []byte("sound"), 0o644))
	ok(t, os.WriteFile(filepath.Join(proposed, "K03.json"), []byte(`{"mark":"`+audio.Mark(words.T("K03"))+`","by":"7"}`), 0o644))
	if got := report(); !slices.Equal(got.Waiting, []string{"K03"}) || !slices.Equal(got.Missing, before.Missing) {
		t.Errorf("waiting are %v, missing are %v", got.Waiting, got.Missing)
	}

	// One byte more, with the last of its answers, and K01 takes too long to fetch.
	clip("option.dk", 1, audio.Mark(words.T("option.dk")))
	if got := report().TooBig; !slices.Equal(got, []string{"K01"}) {
		t.Errorf("too big are %v", got)
	}
}
