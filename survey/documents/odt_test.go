package documents

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

// made returns a document as a file, and how many headings and tables it has.
func made(t *testing.T, name, tag string) (file []byte, headings, tables int) {
	t.Helper()
	facts := factsOf(t)
	facts.Host.Contact = `A & B <"c">`
	d, _ := Make(name, surveytest.Catalog(t).Printer(tag), facts)
	var b, again bytes.Buffer
	ok(t, d.ODT(&b))
	ok(t, d.ODT(&again))
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("%s is another file each time", name)
	}
	for _, s := range d.Sections {
		for _, p := range s.Parts {
			if p.Table != nil {
				tables++
			}
		}
	}
	return b.Bytes(), len(d.Sections), tables
}

// inZip returns a file in a zip.
func inZip(t *testing.T, file []byte, name string) string {
	t.Helper()
	book, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	ok(t, err)
	part, err := book.Open(name)
	ok(t, err)
	text, err := io.ReadAll(part)
	ok(t, err)
	return string(text)
}

func TestODT(t *testing.T) {
	file, headings, tables := made(t, "agreement", "sv")
	for _, name := range []string{"content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"} {
		d := xml.NewDecoder(strings.NewReader(inZip(t, file, name)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	content := inZip(t, file, "content.xml")
	for what, want := range map[string]int{"<text:h ": headings, "<table:table ": tables, "<table:table-header-rows>": tables} {
		if got := strings.Count(content, what); got != want || want == 0 {
			t.Errorf("it has %d of %s, want %d", got, what, want)
		}
	}
	for _, want := range []string{`<text:span text:style-name="Gap">[fyll i: `, "<text:list-item>", "A &amp; B &lt;"} {
		if !strings.Contains(content, want) {
			t.Errorf("it has no %s", want)
		}
	}
	if styles := inZip(t, file, "styles.xml"); !strings.Contains(styles, `fo:language="sv" fo:country="SE"`) || strings.Contains(styles, "FOOTER") {
		t.Error("it is not said to be in Swedish, or has no footer")
	}
}

// An office program reads headings as headings and tables as tables: they are so when it saves them in
// the format of another.
func TestODTOpensInLibreOffice(t *testing.T) {
	office := tool.Need(t, "soffice")
	dir := t.TempDir()
	arguments := []string{"--headless", "-env:UserInstallation=file://" + dir + "/profile", "--convert-to", "docx", "--outdir", dir}
	headings, tables := map[string]int{}, map[string]int{}
	for i, name := range Names {
		var file []byte
		file, headings[name], tables[name] = made(t, name, languages[i%len(languages)])
		path := filepath.Join(dir, name+".odt")
		ok(t, os.WriteFile(path, file, 0o600))
		arguments = append(arguments, path)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if said, err := exec.CommandContext(ctx, office, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for _, name := range Names {
		file, err := os.ReadFile(filepath.Join(dir, name+".docx"))
		ok(t, err)
		content := inZip(t, file, "word/document.xml")
		if got := strings.Count(content, `w:pStyle w:val="Heading1"`); got != headings[name] {
			t.Errorf("%s has %d headings there, want %d", name, got, headings[name])
		}
		if got := strings.Count(content, "<w:tbl>"); got != tables[name] {
			t.Errorf("%s has %d tables there, want %d", name, got, tables[name])
		}
	}
}
