package export

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"fragebatteri/survey/surveytest/tool"
)

// What LibreOffice makes of a Swedish CSV file: semicolons, UTF-8, and nothing
// else said.
const officeFilter = "CSV:59,34,76,1"

func TestOpensInLibreOffice(t *testing.T) {
	office := tool.Need(t, "soffice")
	dir := t.TempDir()
	text := written(t, sample(t), Options{Profile: SvExcel, Words: testWords{}})
	file := filepath.Join(dir, "0581.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	convert := exec.CommandContext(ctx, office, "--headless", "-env:UserInstallation=file://"+dir+"/profile",
		"--infilter="+officeFilter, "--convert-to", "xlsx", "--outdir", dir, file)
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	book, err := excelize.OpenFile(filepath.Join(dir, "0581.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 2 || len(rows[0]) != len(mixedColumns) {
		t.Fatalf("LibreOffice sees %d rows and %d columns, not %d columns", len(rows), len(rows[0]), len(mixedColumns))
	}
	for _, cell := range []string{"0581 Norrköping", "o1-o2"} {
		if !slices.ContainsFunc(rows, func(row []string) bool { return slices.Contains(row, cell) }) {
			t.Errorf("no cell is %s; the second row is %q", cell, rows[1])
		}
	}
}
