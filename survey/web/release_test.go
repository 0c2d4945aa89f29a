package web_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/treblock"
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
	if link != "/results/2026-h1/ostergotlands-lan?lang=ar" {
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

func TestCSV(t *testing.T) {
	s := newSite(t)
	s.release()
	for path, name := range map[string]string{
		"/results/2026-h1/csv": "2026-h1", "/results/2026-h1/norrkoping/csv": "2026-h1-norrkoping",
		"/results/2026-h1/ostergotlands-lan/csv": "2026-h1-ostergotlands-lan",
	} {
		page := s.Get(path + "?lang=sv")
		if got := page.Header.Get("Content-Disposition"); got != fmt.Sprintf(`attachment; filename="frageomgang-%s.csv"`, name) {
			t.Errorf("%s: the file is called %q", path, got)
		}
		reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix([]byte(page.Body), []byte("\ufeff"))))
		reader.Comma = ';'
		reader.LazyQuotes = true
		rows, err := reader.ReadAll()
		ok(t, err)
		if len(rows) < 100 || !strings.Contains(page.Body, "Norrköping") {
			t.Errorf("%s has %d rows", path, len(rows))
		}
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
		for _, place := range []string{"ostergotlands-lan", "norrkoping"} {
			for r, want := range map[*release.Release][3]bool{&plain: {true, false, false}, &mixed: {false, !officers, officers}} {
				text := surveytest.Plain(s.Get(address(r.Round, place, "", l.Tag)).Text())
				says := func(key string) bool { return strings.Contains(text, s.text(l.Tag, key)) }
				got := [3]bool{says("results.rounded"), says("results.mixed"), officers && says("officer.note.mixed")}
				if got != want {
					t.Errorf("%s in %s, %s: rounded, mixed and the note for officers are there: %v, want %v", r.Round, l.Tag, place, got, want)
				}
				if certain := r == &plain && !officers; says("results.interval") != certain {
					t.Errorf("%s in %s, %s: something is called certain: %v", r.Round, l.Tag, place, !certain)
				}
			}
		}
	}
}
