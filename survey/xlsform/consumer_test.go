package xlsform_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/xlsform"
)

// modules returns where the programs of others are that read forms.
func modules(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join("..", "..", ".ci", "formats", "node_modules"))
	ok(t, err)
	if _, err := os.Stat(folder); err != nil {
		tool.Missing(t, folder)
	}
	return folder
}

// xform returns a form as the XML that phones load.
func xform(t testing.TB, f xlsform.Form) []byte {
	t.Helper()
	var out bytes.Buffer
	ok(t, xlsform.WriteXForm(&out, f, i18n.Languages))
	return out.Bytes()
}

// ODK Web Forms asks every question and option, in the words of each language.
func TestEngine(t *testing.T) {
	node, dir, f := tool.Need(t, "node"), t.TempDir(), formOf(t, "core@1")
	ok(t, os.WriteFile(filepath.Join(dir, "form.xml"), xform(t, f), 0o600))
	run := exec.CommandContext(t.Context(), node, filepath.Join("testdata", "engine.mjs"), modules(t), dir)
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("the engine: %v: %.2000s", err, out)
	}
	var said struct {
		Languages          map[string][]string
		Questions, Options int
	}
	ok(t, json.Unmarshal(out, &said))
	options := 0
	for _, q := range f.Battery.Questions {
		options += len(q.Values())
	}
	if said.Questions != len(f.Battery.Questions) || said.Options != options {
		t.Errorf("it asks %d questions with %d options, want %d with %d", said.Questions, said.Options, len(f.Battery.Questions), options)
	}
	for _, l := range i18n.Languages {
		name := l.Name + " (" + l.Tag + ")"
		if l.Tag == "fa-AF" {
			name = l.Name + " (prs)"
		}
		var want []string
		for _, q := range f.Battery.Questions {
			want = append(want, f.Word(l.Tag, q.ID))
			for _, option := range q.Values() {
				text := f.Word(l.Tag, q.TextKey(option))
				if text == "" {
					text = f.Around[l.Tag][q.TextKey(option)]
				}
				want = append(want, text)
			}
		}
		if got := said.Languages[name]; !slices.Equal(got, want) {
			t.Errorf("in %s it asks %q, want %q", name, got, want)
		}
	}
	if len(said.Languages) != len(i18n.Languages) {
		t.Errorf("it knows %d languages", len(said.Languages))
	}
}

// python returns a Python that reads workbooks as pyxform does.
func python(t *testing.T) string {
	t.Helper()
	tool.Long(t)
	const program = "/usr/bin/python3"
	if err := exec.CommandContext(t.Context(), program, "-c", "import openpyxl").Run(); err != nil {
		tool.Missing(t, "python3-openpyxl")
	}
	return program
}

// A program that reads rows as they come, and believes what a sheet says of its size, finds all of them.
func TestOpenpyxl(t *testing.T) {
	program, f := python(t), formOf(t, "core@1")
	file := filepath.Join(t.TempDir(), "core.xlsx")
	ok(t, os.WriteFile(file, workbook(t, f), 0o600))
	out, err := exec.CommandContext(t.Context(), program, "-c", `import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
print(json.dumps({s.title: [[c or "" for c in row] for row in s.iter_rows(values_only=True)] for s in book}))`, file).Output()
	ok(t, err)
	var sheets map[string][][]string
	ok(t, json.Unmarshal(out, &sheets))
	options := 0
	for i, q := range f.Battery.Questions {
		if row := sheets["survey"][i+1]; row[1] != q.ID || row[2] != f.Word("sv", q.ID) {
			t.Errorf("row %d is %q", i+2, row)
		}
		options += len(q.Values())
	}
	if len(sheets["survey"]) != len(f.Battery.Questions)+1 || len(sheets["choices"]) != options+1 {
		t.Errorf("it finds %d questions and %d options", len(sheets["survey"])-1, len(sheets["choices"])-1)
	}
	heads := sheets["survey"][0]
	for _, heading := range []string{"label::svenska (sv)", "label::دری (prs)", "hint::العربية (ar)"} {
		if !slices.Contains(heads, heading) {
			t.Errorf("there is no column %s among %q", heading, heads)
		}
	}
}

// inOffice saves sheets as LibreOffice does, of which each is rows of cells.
func inOffice(t *testing.T, sheets map[string][][]string) []byte {
	t.Helper()
	office, dir := tool.Need(t, "soffice"), t.TempDir()
	var document bytes.Buffer
	document.WriteString(`<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
		`office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>`)
	for _, name := range slices.Sorted(maps.Keys(sheets)) {
		document.WriteString(`<table:table table:name="` + name + `">`)
		for _, row := range sheets[name] {
			document.WriteString("<table:table-row>")
			for _, cell := range row {
				document.WriteString(`<table:table-cell office:value-type="string"><text:p>`)
				ok(t, xml.EscapeText(&document, []byte(cell)))
				document.WriteString("</text:p></table:table-cell>")
			}
			document.WriteString("</table:table-row>")
		}
		document.WriteString("</table:table>")
	}
	document.WriteString("</office:spreadsheet></office:body></office:document>")
	ok(t, os.WriteFile(filepath.Join(dir, "form.fods"), document.Bytes(), 0o600))
	said, err := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(dir, "settings"), "--headless", "--norestore",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", dir, filepath.Join(dir, "form.fods")).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v: %s", err, said)
	}
	saved, err := os.ReadFile(filepath.Join(dir, "form.xlsx"))
	ok(t, err)
	return saved
}

// A form in six languages that LibreOffice has saved is read, in each language by however it is called.
func TestLibreOffice(t *testing.T) {
	got, err := xlsform.Read(inOffice(t, sixLanguages), reading(t))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Battery.Questions); n != 3 || len(got.Words) != 6 {
		t.Fatalf("it has %d questions in %d languages", n, len(got.Words))
	}
	for tag, want := range map[string]string{"sv": "Hur trygg är du hemma?", "fa-AF": "در خانه چقدر امن هستید؟", "ar": "ما مدى أمانك في البيت؟", "uk": "Наскільки безпечно Вам удома?"} {
		if got := got.Word(tag, "N01"); got != want {
			t.Errorf("%s: N01 is %q, want %q", tag, got, want)
		}
	}
}
