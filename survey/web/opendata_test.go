package web_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
	"fragebatteri/survey/webtest"
)

// isProgrammers reports whether a route is for programs.
func isProgrammers(path string) bool { return isOpenData(path + "/") }

var (
	parameterIn = regexp.MustCompile(`\{(\w+)\}`) // of a path in a description
	parameterOf = regexp.MustCompile(`:(\w+)`)    // of a route
)

// describedRoutes returns the routes of a description as the engine has them. That a table can end with its
// format is an address of its own only where it is described.
func describedRoutes(t *testing.T, description string) []string {
	t.Helper()
	var read struct{ Paths map[string]map[string]any }
	ok(t, json.Unmarshal([]byte(description), &read))
	var routes []string
	for path, methods := range read.Paths {
		if !slices.Equal(slices.Collect(maps.Keys(methods)), []string{"get"}) {
			t.Errorf("%s is described with %v", path, methods)
		}
		if before, is := strings.CutSuffix(path, "}.csv"); is {
			path = before + "}"
		}
		routes = append(routes, parameterIn.ReplaceAllString(path, ":$1"))
	}
	slices.Sort(routes)
	return slices.Compact(routes)
}

// What can be asked for is what is described, and the description is of this host.
func TestEveryRouteIsDescribed(t *testing.T) {
	s := newSite(t)
	page := s.Get("/api/v1/openapi.json")
	var routes []string
	for _, route := range webtest.Pages(t, s.Service).Routes() {
		if method, path, _ := strings.Cut(route, " "); method == "GET" && isProgrammers(path) {
			routes = append(routes, path)
		}
	}
	slices.Sort(routes)
	if described := describedRoutes(t, page.Body); len(routes) < 15 || !slices.Equal(described, routes) {
		t.Errorf("described are\n%s\nand there are\n%s", strings.Join(described, "\n"), strings.Join(routes, "\n"))
	}
	about := read[struct {
		Info struct {
			Contact struct{ Name, URL, Email string }
			License struct{ Identifier string }
		}
		Servers []struct{ URL string }
	}](t, page)
	host := surveytest.Host
	if about.Info.Contact.Name != host.Name || about.Info.Contact.Email != host.Email() || about.Servers[0].URL != host.BaseURL || about.Info.License.Identifier != "CC0-1.0" {
		t.Errorf("it is about %+v", about)
	}
}

// answer is an answer of the API with the path that describes it.
type answer struct {
	Path    string          `json:"path"`
	Address string          `json:"address"`
	Status  string          `json:"status"`
	Type    string          `json:"type"`
	Body    json.RawMessage `json:"body"`
}

// answers asks for an example of every route, and for a mistake of every kind.
func (s *site) answers() []answer {
	s.t.Helper()
	var list []answer
	add := func(route, address string) {
		path := parameterOf.ReplaceAllString(route, "{$1}")
		page := s.Get(address)
		kind, _, _ := strings.Cut(page.Header.Get("Content-Type"), ";")
		if kind == "application/json" {
			status := strconv.Itoa(page.Status)
			list = append(list, answer{path, address, status, kind, json.RawMessage(page.Body)})
		}
	}
	for _, e := range s.examples() {
		if isProgrammers(e.route) {
			path := strings.ReplaceAll(e.path, "%s", "ar")
			add(e.route, path)
			add(e.route, path+"?none=1")
			if strings.Contains(e.route, ":") {
				add(e.route, filepath.Dir(path)+"/nothing")
			}
		}
	}
	r := s.imported(s.made(4, 0).release("2027-H2"))
	for route, address := range map[string]string{
		"": "", "/rows": "/rows", "/questions": "/questions", "/questions/:question": "/questions/core-1-K12-gender", "/places/:place": "/places/05",
		"/places/:place/measures": "/places/0581/measures",
	} {
		add("/api/v1/releases/:release"+route, "/api/v1/releases/"+r.ID+address)
	}
	return list
}

// Others' programs accept the description, find every answer as described, and read the catalogue;
// and they see when something is wrong.
func TestOpenDataIsReadByOthers(t *testing.T) {
	node, rapper := tool.Need(t, "node"), tool.Need(t, "rapper")
	modules := filepath.Join("..", "..", ".ci", "opendata")
	if _, err := os.Stat(filepath.Join(modules, "node_modules")); err != nil {
		tool.Missing(t, ".ci/opendata/node_modules")
	}
	s := newSite(t)
	list := s.answers()
	description, catalogue := s.Get("/api/v1/openapi.json").Body, s.Get("/datasets/dcat").Body
	good := s.openData(rapper, description, catalogue, list)
	wrong := slices.Clone(list)
	wrong[0].Body = json.RawMessage(`{"url":7}`)
	bad := s.openData(rapper, strings.Replace(description, `"openapi":"3.1.0"`, `"openapi":"3.1.0","path":{}`, 1), strings.ReplaceAll(catalogue, "dcat:accessURL", "dcat:accessURI"), wrong)

	run := exec.CommandContext(t.Context(), node, filepath.Join("testdata", "opendata.mjs"), modules, filepath.Join("testdata", "dcat-ap-3.0.1-shapes.ttl"), good, bad)
	run.Stderr = os.Stderr
	out, err := run.Output()
	ok(t, err)
	var found []struct{ Description, Answers, Catalogue []string }
	ok(t, json.Unmarshal(out, &found))
	for _, fault := range slices.Concat(found[0].Description, found[0].Answers, found[0].Catalogue) {
		t.Error(fault)
	}
	if len(list) < 40 || len(found[1].Description) == 0 || len(found[1].Answers) != 1 || len(found[1].Catalogue) == 0 {
		t.Errorf("of %d answers and what was planted they see %q", len(list), found[1])
	}
}

// openData writes what others' programs read into a folder.
func (s *site) openData(rapper, description, catalogue string, list []answer) string {
	s.t.Helper()
	dir := s.t.TempDir()
	text, err := json.Marshal(list)
	ok(s.t, err)
	ok(s.t, os.WriteFile(filepath.Join(dir, "answers.json"), text, 0o600))
	ok(s.t, os.WriteFile(filepath.Join(dir, "openapi.json"), []byte(description), 0o600))
	file := filepath.Join(dir, "catalogue.rdf")
	ok(s.t, os.WriteFile(file, []byte(catalogue), 0o600))
	triples, err := exec.CommandContext(s.t.Context(), rapper, "-q", "-i", "rdfxml", "-o", "ntriples", file).Output()
	ok(s.t, err)
	ok(s.t, os.WriteFile(filepath.Join(dir, "catalogue.nt"), triples, 0o600))
	return dir
}
