package review_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
)

func TestUneditedSheetChangesNothing(t *testing.T) {
	t.Parallel()
	for _, l := range i18n.Languages {
		if l.Tag == i18n.Source {
			continue
		}
		t.Run(l.Tag, func(t *testing.T) {
			f := wholeFolder(t)
			changes, changed := f.importing(f.export(l.Tag), unknown)
			if changes != (review.Changes{Language: l.Tag}) || len(changed) > 0 {
				t.Errorf("changed %+v in %v", changes, changed)
			}
		})
	}
}

// Every kind of cell, a plain text and a plural form: nothing else may move.
func TestEditedCellsChangeTheirTextsAlone(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	before := f.files()
	sheet := open(t, f.export("uk")).
		set(colText, "core/K01", "Ви знаєте, куди йти, якщо захворієте?").
		set(colText, "participant/form.wrong#few", "Треба \"виправити\" {{.N}} <запитання>").
		set(colBack, "core/K02", "Hur lätt är det att läsa brev?").
		set(colComment, "core/K02", "Två rader\nom ordet \"лист\"").
		set(colState, "core/K03", "reviewed")
	changes, changed := f.importing(sheet.bytes(), signing)
	if want := (review.Changes{Language: "uk", Texts: 2, Backs: 1, Comments: 1, States: 3}); changes != want {
		t.Errorf("changed %+v, want %+v", changes, want)
	}
	if !slices.Equal(changed, []string{"core.uk.json", "participant.uk.json", "review.uk.json"}) {
		t.Errorf("changed %v", changed)
	}
	after := f.files()
	onlyLinesDiffer(t, before["core.uk.json"], after["core.uk.json"], `"K01": "Ви знаєте, куди йти, якщо захворієте?"`)
	onlyLinesDiffer(t, before["participant.uk.json"], after["participant.uk.json"], `"few": "Треба \"виправити\" {{.N}} <запитання>"`)

	old, oldKeys := members(t, before["review.uk.json"])
	new, newKeys := members(t, after["review.uk.json"])
	if !slices.Equal(oldKeys, newKeys) {
		t.Errorf("the files of the review are now in the order %v", newKeys)
	}
	for file, edited := range map[string][]string{"core": {"K01", "K02", "K03"}, "participant": {"form.wrong#few"}} {
		oldEntries, oldOrder := members(t, old[file])
		newEntries, newOrder := members(t, new[file])
		if !slices.Equal(oldOrder, newOrder) {
			t.Errorf("the order of %s changed", file)
		}
		slices.Sort(edited)
		if got := differing(oldEntries, newEntries); !slices.Equal(got, edited) {
			t.Errorf("%s: the entries %v changed, want %v", file, got, edited)
		}
	}
	states := f.states("uk")
	if e := states["core"]["K02"]; e.Back != "Hur lätt är det att läsa brev?" || e.Comment != "Två rader\nom ordet \"лист\"" || e.State != review.Draft2 {
		t.Errorf("K02 is %+v", e)
	}
}

// onlyLinesDiffer demands that one line was replaced by another that has this
// in it.
func onlyLinesDiffer(t *testing.T, before, after, want string) {
	t.Helper()
	old, new := strings.Split(before, "\n"), strings.Split(after, "\n")
	if len(old) != len(new) {
		t.Fatalf("%d lines became %d", len(old), len(new))
	}
	for i := range old {
		if old[i] != new[i] && strings.Trim(new[i], " ,") != want {
			t.Errorf("line %d became %s", i+1, new[i])
		}
	}
	if before == after {
		t.Errorf("%s is not there", want)
	}
}

func TestRefusedWithRowNumbers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		edit func(*testing.T, folder, *book)
		says []string
	}{
		{"an unknown key", func(_ *testing.T, _ folder, b *book) { b.set(colKey, "core/K03", "core/K99") },
			[]string{"row %d:", `"core/K99"`, "first column"}},
		{"a key of another file", func(_ *testing.T, _ folder, b *book) { b.set(colKey, "core/K03", "participant/K03") },
			[]string{"row %d:", `"participant/K03"`}},
		{"a plural form that the language does not have", func(_ *testing.T, _ folder, b *book) { b.set(colKey, "core/K03", "participant/form.wrong#few") },
			[]string{"row %d:", `"participant/form.wrong#few"`}},
		{"no key", func(_ *testing.T, _ folder, b *book) { b.set(colKey, "core/K03", " ") }, []string{"row %d:", `""`}},
		{"an edited Swedish text", func(_ *testing.T, _ folder, b *book) { b.set(colSwedish, "core/K03", "Hur mycket?") },
			[]string{"row %d:", "core/K03", "export a new sheet"}},
		{"a Swedish text that changed since", func(_ *testing.T, f folder, _ *book) {
			f.replace("core.sv.json", "när någon pratar svenska med dig?", "när någon talar svenska med dig?")
		}, []string{"row %d:", "core/K03", "talar", "export a new sheet"}},
		{"an emptied translation", func(_ *testing.T, _ folder, b *book) { b.set(colText, "core/K03", " \n ") },
			[]string{"row %d:", "core/K03", "empty"}},
		{"an unknown state", func(_ *testing.T, _ folder, b *book) { b.set(colState, "core/K03", "Approved") },
			[]string{"row %d:", "core/K03", `"Approved"`}},
		{"no state", func(_ *testing.T, _ folder, b *book) { b.set(colState, "core/K03", "") }, []string{"row %d:", "core/K03"}},
		{"a row twice", func(t *testing.T, _ folder, b *book) { ok(t, b.DuplicateRow(b.name, b.rows["core/K03"]-1)) },
			[]string{"row %d:", "core/K02.o5 stands twice"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFolder(t)
			sheet := open(t, f.export("so"))
			// Sound edits in the same sheet must not be taken either.
			sheet.set(colText, "core/K01", "Ma taqaan?").set(colState, "core/K05", "approved").set(colComment, "participant/date", "?")
			test.edit(t, f, sheet)
			for i := range test.says {
				if strings.Contains(test.says[i], "%d") {
					test.says[i] = fmt.Sprintf(test.says[i], sheet.rows["core/K03"])
				}
			}
			f.refuses(sheet.bytes(), signing, test.says...)
		})
	}
}

// All rows that are wrong are named at once.
func TestRefusalNamesEveryRow(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	sheet := open(t, f.export("ti")).set(colState, "core/K01", "x").set(colText, "core/K07", "").set(colKey, "participant/date", "participant/data")
	f.refuses(sheet.bytes(), signing,
		fmt.Sprintf("row %d:", sheet.rows["core/K01"]), fmt.Sprintf("row %d:", sheet.rows["core/K07"]), fmt.Sprintf("row %d:", sheet.rows["participant/date"]))
}

func TestRowsThatAreNotInTheSheetStay(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	before := f.files()["core.ar.json"]
	sheet := open(t, f.export("ar"))
	for row := len(sheet.rows); row > 1; row-- {
		if row != sheet.rows["core/K09"] {
			ok(t, sheet.RemoveRow(sheet.name, row))
		}
	}
	ok(t, sheet.SetCellStr(sheet.name, "D2", "كيف كانت صحتك في آخر أسبوعين؟"))
	ok(t, sheet.SetCellStr(sheet.name, "I2", "en egen anteckning bredvid"))
	changes, changed := f.importing(sheet.bytes(), unknown)
	if changes.Texts != 1 || !slices.Equal(changed, []string{"core.ar.json", "review.ar.json"}) {
		t.Errorf("changed %+v in %v", changes, changed)
	}
	onlyLinesDiffer(t, before, f.files()["core.ar.json"], `"K09": "كيف كانت صحتك في آخر أسبوعين؟"`)
}

// A reader may sort the sheet, and leave empty rows in it.
func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	t.Parallel()
	f, g := newFolder(t), newFolder(t)
	edit := func(f folder) *book {
		return open(t, f.export("so")).set(colText, "core/K01", "Ma taqaan?").set(colText, "core/K09", "Sidee?").set(colText, "participant/form.next", "Kan xiga")
	}
	f.importing(edit(f).bytes(), unknown)
	sheet := edit(g)
	ok(t, sheet.DuplicateRowTo(sheet.name, sheet.rows["core/K09"], len(sheet.rows)+9))
	ok(t, sheet.RemoveRow(sheet.name, sheet.rows["core/K09"]))
	g.importing(sheet.bytes(), unknown)
	if got := differing(f.files(), g.files()); len(got) > 0 {
		t.Errorf("in another order the same edits give others in %v", got)
	}
}

func TestSheetOfAnotherLanguage(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	arabic := f.export("ar")
	changes, changed := f.importing(open(t, arabic).set(colComment, "core/K01", "bra").bytes(), unknown)
	if changes.Language != "ar" || !slices.Equal(changed, []string{"review.ar.json"}) {
		t.Errorf("an Arabic sheet changed %+v in %v", changes, changed)
	}
	for _, heading := range []string{"", "Översättning", "Översättning: ryska (ru)", "Översättning: svenska (sv)"} {
		sheet := open(t, arabic)
		ok(t, sheet.SetCellStr(sheet.name, "D1", heading))
		f.refuses(sheet.bytes(), signing, "row 1:", "language")
	}
}

// A sheet that was exported before somebody else's came back does not undo it.
func TestTwoReaders(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	first, second := open(t, f.export("so")), open(t, f.export("so"))
	f.importing(first.set(colText, "core/K01", "Ma taqaan?").set(colComment, "core/K02", "?").bytes(), unknown)
	changes, changed := f.importing(second.set(colText, "core/K09", "Sidee?").bytes(), unknown)
	if changes.Texts != 1 || changes.States != 1 || changes.Comments > 0 || !slices.Equal(changed, []string{"core.so.json", "review.so.json"}) {
		t.Errorf("changed %+v in %v", changes, changed)
	}
	now := open(t, f.export("so"))
	if now.get(colText, "core/K01") != "Ma taqaan?" || now.get(colState, "core/K01") != "draft1" || now.get(colComment, "core/K02") != "?" {
		t.Error("the second reader undid what the first did")
	}
	f.refuses(second.set(colText, "core/K01", "Ma garanaysaa?").bytes(), unknown,
		fmt.Sprintf("row %d: core/K01: somebody else", second.rows["core/K01"]))
	f.refuses(first.bytes(), unknown, "somebody else") // not even the same sheet raises the state again

	// Who came to the same row as the other is right.
	f.importing(now.set(colComment, "core/K03", "bra").bytes(), unknown)
	f.importing(now.bytes(), unknown)

	// Without its hidden column a sheet says what is to stand there.
	bare := open(t, f.export("so")).set(colText, "core/K01", "Ma garanaysaa?")
	ok(t, bare.RemoveCol(bare.name, "H"))
	if changes, _ := f.importing(bare.bytes(), unknown); changes.Texts != 1 || changes.Comments+changes.Backs > 0 {
		t.Errorf("changed %+v", changes)
	}
}

// A language that lacks texts gets them from its sheet.
func TestSheetFillsGaps(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	f.write("participant.so.json", []byte("{\n  \"form.next\": \"Xiga\"\n}\n"))
	ok(t, os.Remove(filepath.Join(f.dir, "core.so.json")))
	ok(t, os.Remove(filepath.Join(f.dir, "review.so.json")))
	sheet := open(t, f.export("so")).
		set(colText, "core/K01", "Ma taqaan?").set(colText, "core/title", "Su'aalaha").
		set(colText, "participant/form.wrong#other", "{{.N}} su'aalood").set(colText, "participant/form.wrong#one", "{{.N}} su'aal")
	changes, changed := f.importing(sheet.bytes(), unknown)
	if changes.Texts != 4 || !slices.Equal(changed, []string{"core.so.json", "participant.so.json", "review.so.json"}) {
		t.Errorf("changed %+v in %v", changes, changed)
	}
	files := f.files()
	if want := "{\n  \"title\": \"Su'aalaha\",\n  \"K01\": \"Ma taqaan?\"\n}\n"; files["core.so.json"] != want {
		t.Errorf("core.so.json is %s", files["core.so.json"])
	}
	if want := "{\n  \"form.next\": \"Xiga\",\n  \"form.wrong\": {\n    \"one\": \"{{.N}} su'aal\",\n    \"other\": \"{{.N}} su'aalood\"\n  }\n}\n"; files["participant.so.json"] != want {
		t.Errorf("participant.so.json is %s", files["participant.so.json"])
	}
	f.refuses(open(t, f.export("so")).set(colState, "core/K02", "reviewed").bytes(), signing, "core/K02", "no translation")
}

// A text with a note beside it keeps the note, and one that should have had
// plural forms keeps what it has.
func TestTextsWithNotes(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	f.write("core.en.json", []byte("{\n  \"K01\": {\n    \"description\": \"a note\",\n    \"other\": \"Do you know?\"\n  }\n}\n"))
	f.write("participant.en.json", []byte("{\n  \"answers.count\": \"{{.N}} answers\"\n}\n"))
	sheet := open(t, f.export("en")).set(colText, "core/K01", "Do you really know?").set(colText, "participant/answers.count#one", "{{.N}} answer")
	f.importing(sheet.bytes(), unknown)
	files := f.files()
	var core, pages map[string]map[string]string
	ok(t, json.Unmarshal([]byte(files["core.en.json"]), &core))
	ok(t, json.Unmarshal([]byte(files["participant.en.json"]), &pages))
	if core["K01"]["description"] != "a note" || core["K01"]["other"] != "Do you really know?" {
		t.Errorf("core.en.json is %s", files["core.en.json"])
	}
	if pages["answers.count"]["one"] != "{{.N}} answer" || pages["answers.count"]["other"] != "{{.N}} answers" {
		t.Errorf("participant.en.json is %s", files["participant.en.json"])
	}
}

func TestFolderWithoutTexts(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	sheet := f.export("ti")
	empty := folder{t, t.TempDir()}
	empty.refuses(sheet, signing, "no Swedish texts")
	if err := review.Export(os.Stderr, os.DirFS(empty.dir), language(t, "ti"), words, "participant"); err == nil {
		t.Error("a sheet of nothing was exported")
	}
}

// An import that was cut short between two files is all there for the next one.
func TestImportCutShort(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	whole := newFolder(t)
	sheet := open(t, f.export("ti")).set(colText, "core/K01", "ኣብዚ").bytes()
	if _, changed := whole.importing(sheet, unknown); len(changed) != 2 {
		t.Fatalf("the import changes %v, not a text and its state", changed)
	}
	// What the import had decided lies ready, and one of the two files is in its place already.
	ready := filepath.Join(f.dir, ".replacing")
	ok(t, os.Mkdir(ready, 0o700))
	for name, folder := range map[string]string{"core.ti.json": f.dir, "review.ti.json": ready} {
		content, err := os.ReadFile(filepath.Join(whole.dir, name))
		ok(t, err)
		ok(t, os.WriteFile(filepath.Join(folder, name), content, 0o644))
	}
	if changes, err := f.tryImport(whole.export("ti"), unknown); err != nil || changes != (review.Changes{Language: "ti"}) {
		t.Errorf("after the import was finished the same sheet changes %+v, %v", changes, err)
	}
	for _, name := range []string{"core.ti.json", "review.ti.json"} {
		got, err := os.ReadFile(filepath.Join(f.dir, name))
		ok(t, err)
		want, err := os.ReadFile(filepath.Join(whole.dir, name))
		ok(t, err)
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not as the import would have made it", name)
		}
	}
}
