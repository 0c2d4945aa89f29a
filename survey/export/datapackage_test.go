package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
)

func packageOf(t *testing.T, p Package) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := DataPackage(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// samplePackage is the package of a release, in two languages and with a codebook in two.
func samplePackage(t *testing.T, r release.Release) Package {
	t.Helper()
	text, err := r.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return Package{
		Release: r, File: release.File{JSON: text, Signature: []byte("signed\n")},
		Readers: []Translation{{"sv", testWords{}}, {"en", wordy{}}}, Participants: bothWords,
		Batteries: []*survey.Battery{sampleBattery(t)},
	}
}

func TestDataPackageHoldsEverything(t *testing.T) {
	r := sample(t)
	p := samplePackage(t, r)
	content := packageOf(t, p)
	if !bytes.Equal(content, packageOf(t, p)) {
		t.Error("two of one release are not the same")
	}
	files := unzipped(t, content)
	names := slices.Sorted(maps.Keys(files))
	if want := []string{"README.txt", "codebook.csv", "datapackage.json", "release.json", "release.sig", "results.csv"}; !slices.Equal(names, want) {
		t.Errorf("it holds %v", names)
	}
	if string(files["results.csv"]) != written(t, r, Options{Profile: Machine}) {
		t.Error("results.csv is not the CSV file")
	}
	if !bytes.Equal(files["release.json"], p.File.JSON) || string(files["release.sig"]) != "signed\n" {
		t.Error("the release does not go along as it is")
	}
	p.Selection = of("0581")
	if own := unzipped(t, packageOf(t, p)); string(own["results.csv"]) != written(t, r, Options{Profile: Machine, Selection: of("0581")}) {
		t.Error("results.csv of a municipality is not its CSV file")
	} else if !strings.Contains(string(own["README.txt"]), "T:export.place_kind.municipality: Norrköping (0581)\n") {
		t.Errorf("the README does not say what it is about:\n%s", own["README.txt"])
	}
}

// The description names every file but itself and the README, and every column as the files have it.
func TestDataPackageDescribesItsFiles(t *testing.T) {
	for method, r := range samples(t) {
		files := unzipped(t, packageOf(t, samplePackage(t, r)))
		var d struct {
			Name, Version string
			Licenses      []map[string]string
			Resources     []struct {
				Path   string
				Schema struct{ Fields []map[string]any }
			}
		}
		if err := json.Unmarshal(files["datapackage.json"], &d); err != nil {
			t.Fatal(err)
		}
		if d.Name != "fragebatteri-abcdefgh23456722" || d.Version != "2026-12-01" || d.Licenses[0]["path"] != Licence {
			t.Errorf("%s: it says %s, %s, %v", method, d.Name, d.Version, d.Licenses)
		}
		for _, resource := range d.Resources {
			var names []string
			for _, f := range resource.Schema.Fields {
				names = append(names, f["name"].(string))
			}
			head, _, _ := strings.Cut(string(files[resource.Path]), "\n")
			if head == "" || names != nil && head != strings.Join(names, ",") {
				t.Errorf("%s: %s has the columns %s, and by its description %v", method, resource.Path, head, names)
			}
		}
		if len(d.Resources) != 4 {
			t.Errorf("%s: it names %d files", method, len(d.Resources))
		}
	}
}

func TestCodebook(t *testing.T) {
	text := string(unzipped(t, packageOf(t, samplePackage(t, sample(t))))["codebook.csv"])
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"battery question option kind scale topic role base measure better text_sv text_ar",
		`core@3 K02  choice  about  3 o2 o3 more Rad ett rad två, "citat"`, "core@3 K02 o2        +två +två",
		"core@3 K02 measure      o2 o3 more T:K02.measure ", // in Arabic there are no words for it
		"core@3 K19  multi  needs  3   core@3 K19?", "core@3 K19 answered        valde något valde något", "core@3 K19 none        inget av dessa inget av dessa",
		"core@3 K09  choice  health  5   core@3 K09?", "core@3 D1  choice  about gender    core@3 D1?", "core@3 D1 o2        man man",
	} {
		if !slices.ContainsFunc(lines, func(line []string) bool { return strings.HasPrefix(strings.Join(line, " "), want) }) {
			t.Errorf("no line is %q", want)
		}
	}
	for _, line := range lines {
		if slices.Contains(line[len(line)-2:], "") != (line[2] == "measure") || strings.Contains(strings.Join(line, ""), "\n") {
			t.Errorf("a text is missing or on several lines: %q", line)
		}
	}
	// Of a battery that is not at hand it says what the release does.
	p := samplePackage(t, sample(t))
	p.Batteries = nil
	without := string(unzipped(t, packageOf(t, p))["codebook.csv"])
	if got, want := strings.Count(without, "\n"), len(lines)-1; got != want {
		t.Errorf("without the battery it has %d lines, want %d", got, want)
	}
}

// The steps of a scale carry its name, so that questions with the same steps can be put together.
func TestCodebookNamesScales(t *testing.T) {
	battery := &survey.Battery{ID: "core", Version: 1, Scales: map[string]int{"know": 3}, Questions: []survey.Question{
		{ID: "K01", Kind: survey.Scale, Scale: "know", Own: 1, Topic: "health"},
	}}
	if err := battery.Prepare(); err != nil {
		t.Fatal(err)
	}
	r := tinyMixed()
	r.Batteries = []release.Battery{release.BatteryOf(battery)}
	r.Parts = []release.Part{{Battery: "core@1", Base: 3, K: 12, Questions: []string{"K01"}}}
	p := Package{Release: r, Readers: bothWords, Participants: bothWords[:1], Batteries: []*survey.Battery{battery}}
	text := string(unzipped(t, packageOf(t, p))["codebook.csv"])
	for _, want := range []string{"core@1,K01,,scale,know,health,,3,,", "core@1,K01,o3,,know,,,,,", "core@1,K01,o4,,,,,,,"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
}

func TestReadmeFitsAnyProgram(t *testing.T) {
	text := string(unzipped(t, packageOf(t, samplePackage(t, sample(t))))["README.txt"])
	for _, want := range []string{"T:export.demo: T:export.release abcdefgh23456722 (2026-H2)\n", "\nW:export.note.silent\n", "\nresults.csv: T:export.file.results\n", Licence} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	long := strings.Repeat("ett ord och ", 40)
	if got := wrapped(long); strings.Join(strings.Fields(got), " ") != strings.TrimSpace(long) || slices.ContainsFunc(strings.Split(got, "\n"), func(line string) bool { return len(line) > 80 }) {
		t.Errorf("a long paragraph becomes\n%s", got)
	}
}

func TestDataPackageRefuses(t *testing.T) {
	good := samplePackage(t, sample(t))
	for name, change := range map[string]func(*Package){
		"no reader": func(p *Package) { p.Readers = nil }, "no participant": func(p *Package) { p.Participants = nil },
		"no words": func(p *Package) { p.Readers = []Translation{{"sv", nil}} }, "no such municipality": func(p *Package) { p.Selection = of("1281") },
	} {
		p := good
		change(&p)
		var out bytes.Buffer
		if err := DataPackage(&out, p); err == nil || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes written", name, err, out.Len())
		}
	}
	for room := range full(2) {
		disk := room
		if err := DataPackage(&disk, good); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("room for %d writes: %v", room, err)
		}
	}
}

// npm's datapackage finds nothing wrong, and reads every cell.
func TestDatapackageOfNpmReadsIt(t *testing.T) {
	tool.Long(t)
	given := map[string][]byte{}
	for method, r := range samples(t) {
		given[strings.ReplaceAll(method, "/", "-")+".zip"] = packageOf(t, samplePackage(t, r))
	}
	var read map[string]struct {
		Faults []string
		Tables map[string][]map[string]any
	}
	consumed(t, "datapackage.cjs", given, &read)
	for name, content := range given {
		for _, fault := range read[name].Faults {
			t.Errorf("%s: %s", name, fault)
		}
		for table, file := range map[string]string{"results": "results.csv", "codebook": "codebook.csv"} {
			lines, err := csv.NewReader(bytes.NewReader(unzipped(t, content)[file])).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			is := read[name].Tables[table]
			if len(is) != len(lines)-1 {
				t.Fatalf("%s: of %s it read %d rows of %d", name, file, len(is), len(lines)-1)
			}
			for i, line := range lines[1:] {
				for j, cell := range line {
					if got := asText(is[i][lines[0][j]]); got != plainNumber(cell) {
						t.Errorf("%s: %s, line %d, %s is %q, want %q", name, file, i+2, lines[0][j], got, cell)
					}
				}
			}
		}
	}
}

// asText writes a value that was read from JSON as a cell.
func asText(value any) string {
	switch v := value.(type) {
	case string:
		day, err := time.Parse(time.RFC3339, v)
		if err != nil {
			return v
		}
		return day.Format(time.DateOnly)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// plainNumber returns a cell without zeros that end a fraction.
func plainNumber(cell string) string {
	if number, err := strconv.ParseFloat(cell, 64); err == nil && strings.Contains(cell, ".") {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return cell
}
