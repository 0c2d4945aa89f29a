package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/honesty"
	"fragebatteri/survey/places"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest/tool"
)

// shelf is a folder with releases of one signer in it.
type shelf struct {
	*testing.T
	dir    string
	signer release.Signer
}

func newShelf(t *testing.T) shelf {
	t.Helper()
	signer, err := release.NewSigner()
	if err != nil {
		t.Fatal(err)
	}
	return shelf{t, t.TempDir(), signer}
}

// put writes a release, and returns the name of its file and its hash.
func (s shelf) put(r release.Release, signer release.Signer) (name, hash string) {
	s.Helper()
	text, err := r.Canonical()
	if err != nil {
		s.Fatal(err)
	}
	name = s.write(r.ID+".json", text)
	s.write(r.ID+".sig", signer.Sign(text))
	return name, survey.HashOf(text)
}

func (s shelf) write(name string, content []byte) string {
	s.Helper()
	name = filepath.Join(s.dir, name)
	if err := os.WriteFile(name, content, 0o600); err != nil {
		s.Fatal(err)
	}
	return name
}

func (s shelf) read(name string) []byte {
	s.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		s.Fatal(err)
	}
	return content
}

// export writes an export of a release and returns its name.
func (s shelf) export(from, municipality, format, lang string) string {
	s.Helper()
	extension := map[string]string{"xlsx": ".xlsx", "json-stat": ".json"}[format]
	name := strings.TrimSuffix(from, ".json") + municipality + format + lang + cmp.Or(extension, ".csv")
	must(s, "export", "-release", from, "-municipality", municipality, "-format", format, "-lang", lang, "-o", name)
	return name
}

func (s shelf) verify(names ...string) (code int, out, errOut string) {
	return call(append([]string{"verify", "-signer", string(s.signer.Public())}, names...)...)
}

// Every export of every kind can be read back, in the words that it is in.
func TestVerifyExports(t *testing.T) {
	s := newShelf(t)
	old, oldHash := s.put(releasetest.First(t, madeUp(core(t), "old", "")), s.signer)
	first, hash := s.put(madeUp(core(t), "first", oldHash), s.signer)
	second, _ := s.put(madeUp(core(t), "second", hash), s.signer)
	files := []string{
		s.export(old, "", "csv", "sv"), s.export(old, "0581", "csv-machine", "sv"),
		s.export(first, "", "csv", "ar"), // whose headings are Swedish
		s.export(second, "", "csv", "sv"), s.export(second, "0581", "csv-machine", "en"),
		s.export(first, "", "xlsx", "sv"), s.export(second, "0581", "xlsx", "en"), s.export(old, "0581", "xlsx", "ar"),
		s.export(first, "", "json-stat", "en"), s.export(second, "0581", "json-stat", "ar"),
	}
	// In the ordinary tests each municipality has one of the four kinds.
	for i, municipality := range []string{"", "0580", "0581"} {
		for j, kind := range [][2]string{{"csv", "sv"}, {"csv", "en"}, {"csv-machine", "sv"}, {"csv-machine", "en"}} {
			if tool.All() || i%4 == j {
				files = append(files, s.export(first, municipality, kind[0], kind[1]))
			}
		}
	}
	args := append([]string{"verify", second, "-signer", string(s.signer.Public())}, files...)
	var exports []any
	for _, name := range files {
		exports = append(exports, name)
	}
	printed := must(t, append(args, first, old)...)
	if got, ok := printed["exports"].([]any); !ok || !slices.Equal(got, exports) {
		t.Errorf("it printed the exports %v", printed["exports"])
	}
	if got, ok := printed["verified"].([]any); !ok || !slices.Equal(got, []any{"old", "first", "second"}) {
		t.Errorf("it printed the releases %v", printed["verified"])
	}
}

func TestVerifySaysWhatItChecked(t *testing.T) {
	s := newShelf(t)
	first, hash := s.put(madeUp(core(t), "first", ""), s.signer)
	later := core(t)
	later.Version = 99
	second, _ := s.put(madeUp(later, "second", hash), s.signer)
	const checked = " of round first: signature, chain and arithmetic are right; 515 of 516 tables are certified and 1 withheld.\n"
	code, out, errOut := s.verify(first)
	if code != exitOK || out != `{"exports":[],"verified":["first"]}`+"\n" || errOut != "Release first"+checked {
		t.Errorf("exit code %d, %s%s", code, out, errOut)
	}
	code, _, errOut = s.verify(first, second)
	want := "Release first" + checked + "Release second" + strings.Replace(checked, "first", "second", 1) +
		"Release second: this version does not know core@99, so nobody checked which of its questions are sensitive.\n"
	if code != exitOK || errOut != want {
		t.Errorf("exit code %d, %s", code, errOut)
	}
	if _, _, errOut = s.verify(second); !strings.HasPrefix(errOut, "The oldest of these releases continues from "+hash) {
		t.Errorf("it said %s", errOut)
	}
}

func TestVerifyRefuses(t *testing.T) {
	s := newShelf(t)
	stranger, err := release.NewSigner()
	if err != nil {
		t.Fatal(err)
	}
	const unreliable = "fragebatteri: the releases cannot be relied on: "
	for name, c := range map[string]struct {
		change func(r *release.Release, b *survey.Battery)
		signer release.Signer
		want   string // after the name of the file
	}{
		"arithmetic": {func(r *release.Release, _ *survey.Battery) { r.Parts[0].Blocks[0].Q["K01"][0] += 3 }, s.signer,
			".json: core@1 base 3, step 1 0581 OG028 after, table K01: the counts sum to 48 and there are 45 answers\n"},
		"arithmetic of a view": {func(r *release.Release, _ *survey.Battery) { r.Parts[0].Views[1].Groups[0].Q["K01"][0] += 3 }, s.signer,
			".json: core@1 base 3, view by gender of 05, group o1, table K01: the counts sum to 18 and there are 15 answers\n"},
		"signature": {func(r *release.Release, _ *survey.Battery) {
			r.Parts[0].Blocks[0].Q["K01"][0] += 3
			r.Parts[0].Blocks[0].Q["K01"][1] -= 3
		}, stranger, ".json: the signature does not fit: the file was changed after it was signed, or somebody else signed it\n"},
		"audit": {func(r *release.Release, _ *survey.Battery) { r.Audit.Certified++ }, s.signer,
			".json: the audit says 516 tables asked, 516 certified and 1 withheld, and there are 516, 515 and 1\n"},
	} {
		b := core(t)
		r := madeUp(b, "one", "")
		c.change(&r, b)
		file, _ := s.put(r, c.signer)
		s.refuses(t, name, unreliable+strings.TrimSuffix(file, ".json")+c.want, file)
	}
	file, _ := s.put(madeUp(core(t), "one", ""), s.signer)
	s.write("one.json", flipped(s.read(file)))
	s.refuses(t, "changed byte", unreliable+file+": the signature does not fit", file)
}

// refuses demands one clear line that begins as wanted, and nothing else.
func (s shelf) refuses(t *testing.T, name, want string, files ...string) {
	t.Helper()
	code, out, errOut := s.verify(files...)
	if code != exitInvalid || out != "" || notOneLine(errOut) != "" || !strings.HasPrefix(errOut, want) {
		t.Errorf("%s: exit code %d, %s%s, want %s", name, code, out, errOut, want)
	}
}

// A release that its own signer made with other tables, or with sensitive
// questions among the others, is refused.
func TestVerifyKnowsTheBatteries(t *testing.T) {
	for name, c := range map[string]struct {
		change func(b *survey.Battery)
		want   string
	}{
		"sensitive": {func(b *survey.Battery) { b.Questions[8].Sensitive = false }, "core@1 base 3: question K09 belongs in the other part"},
		"ordinary":  {func(b *survey.Battery) { b.Questions[0].Sensitive = true }, "core@1 base 5: question K01 belongs in the other part"},
		"tables":    {func(b *survey.Battery) { b.Questions[3].Own = 6 }, "the tables or views of core@1 are not those of the battery"},
	} {
		s := newShelf(t)
		b := core(t)
		c.change(b)
		file, _ := s.put(madeUp(b, "one", ""), s.signer)
		s.refuses(t, name, "fragebatteri: the releases cannot be relied on: release one: "+c.want+"; do not rely on it, and ask who sealed it\n", file)
	}
}

// A word on how far the answers can be relied on that does not follow from the counts is refused,
// also when it is signed.
func TestVerifyRefusesWords(t *testing.T) {
	s := newShelf(t)
	b := core(t)
	r := madeUp(b, "one", "")
	checks := honesty.Released(r, b, r.Parts)
	for check, word := range checks {
		r.Honesty[b.Ref()][check] = word
	}
	file, _ := s.put(r, s.signer)
	if code, _, errOut := s.verify(file); code != exitOK {
		t.Errorf("of the words that follow: exit code %d, %s", code, errOut)
	}
	other := release.Categories[release.Frank][0]
	if checks[release.Frank] == other {
		other = release.TooFew
	}
	r.ID, r.Honesty[b.Ref()][release.Frank] = "two", other
	file, _ = s.put(r, s.signer)
	want := fmt.Sprintf("release two: of core@1 it says that frank is %q, and its counts make it %q; do not rely on it, and ask who sealed it\n", other, checks[release.Frank])
	s.refuses(t, "frank", "fragebatteri: the releases cannot be relied on: "+want, file)
}

func TestVerifyRefusesExports(t *testing.T) {
	s := newShelf(t)
	old, oldHash := s.put(releasetest.First(t, madeUp(core(t), "old", "")), s.signer)
	first, hash := s.put(madeUp(core(t), "first", oldHash), s.signer)
	second, _ := s.put(madeUp(core(t), "second", hash), s.signer)
	plain := s.read(s.export(old, "0581", "csv", "sv"))
	people := s.read(s.export(first, "0581", "csv", "sv"))
	machine := s.read(s.export(first, "", "csv-machine", "en"))
	lines := bytes.SplitAfter(machine, []byte("\n"))
	reordered := slices.Clone(lines)
	reordered[2], reordered[3] = reordered[3], reordered[2]
	bent := []struct {
		name    string
		content []byte
		want    string
	}{
		{"a count", bytes.Replace(plain, []byte(";45;9;"), []byte(";45;6;"), 1), "line 2: Andel (0–1) is \"0,200\", which no export has with the rest of the line"},
		{"a share", bytes.Replace(plain, []byte(";0,200;"), []byte(";0,300;"), 1), "line 2: Andel (0–1) is \"0,300\", which no export has"},
		{"a released count", bytes.Replace(people, []byte(";45;Nej;20;9;"), []byte(";45;Nej;20;6;"), 1), "line 2: Antal efter bytet (avrundat) of table K01 does not sum to 45"},
		{"an estimate", bytes.Replace(people, []byte(";45;Nej;20;9;0,2"), []byte(";45;Nej;20;9;0,3"), 1), "line 2: estimate is \"0.3"},
		{"the mixing", bytes.ReplaceAll(people, []byte(";45;Nej;20;"), []byte(";45;Nej;10;")), "line 2: mixed is \"10\" where release first has \"20\""},
		{"the sessions", bytes.ReplaceAll(people, []byte(";45;Nej;"), []byte(";45;Ja;")), "line 2: one_session is \"true\" where release first has \"false\""},
		{"a view", bytes.ReplaceAll(machine, []byte(",gender,o1,"), []byte(",gender,o2,")), "group is \"o2\" where release first has \"o1\""},
		{"truncated", bytes.Join(lines[:6], nil), "it ends after line 6, and release first has "},
		{"in half a line", machine[:len(machine)/2], "this is no CSV file as this version writes them"},
		{"reordered", bytes.Join(reordered, nil), "line 3: option is \"o3\" where release first has \"o2\""},
		{"of somebody else", []byte("id,name\n1,x\n"), "this is no CSV file as this version writes them"},
		{"no text at all", []byte{0, 1, 2, 0xff}, "this is no CSV file"},
		{"headings alone", lines[0], "there is nothing below the headings"},
		{"of another release", bytes.ReplaceAll(machine, []byte("first,"), []byte("third,")), "it is of release \"third\", which is not among those given; give that release too"},
	}
	var files []string
	for i, c := range bent {
		files = append(files, s.write(fmt.Sprintf("bent%02d.csv", i), c.content))
	}
	code, out, errOut := s.verify(slices.Concat([]string{old, first}, files, []string{second})...)
	if code != exitInvalid || out != "" || notOneLine(errOut) != "" || !strings.HasPrefix(errOut, "fragebatteri: the exports are not what the releases say: "+files[0]) {
		t.Errorf("exit code %d, %s%s", code, out, errOut)
	}
	for i, c := range bent {
		_, said, told := strings.Cut(errOut, files[i]+": ")
		if i+1 < len(files) {
			said, _, _ = strings.Cut(said, files[i+1]+": ")
		}
		if !told || !strings.Contains(said, c.want) {
			t.Errorf("%s: it says %q, want %s", c.name, said, c.want)
		}
	}
	whole := s.write("whole.csv", machine)
	one, two := s.write("one.csv", lines[0]), s.write("TWO.CSV", lines[0])
	const nothing = ": there is nothing below the headings; export the release again"
	s.refuses(t, "each fault", "fragebatteri: the exports are not what the releases say: "+one+nothing+"; "+two+nothing+"\n", first, one, whole, second, two)
	s.refuses(t, "its release is missing", "fragebatteri: the exports are not what the releases say: "+whole+": it is of release \"first\"", second, whole)
	s.refuses(t, "no release", "fragebatteri: the releases cannot be relied on: verify: no release was given", whole)
	nowhere := filepath.Join(s.dir, "nowhere.csv")
	s.refuses(t, "no such file", "fragebatteri: the exports are not what the releases say: "+nowhere+": the export cannot be read; check its name", first, nowhere)
}

// In every format one changed digit or word is found, and named where it stands.
func TestVerifyFindsChanges(t *testing.T) {
	s := newShelf(t)
	name, _ := s.put(madeUp(core(t), "first", ""), s.signer)
	people, stat := s.read(s.export(name, "0581", "csv", "sv")), s.read(s.export(name, "", "json-stat", "sv"))
	book := s.export(name, "0581", "xlsx", "sv")
	for file, c := range map[string]struct {
		content []byte
		want    string
	}{
		"question.csv":  {bytes.Replace(people, []byte("Vet du vart"), []byte("Vet de vart"), 1), "line 2: Fråga is \"Vet de vart"},
		"answer.csv":    {bytes.Replace(people, []byte(";Jag är osäker;"), []byte(";Jag är säker;"), 1), "line 3: Svar is \"Jag är säker\", which this version words \"Jag är osäker\""},
		"digit.json":    {bytes.Replace(stat, []byte(`":45,`), []byte(`":48,`), 1), "it has 48 where release first has 45"},
		"word.json":     {bytes.Replace(stat, []byte("Jag är osäker"), []byte("Jag är säker"), 1), "at .link.item[0].dimension.option.category.label.o2 it has \"Jag är säker\""},
		"question.xlsx": {s.repacked(book, "xl/worksheets/sheet3.xml", "Vet du vart", "Vet de vart"), "sheet Resultat, cell E2: it is \"Vet de vart"},
		"honesty.xlsx":  {s.repacked(book, "xl/worksheets/sheet6.xml", ">För få svar<", ">Få<"), "sheet Så säkert är det, cell C2: it is \"Få\" where release first has \"För få svar\""},
		"measure.xlsx":  {s.repacked(book, "xl/worksheets/sheet7.xml", "vet vart de ska", "vet vad de ska"), "sheet Kodbok, cell H2: it is"},
	} {
		bent := s.write(file, c.content)
		code, out, errOut := s.verify(name, bent)
		if code != exitInvalid || out != "" || notOneLine(errOut) != "" || !strings.Contains(errOut, bent+": ") || !strings.Contains(errOut, c.want) {
			t.Errorf("%s: exit code %d, %s%s", file, code, out, errOut)
		}
	}
}

// repacked returns a workbook with a change in one of its parts.
func (s shelf) repacked(name, part, old, changed string) []byte {
	s.Helper()
	content := s.read(name)
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		s.Fatal(err)
	}
	var packed bytes.Buffer
	out := zip.NewWriter(&packed)
	for _, file := range archive.File {
		in, err := file.Open()
		if err != nil {
			s.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			s.Fatal(err)
		}
		if file.Name == part {
			if !bytes.Contains(text, []byte(old)) {
				s.Fatalf("%s has no %q", part, old)
			}
			text = bytes.Replace(text, []byte(old), []byte(changed), 1)
		}
		to, err := out.Create(file.Name)
		if err != nil {
			s.Fatal(err)
		}
		if _, err := to.Write(text); err != nil {
			s.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		s.Fatal(err)
	}
	return packed.Bytes()
}

// Every word that an export can need is there in both languages, for every
// language of the product too, and no two codes of a column have the same.
func TestExportWords(t *testing.T) {
	catalog, err := i18n.Load(locales.Files, i18n.Languages)
	if err != nil {
		t.Fatal(err)
	}
	keys := slices.Concat(export.Keys(), export.BookKeys())
	for _, l := range i18n.Languages {
		if key := "export.language." + l.Tag; !slices.Contains(keys, key) {
			t.Errorf("there is no %s", key)
		}
	}
	has, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"sv", "en"} {
		words, err := wordsIn(has, places.Interventions(), lang)
		if err != nil {
			t.Fatal(err)
		}
		codes := map[string]string{}
		for _, key := range keys {
			text := words.Text(key)
			if text == key || lang == "en" && text == catalog.Printer("sv").T(key) && text != "Status" {
				t.Errorf("%s: %s has no words", lang, key)
			}
			column := key[:strings.LastIndex(key, ".")]
			if other := codes[column+" "+text]; other != "" {
				t.Errorf("%s: %s and %s are both %q", lang, key, other, text)
			}
			codes[column+" "+text] = key
		}
	}
}
