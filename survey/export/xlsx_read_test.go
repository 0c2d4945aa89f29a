package export

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
)

// python is Debian's, which has the package python3-openpyxl.
const python = "/usr/bin/python3"

// readSheet is what openpyxl reads of a sheet.
type readSheet struct {
	Name   string
	Rows   [][]any
	Charts int
	Frozen string
	Titles string
}

// books are workbooks of every kind, in a folder, by the names of their files.
func books(t *testing.T, dir string) map[string]Book {
	t.Helper()
	all := map[string]Book{"all.xlsx": compared(t, of("")), "0581.xlsx": compared(t, of("0581")), "few.xlsx": bookOf(t, sample(t), of("0580"))}
	named := compared(t, of("0581"))
	named.Words = nasty{name: "=1+1 <&>\"" + strings.Repeat("å", 300)}
	all["named.xlsx"] = named
	for name, b := range all {
		if err := os.WriteFile(filepath.Join(dir, name), workbookOf(t, b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// openpyxl reads every number and every text of every workbook, also row after row, and finds no
// formula.
func TestOpenpyxlReadsWorkbooks(t *testing.T) {
	tool.Long(t)
	if err := exec.Command(python, "-c", "import openpyxl").Run(); err != nil {
		tool.Missing(t, "python3-openpyxl")
	}
	dir := t.TempDir()
	all := books(t, dir)
	args := []string{"testdata/workbooks.py"}
	names := []string{}
	for name := range all {
		names = append(names, name)
		args = append(args, filepath.Join(dir, name))
	}
	out, err := exec.Command(python, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var read [][2][]readSheet
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		want := all[name].sheets()
		for _, sheets := range read[i] {
			if len(sheets) != len(want) {
				t.Fatalf("%s: %d sheets", name, len(sheets))
			}
			for j, is := range sheets {
				if is.Name != want[j].name {
					t.Errorf("%s: sheet %d is %s", name, j, is.Name)
				}
				compareRead(t, name+" "+is.Name, is.Rows, want[j].rows)
			}
		}
		for j, is := range read[i][0] {
			if is.Charts != len(want[j].charts) || (is.Frozen == "A2") != (want[j].head == 1) || (is.Titles == "$1:$1") != (want[j].head == 1) {
				t.Errorf("%s %s: %d charts, frozen at %q, titles %q", name, is.Name, is.Charts, is.Frozen, is.Titles)
			}
		}
	}
}

// compareRead compares values that a program has read: texts are texts and numbers are numbers.
func compareRead(t *testing.T, where string, rows [][]any, want [][]cell) {
	t.Helper()
	if len(rows) != len(want) {
		t.Errorf("%s: %d rows, want %d", where, len(rows), len(want))
		return
	}
	for i, row := range want {
		for j, c := range row {
			var is any
			if j < len(rows[i]) {
				is = rows[i][j]
			}
			ok := false
			switch value := c.value.(type) {
			case nil:
				ok = is == nil
			case string:
				ok = is == value || is == nil && value == ""
			case int:
				ok = is == float64(value)
			case float64:
				ok = is == value
			}
			if !ok {
				t.Errorf("%s, row %d, column %d: %v, want %v", where, i+1, j+1, is, c.value)
			}
		}
	}
}

// LibreOffice opens every workbook, and what it saves is still what the release says.
func TestLibreOfficeReadsWorkbooks(t *testing.T) {
	office := tool.Need(t, "soffice")
	dir := t.TempDir()
	all := books(t, dir)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	args := []string{"--headless", "-env:UserInstallation=file://" + dir + "/profile", "--convert-to", "xlsx", "--outdir", filepath.Join(dir, "saved")}
	for name := range all {
		args = append(args, filepath.Join(dir, name))
	}
	if out, err := exec.CommandContext(ctx, office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, b := range all {
		saved, err := os.ReadFile(filepath.Join(dir, "saved", name))
		if err != nil {
			t.Fatal(err)
		}
		releases := b.releases()
		if err := VerifyXLSX(saved, []Words{b.Words}, b.Batteries, releases...); err != nil {
			t.Errorf("%s: %s", name, operator.Text(err))
		}
	}
}

// Whichever number, code or word of a workbook is changed, its sheet and cell are named.
func TestVerifyWorkbook(t *testing.T) {
	b := compared(t, of("0581"))
	content := workbookOf(t, b)
	words := []Words{shouted{}, testWords{}}
	if err := VerifyXLSX(content, words, b.Batteries, b.releases()...); err != nil {
		t.Fatal(operator.Text(err))
	}
	changed := 0
	for _, s := range b.sheets() {
		for i, row := range s.rows {
			for j, c := range row {
				if c.value == nil || c.value == "" || (i*len(row)+j)%tool.Some(11, 3) > 0 {
					continue
				}
				at := fmt.Sprintf("%c%d", 'A'+j, i+1)
				file := opened(t, content)
				if err := file.SetCellValue(s.name, at, bent(c.value)); err != nil {
					t.Fatal(err)
				}
				err := verifyChanged(t, file.WriteToBuffer, b, words)
				changed++
				if c.named {
					if err != nil {
						t.Errorf("%s %s is a name: %v", s.name, at, err)
					}
					continue
				}
				if said := operator.Text(err); err == nil || s.name != "T export.xlsx.cover" && !strings.Contains(said, "sheet "+s.name+", cell "+at+":") {
					t.Errorf("%s %s changed from %v: %q", s.name, at, c.value, said)
				}
			}
		}
	}
	if changed < 30 {
		t.Errorf("only %d changes", changed)
	}
}

// bent is a value with a change that is easily overlooked.
func bent(value any) any {
	switch value := value.(type) {
	case int:
		return value + 3
	case float64:
		return value + 0.0001
	}
	return value.(string) + "."
}

func TestVerifyWorkbookRefuses(t *testing.T) {
	b := compared(t, of("0581"))
	content := workbookOf(t, b)
	words := []Words{testWords{}}
	for name, c := range map[string]struct {
		change func(f fileOf)
		want   string
	}{
		"a formula":       {func(f fileOf) { f.formula("T export.xlsx.results", "I2", "0.5+0.5") }, "formula"},
		"a sheet less":    {func(f fileOf) { f.must(f.DeleteSheet("T export.xlsx.checks")) }, "the sheet T export.xlsx.checks is missing"},
		"a sheet more":    {func(f fileOf) { _, err := f.NewSheet("Mer"); f.must(err) }, "no export has a sheet Mer"},
		"a row more":      {func(f fileOf) { f.must(f.SetCellValue("T export.xlsx.rka", "A99", "K99")) }, "cell A99"},
		"a row less":      {func(f fileOf) { f.must(f.RemoveRow("T export.xlsx.codebook", 4)) }, "sheet T export.xlsx.codebook, cell "},
		"another release": {func(f fileOf) { f.must(f.SetCellValue("T export.xlsx.cover", f.at("T:export.xlsx.release"), "other")) }, `of release "other", which is not among those given`},
		"another place": {func(f fileOf) {
			f.must(f.SetCellValue("T export.xlsx.cover", f.at("T:export.xlsx.place_code"), "1281"))
		}, "says nothing of 1281"},
	} {
		f := fileOf{t, opened(t, content)}
		c.change(f)
		if err := verifyChanged(t, f.WriteToBuffer, b, words); survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	for name, content := range map[string][]byte{"nothing": nil, "a text": []byte("id;name\n"), "half of it": content[:len(content)/2]} {
		if err := VerifyXLSX(content, words, b.Batteries, b.releases()...); survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), "no workbook") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := VerifyXLSX(content, []Words{shouted{}}, b.Batteries, b.releases()...); err == nil {
		t.Error("in a language that there are no words of: no error")
	}
	if err := VerifyXLSX(content, words, b.Batteries, b.Release); !strings.Contains(operator.Text(err), `"zzzzearlier"`) {
		t.Errorf("without the earlier release: %v", err)
	}
}

// fileOf is a workbook that a test changes.
type fileOf struct {
	t *testing.T
	*excelize.File
}

func (f fileOf) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// formula gives a cell a formula beside the value that it has.
func (f fileOf) formula(sheet, at, formula string) {
	f.t.Helper()
	f.must(f.SetCellFormula(sheet, at, formula))
}

// at returns the cell beside a label of the cover.
func (f fileOf) at(label string) string {
	f.t.Helper()
	found, err := f.SearchSheet("T export.xlsx.cover", label)
	f.must(err)
	if len(found) != 1 {
		f.t.Fatalf("%s stands at %q", label, found)
	}
	return "B" + found[0][1:]
}

// verifyChanged verifies a workbook as it is after a change.
func verifyChanged(t *testing.T, write func() (*bytes.Buffer, error), b Book, words []Words) error {
	t.Helper()
	content, err := write()
	if err != nil {
		t.Fatal(err)
	}
	return VerifyXLSX(content.Bytes(), words, b.Batteries, b.releases()...)
}

// releases returns the releases that a book is made of.
func (b Book) releases() []release.Release {
	if b.Earlier == nil {
		return []release.Release{b.Release}
	}
	return []release.Release{b.Release, *b.Earlier}
}
