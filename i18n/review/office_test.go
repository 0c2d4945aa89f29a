package review_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/survey/surveytest/tool"
)

// office is LibreOffice with settings of its own.
type office struct {
	t       testing.TB
	program string
	dir     string
}

func newOffice(t testing.TB) office {
	t.Helper()
	return office{t, tool.Need(t, "soffice"), t.TempDir()}
}

// save opens files and saves them in a format, as 'Save as' does.
func (o office) save(from, to string, contents ...[]byte) [][]byte {
	o.t.Helper()
	in, err := os.MkdirTemp(o.dir, "")
	ok(o.t, err)
	out, err := os.MkdirTemp(o.dir, "")
	ok(o.t, err)
	args := []string{"-env:UserInstallation=file://" + filepath.Join(o.dir, "settings"), "--headless", "--norestore", "--convert-to", to, "--outdir", out}
	for i, content := range contents {
		name := filepath.Join(in, fmt.Sprintf("%d.%s", i, from))
		ok(o.t, os.WriteFile(name, content, 0o600))
		args = append(args, name)
	}
	said, err := exec.CommandContext(o.t.Context(), o.program, args...).CombinedOutput()
	if err != nil {
		o.t.Fatalf("soffice: %v: %s", err, said)
	}
	extension, _, _ := strings.Cut(to, ":")
	saved := make([][]byte, len(contents))
	for i := range contents {
		if saved[i], err = os.ReadFile(filepath.Join(out, fmt.Sprintf("%d.%s", i, extension))); err != nil {
			o.t.Fatalf("soffice saved nothing: %v: %s", err, said)
		}
	}
	return saved
}

const (
	excel = "xlsx:Calc MS Excel 2007 XML"
	flat  = "fods:OpenDocument Spreadsheet Flat XML"
)

func TestOpenedAndSavedInLibreOffice(t *testing.T) {
	t.Parallel()
	o, f := newOffice(t), wholeFolder(t)
	var translated []i18n.Language
	var sheets [][]byte
	for _, l := range i18n.Languages {
		if l.Tag != i18n.Source {
			translated = append(translated, l)
			sheets = append(sheets, f.export(l.Tag))
		}
	}
	for i, saved := range o.save("xlsx", excel, sheets...) {
		tag := translated[i].Tag
		before, after := open(t, sheets[i]), open(t, saved)
		if len(before.rows) != len(after.rows) || len(after.rows) < 200 {
			t.Fatalf("%s: %d rows became %d", tag, len(before.rows), len(after.rows))
		}
		for key := range before.rows {
			for _, column := range []string{colKey, colSwedish, colText, colBack, colComment, colState, "H"} {
				if before.get(column, key) != after.get(column, key) {
					t.Errorf("%s: %s in column %s: %q became %q", tag, key, column, before.get(column, key), after.get(column, key))
				}
			}
		}
		if changes, changed := f.importing(saved, unknown); changes != (review.Changes{Language: tag}) || len(changed) > 0 {
			t.Errorf("%s: changed %+v in %v", tag, changes, changed)
		}
	}
}

// cell is one cell that is typed into.
type cell struct{ key, old, new string }

// typed replaces what stands in cells of a document in LibreOffice's own format.
func typed(t testing.TB, document string, cells ...cell) string {
	t.Helper()
	for _, c := range cells {
		before, rest, found := strings.Cut(document, paragraph(c.key))
		row, after, ended := strings.Cut(rest, "</table:table-row>")
		if !found || !ended || strings.Count(row, paragraph(c.old)) != 1 {
			t.Fatalf("%s: %q is not in its row once: %s", c.key, c.old, row)
		}
		row = strings.Replace(row, paragraph(c.old), paragraph(c.new), 1)
		document = before + paragraph(c.key) + row + "</table:table-row>" + after
	}
	return document
}

// paragraph is a text as it stands in a cell.
func paragraph(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	escaped := strings.NewReplacer("&#34;", "&quot;", "&#39;", "&apos;").Replace(b.String())
	return "<text:p>" + escaped + "</text:p>"
}

// edits are new wordings of K02.o5 and of one form of form.wrong. Those that
// are written from the right have words from the left in them.
var edits = []struct{ tag, text, category, form string }{
	{"ar", "لا تصلني رسائل (brev)، أبدا", "few", "{{.N}} أسئلة يجب إصلاحها الآن"},
	{"fa-AF", "مکتوب نمی\u200cگیرم و نمی\u200cخواهم", "other", "{{.N}} سوال را می\u200cشود اصلاح کرد"},
	{"ti", "ደብዳበ ኣይመጽኣንን እዩ፦ ፈጺሙ።", "other", "{{.N}} ሕቶታት ክእረም ኣለዎ"},
	{"uk", "Я не отримую листів – зовсім, п’ять", "few", "{{.N}} запитання треба \"змінити\""},
}

func TestEditedInLibreOffice(t *testing.T) {
	t.Parallel()
	o, f := newOffice(t), wholeFolder(t)
	var sheets, documents [][]byte
	for _, edit := range edits {
		sheets = append(sheets, f.export(edit.tag))
	}
	for i, document := range o.save("xlsx", flat, sheets...) {
		edit, files := edits[i], f.files()
		core, _ := members(t, files["core."+edit.tag+".json"])
		pages, _ := members(t, files["participant."+edit.tag+".json"])
		forms, _ := members(t, pages["form.wrong"])
		documents = append(documents, []byte(typed(t, string(document),
			cell{"core/K02.o5", unquoted(core["K02.o5"]), edit.text},
			cell{"participant/form.wrong#" + edit.category, unquoted(forms[edit.category]), edit.form},
			cell{"core/K03", "draft2", "reviewed"})))
	}
	for i, sheet := range o.save("fods", excel, documents...) {
		edit, before := edits[i], f.files()
		// Of a text that has been read by nobody yet, a new wording leaves the state as it is.
		set, form := []string{"core/K02.o5", "core/K03"}, "form.wrong#"+edit.category
		if f.states(edit.tag)["participant"][form].State != review.Draft1 {
			set = append(set, "participant/"+form)
		}
		changes, changed := f.importing(sheet, signing)
		if want := (review.Changes{Language: edit.tag, Texts: 2, States: len(set)}); changes != want {
			t.Errorf("%s: changed %+v, want %+v", edit.tag, changes, want)
		}
		core, pages, states := "core."+edit.tag+".json", "participant."+edit.tag+".json", "review."+edit.tag+".json"
		if want := []string{core, pages, states}; !slices.Equal(changed, want) {
			t.Errorf("%s: changed %v", edit.tag, changed)
		}
		after := f.files()
		onlyLinesDiffer(t, before[core], after[core], `"K02.o5": `+quoted(edit.text))
		onlyLinesDiffer(t, before[pages], after[pages], `"`+edit.category+`": `+quoted(edit.form))
		entries := differing(entriesOf(t, before[states]), entriesOf(t, after[states]))
		if !slices.Equal(entries, set) {
			t.Errorf("%s: the entries %v changed", edit.tag, entries)
		}
		if e := f.states(edit.tag)["core"]["K03"]; e.State != review.Reviewed || e.Signed == nil || *e.Signed != signing {
			t.Errorf("%s: K03 is %+v", edit.tag, e)
		}
	}
}

// entriesOf are the entries of a review file as they are written.
func entriesOf(t testing.TB, text string) map[string]string {
	t.Helper()
	all := map[string]string{}
	files, _ := members(t, text)
	for file, value := range files {
		entries, _ := members(t, value)
		for id, entry := range entries {
			all[file+"/"+id] = entry
		}
	}
	return all
}

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` }

func unquoted(value string) string { return strings.ReplaceAll(strings.Trim(value, `"`), `\"`, `"`) }
