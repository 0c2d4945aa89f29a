package register_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/places"
	"fragebatteri/survey/register"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// full are the built-in interventions and one that has something in every column, with all that a
// file could lose.
func full() []survey.Intervention {
	odd := survey.Intervention{
		ID: "OG900", Name: `=Språk; "café", 'två'`, Municipalities: []string{"0512", "0513"}, Funding: "§37a", Period: "2026-01-01/2026-12-31",
		Category: "-språk", Asked: survey.AskedParticipants, TargetGroup: "'@kvinnor",
		Goals:      []survey.Goal{{Number: 50, Unit: survey.UnitPercent, What: "egen försörjning"}, {Number: 20, Unit: survey.UnitCount, What: "deltagare"}, {What: "alla trivs"}},
		Afterwards: survey.Partly, Why: "Pengarna tog slut.\n\nEn grupp finns kvar.",
		Reports: []survey.Report{{Title: "Slutrapport, 2026", URL: "https://example.se/a?b=c;d"}, {Title: "Film", URL: "http://example.se"}},
		Closed:  "2026-11-29", MergedInto: "OG003",
	}
	return append(places.Interventions(), odd)
}

// What is written is read again as it was, by both kinds of file and however often.
func TestRoundTrip(t *testing.T) {
	var csv, xlsx bytes.Buffer
	ok(t, register.WriteCSV(&csv, full()))
	ok(t, register.WriteXLSX(&xlsx, full()))
	if !strings.Contains(csv.String(), `"'=Språk; ""café"", 'två'"`) {
		t.Error("a name that begins like a formula is one in the CSV file")
	}
	for name, raw := range map[string][]byte{"CSV": csv.Bytes(), "XLSX": xlsx.Bytes()} {
		rows, err := register.Read(raw)
		if err != nil {
			t.Fatalf("%s: %s", name, operator.Text(err))
		}
		in := surveytest.Service(t)
		done, err := in.ImportRegister(t.Context(), rows)
		if err != nil {
			t.Fatalf("%s: %s", name, operator.Text(err))
		}
		if there := len(surveytest.Interventions); done.Added != len(full())-there || done.Changed+done.Same != there {
			t.Errorf("%s: it does %+v", name, done)
		}
		got, err := in.Interventions(t.Context())
		ok(t, err)
		for _, want := range full() {
			for _, i := range got {
				if i.Version = 0; i.ID == want.ID && !reflect.DeepEqual(i, want) {
					t.Errorf("%s: got  %+v\nwant %+v", name, i, want)
				}
			}
		}
		again, err := in.ImportRegister(t.Context(), rows)
		ok(t, err)
		if again != (survey.RegisterImport{Same: len(full())}) {
			t.Errorf("%s: the second time it does %+v", name, again)
		}
	}
}

// Another program than ours reads the same texts in the workbook.
func TestOpenpyxl(t *testing.T) {
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import openpyxl").Run(); err != nil {
		tool.Missing(t, "python3-openpyxl")
	}
	file := filepath.Join(t.TempDir(), "register.xlsx")
	var xlsx bytes.Buffer
	ok(t, register.WriteXLSX(&xlsx, full()))
	ok(t, os.WriteFile(file, xlsx.Bytes(), 0o600))
	out, err := exec.Command(python, "-c", `import json, sys, openpyxl
print(json.dumps([[c or "" for c in row] for row in openpyxl.load_workbook(sys.argv[1]).worksheets[0].iter_rows(values_only=True)]))`, file).Output()
	ok(t, err)
	var rows [][]string
	ok(t, json.Unmarshal(out, &rows))
	if len(rows) != len(full())+1 || !reflect.DeepEqual(rows[0], survey.InterventionColumns) {
		t.Fatalf("it reads %d rows below %q", len(rows), rows[0])
	}
	for n, i := range full() {
		for m, column := range survey.InterventionColumns {
			if rows[n+1][m] != i.Text(column) {
				t.Errorf("row %d: %s is %q, want %q", n+2, column, rows[n+1][m], i.Text(column))
			}
		}
	}
}

// What cannot be read is refused before anything is done with it, with where the fault is.
func TestFaults(t *testing.T) {
	heading := strings.Join(survey.BasicColumns, ";") + "\n"
	var whole, bomb, cut bytes.Buffer
	ok(t, register.WriteXLSX(&whole, full()))
	w := zip.NewWriter(&bomb)
	part, err := w.Create("xl/worksheets/sheet1.xml")
	ok(t, err)
	_, err = part.Write(make([]byte, 40<<20))
	ok(t, err)
	ok(t, w.Close())
	w = zip.NewWriter(&cut)
	part, err = w.Create("xl/worksheets/sheet1.xml")
	ok(t, err)
	_, err = part.Write([]byte("<worksheet><sheetData><row>"))
	ok(t, err)
	ok(t, w.Close())
	for name, c := range map[string]struct{ raw, says string }{
		"nothing":         {"", "empty"},
		"an old heading":  {"id;name\n", "heading funding is missing"},
		"another column":  {strings.Replace(heading, "asked", "asked;owner", 1), `"owner" is no heading`},
		"too few cells":   {heading + "OG900;Ny\n", "row 2: it has 2 cells"},
		"a large file":    {strings.Repeat("x", register.MostBytes+1), "too large"},
		"many rows":       {heading + strings.Repeat("OG900;Ny;0581;;;x;participants\n", survey.MostInterventions+1), "5001 rows"},
		"a bomb":          {bomb.String(), "too large"},
		"half a sheet":    {cut.String(), "cannot be read"},
		"half a workbook": {whole.String()[:whole.Len()/2], "cannot be read"},
		"another archive": {"PK\x03\x04", "cannot be read"},
		"a picture":       {"\x89PNG\r\n\x1a\n\x00", "UTF-8"},
	} {
		_, err := register.Read([]byte(c.raw))
		if survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), c.says) {
			t.Errorf("%s: %v", name, operator.Text(err))
		}
	}
	rows, err := register.Read([]byte(heading + "OG900;Ett;0581;;;x;participants\n\nOG901;Två;581;;;x;participants\nOG902;Tre;0581;;;x;alla\nOG900;Ett;0581;;;x;participants\n"))
	ok(t, err)
	in := surveytest.Service(t)
	_, err = in.ImportRegister(t.Context(), rows)
	for _, says := range []string{"row 4: ", "row 5: ", "row 6: "} {
		if err == nil || !strings.Contains(operator.Text(err), says) {
			t.Errorf("the faults are %v", err)
		}
	}
	if _, err := in.Intervention(t.Context(), "OG900"); survey.KindOf(err) != survey.NotFound {
		t.Error("a row of a file that was refused is in the register")
	}
}
