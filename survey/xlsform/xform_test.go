package xlsform_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/xlsform"
)

// parsed is what a form is made of: its languages, the ids of its texts in each, its instances with their
// items, its binds and its controls.
type parsed struct {
	languages map[string][]string
	parts     []string
}

// parse reads an XForm without looking at words and line breaks.
func parse(t testing.TB, form []byte) parsed {
	t.Helper()
	p := parsed{languages: map[string][]string{}}
	var in []string
	language := ""
	decoder := xml.NewDecoder(bytes.NewReader(form))
	for {
		token, err := decoder.Token()
		if token == nil {
			break
		}
		ok(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			in = append(in, name)
			said := name
			for _, a := range token.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && a.Name.Local != "lang" && a.Name.Local != "default" {
					said += fmt.Sprintf(" %s=%s", a.Name.Local, a.Value)
				}
				if name == "translation" && a.Name.Local == "lang" {
					language = a.Value
				}
			}
			switch {
			case name == "text":
				p.languages[language] = append(p.languages[language], said)
			case !slices.Contains(in, "itext") && !slices.Contains(in, "title"):
				p.parts = append(p.parts, strings.Join(in[:len(in)-1], "/")+" "+said)
			}
		case xml.CharData:
			if last := len(in) - 1; last > 0 && (in[last] == "itextId" || in[last] == "name") {
				p.parts = append(p.parts, string(token))
			}
		case xml.EndElement:
			in = in[:len(in)-1]
		}
	}
	return p
}

// What is written of the core battery is made of the same parts, in the same order, as what pyxform makes
// of its workbook.
func TestLikePyxform(t *testing.T) {
	golden, err := os.ReadFile(filepath.Join("testdata", "core.pyxform.xml"))
	ok(t, err)
	want, got := parse(t, golden), parse(t, xform(t, formOf(t, "core@1")))
	if len(want.languages) != 7 || len(got.languages) != 7 {
		t.Fatalf("there are %d and %d languages", len(want.languages), len(got.languages))
	}
	for language, texts := range want.languages {
		if !slices.Equal(got.languages[language], texts) {
			t.Errorf("%s has the texts %q, want %q", language, got.languages[language], texts)
		}
	}
	for i, part := range want.parts {
		if i >= len(got.parts) || got.parts[i] != part {
			t.Fatalf("part %d is %q, want %q", i, got.parts[min(i, len(got.parts)-1)], part)
		}
	}
	if len(got.parts) != len(want.parts) {
		t.Errorf("there are %d parts, want %d", len(got.parts), len(want.parts))
	}
	title := got.parts[0]
	if !strings.Contains(title, "html") {
		t.Errorf("it begins with %q", title)
	}
}

// A short form is written with the questions of its whole, in the words of the whole.
func TestShortForm(t *testing.T) {
	whole := formOf(t, "core@1")
	short := &survey.Battery{ID: "short", Version: 1, PartOf: "core@1", Asks: []string{"K01", "K12"}}
	if errs := survey.ResolveParts([]*survey.Battery{whole.Battery, short}); len(errs) > 0 {
		t.Fatal(errs)
	}
	f := whole
	f.Battery = short
	got := parse(t, xform(t, f))
	if n := len(slices.DeleteFunc(got.parts, func(part string) bool { return !strings.Contains(part, "select1 ref=") })); n != 2 {
		t.Errorf("it asks %d questions", n)
	}
}

// A file that is no form is refused with one sentence, however large or broken it is.
func TestNoForm(t *testing.T) {
	whole := workbook(t, formOf(t, "core@1"))
	packed := func(content []byte) []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		part, err := w.Create("xl/worksheets/sheet1.xml")
		ok(t, err)
		_, err = part.Write(content)
		ok(t, err)
		ok(t, w.Close())
		return out.Bytes()
	}
	rows := [][]string{{"type", "name", "label::sv"}}
	for range 5_001 {
		rows = append(rows, []string{"note", "n", "x"})
	}
	for name, c := range map[string]struct {
		raw  []byte
		says string
	}{
		"nothing":           {nil, "cannot be read"},
		"a picture":         {[]byte("\x89PNG\r\n\x1a\n"), "cannot be read"},
		"half a workbook":   {whole[:len(whole)/2], "cannot be read"},
		"a large file":      {make([]byte, xlsform.MostBytes+1), "too large"},
		"a bomb":            {packed(make([]byte, 40<<20)), "too large"},
		"half a sheet":      {packed([]byte("<worksheet><sheetData><row>")), "cannot be read"},
		"a great many rows": {book(t, map[string][][]string{"survey": rows}), "more than 5000 rows"},
		"another workbook":  {book(t, map[string][][]string{"Blad1": {{"id", "name"}}}), "no sheet called survey"},
		"no questions":      {book(t, map[string][][]string{"survey": {{"type", "name", "label::sv"}}, "settings": {{"form_id"}, {"x"}}}), "there are no questions"},
	} {
		_, err := xlsform.Read(c.raw, reading(t))
		if survey.KindOf(err) != survey.Invalid || !strings.Contains(operator.Text(err), c.says) {
			t.Errorf("%s: %v", name, operator.Text(err))
		}
	}
}

// FuzzRead reads workbooks that are damaged in any way.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"group", "or_other", "core"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name+".xlsx"))
		ok(f, err)
		f.Add(raw)
	}
	with := reading(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := xlsform.Read(raw, with)
		if err != nil && survey.KindOf(err) != survey.Invalid {
			t.Errorf("it fails with %v", err)
		}
		if err == nil && got.Battery.Prepare() != nil {
			t.Error("it makes a battery that is none")
		}
	})
}
