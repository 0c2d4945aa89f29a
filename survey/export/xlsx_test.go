package export

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
)

// bookOf returns what a workbook of the sample is made of, with measures of two of its questions.
func bookOf(t testing.TB, r release.Release, of Selection) Book {
	t.Helper()
	b := sampleBattery(t)
	b.Measures = map[string]survey.Measure{"K02": {Options: []string{"o2", "o3"}, Better: survey.More}, "K09": {Options: []string{"o2"}}}
	return Book{Release: r, Selection: of, Words: testWords{}, Batteries: []*survey.Battery{b}, Host: "=Region & Östergötland"}
}

// compared returns a book that has something of everything: two rounds, and an intervention that
// was asked before and after.
func compared(t testing.TB, of Selection) Book {
	t.Helper()
	earlier := sample(t)
	earlier.ID, earlier.Round = "zzzzearlier", "2026-H1"
	for _, q := range []map[string][]int{earlier.Parts[0].Blocks[0].Q, earlier.Parts[0].Blocks[5].Q} {
		q["K02"][0], q["K02"][1] = q["K02"][1], q["K02"][0]
	}
	r := sample(t)
	before := &r.Parts[0].Blocks[1]
	before.N, before.Q = 54, plainTables(54)
	before.Q["K02"] = []int{51, 0, 3, 0, 0}
	b := bookOf(t, r, of)
	b.Earlier = &earlier
	return b
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

// rowsIn returns the rows of a sheet by its key.
func rowsIn(t testing.TB, file *excelize.File, key string) [][]string {
	t.Helper()
	rows, err := file.GetRows(Book{Words: testWords{}}.sheetName(key))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// find returns the row with these cells first, from a column on.
func find(rows [][]string, from int, cells ...string) []string {
	for _, row := range rows {
		if len(row) >= from+len(cells) && slices.Equal(row[from:from+len(cells)], cells) {
			return row
		}
	}
	return nil
}

// Every figure is that of the blocks of its place, added up anew.
func TestWorkbookResults(t *testing.T) {
	for method, r := range samples(t) {
		rows := rowsIn(t, opened(t, workbookOf(t, bookOf(t, r, of("")))), "results")
		for _, c := range []struct {
			place, question, option string
			part                    int
			options                 []string
			blocks                  []int
		}{
			{"0581", "K02@3", "o2-o3", 0, []string{"o2", "o3"}, []int{0, 1, 5}},
			{"0581", "K02@3", "o1", 0, []string{"o1"}, []int{0, 1, 5}},
			{"0581", "K19@3", "o2", 0, []string{"o2"}, []int{0, 1, 5}},
			{"05", "K02@3", "o2", 0, []string{"o2"}, []int{0, 1, 2, 4, 5, 6, 7}},
			{"05", "K09@3", "o2", 1, []string{"o2"}, []int{0, 1}},
			{"12", "K09@3", "o2", 1, []string{"o2"}, []int{2}},
			{"-Kinda – Ydre", "K02@3", "o2", 0, []string{"o2"}, []int{4, 6}}, // with 0580
		} {
			var counted []release.Counted
			for _, i := range c.blocks {
				counted = append(counted, r.Parts[c.part].Blocks[i].Counted())
			}
			question, _, _ := strings.Cut(c.question, "@")
			m, ok := r.Measured(r.Parts[c.part], question, c.options, nil, counted)
			if !ok {
				t.Fatalf("%+v is not there", c)
			}
			a := m.Answered()
			want := []cell{{}, {}, {}}
			if a.N >= 30 {
				e := estimateOf(a.Estimate)
				want = []cell{{value: float64(e.Share) / 10000}, {value: float64(e.Low) / 10000}, {value: float64(e.High) / 10000}}
			}
			want = append(want, cell{named: true}, whole(a.N), whole(a.Among), whole(a.Silent))
			var got []string
			for _, row := range rows {
				if row[0] == c.place && row[3] == c.question && row[6] == c.option {
					got = append(row, make([]string, 16)...)[8:15]
				}
			}
			if !slices.EqualFunc(want, got, cell.is) {
				t.Errorf("%s: %s %s %s: %q, want %v", method, c.place, c.question, c.option, got, want)
			}
		}
		var wishes []string
		for _, row := range rows {
			if row[0] == "05" && row[3] == "K19@3" {
				wishes = append(wishes, row[6])
			}
		}
		if !slices.Equal(wishes, []string{"o3", "o2", "o1"}) {
			t.Errorf("%s: wishes are in the order %q", method, wishes)
		}
		withheld := find(rows, 0, "0580", "Linköping", "T:officer.topic.health", "K09@3")
		if len(withheld) != 16 || withheld[15] != "T:export.status.too_few" || strings.Join(withheld[8:15], "") != "" {
			t.Errorf("%s: what is withheld reads %q", method, withheld)
		}
		few := find(rows, 0, "0580", "Linköping", "T:officer.topic.about", "K02@3")
		if few[8] != "" || !strings.Contains(few[11], " T:export.xlsx.of 12 (") || few[15] != "T:export.xlsx.status.few" {
			t.Errorf("%s: few answers read %q", method, few)
		}
	}
}

// A change is for the better by what the measure says, and the two sides are not mixed up.
func TestWorkbookChanges(t *testing.T) {
	b := compared(t, of("0581"))
	rows := rowsIn(t, opened(t, workbookOf(t, b)), "changes")
	for what, intervention := range map[string]string{"T:export.timing.before → T:export.timing.after": "OG028", "2026-H1 → 2026-H2": ""} {
		row := find(rows, 0, "0581", "Norrköping", what, intervention)
		if row == nil || row[6] != "K02@3" || row[8] >= row[9] || strings.HasPrefix(row[10], "-") || row[13] != "T:export.xlsx.yes" || row[14] != "T:export.xlsx.for_the_better.yes" {
			t.Errorf("%s: %q", what, row)
		}
	}
	b.Batteries[0].Measures["K02"] = survey.Measure{Options: []string{"o2", "o3"}, Better: survey.Less}
	if row := find(rowsIn(t, opened(t, workbookOf(t, b)), "changes"), 0, "0581"); row[14] != "T:export.xlsx.for_the_better.no" {
		t.Errorf("where less is better: %q", row)
	}
	alone := rowsIn(t, opened(t, workbookOf(t, bookOf(t, sample(t), of("0580")))), "changes")
	if len(alone) != 2 || alone[1][2] != "T:export.xlsx.no_change" {
		t.Errorf("without anything to compare: %q", alone)
	}
}

// RKA gets a row for women, men and all of each measure in each municipality, in percent.
func TestWorkbookIndicators(t *testing.T) {
	rows := rowsIn(t, opened(t, workbookOf(t, bookOf(t, sample(t), of("")))), "rka")
	if len(rows) != 1+2*2*3 {
		t.Errorf("there are %d rows", len(rows))
	}
	n := map[string]string{}
	for _, row := range rows[1:] {
		n[row[0]+row[3]+row[5]] = row[9]
		if row[2] != "2026" || row[4] == "" {
			t.Errorf("a row reads %q", row)
		}
	}
	for key, want := range map[string]string{"K02@30581K": "45", "K02@30581M": "36", "K02@30581T": "99", "K02@30580K": "", "K02@30580T": "12", "K09@30581T": "45", "K09@30581K": ""} {
		if n[key] != want {
			t.Errorf("%s is of %q answers, want %q", key, n[key], want)
		}
	}
	if row := find(rows, 3, "0581", "Norrköping", "K"); row[6] != "100" && row[6] != "100.0" {
		t.Errorf("women in Norrköping: %q", row)
	}
}

func TestYearOfARound(t *testing.T) {
	for name, want := range map[string]int{"2025-H2": 2025, "Våren 2027": 2027, "Omgång 3": 2026, "12026": 2026} {
		if got := yearOf(release.Release{Round: name, Sealed: "2026-01-09"}); got != want {
			t.Errorf("%s is of %d, want %d", name, got, want)
		}
	}
}

// Two workbooks of the same are the same bytes, and hold no day but that of the release.
func TestWorkbookBytes(t *testing.T) {
	b := compared(t, of(""))
	content := workbookOf(t, b)
	for range 5 {
		if !bytes.Equal(content, workbookOf(t, b)) {
			t.Fatal("two workbooks of the same differ")
		}
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range archive.File {
		if day := file.Modified.Format("2006-01-02"); day != b.Release.Sealed {
			t.Errorf("%s is of %s", file.Name, day)
		}
	}
	props, err := opened(t, content).GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if props.Created != "2026-12-01T00:00:00Z" || props.Modified != props.Created || !strings.Contains(props.Title, "2026-H2") || props.Identifier != b.Release.ID {
		t.Errorf("the document's properties are %+v", props)
	}
}

// Heads stay in sight and are printed on every page, every sheet fits the paper's width, and charts
// have shares to show.
func TestWorkbookLayout(t *testing.T) {
	file := opened(t, workbookOf(t, compared(t, of(""))))
	areas := map[string]bool{}
	for _, name := range file.GetDefinedName() {
		areas[name.Name+" "+name.Scope] = true
	}
	for _, sheet := range file.GetSheetList() {
		panes, err := file.GetPanes(sheet)
		if err != nil {
			t.Fatal(err)
		}
		layout, err := file.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if areas["_xlnm.Print_Titles "+sheet] != panes.Freeze || !areas["_xlnm.Print_Area "+sheet] || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
			t.Errorf("%s: %+v, %+v", sheet, panes, layout)
		}
	}
	if charts := file.GetSheetList()[1]; charts != "T export.xlsx.charts" {
		t.Errorf("the second sheet is %s", charts)
	}
	var none sheet
	for _, s := range bookOf(t, sample(t), of("0580")).sheets() {
		if s.name == "T export.xlsx.charts" {
			none = s
		}
	}
	if len(none.charts) != 0 || len(none.rows) != 4 {
		t.Errorf("of few answers there are %d charts below %v", len(none.charts), none.rows)
	}
}

// nasty are words that a spreadsheet could take for something else.
type nasty struct {
	testWords
	name string
}

func (n nasty) Intervention(string) string { return n.name }

func (n nasty) Municipality(string) string { return n.name }

func (n nasty) Question(_, _ string) string { return n.name }

// Whatever somebody calls an intervention or a place, it stays a text, and the workbook can be
// opened.
func TestWorkbookNames(t *testing.T) {
	for _, planted := range []string{
		"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "0581", "1e5", "TRUE", strings.Repeat("å", 300), strings.Repeat("=", 40_000),
		"\x00\x01\x1f\x7f\ufffe\u2028", "a\xffb", "<f>1</f> & ]]> \" '", "",
	} {
		b := compared(t, of("0581"))
		b.Words, b.Host = nasty{name: planted}, planted
		content := workbookOf(t, b)
		file := opened(t, content)
		rows := rowsIn(t, file, "results")
		if want := clean(planted); rows[1][1] != want || rows[1][4] != want {
			t.Errorf("%.20q reads %.20q", planted, rows[1][1])
		}
		if kind, err := file.GetCellType("T export.xlsx.results", "B2"); err != nil || clean(planted) != "" && kind != excelize.CellTypeInlineString {
			t.Errorf("%.20q is of type %v, %v", planted, kind, err)
		}
		if err := VerifyXLSX(content, []Words{b.Words}, b.Batteries, b.Release, *b.Earlier); err != nil {
			t.Errorf("%.20q: %v", planted, err)
		}
		// The number format of texts keeps it one when somebody edits the cell.
		id, err := file.GetCellStyle("T export.xlsx.results", "B2")
		if err != nil {
			t.Fatal(err)
		}
		if looks, err := file.GetStyle(id); err != nil || looks.NumFmt != 49 {
			t.Errorf("%.20q has the number format %+v, %v", planted, looks, err)
		}
	}
}

func TestWorkbookOfNowhere(t *testing.T) {
	var out bytes.Buffer
	err := XLSX(&out, bookOf(t, sample(t), of("1281")))
	if survey.KindOf(err) != survey.Invalid || out.Len() > 0 {
		t.Errorf("%v, %d bytes", err, out.Len())
	}
	if err := XLSX(new(full(0)), bookOf(t, sample(t), of(""))); err == nil {
		t.Error("a full disk: no error")
	}
}

// By the first method nothing was mixed, and the sheet on how to read says so.
func TestWorkbookSaysHowItWasCounted(t *testing.T) {
	for want, r := range map[string]release.Release{"mixed": sample(t), "plain": parsed(t, releasetest.First(t, sample(t)))} {
		rows := rowsIn(t, opened(t, workbookOf(t, bookOf(t, r, of("")))), "reading")
		if find(rows, 0, "T:export.xlsx.read."+want) == nil || len(rows) != 9 {
			t.Errorf("%s: %q", want, rows)
		}
	}
}

// BookKeys has every key that a workbook asks for beside Keys and the words of measures, and no
// other words of workbooks.
func TestBookKeys(t *testing.T) {
	words := asking{keys: map[string]bool{}}
	outcomes := func(pick func(categories []string) string) release.Honesty {
		checks := release.Checks{}
		for name, categories := range release.Categories {
			checks[name] = pick(categories)
		}
		return release.Honesty{"core@3": checks}
	}
	for _, better := range []survey.Direction{survey.More, survey.Less, survey.Neither} {
		for _, code := range []string{"", "0580", "0581", "-Kinda – Ydre"} {
			b := compared(t, of(code))
			b.Words, b.Release.KeyKept = words, true
			b.Batteries[0].Measures["K02"] = survey.Measure{Options: []string{"o2", "o3"}, Better: better}
			workbookOf(t, b)
		}
	}
	b := compared(t, of(""))
	b.Words = words
	b.Batteries[0].Questions[3].Kind = survey.Scale
	for i, r := range []release.Release{sample(t), parsed(t, releasetest.First(t, sample(t))), sample(t)} {
		b.Release = r
		b.Release.Honesty = outcomes([]func([]string) string{
			func(c []string) string { return c[0] }, func([]string) string { return release.TooFew }, func(c []string) string { return c[len(c)-1] },
		}[i])
		if r.MadeUp != "" {
			b.Release.MadeUp = release.MadeUpWords[i]
		}
		workbookOf(t, b)
	}
	known := slices.Concat(Keys(), BookKeys(), []string{"K02.measure", "K09.measure"})
	for key := range words.keys {
		if !slices.Contains(known, key) {
			t.Errorf("%s is asked for and not in BookKeys", key)
		}
	}
	for _, key := range BookKeys() {
		if strings.HasPrefix(key, "export.") && !words.keys[key] {
			t.Errorf("%s is in BookKeys and never asked for", key)
		}
	}
}
