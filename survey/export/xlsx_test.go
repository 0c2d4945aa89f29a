package export

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// bookOf returns what a workbook of the sample is made of, with a measure of two of its questions.
func bookOf(t testing.TB, r release.Release, of Selection) Book {
	t.Helper()
	b := sampleBattery(t)
	b.Measures = map[string]survey.Measure{"K02": {Options: []string{"o2", "o3"}, Better: survey.More}, "K09": {Options: []string{"o2"}}}
	return Book{Release: r, Selection: of, Words: testWords{}, Batteries: []*survey.Battery{b}, Host: "=Region & Östergötland"}
}

// workbookOf returns the bytes of a workbook.
func workbookOf(t testing.TB, b Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := XLSX(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// opened opens a workbook, to be read as it is stored.
func opened(t testing.TB, content []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

func TestTry(t *testing.T) {
	file := opened(t, workbookOf(t, bookOf(t, sample(t), of(""))))
	for _, name := range file.GetSheetList() {
		rows, err := file.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(name, len(rows))
		for i, row := range rows {
			if i < 12 {
				t.Logf("%q", row)
			}
		}
	}
}
