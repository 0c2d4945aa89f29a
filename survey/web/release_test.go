package web_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/treblock"
	"fragebatteri/survey/wording"
)

func TestNoResultsYet(t *testing.T) {
	s := newSite(t)
	page := s.Get("/results?lang=ar")
	if page.Find("main a[href^='/results/']").Length() != 0 || !strings.Contains(surveytest.Plain(page.Find("main").Text()), s.text("ar", "results.nothing")) {
		t.Errorf("without releases the page says %q", page.Value("main"))
	}
}

// What is shown of a release are estimates from its own counts: r of n, of which q·n were drawn from m answers.
func TestResults(t *testing.T) {
	s := newSite(t)
	released := s.release()
	list := s.Get("/results?lang=ar")
	link := list.Find("main a[href^='/results/']").AttrOr("href", "")
	if link != "/results/"+released.ID+"?lang=ar" {
		t.Fatalf("the list leads to %q", link)
	}
	places := map[string]string{}
	s.Get(link).Find(".places a").Each(func(_ int, e *goquery.Selection) {
		places[surveytest.Plain(e.Text())] = e.AttrOr("href", "")
	})
	page := s.Get(places["Norrköping"])
	if page.Status != http.StatusOK || page.Find("details").Length() != 2 {
		t.Fatalf("Norrköping has %d blocks among %v", page.Find("details").Length(), places)
	}
	table := page.Find("details").First().Find("table").First()
	if got, want := surveytest.Plain(table.Find("caption").Text()), s.text("ar", "K01"); got != want {
		t.Errorf("the first table is %q, want %q", got, want)
	}
	var first struct {
		Parts []struct {
			Blocks []struct {
				N int
				Q map[string][]int
			}
		}
	}
	ok(t, json.Unmarshal(released.JSON, &first))
	counts := first.Parts[0].Blocks[0]
	var got []string
	table.Find("tbody td.number").Each(func(_ int, e *goquery.Selection) { got = append(got, surveytest.Plain(e.Text())) })
	for i, count := range counts.Q["K01"] {
		r, n, m := float64(count), float64(counts.N), float64(len(counts.Q["K01"]))
		before := math.Round(min(n, max(0, (r-0.2*n/m)/0.8)))
		want := s.text("ar", "results.about", "R", before, "N", counts.N)
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Errorf("row %d says %v, want %q", i, got, want)
		}
	}
	if text := surveytest.Plain(table.Text()); strings.Contains(text, s.text("ar", "results.interval")) {
		t.Errorf("something is called certain: %q", text)
	}

	few := s.Get(places["Kinda"])
	if few.Find("details").Length() != 0 || !strings.Contains(surveytest.Plain(few.Find("main").Text()), s.text("ar", "results.fewlist")) || !strings.Contains(few.Text(), "Lära för att lära") {
		t.Errorf("where too few have answered the page says %q", few.Value("main"))
	}
}

func TestUnknownRelease(t *testing.T) {
	s := newSite(t)
	released := s.release().ID
	for path, key := range map[string]string{
		"/results/nobody?lang=ar": "error.release", "/results/nobody/csv?lang=ar": "error.release",
		"/results/" + released + "/csv?lang=ar&municipality=9999": "error.release",
	} {
		page := s.Get(path)
		if page.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, page.Status)
		}
		s.says(t, page, key)
	}
	for _, path := range []string{"/api/v1/releases/nobody", "/api/v1/releases/nobody/signature", "/api/v2/releases"} {
		if page := s.Get(path); page.Status != http.StatusNotFound || stateOf(t, page) != "unknown" {
			t.Errorf("%s: %d %s", path, page.Status, page.Body)
		}
	}
}

func TestAPI(t *testing.T) {
	s := newSite(t)
	released := s.release()
	var list struct {
		Signer   string
		Releases []struct{ Release, Sealed, SHA256, URL string }
	}
	page := s.Get("/api/v1/releases")
	ok(t, json.Unmarshal([]byte(page.Body), &list))
	if len(list.Releases) != 1 || list.Releases[0].Release != released.ID || list.Releases[0].SHA256 != survey.HashOf(released.JSON) || page.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("got %s", page.Body)
	}
	if file := s.Get(list.Releases[0].URL); file.Body != string(released.JSON) {
		t.Error("the release is not sent byte by byte")
	}
	if file := s.Get(list.Releases[0].URL + "/signature"); file.Body != string(released.Signature) {
		t.Error("the signature is not sent byte by byte")
	}
}

func TestCSV(t *testing.T) {
	s := newSite(t)
	released := s.release()
	for query, file := range map[string]string{
		"": "frageomgang-2026-h1.csv", "&municipality=0581": "frageomgang-2026-h1-norrkoping.csv", "&place=05": "frageomgang-2026-h1-ostergotlands-lan.csv",
		"&place=0581&profile=machine": "frageomgang-2026-h1-norrkoping-machine.csv",
	} {
		page := s.Get("/results/" + released.ID + "/csv?lang=sv" + query)
		if name := page.Header.Get("Content-Disposition"); name != `attachment; filename="`+file+`"` {
			t.Errorf("the file is called %q", name)
		}
		reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix([]byte(page.Body), []byte("\ufeff"))))
		if !strings.Contains(query, "machine") {
			reader.Comma = ';'
		}
		reader.LazyQuotes = true
		rows, err := reader.ReadAll()
		ok(t, err)
		if len(rows) < 100 || !strings.Contains(page.Body, "Norrköping") {
			t.Errorf("the file has %d rows", len(rows))
		}
	}
}

// A workbook says what its release says, of a place and of all, and what has changed since the round
// before.
func TestXLSX(t *testing.T) {
	s := newSite(t)
	earlier := s.imported(s.made(1, 0).release("2026-H1"))
	r := s.imported(s.made(2, 0).release("2027-H1"))
	interventions, err := s.Interventions(t.Context())
	ok(t, err)
	words := []export.Words{wording.In(s.catalog.Printer("sv"), s.Catalogue, interventions)}
	for query, file := range map[string]string{"": "frageomgang-2027-h1.xlsx", "&place=0581": "frageomgang-2027-h1-norrkoping.xlsx"} {
		page := s.Get("/results/" + r.ID + "/xlsx?lang=sv" + query)
		if name := page.Header.Get("Content-Disposition"); name != `attachment; filename="`+file+`"` || page.Status != http.StatusOK {
			t.Errorf("%d, the file is called %q", page.Status, name)
		}
		if err := export.VerifyXLSX([]byte(page.Body), words, s.Batteries(), r, earlier); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if err := export.VerifyXLSX([]byte(page.Body), words, s.Batteries(), r); err == nil {
			t.Errorf("%s is not compared with the round before", file)
		}
	}
	if page := s.Get("/results/" + r.ID + "/xlsx?place=9999"); page.Status != http.StatusNotFound {
		t.Errorf("of a place that there is not: %d", page.Status)
	}
}

// Whoever reads estimates is told why they are: officers in their words, everybody else in theirs. The words say "about
// every fifth answer".
func TestMixingIsExplained(t *testing.T) {
	if treblock.MixPercent != 20 {
		t.Error("the texts results.mixed and officer.note.mixed say that about every fifth answer is replaced")
	}
	s := newSite(t)
	plain := s.imported(releasetest.First(t, s.made(1, 0).release("2026-H1")))
	mixed := s.imported(s.made(2, 0).release("2027-H1"))
	for _, l := range s.tags() {
		officers := l.Tag == "sv" || l.Tag == "en"
		for _, pairs := range [][]string{nil, {"place", "0581"}} {
			for r, want := range map[*release.Release][3]bool{&plain: {true, false, false}, &mixed: {false, !officers, officers}} {
				text := surveytest.Plain(s.Get(address(*r, l.Tag, pairs...)).Text())
				says := func(key string) bool { return strings.Contains(text, s.text(l.Tag, key)) }
				got := [3]bool{says("results.rounded"), says("results.mixed"), officers && says("officer.note.mixed")}
				if got != want {
					t.Errorf("%s in %s, %q: rounded, mixed and the note for officers are there: %v, want %v", r.Round, l.Tag, pairs, got, want)
				}
				if certain := len(pairs) > 0 && r == &plain; says("results.interval") != certain && (!officers || r == &mixed) {
					t.Errorf("%s in %s, %q: something is called certain: %v", r.Round, l.Tag, pairs, !certain)
				}
			}
		}
	}
}
