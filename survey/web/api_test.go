package web_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// read reads an answer of the API as JSON.
func read[T any](t *testing.T, page webtest.Page) T {
	t.Helper()
	var value T
	if page.Status != http.StatusOK {
		t.Fatalf("status %d: %s", page.Status, page.Body)
	}
	ok(t, json.Unmarshal([]byte(page.Body), &value))
	return value
}

func TestAPI(t *testing.T) {
	s := newSite(t)
	released := s.release()
	page := s.Get("/api/v1/releases")
	list := read[struct {
		Signer   string
		Releases []struct {
			Release, Sealed, SHA256, URL string
			Signature                    string `json:"signature_url"`
			Answers                      int
		}
	}](t, page)
	if len(list.Releases) != 1 || list.Releases[0].Release != released.ID || list.Releases[0].SHA256 != survey.HashOf(released.JSON) || page.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("got %s", page.Body)
	}
	if n := list.Releases[0].Answers; n < 36 || n > 44 {
		t.Errorf("%d answers were counted of 44", n)
	}
	if file := s.Get(list.Releases[0].URL); file.Body != string(released.JSON) {
		t.Error("the release is not sent byte by byte")
	}
	if file := s.Get(list.Releases[0].Signature); file.Body != string(released.Signature) {
		t.Error("the signature is not sent byte by byte")
	}
}

// Whatever the API answers leads on: from its index, every address that it names can be read, and an
// object is the same in a list and at its own address.
func TestAPILeadsOn(t *testing.T) {
	s := newSite(t)
	released := "/api/v1/releases/" + s.release().ID
	seen, below := map[string]bool{}, map[string]int{}
	for waiting := []string{"/api/v1"}; len(waiting) > 0; waiting = waiting[1:] {
		address := waiting[0]
		above := path.Dir(address)
		// Of a list of many a few are enough.
		if seen[address] || below[above] > 8 {
			seen[address] = true
			continue
		}
		seen[address] = true
		below[above]++
		page := s.Get(address)
		if page.Status != http.StatusOK {
			t.Errorf("%s: status %d", address, page.Status)
			continue
		}
		var value any
		if address == "/api/v1/openapi.json" || json.Unmarshal([]byte(page.Body), &value) != nil {
			continue
		}
		walk(value, func(object map[string]any) {
			for name, found := range object {
				if next, is := found.(string); is && (name == "url" || strings.HasSuffix(name, "_url")) {
					waiting = append(waiting, next)
				}
			}
		})
	}
	for _, path := range []string{
		released, released + "/rows", released + "/questions/core-1-K12", released + "/questions/core-1-K12.csv", released + "/places/0581",
		"/datasets/dcat", "/api/v1/places/05", "/api/v1/places/Kinda%E2%80%93Ydre", "/api/v1/interventions/OG028", "/api/v1/questions/core-1-K12",
	} {
		if !seen[path] {
			t.Errorf("nothing leads to %s", path)
		}
	}
	for path, list := range map[string]string{"/api/v1/places/0581": "places", "/api/v1/interventions/OG028": "interventions", "/api/v1/questions/core-1-K12": "questions"} {
		one := read[map[string]any](t, s.Get(path))
		all := read[map[string]any](t, s.Get("/api/v1/"+list))[list].([]any)
		if !slices.ContainsFunc(all, func(e any) bool { return asJSON(e) == asJSON(one) }) || one["url"] != path {
			t.Errorf("%s is %s, which is not in its list", path, asJSON(one))
		}
	}
}

// walk visits all objects of a value that was read from JSON.
func walk(value any, visit func(map[string]any)) {
	switch v := value.(type) {
	case map[string]any:
		visit(v)
		for _, inner := range v {
			walk(inner, visit)
		}
	case []any:
		for _, inner := range v {
			walk(inner, visit)
		}
	}
}

func asJSON(value any) string {
	text, _ := json.Marshal(value) // it was read from JSON
	return string(text)
}

// What is not understood is refused with what would be, in the language that was asked for.
func TestAPIErrors(t *testing.T) {
	s := newSite(t)
	released := "/api/v1/releases/" + s.release().ID
	for _, c := range []struct {
		method, path string
		status       int
		code         string
		allowed      []string
	}{
		{"GET", "/api/v2/releases", 404, "page", nil},
		{"GET", "/api/v1/releases/nobody", 404, "release", nil},
		{"GET", "/api/v1/releases/nobody/signature", 404, "release", nil},
		{"GET", "/api/v1/places/9999", 404, "place", nil},
		{"GET", "/api/v1/interventions/XX001", 404, "intervention", nil},
		{"GET", "/api/v1/questions/core-1-K99", 404, "question", nil},
		{"GET", "/api/v1/releases/nobody/rows.csv", 404, "release", nil},
		{"GET", released + "/places/9999.csv", 404, "place", nil},
		{"GET", released + "/questions/core-1-K99", 404, "question", nil},
		{"GET", released + "/questions/K01", 404, "question", nil},
		{"GET", released + "/questions/core-1-K12.xlsx", 400, "format", []string{"csv", "json"}},
		{"GET", released + "/places/0581.px", 400, "format", []string{"csv", "json"}},
		{"GET", released + "/rows.csv?lang=ar", 400, "lang", []string{"en", "sv"}},
		{"GET", "/datasets/other", 404, "page", nil},
		{"GET", released + "?format=csv", 400, "parameter", nil},
		{"GET", "/api/v1/questions?language=en", 400, "parameter", []string{"lang"}},
		{"GET", "/api/v1/questions?lang=de", 400, "lang", surveytest.AllLanguages},
		{"GET", "/api/v1/questions?lang=", 400, "lang", surveytest.AllLanguages},
		{"POST", "/api/v1/releases", 405, "method", nil},
		{"DELETE", released, 405, "method", nil},
	} {
		page := s.Do(c.method, c.path, "")
		var answer struct {
			Error struct {
				Code, Message, Given string
				Allowed              []string
			}
		}
		ok(t, json.Unmarshal([]byte(page.Body), &answer))
		slices.Sort(answer.Error.Allowed)
		slices.Sort(c.allowed)
		if page.Status != c.status || answer.Error.Code != c.code || !slices.Equal(answer.Error.Allowed, c.allowed) {
			t.Errorf("%s %s: %d %s", c.method, c.path, page.Status, page.Body)
		}
		if answer.Error.Message != s.text("en", "api.error."+c.code) || page.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s %s: %v %s", c.method, c.path, page.Header, page.Body)
		}
		if c.status == http.StatusMethodNotAllowed && !strings.Contains(page.Header.Get("Allow"), "GET") {
			t.Errorf("%s %s allows %q", c.method, c.path, page.Header.Get("Allow"))
		}
		safe(t, c.path, page)
	}
	if page := s.Get("/api/v1/nothing?lang=sv"); !strings.Contains(page.Body, s.text("sv", "api.error.page")) {
		t.Errorf("in Swedish it says %s", page.Body)
	}
}

// A store that cannot be read is no missing page, and is counted.
func TestAPIWithoutStore(t *testing.T) {
	s := newSite(t)
	pages := webtest.Pages(t, surveytest.NewService(t, lost{s.Store}, s.Clock.Now))
	page := webtest.Serve(t, pages.Handler()).Get("/api/v1")
	if page.Status != http.StatusInternalServerError || !strings.Contains(page.Body, `"code":"internal"`) || page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v %s", page.Status, page.Header, page.Body)
	}
	if len(pages.Faults()) != 1 {
		t.Errorf("faults are %v", pages.Faults())
	}
}

// Whoever has something already is told so, packed or not; what was signed is kept for ever.
func TestAPIConditionalRequests(t *testing.T) {
	s := newSite(t)
	released := "/api/v1/releases/" + s.release().ID
	for path, keep := range map[string]string{released: "immutable", released + "/signature": "immutable", released + "/rows.csv": "must-revalidate", released + "/places/0581": "must-revalidate", "/api/v1/releases": "must-revalidate", "/datasets/dcat": "must-revalidate"} {
		tags := map[string]bool{}
		for _, coding := range []string{"identity", "gzip"} {
			page := s.Get(path, "Accept-Encoding", coding)
			tag := page.Header.Get("ETag")
			tags[tag] = true
			if !strings.HasPrefix(tag, `"`) || !strings.Contains(page.Header.Get("Cache-Control"), keep) || page.Header.Get("Content-Encoding") == "gzip" != (coding == "gzip") {
				t.Errorf("%s, %s: %v", path, coding, page.Header)
			}
			for _, known := range []string{tag, `"other", ` + tag, "W/" + tag, "*"} {
				again := s.Get(path, "Accept-Encoding", coding, "If-None-Match", known)
				if again.Status != http.StatusNotModified || again.Body != "" || again.Header.Get("ETag") != tag || again.Header.Get("Vary") != page.Header.Get("Vary") || again.Header.Get("Cache-Control") != page.Header.Get("Cache-Control") {
					t.Errorf("%s, %s, If-None-Match %s: %d %v", path, coding, known, again.Status, again.Header)
				}
			}
			if other := s.Get(path, "Accept-Encoding", coding, "If-None-Match", `"other"`); other.Status != http.StatusOK || other.Body != page.Body {
				t.Errorf("%s, %s: status %d for somebody who has another", path, coding, other.Status)
			}
			head := s.Do(http.MethodHead, path, "", "Accept-Encoding", coding)
			if head.Status != http.StatusOK || head.Body != "" || head.Header.Get("ETag") != tag || head.Header.Get("Content-Type") != page.Header.Get("Content-Type") {
				t.Errorf("HEAD %s, %s: %d %v", path, coding, head.Status, head.Header)
			}
		}
		if len(tags) != 2 {
			t.Errorf("%s: packed and plain have the ETags %v", path, tags)
		}
	}
}

// A page of another site may ask whether it may read, and read; it may do nothing else.
func TestAPIFromOtherSites(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/api/v1", "/api/v1/releases/nobody", "/api/v1/questions?none=1", "/datasets/dcat"} {
		page := s.Do(http.MethodOptions, path, "", "Origin", "https://other.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
		want := map[string]string{"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "If-None-Match", "Access-Control-Expose-Headers": "ETag", "Access-Control-Allow-Credentials": ""}
		for name, value := range want {
			if got := page.Header.Get(name); got != value {
				t.Errorf("%s: %s is %q, want %q", path, name, got, value)
			}
		}
		if page.Status != http.StatusNoContent || page.Body != "" {
			t.Errorf("%s: status %d", path, page.Status)
		}
	}
	if page := s.Get("/results", "Origin", "https://other.example"); page.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("another site may read pages")
	}
}

// The catalogue is well-formed, has absolute addresses only, and each of them that is here answers.
func TestCatalogue(t *testing.T) {
	s := newSite(t)
	released := s.release()
	page := s.Get("/datasets/dcat")
	decoder, base := xml.NewDecoder(strings.NewReader(page.Body)), surveytest.Host.BaseURL
	addresses, elements := []string{}, map[string]int{}
	for token, err := decoder.Token(); token != nil; token, err = decoder.Token() {
		ok(t, err)
		start, is := token.(xml.StartElement)
		if !is {
			continue
		}
		elements[start.Name.Local]++
		for _, a := range start.Attr {
			if a.Name.Local == "resource" || a.Name.Local == "about" {
				addresses = append(addresses, a.Value)
			}
		}
	}
	if elements["Dataset"] != 2 || elements["Distribution"] < 2 || elements["DatasetSeries"] != 1 || !strings.Contains(page.Body, survey.HashOf(released.JSON)) || !strings.Contains(page.Body, "nuts/code/SE123") {
		t.Errorf("it has %v:\n%s", elements, page.Body)
	}
	for _, address := range addresses {
		path, here := strings.CutPrefix(address, base)
		switch {
		case !strings.Contains(address, "://") && !strings.HasPrefix(address, "mailto:"):
			t.Errorf("%q is not absolute", address)
		case here && !strings.Contains(path, "#") && s.Get(path).Status != http.StatusOK:
			t.Errorf("%s: status %d", address, s.Get(path).Status)
		}
	}
}

// What the catalogue says of a round is true of how its answers were counted, and its period is that
// of its name.
func TestCatalogueOfRounds(t *testing.T) {
	s := newSite(t)
	s.imported(releasetest.First(t, s.made(1, 0).release("2026-H1")))
	s.imported(s.made(2, 0).release("2027 kort"))
	body := s.Get("/datasets/dcat").Body
	first, mixed, _ := strings.Cut(body[strings.Index(body, "<dcat:Dataset "):strings.Index(body, "<dcat:Distribution ")], "2027 kort")
	for _, lang := range []string{"sv", "en"} {
		says := s.text(lang, "api.catalogue.round.mixed")
		if strings.Contains(first, says) || !strings.Contains(mixed, says) || strings.Contains(body, s.text(lang, "api.catalogue.round.demo")) {
			t.Errorf("in %s the answers of another round are mixed or made up: %s", lang, body)
		}
	}
	if !strings.Contains(first, ">2026-01-01<") || !strings.Contains(first, ">2026-06-30<") || strings.Contains(mixed, "PeriodOfTime") {
		t.Errorf("the periods are others: %s", body)
	}
}
