package web_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// listed are the places of the list, with what is said of their answers.
func listed(page webtest.Page) (rows []string) {
	page.Find("table.cards tbody tr").Each(func(_ int, row *goquery.Selection) {
		rows = append(rows, textOf(row.Find("th"))+": "+textOf(row.Find("td")))
	})
	return rows
}

// The list has every place of a round from A to Ö with its answers, and finds one by a part of its name.
func TestListOfPlaces(t *testing.T) {
	s := newSite(t)
	first := s.made(1, 0).release("2025-H2")
	first.Parts[0].Blocks = []release.Block{{Step: 4, Municipality: "0509", N: 12}, {Step: 4, Municipality: "0581", N: 15}}
	first.Parts[0].Views, first.Withheld = nil, nil
	s.imported(first)
	s.imported(s.made(2, 0).release("2026-H1"))
	for _, tag := range []string{"sv", "en"} {
		few := s.text(tag, "list.few")
		area := s.text(tag, "results.area", "Area", "Kinda–Ydre")
		all := []string{
			"Finspång: " + few, "Kinda: 15", "Linköping: 18", "Norrköping: 162", area + ": 33", "Vadstena: 18", "Östergötlands län: 282",
		}
		page := s.Get("/results?lang=" + tag)
		if got, want := strings.Join(listed(page), "\n"), strings.Join(all, "\n"); got != want {
			t.Errorf("%s: the places are\n%s\nwant\n%s", tag, got, want)
		}
		if got := strings.Join(listed(s.Get("/results?lang="+tag+"&round=2025-h2")), " "); !strings.Contains(got, "Norrköping: 15 ") || !strings.Contains(got, "Ödeshög: 12") {
			t.Errorf("%s: the round before has %s", tag, got)
		}
		for search, want := range map[string]string{"norrk": "Norrköping: 162", "NORRKÖPING": "Norrköping: 162", " linkoping ": "Linköping: 18"} {
			page := s.Get("/results?lang=" + tag + "&q=" + strings.ReplaceAll(search, " ", "+"))
			if got := strings.Join(listed(page), " "); got != want || page.Find("input[name=q]").AttrOr("value", "") != strings.TrimSpace(search) {
				t.Errorf("%s: searching for %q finds %q", tag, search, got)
			}
		}
		nowhere := s.Get("/results?lang=" + tag + "&q=%3Cb%3Enowhere")
		if len(listed(nowhere)) > 0 || !strings.Contains(surveytest.Plain(nowhere.Text()), s.text(tag, "list.none", "Search", "<b>nowhere")) {
			t.Errorf("%s: searching for what is nowhere finds %q", tag, listed(nowhere))
		}
	}
}

// A place without answers of its own says where they are counted, and shows no number of another.
func TestPlaceWithTooFew(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	for _, tag := range []string{"sv", "en"} {
		page := s.Get(address(r.Round, "finspang", "", tag))
		home := page.Find(".few a")
		if got := home.AttrOr("href", ""); got != address(r.Round, "ostergotlands-lan", "", tag) || textOf(home) != "Östergötlands län" {
			t.Errorf("%s leads to %q, %q", tag, got, textOf(home))
		}
		c := s.recount(tag, r)
		c.interventionRows(someplace{name: "Finspång", holds: func(b block) bool { return b.Municipality == "0562" }})
		got := rowsOf(page)
		compare(t, tag, got, c.want)
		if found := loose(page, s.knownNumbers(tag, c)...); len(found) > 0 {
			t.Errorf("%s: the numbers %q stand on a page without answers", tag, found)
		}
		for _, link := range page.Find(".apart a").EachIter() {
			if to := s.Get(link.AttrOr("href", "")); to.Status != 200 {
				t.Errorf("%s: %s leads to %d", tag, link.AttrOr("href", ""), to.Status)
			}
		}
	}
}

// Where a question is too few at a place that shows others, it is said to be shown elsewhere only if it is.
func TestQuestionWithTooFew(t *testing.T) {
	s := newSite(t)
	r := s.made(1, 0).release("2026-H1")
	for _, b := range r.Parts[0].Blocks {
		if b.Municipality == "0581" {
			delete(b.Q, "K03") // withheld, and not counted anywhere
		}
	}
	r.Parts[1].Blocks = r.Parts[1].Blocks[2:] // sensitive questions are counted in the region
	s.imported(r)
	rows := rowsOf(s.Get(address(r.Round, "norrkoping", "", "sv")))
	in := s.text("sv", "place.elsewhere", "Place", "Östergötlands län")
	for question, want := range map[string]string{"K03": s.text("sv", "share.few"), "K13": in, "K18": in} {
		q, _ := s.made(1, 0).battery.Question(question)
		row := rows["chart / "+s.text("sv", "officer.topic."+q.Topic)+" / "+s.text("sv", question+".measure")]
		if !strings.HasPrefix(row, spaceless(want)) {
			t.Errorf("%s says %q, want %q", question, row, want)
		}
	}
}
