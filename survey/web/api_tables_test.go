package web_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// csvRows reads the rows of a CSV file of the API.
func csvRows(t *testing.T, page webtest.Page) []export.Row {
	t.Helper()
	if page.Status != 200 || page.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Fatalf("%d %v %s", page.Status, page.Header, page.Body)
	}
	rows, err := export.Parse(strings.NewReader(page.Body))
	ok(t, err)
	return rows
}

// Tables can be had whole, by place and by question, and their rows are those of the release, as CSV
// and as JSON, by both methods.
func TestAPITables(t *testing.T) {
	s := newSite(t)
	s.testTables(t, s.imported(releasetest.First(t, s.made(1, 0).release("2027-H1"))))
	sealed, err := release.Parse(s.release().JSON)
	ok(t, err)
	if s.testTables(t, sealed); unmet(export.Rows(sealed, export.Selection{})) == 0 {
		t.Error("there is a block wherever something was asked; the test saw too little")
	}
}

func (s *site) testTables(t *testing.T, r release.Release) {
	t.Helper()
	all, cubes := export.Rows(r, export.Selection{Areas: surveytest.Areas}), export.Cubes(r, export.Selection{})
	address := "/api/v1/releases/" + r.ID
	of := map[string]func(export.Row) bool{"/rows": func(export.Row) bool { return true }}
	for _, p := range r.Places() {
		of["/places/"+url.PathEscape(p.Code)] = func(row export.Row) bool { return row.Place == p }
	}
	for _, c := range cubes {
		of["/questions/"+c.ID()] = func(row export.Row) bool {
			return row.Question == c.Question && row.By == c.By && row.Battery == c.Battery
		}
	}
	taken := s.Get(address+"/rows", "Accept", "text/csv, */*;q=0.1")
	if !slices.Equal(csvRows(t, taken), all) || !slices.Contains(taken.Header.Values("Vary"), "Accept") {
		t.Errorf("what is sent to a program that takes CSV: %v", taken.Header)
	}
	total := 0
	for path, is := range of {
		want := slices.DeleteFunc(slices.Clone(all), func(row export.Row) bool { return !is(row) })
		total += len(want)
		if got := csvRows(t, s.Get(address+path+".csv?lang=en")); !slices.Equal(got, want) {
			t.Errorf("%s.csv has %d rows that are not the %d of the release", path, len(got), len(want))
		}
		if strings.HasPrefix(path, "/questions/") {
			s.testCube(t, address+path, cubes)
			continue
		}
		page := read[struct {
			URL, Release string
			Rows         []map[string]any
		}](t, s.Get(address+path))
		if page.URL != address+path || page.Release != r.ID || len(page.Rows) != len(want) {
			t.Fatalf("%s is at %s, of %s, with %d rows", path, page.URL, page.Release, len(page.Rows))
		}
		for i, row := range page.Rows {
			testJSONRow(t, row, want[i])
		}
	}
	if total != 3*len(all)-unmet(all) {
		t.Errorf("%d rows stand in three ways %d times; %d are of no question", len(all), total, unmet(all))
	}
}

// unmet counts the rows that are of no question.
func unmet(rows []export.Row) int {
	return len(slices.DeleteFunc(slices.Clone(rows), func(row export.Row) bool { return row.Table != "" }))
}

// testJSONRow compares a row in JSON with the row of the release: what stands in it is that, and what
// does not is empty.
func testJSONRow(t *testing.T, got map[string]any, want export.Row) {
	t.Helper()
	number := func(name string) int { n, _ := got[name].(float64); return int(n) }
	text := func(name string) string { s, _ := got[name].(string); return s }
	one, _ := got["one_session"].(bool)
	share := func(name string) int { n, _ := got[name].(float64); return int(n*10_000 + 0.5) }
	status := "ok"
	if want.Withheld {
		status = "too_few"
	}
	row := export.Row{
		Release: want.Release, Round: want.Round, Sealed: want.Sealed, Demo: want.Demo, Question: want.Question, Withheld: want.Withheld,
		Battery: text("battery"), Base: number("base"), K: number("k"), Step: number("step"), Place: survey.Place{Kind: survey.PlaceKind(text("place_kind")), Code: text("place")},
		Intervention: text("intervention"), Timing: survey.Timing(text("timing")), By: survey.Dimension(text("view")), Group: text("group"),
		Table: text("table"), Option: text("option"), N: number("n"), OneSession: one, Mixed: number("mixed"), Count: number("released") + number("count"),
		Low: number("certain_low"), High: number("certain_high"),
		CountedStep: number("counted_step"), CountedIn: countedIn(number("counted_step"), text("counted_place")),
		Estimate: export.Estimate{Share: share("estimate"), Low: share("low"), High: share("high")},
	}
	if row != want || text("status") != status {
		t.Fatalf("got %v, want %+v", got, want)
	}
}

// countedIn is the place of the block of a step.
func countedIn(step int, code string) survey.Place {
	return map[int]func(string) survey.Place{
		0: func(string) survey.Place { return survey.Place{} }, 2: survey.InMunicipality, 3: survey.InRegion, 4: survey.InMunicipality,
		5: survey.InArea, 6: survey.InRegion,
	}[step](code)
}

// testCube compares a cube with what export writes of it.
func (s *site) testCube(t *testing.T, path string, cubes []export.Cube) {
	t.Helper()
	for _, c := range cubes {
		if !strings.HasSuffix(path, "/"+c.ID()) {
			continue
		}
		page := read[struct {
			Class, Label string
			Value        map[string]json.Number
		}](t, s.Get(path+".json?lang=en"))
		numbers := 0
		for i := range c.Len() {
			if cell := c.Cell(i); cell != export.NotShown && cell != export.NotAsked {
				numbers++
				if got := page.Value[fmt.Sprint(i)].String(); got != cell {
					t.Errorf("%s: cell %d is %s, want %s", path, i, got, cell)
				}
			}
		}
		if numbers != len(page.Value) || page.Class != "dataset" || !strings.Contains(page.Label, s.catalog.Text("en", c.Question)) {
			t.Errorf("%s: %d numbers of %d in %q", path, len(page.Value), numbers, page.Label)
		}
		return
	}
	t.Errorf("there is no cube for %s", path)
}

// An area may be called anything, and its address leads to it all the same.
func TestAPIOfAnAreaWithANastyName(t *testing.T) {
	const name = "Öst/väst nr 2.5, 100 % & <b>?"
	s := newSite(t)
	ok(t, s.SetAreas(t.Context(), []survey.Area{{Name: name, Municipalities: []string{"0512", "0513"}}}))
	made := s.made(4, 0).release("2026-H1")
	for i := range made.Parts {
		for j := range made.Parts[i].Blocks {
			if b := &made.Parts[i].Blocks[j]; b.Area != "" {
				b.Area = name
			}
		}
	}
	r := s.imported(made)
	address := "/api/v1/releases/" + r.ID + "/places/" + url.PathEscape(name)
	if place := read[struct{ Name string }](t, s.Get("/api/v1/places/"+url.PathEscape(name))); place.Name != name {
		t.Errorf("it is called %q", place.Name)
	}
	if rows := csvRows(t, s.Get(address+".csv")); len(rows) == 0 || rows[0].Place != survey.InArea(name) {
		t.Errorf("%d rows", len(rows))
	}
	for _, end := range []string{"", ".json", "/measures"} {
		if page := s.Get(address + end); page.Status != 200 || page.Header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Errorf("%s: %d %s", end, page.Status, page.Body)
		}
	}
}

// The measures of a place are what its release says: shares from as many answers as tables have them,
// and nothing where too few answered.
func TestAPIMeasures(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(4, 0).release("2026-H1"))
	battery, err := s.Battery("core@1")
	ok(t, err)
	shown := 0
	for _, place := range r.Places() {
		list := read[struct {
			Measures []struct {
				Question string
				Here     *struct {
					N    int
					Low  json.Number
					High json.Number
				}
			}
		}](t, s.Get("/api/v1/releases/"+r.ID+"/places/"+url.PathEscape(place.Code)+"/measures"))
		if len(list.Measures) != len(battery.Measures) {
			t.Fatalf("%s has %d measures of %d", place.Code, len(list.Measures), len(battery.Measures))
		}
		if place.Kind != survey.KindMunicipality {
			continue // they hold answers of other places too
		}
		for _, m := range list.Measures {
			id, _, _ := strings.Cut(m.Question, "@")
			question, _ := battery.Question(id)
			part := r.Parts[slices.IndexFunc(r.Parts, func(p release.Part) bool { return slices.Contains(p.Questions, id) })]
			var of []release.Counted
			for _, b := range part.Blocks {
				if b.Place() == place {
					of = append(of, b.Counted())
				}
			}
			want, known := r.Measured(part, id, battery.Measures[id].Options, question.Concerned(), of)
			if known != (m.Here != nil) {
				t.Fatalf("%s: of %s something is said: %t", place.Code, id, !known)
			}
			if !known {
				continue
			}
			shown++
			switch a := want.Answered(); {
			case m.Here.N != a.N, (m.Here.Low != "") != (a.N >= release.LeastForShares):
				t.Errorf("%s, %s: %+v", place.Code, id, *m.Here)
			case m.Here.Low != "":
				low, _ := m.Here.Low.Float64()
				high, _ := m.Here.High.Float64()
				if low > a.Low || low < a.Low-0.0001 || high < a.High || high > a.High+0.0001 {
					t.Errorf("%s, %s: from %v to %v, want %v to %v", place.Code, id, low, high, a.Low, a.High)
				}
			}
		}
	}
	if shown < 20 || shown == len(r.Places())*len(battery.Measures) {
		t.Errorf("%d measures are shown", shown)
	}
}
