package typed_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

// wantFault demands an error about the input that says all of this.
func wantFault(t *testing.T, err error, says ...string) {
	t.Helper()
	if err == nil || survey.KindOf(err) != survey.Invalid {
		t.Fatalf("got %v, want an error about the input", err)
	}
	for _, text := range says {
		if !strings.Contains(operator.Text(err), text) {
			t.Errorf("the error %q does not say %q", err, text)
		}
	}
}

// utf16LE is a text as Windows calls Unicode, without byte order mark.
func utf16LE(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

// windows1252 is a Swedish text as old programs save it.
func windows1252(text string) []byte {
	var out []byte
	for _, r := range text {
		out = append(out, byte(r)) // Å, Ä, Ö and é have the numbers of Unicode
	}
	return out
}

// unreadable is a file that is refused with these words.
type unreadable struct {
	says string
	raw  []byte
}

// notUTF8 are files with a Swedish text that cannot be read.
func notUTF8(text string) []unreadable {
	bigEndian := utf16LE("\ufeff" + text)
	for i := 0; i < len(bigEndian); i += 2 {
		bigEndian[i], bigEndian[i+1] = bigEndian[i+1], bigEndian[i]
	}
	return []unreadable{
		{"UTF-16", utf16LE("\ufeff" + text)},
		{"UTF-16", bigEndian},
		{"UTF-16", utf16LE(text)},
		{"ANSI", windows1252(text)},
		{"letters were lost", []byte(text + "\ufffd")},
		{"file of Excel", []byte("PK\x03\x04" + text)},
	}
}

func TestLine(t *testing.T) {
	for given, want := range map[string]string{
		"":                                   "",
		" \t\u00a0\u200b\ufeff":              "",
		"  Spra\u030akcafe\u0301 ":           "Språkcafé",
		"Tio\u00a0000\u2009\t \u202f kr":     "Tio 000 kr",
		"två\r\nrader\u2028här":              "två rader här",
		"språk\u00adcafé\u200b i\ufeff stan": "språkcafé i stan",
		"bl\u200dad 1\u200c2 \u200da":        "blad 12 a",
		"می\u200cخواهم \u200f(brev)":         "می\u200cخواهم (brev)",
		"👩\u200d🏫":                           "👩\u200d🏫",
		"ring\a\u009b":                       "ring",
		"a\u034f\u030a":                      "å",
		"\u0601\u0661":                       "\u0601\u0661",
	} {
		got := typed.Line(given)
		if got != want {
			t.Errorf("%+q is read as %+q, want %+q", given, got, want)
		}
		if again := typed.Line(got); again != got {
			t.Errorf("%+q is read as %+q the second time", got, again)
		}
	}
}

func TestParagraphs(t *testing.T) {
	for given, want := range map[string]string{
		"Ett.\n \nTva\u030a.\n":                "Ett.\n\nTvå.",
		"Ett.\r\rTvå.\r":                       "Ett.\n\nTvå.",
		"Ett.\r\n\t\u00a0\r\n\r\n \u200fTvå.":  "Ett.\n\n \u200fTvå.",
		"Ett. \t\nett.\u2029Två.\vtvå.":        "Ett.\nett.\n\nTvå.\ntvå.",
		"\n\nEtt.\n\u200f\n\u200b\n\nTvå.\n\n": "Ett.\n\nTvå.",
		"Ett.\fTvå.":                           "Ett.\n\nTvå.",
		"Tio\u00a0000\ttack":                   "Tio\u00a0000 tack",
		"\u202aبرگه\u202c \u200e(brev)\u200f.": "برگه \u200e(brev)\u200f.",
	} {
		got := typed.Paragraphs(given)
		if got != want {
			t.Errorf("%+q is read as %+q, want %+q", given, got, want)
		}
		if again := typed.Paragraphs(got); again != got {
			t.Errorf("%+q is read as %+q the second time", got, again)
		}
	}
}

func FuzzLineAndParagraphs(f *testing.F) {
	f.Add("a\u030a\u200d \u00ad\u034f\u0301\r\n\u2028x\xff")
	f.Fuzz(func(t *testing.T, s string) {
		for name, read := range map[string]func(string) string{"Line": typed.Line, "Paragraphs": typed.Paragraphs} {
			once := read(s)
			if twice := read(once); twice != once {
				t.Errorf("%s reads %+q as %+q and that as %+q", name, s, once, twice)
			}
			if !norm.NFC.IsNormalString(once) || strings.TrimSpace(once) != once || strings.Contains(once, "\r") {
				t.Errorf("%s reads %+q as %+q", name, s, once)
			}
		}
	})
}

func TestText(t *testing.T) {
	got, err := typed.Text([]byte("\ufeffVi a\u0308r här.\r\n \r\nVälkommen.\r\n"))
	if err != nil || got != "Vi är här.\n\nVälkommen." {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err = typed.Text(nil); err != nil || got != "" {
		t.Errorf("of nothing it makes %q, %v", got, err)
	}
	for _, file := range notUTF8("Vi är här.\r\n") {
		_, err := typed.Text(file.raw)
		wantFault(t, err, file.says, "Notepad", "UTF-8")
	}
	_, err = typed.Text([]byte("Ett.\r\nTvå\x1b[2J.\n"))
	wantFault(t, err, "line 2", "control character")
}

func TestPassphrase(t *testing.T) {
	for _, raw := range []string{
		"rätt häst", "rätt häst\n", "rätt häst\r\n\r\n \n", "rätt häst\r", "\ufeffrätt häst\r\n", norm.NFD.String("rätt häst"),
	} {
		if got, err := typed.Passphrase([]byte(raw)); err != nil || got != "rätt häst" {
			t.Errorf("%+q is read as %q, %v", raw, got, err)
		}
	}
	for raw, says := range map[string]string{
		"":                    "no passphrase in the first line",
		"\ufeff \r\n":         "no passphrase in the first line",
		"\nhemligt":           "no passphrase in the first line",
		"hemligt\nhemligt":    "one line",
		" hemligt":            "begins or ends with a space",
		"hemligt\u00a0\n":     "begins or ends with a space",
		"hem\tligt":           "control character",
		"hem\x1bligt":         "control character",
		"hem\u00adligt":       "cannot be seen",
		"hem\u200cligt":       "cannot be seen",
		"hem\ufeffligt":       "cannot be seen",
		"hem\u00a0ligt":       "ordinary spaces",
		"hem\u2009ligt\nmera": "one line",
	} {
		_, err := typed.Passphrase([]byte(raw))
		wantFault(t, err, says)
		if strings.Contains(operator.Text(err), "ligt") {
			t.Errorf("the error says what the passphrase is: %v", err)
		}
	}
	for _, file := range notUTF8("hemligt å") {
		_, err := typed.Passphrase(file.raw)
		wantFault(t, err, file.says, "Notepad", "UTF-8")
		if strings.Contains(operator.Text(err), "ligt") {
			t.Errorf("the error says what the passphrase is: %v", err)
		}
	}
}

func TestPassphraseReadings(t *testing.T) {
	composed, apart := "rätt häst", norm.NFD.String("rätt häst")
	for given, want := range map[string][]string{
		"correct horse":           {"correct horse"},
		"correct horse\r\n":       {"correct horse"},
		composed + "\n":           {composed, apart},
		apart + "\n":              {composed, apart},
		"ra\u0308tt häst":         {composed, apart, "ra\u0308tt häst"},
		"\ufeff" + apart + "\r\n": {composed, apart, "\ufeff" + apart},
		" " + composed + "\nmera": {" " + composed, " " + apart},
		"r\xe4tt\r\n":             {"r\xe4tt"},
		"":                        {""},
	} {
		if got := typed.PassphraseReadings(given); !slices.Equal(got, want) {
			t.Errorf("%+q is read as %+q, want %+q", given, got, want)
		}
	}
}

// table is a table as different programs save it.
const table = "id,name\r\nA,Språkcafé\r\n,\r\n\r\nB,\"Två, tre\r\nrader\"\r\nC,Fyra\r\n"

func TestCSV(t *testing.T) {
	for name, raw := range map[string]string{
		"commas":            table,
		"byte order mark":   "\ufeff" + table,
		"line feeds":        strings.ReplaceAll(table, "\r\n", "\n"),
		"old Macs":          strings.ReplaceAll(table, "\r\n", "\r"),
		"Swedish Excel":     "\ufeffid;name\r\nA;Språkcafé\r\n;\r\n\r\nB;\"Två, tre\r\nrader\"\r\nC;Fyra\r\n",
		"for Excel":         "\ufeffsep=;\r\nid;name\r\nA;Språkcafé\r\n;\r\n\r\nB;\"Två, tre\r\nrader\"\r\nC;Fyra\r\n",
		"for Excel, commas": "sep=,\n" + table,
		"for Excel, tabs":   "SEP=\t\r\nid\tname\r\nA\tSpråkcafé\r\n\t\r\n\r\nB\t\"Två, tre\nrader\"\r\nC\tFyra\r\n",
		"old Mac's Excel":   "sep=,\r" + strings.ReplaceAll(table, "\r\n", "\r"),
		"saved again":       "\"sep=;\",\n" + table,
		"tabs":              "id\tname\nA\tSpråkcafé\n\t\n\nB\t\"Två, tre\nrader\"\nC\tFyra\n",
		"capitals":          "ID, Name \nA,Språkcafé\n,\n\nB,\"Två, tre\nrader\"\nC,Fyra\n",
		"another order":     "name,id\nSpråkcafé,A\n,\n\n\"Två, tre\nrader\",B\nFyra,C\n",
		"quotes":            "\"id\";\"name\"\n\"A\";\"Språkcafé\"\n\"\";\"\"\n\n\"B\";\"Två, tre\nrader\"\n\"C\";\"Fyra\"\n",
		"empty columns":     "id,name,,\nA,Språkcafé,,\n,,,\n\nB,\"Två, tre\nrader\",,\nC,Fyra,,,,\n",
		"letters in parts":  norm.NFD.String(table),
	} {
		rows, err := typed.CSV([]byte(raw), "id", "name")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		var numbers []int
		for _, row := range rows {
			got = append(got, row.Cell("id")+"="+row.Cell("name"))
			numbers = append(numbers, row.Number)
		}
		// The cell with two lines is one row, as a spreadsheet shows it.
		if !slices.Equal(got, []string{"A=Språkcafé", "B=Två, tre\nrader", "C=Fyra"}) || !slices.Equal(numbers, []int{2, 5, 6}) {
			t.Errorf("%s: got %q in rows %v", name, got, numbers)
		}
	}
	rows, err := typed.CSV([]byte("\n;;\nname\nEtt\n"), "name")
	if err == nil || rows != nil {
		t.Errorf("a heading row of other columns was taken: %v", rows)
	}
	// Where one heading tells nothing, what is stated does.
	for stated, want := range map[string]string{"": "", "sep=,\n": "", "sep=;\n": "Två, tre", "sep=\t\n": "Två, tre"} {
		rows, err = typed.CSV([]byte(stated+"name\nTvå, tre\n"), "name")
		if want == "" && err == nil || want != "" && (err != nil || len(rows) != 1 || rows[0].Cell("name") != want || rows[0].Number != 2) {
			t.Errorf("after %q it reads %v, %v", stated, rows, err)
		}
	}
	// Empty rows above the headings do not hide what separates the cells.
	for _, separator := range []string{",", ";", "\t"} {
		raw := strings.ReplaceAll("\n ,\u00a0\n\"\",\u200b\nname,id\nEtt,A\n", ",", separator)
		rows, err = typed.CSV([]byte(raw), "id", "name")
		if err != nil || len(rows) != 1 || rows[0].Number != 5 || rows[0].Cell("id") != "A" {
			t.Errorf("%q: %v, %v", raw, rows, err)
		}
	}
}

func TestCSVFaults(t *testing.T) {
	for raw, says := range map[string][]string{
		"":                        {"empty", "id, name"},
		"\ufeff\r\n \r\n":         {"empty"},
		"id\nA\n":                 {"row 1: ", "name is missing"},
		"id;name;Äger\nA;Ett;x\n": {"row 1: ", `"Äger" is no heading`, "id, name"},
		"id,,name\nA,,Ett\n":      {"row 1: ", `"" is no heading`},
		"id,name,ID\nA,Ett,B\n":   {"row 1: ", "id stands twice"},
		"sep=;":                   {"empty", "id, name"},
		"sep=;\nid;A\nx;y\n":      {"row 1: ", `"A" is no heading`, "name is missing"},
		"a|b\n1|2\n":              {`"a|b" is no heading`, "id is missing", "name is missing"},
		"id,name\nA\nB,Ett\n\nC,Ett, två\nD,x\n": {"row 2: it has 1 cells", "row 5: it has 3 cells", "quotation marks"},
		"id,name\nA,\"x\ny\"\nB,\"Ett\nC,Två\n":  {"row 3: a quotation mark"},
		"id,name\nA,Ett \"två\" tre\n":           {"row 2: a quotation mark"},
	} {
		_, err := typed.CSV([]byte(raw), "id", "name")
		wantFault(t, err, says...)
	}
	for _, file := range notUTF8(table) {
		_, err := typed.CSV(file.raw, "id", "name")
		wantFault(t, err, file.says, "CSV UTF-8")
	}
}
