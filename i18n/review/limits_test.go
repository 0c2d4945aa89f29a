package review_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"fragebatteri/i18n"
)

// parts are the contents of the files in a packed sheet, by name.
func parts(t testing.TB, sheet []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(sheet), int64(len(sheet)))
	ok(t, err)
	all := map[string]string{}
	for _, file := range archive.File {
		r, err := file.Open()
		ok(t, err)
		text, err := io.ReadAll(r)
		ok(t, err)
		all[file.Name] = string(text)
	}
	return all
}

func pack(t testing.TB, all map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, text := range all {
		w, err := archive.Create(name)
		ok(t, err)
		_, err = io.WriteString(w, text)
		ok(t, err)
	}
	ok(t, archive.Close())
	return out.Bytes()
}

const sheetPart = "xl/worksheets/sheet1.xml"

// Without the dimension, or with a wrong one, some programs show an empty sheet.
func TestDimensionIsSet(t *testing.T) {
	f := newFolder(t)
	for _, l := range i18n.Languages {
		if l.Tag == i18n.Source {
			continue
		}
		text := parts(t, f.export(l.Tag))[sheetPart]
		dimension := regexp.MustCompile(`<dimension ref="([^"]*)"`).FindStringSubmatch(text)
		if want := fmt.Sprintf("A1:H%d", strings.Count(text, "<row ")); dimension == nil || dimension[1] != want {
			t.Errorf("%s: the dimension is %v, want %s", l.Tag, dimension, want)
		}
	}
}

// A file of a few kilobytes that unpacks to gigabytes costs next to nothing.
func TestBombsAreRefused(t *testing.T) {
	f := newFolder(t)
	sheet := f.export("so")
	with := func(name, text string) []byte {
		all := parts(t, sheet)
		all[name] = text
		return pack(t, all)
	}
	huge := strings.Repeat(" ", 9<<20)
	many := parts(t, sheet)
	for i := range 5 {
		many[fmt.Sprintf("xl/media/%d.png", i)] = huge[:5<<20]
	}
	crowd := parts(t, sheet)
	for i := range 2000 {
		crowd[fmt.Sprintf("xl/media/%d.png", i)] = ""
	}
	tests := map[string][]byte{
		"a huge sheet":          with(sheetPart, strings.Replace(parts(t, sheet)[sheetPart], "<sheetData>", "<sheetData>"+huge, 1)),
		"a huge list of texts":  with("xl/sharedStrings.xml", parts(t, sheet)["xl/sharedStrings.xml"]+huge),
		"a huge part":           with("xl/media/a.png", huge),
		"many large parts":      pack(t, many),
		"very many parts":       pack(t, crowd),
		"a huge file":           append(bytes.Repeat([]byte{0}, 21<<20), sheet...),
		"a size that overflows": liar(t, sheet, math.MaxUint64-1000),
	}
	for name, bomb := range tests {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := f.tryImport(bomb, signing)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), "too large") {
				t.Errorf("got %v", err)
			}
			if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken > 120 {
				t.Errorf("it took %d MB", taken)
			}
			f.refuses(bomb, signing)
		})
	}

	// What it claims to be small is not read further than it claims.
	if _, err := f.tryImport(liar(t, with(sheetPart, huge), 1000), signing); err == nil {
		t.Error("a part that is larger than it says was taken")
	}
}

// liar returns a packed sheet whose largest part claims another size, in the
// fields of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.12.
func liar(t testing.TB, sheet []byte, size uint64) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(sheet), int64(len(sheet)))
	ok(t, err)
	var out bytes.Buffer
	lying := zip.NewWriter(&out)
	for _, file := range archive.File {
		header := file.FileHeader
		r, err := file.OpenRaw()
		ok(t, err)
		if file.Name == sheetPart {
			header.UncompressedSize64 = size
			header.Flags &^= 8 // sizes stand in the header
			header.Extra = nil
		}
		w, err := lying.CreateRaw(&header)
		ok(t, err)
		_, err = io.Copy(w, r)
		ok(t, err)
	}
	ok(t, lying.Close())
	if size <= math.MaxUint32 && !bytes.Contains(out.Bytes(), binary.LittleEndian.AppendUint32(nil, uint32(size))) {
		t.Fatal("it does not lie")
	}
	return out.Bytes()
}

func TestTooManyRowsOrColumns(t *testing.T) {
	f := newFolder(t)
	for _, test := range []struct {
		column string
		rows   int
		says   string
	}{
		{"A", 10_100, "10000 rows"},
		{"XFD", 5, "row 2000: "},
	} {
		all := parts(t, f.export("so"))
		var rows strings.Builder
		for i := range test.rows {
			fmt.Fprintf(&rows, `<row r="%d"><c r="%s%d"><v>1</v></c></row>`, 2000+i, test.column, 2000+i)
		}
		all[sheetPart] = strings.Replace(all[sheetPart], "</sheetData>", rows.String()+"</sheetData>", 1)
		f.refuses(pack(t, all), signing, test.says)
	}

	// LibreOffice writes the height of a row at the very end.
	all := parts(t, f.export("so"))
	all[sheetPart] = strings.Replace(all[sheetPart], "</sheetData>", `<row r="1048576" ht="12.8"/></sheetData>`, 1)
	if changes, changed := f.importing(pack(t, all), unknown); changes.Texts > 0 || len(changed) > 0 {
		t.Errorf("changed %+v in %v", changes, changed)
	}
}

func TestNoSpreadsheet(t *testing.T) {
	f := newFolder(t)
	sheet := f.export("so")
	without := func(name string) []byte {
		all := parts(t, sheet)
		delete(all, name)
		return pack(t, all)
	}
	for name, file := range map[string][]byte{
		"nothing": nil, "a text": []byte("key;text\n"), "half a sheet": sheet[:len(sheet)/2], "an empty archive": pack(t, nil),
		"an archive of something else": pack(t, map[string]string{"content.xml": "<office/>"}),
		"no sheet in it":               without(sheetPart), "no list of sheets": without("xl/workbook.xml"),
	} {
		t.Run(name, func(t *testing.T) { f.refuses(file, signing) })
	}
	// Wherever the rows end: also between two of them.
	all := parts(t, sheet)
	rows := all[sheetPart]
	for _, end := range []int{len(rows) / 2, len(rows) / 3, strings.LastIndex(rows, "<row "), strings.LastIndex(rows, "</row>") + len("</row>"), strings.Index(rows, "<row ")} {
		all[sheetPart] = rows[:end]
		f.refuses(pack(t, all), signing)
	}
}
