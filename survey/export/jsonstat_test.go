package export

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest/tool"
)

func collectionOf(t *testing.T, r release.Release, words Words) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := JSONStat(&out, r, Options{Words: words}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func jsonStatOf(t *testing.T, c Cube) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := CubeJSONStat(&out, c, testWords{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read back as a program would that knows JSON-stat and nothing of us.
type readDataset struct {
	Version, Class, Label, Source, Updated string
	Note                                   []string
	ID                                     []string
	Size                                   []int
	Role                                   map[string][]string
	Dimension                              map[string]struct {
		Label    string
		Category struct {
			Index []string
			Label map[string]string
			Unit  map[string]struct {
				Label    string
				Decimals int
			}
		}
	}
	Value     map[string]json.Number
	Status    map[string]string
	Extension map[string]any
	Link      map[string][]struct{ Href string }
}

// faults are what the official schema does not look at.
func (d readDataset) faults() []string {
	var found []string
	check := func(ok bool, what string) {
		if !ok {
			found = append(found, what)
		}
	}
	check(d.Class == "dataset" && d.Label != "" && d.Source != "" && survey.IsDay(d.Updated), "class, label, source or updated")
	check(len(d.ID) == len(d.Size) && len(d.ID) == len(d.Dimension), "id, size and dimension are of different lengths")
	cells := 1
	for i, id := range d.ID {
		all := d.Dimension[id]
		index := slices.Clone(all.Category.Index)
		slices.Sort(index)
		check(len(slices.Compact(index)) == d.Size[i] && len(all.Category.Label) == d.Size[i], "the categories of "+id)
		check(all.Label != "", "the label of "+id)
		for _, code := range index {
			check(all.Category.Label[code] != "", "the label of "+code)
		}
		cells *= d.Size[i]
	}
	for _, ids := range d.Role {
		for _, id := range ids {
			check(slices.Contains(d.ID, id), "the role of "+id)
		}
	}
	for code := range d.Dimension["metric"].Category.Unit {
		check(slices.Contains(d.Dimension["metric"].Category.Index, code), "the unit of "+code)
	}
	for key := range d.Value {
		i, err := strconv.Atoi(key)
		check(err == nil && i >= 0 && i < cells && strconv.Itoa(i) == key, "the index of value "+key)
		check(d.Status[key] == "", "a value with a status at "+key)
	}
	for key, status := range d.Status {
		i, err := strconv.Atoi(key)
		check(err == nil && i >= 0 && i < cells && status == "..", "the status at "+key)
	}
	return found
}

func TestJSONStatIsWellFormed(t *testing.T) {
	for method, r := range samples(t) {
		var all struct {
			Version, Class, Label, Updated string
			Link                           struct{ Item []json.RawMessage }
		}
		if err := json.Unmarshal(collectionOf(t, r, testWords{}), &all); err != nil {
			t.Fatal(err)
		}
		cubes := Cubes(r, Selection{})
		if all.Version != "2.0" || all.Class != "collection" || all.Updated != "2026-12-01" || len(all.Link.Item) != len(cubes) {
			t.Errorf("%s: the collection is %+v", method, all)
		}
		for i, text := range all.Link.Item {
			var d readDataset
			if err := json.Unmarshal(text, &d); err != nil {
				t.Fatal(err)
			}
			for _, fault := range d.faults() {
				t.Errorf("%s, %s: %s", method, cubes[i].ID(), fault)
			}
			for cell := range cubes[i].Len() {
				key := strconv.Itoa(cell)
				if is := cmp.Or(string(d.Value[key]), d.Status[key], NotAsked); is != cubes[i].Cell(cell) {
					t.Errorf("%s, %s: cell %d is %s, want %s", method, cubes[i].ID(), cell, is, cubes[i].Cell(cell))
				}
			}
			alone := strings.Replace(string(jsonStatOf(t, cubes[i])), `"version":"2.0",`, "", 1)
			if alone != string(text)+"\n" {
				t.Errorf("%s, %s: alone it is another dataset than in the collection", method, cubes[i].ID())
			}
		}
	}
}

func TestJSONStatSaysHowItWasCounted(t *testing.T) {
	var d readDataset
	if err := json.Unmarshal(jsonStatOf(t, Cubes(sample(t), Selection{})[4]), &d); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"release": "abcdefgh23456722", "round": "2026-H2", "method": release.Method, "mixed": 20.0, "base": 3.0, "k": 12.0,
		"demo": true, "battery": "core@3", "question": "K02", "view": "channel", "licence": Licence,
	} {
		if d.Extension[key] != want {
			t.Errorf("%s is %v, want %v", key, d.Extension[key], want)
		}
	}
	if d.Label != `T:export.demo: Rad ett rad två, "citat" – T:export.view.channel (2026-H2)` {
		t.Errorf("it is called %s", d.Label)
	}
	if licence := d.Link["license"]; len(licence) != 1 || licence[0].Href != Licence {
		t.Errorf("its licence is %v", licence)
	}
	if !slices.Contains(d.Note, "T:export.base: 3. T:export.k: 12. T:export.mixed: 20.") {
		t.Errorf("its notes are %q", d.Note)
	}
	if !slices.Equal(d.Role["geo"], []string{"place"}) || !slices.Equal(d.Role["metric"], []string{"metric"}) {
		t.Errorf("its roles are %v", d.Role)
	}
	if u := d.Dimension["metric"].Category.Unit["estimate"]; u.Label != "T:export.unit.share" || u.Decimals != 4 {
		t.Errorf("the unit of estimates is %v", u)
	}
}

func TestJSONStatRefuses(t *testing.T) {
	r := sample(t)
	if err := JSONStat(new(full(1)), r, Options{Words: testWords{}}); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("on a full disk: %v", err)
	}
	var out bytes.Buffer
	if err := JSONStat(&out, r, Options{Words: testWords{}, Selection: of("1281")}); survey.KindOf(err) != survey.Invalid || out.Len() > 0 {
		t.Errorf("of a municipality that there is not: %v", err)
	}
	if err := JSONStat(&out, r, Options{}); err == nil || out.Len() > 0 {
		t.Error("it is written without words")
	}
}

// jsonstat-toolkit finds every number where the cube has it, and ajv finds that every dataset is as
// the official schema says.
func TestJSONStatToolkitReadsIt(t *testing.T) {
	tool.Long(t)
	given := map[string][]byte{}
	want := map[string]map[string]string{}
	for method, r := range samples(t) {
		method = strings.ReplaceAll(method, "/", "-")
		given[method+".json"] = collectionOf(t, r, testWords{})
		cubes := Cubes(r, Selection{})
		for i, c := range cubes {
			given[method+"-"+c.ID()+".json"] = jsonStatOf(t, c)
			cells := cellsOf(t, []Cube{c})
			want[method+".json/"+strconv.Itoa(i)], want[method+"-"+c.ID()+".json/0"] = cells, cells
		}
	}
	var said struct {
		Faults []string
		Cells  map[string]map[string]any
	}
	consumed(t, "jsonstat.cjs", given, &said)
	for _, fault := range said.Faults {
		t.Error(fault)
	}
	if len(said.Cells) != len(want) {
		t.Fatalf("it read %d datasets of %d", len(said.Cells), len(want))
	}
	for name, cells := range want {
		if len(said.Cells[name]) != len(cells) {
			t.Errorf("%s: it read %d cells of %d", name, len(said.Cells[name]), len(cells))
		}
		for key, cell := range cells {
			_, codes, _ := strings.Cut(key, " ")
			if is := said.Cells[name][codes]; !sameCell(is, cell) {
				t.Errorf("%s: %s is %v, want %s", name, codes, is, cell)
			}
		}
	}
}

// sameCell reports whether a program that reads JSON has read a cell.
func sameCell(is any, cell string) bool {
	number, err := strconv.ParseFloat(cell, 64)
	switch {
	case err == nil:
		return is == number
	case cell == NotShown:
		return is == NotShown
	}
	return is == nil
}
