package typed_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"fragebatteri/survey/typed"
)

// What unpacks to more than it may, and what ends halfway, is told apart and refused before anything reads it.
func TestCheckWorkbook(t *testing.T) {
	const sheet = "xl/worksheets/sheet1.xml"
	limits := typed.WorkbookLimits{All: 100, Part: 60, Parts: 2}
	for name, c := range map[string]struct {
		parts map[string]string
		want  error
	}{
		"whole":                       {map[string]string{sheet: "<a><b/></a>", "xl/styles.xml": "<s"}, nil},
		"a sheet that ends halfway":   {map[string]string{sheet: "<a><b/>"}, typed.ErrWorkbookBroken},
		"a part that is too large":    {map[string]string{sheet: "<a>" + strings.Repeat("x", 60) + "</a>"}, typed.ErrWorkbookLarge},
		"all parts that are too many": {map[string]string{"a": "1", "b": "2", "c": "3"}, typed.ErrWorkbookLarge},
		"parts that are large only together": {
			map[string]string{"a": strings.Repeat("x", 55), "b": strings.Repeat("x", 55)}, typed.ErrWorkbookLarge,
		},
	} {
		var book bytes.Buffer
		archive := zip.NewWriter(&book)
		for part, text := range c.parts {
			w, err := archive.Create(part)
			if err == nil {
				_, err = w.Write([]byte(text))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		if err := typed.CheckWorkbook(book.Bytes(), limits); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if err := typed.CheckWorkbook([]byte("no archive"), limits); !errors.Is(err, typed.ErrWorkbookBroken) {
		t.Errorf("no archive: got %v", err)
	}
}
