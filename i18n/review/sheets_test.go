package review_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"fragebatteri/i18n/review"
)

// A summary that a program puts in front, or a reader's own notes.
func TestSheetAmongOthers(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	for _, test := range []struct {
		name string
		add  func(*book)
	}{
		{"in front", func(b *book) { ok(t, b.MoveSheet("Summary", b.name)) }},
		{"behind", func(*book) {}},
		{"with words in front", func(b *book) {
			ok(t, b.SetSheetRow("Summary", "A1", &[]any{"Blad", "Rader", 3, "Anteckningar: somaliska", true}))
			ok(t, b.MoveSheet("Summary", b.name))
		}},
	} {
		sheet := open(t, f.export("so")).set(colComment, "core/K01", test.name)
		_, err := sheet.NewSheet("Summary")
		ok(t, err)
		test.add(sheet)
		if changes, _ := f.importing(sheet.bytes(), unknown); changes != (review.Changes{Language: "so", Comments: 1}) {
			t.Errorf("%s: changed %+v", test.name, changes)
		}
	}

	twice := open(t, f.export("so"))
	copied, err := twice.NewSheet("Kopia")
	ok(t, err)
	ok(t, twice.CopySheet(0, copied))
	f.refuses(twice.bytes(), signing, `"Texter" "Kopia"`, "delete those")

	none := open(t, f.export("so"))
	_, err = none.NewSheet("Summary")
	ok(t, err)
	ok(t, none.SetCellStr(none.name, "D1", "Översättning"))
	f.refuses(none.bytes(), signing, "row 1:", "language", `"Texter" "Summary"`, "column D")
}

// Only the relations of the file say where its workbook is; programs on the web
// give it other names.
func TestWorkbookOfAnotherName(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	for _, target := range []string{"xl/workbook2.xml", "/xl/workbook2.xml"} {
		all := parts(t, open(t, f.export("so")).set(colComment, "core/K01", target).bytes())
		for from, to := range map[string]string{
			"xl/workbook.xml": "xl/workbook2.xml", "xl/_rels/workbook.xml.rels": "xl/_rels/workbook2.xml.rels",
		} {
			all[to] = all[from]
			delete(all, from)
		}
		all["_rels/.rels"] = strings.Replace(all["_rels/.rels"], `"xl/workbook.xml"`, `"`+target+`"`, 1)
		all["[Content_Types].xml"] = strings.Replace(all["[Content_Types].xml"], "/xl/workbook.xml", "/xl/workbook2.xml", 1)
		if changes, _ := f.importing(pack(t, all), unknown); changes != (review.Changes{Language: "so", Comments: 1}) {
			t.Errorf("%s: changed %+v", target, changes)
		}
	}
}

// What a spreadsheet makes of a text by itself is not what the reader wrote.
func TestCellsThatAreNoText(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	for name, test := range map[string]struct {
		column string
		fill   func(b *book, at string) error
	}{
		"a number or a date": {colText, func(b *book, at string) error { return b.SetCellInt(b.name, at, 12) }},
		"a number":           {colComment, func(b *book, at string) error { return b.SetCellValue(b.name, at, time.Unix(0, 0)) }},
		"true or false":      {colBack, func(b *book, at string) error { return b.SetCellBool(b.name, at, true) }},
		"a formula":          {colText, func(b *book, at string) error { return b.SetCellFormula(b.name, at, `="Hur "&"mycket"`) }},
	} {
		sheet := open(t, f.export("so")).set(colText, "core/K01", "Ma taqaan?").set(colState, "core/K05", "nonsense")
		at := sheet.at(test.column, "core/K03")
		ok(t, test.fill(sheet, at))
		f.refuses(sheet.bytes(), signing, fmt.Sprintf(`row %d: the cell %s of the sheet "Texter" holds %s`, sheet.rows["core/K03"], at, name),
			"format it as text", `"nonsense"`)
	}

	// Notes beside the columns may be anything.
	notes := open(t, f.export("so"))
	ok(t, notes.SetCellInt(notes.name, notes.at("I", "core/K03"), 3))
	if changes, changed := f.importing(notes.bytes(), unknown); changes != (review.Changes{Language: "so"}) || len(changed) > 0 {
		t.Errorf("changed %+v in %v", changes, changed)
	}

	// As other programs store them: a date, an error, cells that do not say where
	// they stand, and a text that is no shared one.
	all := parts(t, f.export("so"))
	text := `<row><c t="str"><v>core/K01</v></c><c/><c/><c t="d"><v>2026-11-28</v></c></row><row><c t="e"><v>#N/A</v></c></row>`
	all[sheetPart] = strings.Replace(all[sheetPart], "</sheetData>", text+"</sheetData>", 1)
	last := strings.Count(all[sheetPart], "<row")
	f.refuses(pack(t, all), signing, fmt.Sprintf("row %d: the cell D%[1]d of", last-1), "holds a date", fmt.Sprintf("the cell A%d of", last), "holds an error")
}

// A Mac takes letters apart, a phone adds no-break spaces, a web page marks that
// nobody sees.
func TestTextsAreStoredInNormalForm(t *testing.T) {
	t.Parallel()
	f := newFolder(t)
	apart := open(t, f.export("uk"))
	lines, err := apart.GetRows(apart.name)
	ok(t, err)
	for i, cells := range lines[1:] {
		for j := range cells {
			cells[j] = "\ufeff" + norm.NFD.String(cells[j]) + "\u00a0"
		}
		ok(t, apart.SetSheetRow(apart.name, fmt.Sprintf("A%d", i+2), &cells))
	}
	if changes, changed := f.importing(apart.bytes(), unknown); changes != (review.Changes{Language: "uk"}) || len(changed) > 0 {
		t.Errorf("changed %+v in %v", changes, changed)
	}

	sheet := open(t, f.export("fa-AF")).set(colText, "core/K01", "\u202bمی\u200cخواهم\u00ad آ\u202c\u200b").
		set(colBack, "core/K01", norm.NFD.String("Jag går")).set(colComment, "core/K01", "Två \n \n\n\nrader")
	f.importing(sheet.bytes(), unknown)
	if core, _ := members(t, f.files()["core.fa-AF.json"]); core["K01"] != `"می`+"\u200c"+`خواهم آ"` {
		t.Errorf("the text is %+q", core["K01"])
	}
	if e := f.states("fa-AF")["core"]["K01"]; e.Back != "Jag går" || e.Comment != "Två\n\nrader" {
		t.Errorf("the review is %+v", e)
	}
}
