package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/surveytest"
)

// Languages without words for pages that sum up say of a place what they say to participants, block by block, and nothing
// in Swedish.
func TestResultsInOtherLanguages(t *testing.T) {
	s := newSite(t)
	s.imported(s.made(1, 0).release("2026-H1"))
	blocks := map[string]int{"ostergotlands-lan": 3, "norrkoping": 5, "kinda-ydre": 2, "finspang": 0}
	for _, l := range s.tags() {
		summedUp := l.Tag == "sv" || l.Tag == "en"
		list := surveytest.Plain(s.Get("/results?lang=" + l.Tag).Text())
		if named := strings.Contains(list, "2026-H1"); named == summedUp || l.Tag != "sv" && strings.Contains(list, "halvåret") {
			t.Errorf("the list in %s names the round otherwise: %s", l.Tag, list)
		}
		for place, n := range blocks {
			path := address("2026-H1", place, "", l.Tag)
			page := s.Get(path)
			whole(t, path, page, l)
			safe(t, path, page)
			if page.Status != http.StatusOK || strings.ContainsAny(page.Find("head > title").Text(), "\u2068\u2069") && summedUp {
				t.Errorf("%s: status %d, title %q", path, page.Status, page.Find("head > title").Text())
			}
			if got := page.Find("figure, .tiles, .doors, form").Length() > 0; got != summedUp {
				t.Errorf("%s sums up: %v", path, got)
			}
			if got := page.Find("main > details").Length(); !summedUp && got != n {
				t.Errorf("%s lists %d blocks, want %d", path, got, n)
			}
			if few := strings.Contains(surveytest.Plain(page.Text()), s.text(l.Tag, "results.fewlist")); !summedUp && few != (place == "finspang") {
				t.Errorf("%s lists what is asked and not shown: %v", path, few)
			}
		}
		for _, below := range []string{"/tables", "/interventions/OG028", "/groups/gender/o1"} {
			want := http.StatusNotFound
			if summedUp {
				want = http.StatusOK
			}
			path := address("2026-H1", "norrkoping", below, l.Tag)
			page := s.Get(path)
			safe(t, path, page)
			if whole(t, path, page, l); page.Status != want || strings.ContainsAny(page.Find("head > title").Text(), "\u2068\u2069") {
				t.Errorf("%s: status %d, title %q", path, page.Status, page.Find("head > title").Text())
			}
		}
	}
}

// The blocks of a place are those of the release, in the language of the page: what was counted, with its share.
func TestSimplePageHasItsBlocks(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	c := s.recount("ar", r)
	for _, place := range []string{"norrkoping", "kinda-ydre"} {
		at := s.placesOf("ar")[map[string]string{"norrkoping": "Norrköping", "kinda-ydre": "area"}[place]]
		page := s.Get(address("2026-H1", place, "", "ar"))
		var want []string
		for _, p := range c.last().Parts {
			for _, b := range p.Blocks {
				if place == "norrkoping" && at.holds(b) || place == "kinda-ydre" && b.Area != "" {
					want = append(want, surveytest.Plain(s.catalog.Printer("ar").N("answers.count", b.N)))
				}
			}
		}
		got := page.Find("main > details > summary > small").Map(func(_ int, e *goquery.Selection) string { return surveytest.Plain(e.Text()) })
		if !slices.Equal(got, want) {
			t.Errorf("%s has blocks of %q, want %q", place, got, want)
		}
		for i, table := range page.Find("main > details table").EachIter() {
			if table.Find("caption").Text() == "" || table.Find("thead th:not([scope=col])").Length() > 0 || table.Find("tbody tr").Length() == 0 {
				t.Errorf("%s: table %d has the heading %q", place, i, surveytest.Plain(table.Find("caption, thead").Text()))
			}
		}
	}
}

// Tables can be followed without seeing them, and charts too.
func TestTablesAndChartsHaveHeadings(t *testing.T) {
	s := newSite(t)
	s.history()
	for path, least := range map[string]int{
		"norrkoping": 1, "norrkoping/tables": 20, "norrkoping/interventions/OG028": 20, "norrkoping/groups/gender/o1": 5, "ostergotlands-lan": 1,
	} {
		page := s.Get("/results/2026-h1/" + path + "?lang=sv")
		tables := page.Find("main table")
		if tables.Length() < least {
			t.Errorf("%s has %d tables", path, tables.Length())
		}
		for _, table := range tables.EachIter() {
			columns := table.Find("thead > tr > *").Length()
			if surveytest.Plain(table.Find("caption").Text()) == "" || table.Find("thead th:not([scope=col])").Length() > 0 || columns < 2 {
				t.Errorf("%s: a table has the heading %q", path, surveytest.Plain(table.Find("caption, thead").Text()))
			}
			for _, row := range table.Find("tbody tr").EachIter() {
				if row.Find("th[scope=row]").Length() != 1 || row.Children().Length() != columns {
					t.Errorf("%s: a row of %q has %d cells under %d headings", path, surveytest.Plain(table.Find("caption").Text()), row.Children().Length(), columns)
				}
			}
		}
		for _, drawn := range page.Find("svg[role=img]").EachIter() {
			title := drawn.Find("title")
			if surveytest.Plain(title.Text()) == "" || title.AttrOr("id", "") != drawn.AttrOr("aria-labelledby", "-") {
				t.Errorf("%s: a drawing is called %q", path, title.Text())
			}
		}
		if page.Find("figure:not(:has(figcaption))").Length() > 0 || page.Find("a.skip[href='#content']").Length() != 1 || page.Find("main#content").Length() != 1 {
			t.Errorf("%s: a figure has no caption, or there is no way past the head", path)
		}
	}
}
