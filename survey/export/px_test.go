package export

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest/tool"
)

// wordy are words in another language, with questions that need several lines.
type wordy struct{ testWords }

func (wordy) Text(key string) string { return "W:" + key }

func (wordy) Question(_, question string) string {
	return question + " " + strings.Repeat("ماذا تحتاج؟ ", 40) + strings.Repeat("é", 400) + " end?"
}

var bothWords = []Translation{{"sv", testWords{}}, {"ar", wordy{}}}

func pxOf(t *testing.T, c Cube) string {
	t.Helper()
	var out bytes.Buffer
	if err := PX(&out, c, bothWords); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// goodPX is a file as others write it, with all that the reader makes a difference of.
const goodPX = `CHARSET="ANSI";
CODEPAGE="utf-8";
LANGUAGE="sv";
LANGUAGES="sv","en";
DECIMALS=0;
MATRIX="m";
SUBJECT-CODE="S";
SUBJECT-AREA="Ämne";
SUBJECT-AREA[en]="Subject";
TITLE="En lång "
"rubrik";
TITLE[en]="Title";
CONTENTS="c";
CONTENTS[en]="c";
UNITS="antal";
UNITS[en]="number";
STUB="Ort";
STUB[en]="Place";
HEADING="År";
HEADING[en]="Year";
CONTVARIABLE="Ort";
VALUES("Ort")="Boda","Näs";
VALUES[en]("Place")="Boda",
"Näs";
VALUES("År")="2003";
VALUES[en]("Year")="2003";
TIMEVAL("År")=TLIST(A1),"2003";
CODES("Ort")="1","2";
UNITS("Boda")="antal";
CELLNOTE("Ort", "Boda", "*")="Not";
AUTOPEN=YES;
DATA=
".." 
-1.5;
`

func TestPXReaderIsStrict(t *testing.T) {
	f, err := readPX(goodPX)
	if err != nil || !slices.Equal(f.cells, []string{"..", "-1.5"}) || f.keywords["TITLE"][0] != "En lång rubrik" {
		t.Fatalf("of a good file it reads %v, %v", f, err)
	}
	for name, c := range map[string]struct{ old, new string }{
		"quotation mark in a text":  {`"Ämne"`, `"Äm"ne"`},
		"text without its end":      {`"Ämne"`, `"Ämne`},
		"blank in the language":     {`TITLE[en]`, `TITLE[ en]`},
		"text without quotes":       {`"c"`, `c`},
		"no semicolon":              {`"m";`, `"m"`},
		"no values":                 {`"m";`, `;`},
		"two commas":                {`"1","2"`, `"1",,"2"`},
		"keyword twice":             {`AUTOPEN=YES`, `DECIMALS=0`},
		"no decimals":               {"DECIMALS=0;\n", ``},
		"no stub or heading":        {"STUB=\"Ort\";\nSTUB[en]=\"Place\";\nHEADING=\"År\";\n", ""},
		"language not complete":     {"UNITS[en]=\"number\";\n", ``},
		"other default language":    {`LANGUAGE="sv"`, `LANGUAGE="en"`},
		"other number of values":    {"Boda\",\n\"Näs", "Näs"},
		"other number of codes":     {`"1","2"`, `"1"`},
		"value twice":               {`="Boda","Näs"`, `="Näs","Näs"`},
		"unit of nothing":           {`UNITS("Boda")`, `UNITS("Berg")`},
		"a cell less":               {"\"..\" \n-1.5", "-1.5"},
		"a cell more":               {"-1.5", "-1.5 3"},
		"row without a blank":       {"\"..\" \n", "\"..\"\n"},
		"blank before the end":      {"-1.5;", "-1.5 ;"},
		"cell that is no number":    {"-1.5", "1,5"},
		"symbol without quotes":     {`".." `, `.. `},
		"something after the cells": {"-1.5;\n", "-1.5;\nNOTE=\"x\";\n"},
	} {
		bent := strings.Replace(goodPX, c.old, c.new, 1)
		if _, err := readPX(bent); err == nil {
			t.Errorf("%s: it reads it", name)
		}
	}
}

// A strict reader finds every cell of a cube in its PX file, and the codes and words of every axis
// in both languages.
func TestPXHoldsTheCubes(t *testing.T) {
	for method, r := range samples(t) {
		for _, c := range Cubes(r, Selection{}) {
			f, err := readPX(pxOf(t, c))
			if err != nil {
				t.Errorf("%s, %s: %v", method, c.ID(), err)
				continue
			}
			for i, is := range f.cells {
				if is != c.Cell(i) {
					t.Errorf("%s, %s: cell %d is %s, want %s", method, c.ID(), i, is, c.Cell(i))
				}
			}
			for i, in := range bothWords {
				suffix := []string{"", "[ar]"}[i]
				for j, variable := range f.variables(suffix) {
					values, codes := f.keywords["VALUES"+suffix+`("`+variable+`")`], f.keywords["CODES"+suffix+`("`+variable+`")`]
					labels := c.Labels(in.Words, c.Axes[j])
					for k, label := range labels {
						labels[k] = strings.ReplaceAll(label, `"`, "”")
					}
					if !slices.Equal(codes, c.Axes[j].Codes) || !slices.Equal(values, labels) {
						t.Errorf("%s, %s: %s%s has %q, %q", method, c.ID(), variable, suffix, codes, values)
					}
				}
				if title := f.keywords["TITLE"+suffix][0]; title != strings.ReplaceAll(c.Title(in.Words), `"`, "”") {
					t.Errorf("%s, %s: it is called %q", method, c.ID(), title)
				}
			}
		}
	}
}

func TestPXKeepsToWhatReadersExpect(t *testing.T) {
	text := pxOf(t, Cubes(sample(t), Selection{})[0])
	if want := "CHARSET=\"ANSI\";\r\nAXIS-VERSION=\"2013\";\r\nCODEPAGE=\"utf-8\";\r\nLANGUAGE=\"sv\";\r\nLANGUAGES=\"sv\",\"ar\";\r\nCREATION-DATE=\"20261201 00:00\";\r\n"; !strings.HasPrefix(text, want) {
		t.Errorf("it begins with %.200q", text)
	}
	head, _, _ := strings.Cut(text, "DATA=")
	for line := range strings.Lines(head) {
		if len(strings.TrimSpace(line)) > 256 {
			t.Errorf("a line is too long for some: %q", line)
		}
	}
	for _, want := range []string{
		`PRECISION("T:export.metric","T:export.estimate")=4;`, `UNITS("T:export.n")="T:export.unit.answers";`, `UNITS[ar]("W:export.low")="W:export.unit.share";`,
		"DECIMALS=4;", "SHOWDECIMALS=0;", "AGGREGALLOWED=NO;", `MATRIX="core-3-K02";`, `SUBJECT-AREA[ar]="W:export.battery core@3";`, "#T:export.licence: " + Licence,
	} {
		if !strings.Contains(strings.ReplaceAll(head, "\"\r\n\"", ""), want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestPXZip(t *testing.T) {
	r := sample(t)
	written := func(municipality string) []byte {
		var out bytes.Buffer
		if err := PXZip(&out, r, of(municipality), bothWords); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	content := written("")
	if !bytes.Equal(content, written("")) {
		t.Error("two of one release are not the same")
	}
	files := unzipped(t, content)
	for _, c := range Cubes(r, Selection{}) {
		if string(files[c.ID()+".px"]) != pxOf(t, c) {
			t.Errorf("%s.px is not the PX file of that cube", c.ID())
		}
	}
	if len(files) != len(Cubes(r, Selection{})) {
		t.Errorf("there are %d files", len(files))
	}
	if own := unzipped(t, written("0580")); len(own) == 0 || bytes.Contains(own["core-3-K02.px"], []byte("0581")) {
		t.Error("what is of one municipality has another")
	}
	for name, err := range map[string]error{
		"no language": PXZip(io.Discard, r, Selection{}, nil), "no such municipality": PXZip(io.Discard, r, of("1281"), bothWords),
		"no language of a cube": PX(io.Discard, Cubes(r, Selection{})[0], nil),
		"a full disk":           PX(new(full(1)), Cubes(r, Selection{})[0], bothWords), "a full disk for the zip": PXZip(new(full(1)), r, Selection{}, bothWords),
	} {
		if err == nil {
			t.Errorf("%s: it is written", name)
		}
	}
	if err := PXZip(io.Discard, r, of("1281"), bothWords); survey.KindOf(err) != survey.Invalid {
		t.Errorf("no such municipality: %v", err)
	}
}

// unzipped returns the files of a zip by name, all of the day on which the sample was sealed.
func unzipped(t *testing.T, content []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, entry := range archive.File {
		file, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[entry.Name], err = io.ReadAll(file); err != nil {
			t.Fatal(err)
		}
		if day := entry.Modified.UTC().Format("2006-01-02 15:04:05"); day != "2026-12-01 00:00:00" {
			t.Errorf("%s is of %s", entry.Name, day)
		}
	}
	return files
}

// npm's px finds every number where the cube has it.
func TestPXOfNpmReadsIt(t *testing.T) {
	tool.Long(t)
	given, want := map[string][]byte{}, map[string]map[string]string{}
	for _, c := range Cubes(sample(t), Selection{}) {
		given[c.ID()], want[c.ID()] = []byte(pxOf(t, c)), map[string]string{}
		for key, cell := range cellsOf(t, []Cube{c}) {
			_, codes, _ := strings.Cut(key, " ")
			want[c.ID()][codes] = cell
		}
	}
	var read map[string]map[string]string
	consumed(t, "px.cjs", given, &read)
	for name, cells := range want {
		if !maps.Equal(read[name], cells) {
			for codes, cell := range cells {
				if is := read[name][codes]; is != cell {
					t.Errorf("%s: %s is %q, want %s", name, codes, is, cell)
				}
			}
			t.Errorf("%s: it read %d cells of %d", name, len(read[name]), len(cells))
		}
	}
}
