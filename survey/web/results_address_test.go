package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/release"
	"fragebatteri/survey/surveytest"
)

// What no address names is not found, and the page says so and leads on.
func TestUnknownResults(t *testing.T) {
	s := newSite(t)
	first := s.made(1, 0).release("2026-H1")
	first.Parts[0].Blocks = append([]release.Block{{Step: 4, Municipality: "0509", N: 12}}, first.Parts[0].Blocks...)
	slices.SortFunc(first.Parts[0].Blocks, release.Block.Compare)
	s.imported(first)
	s.imported(s.made(2, 0).release("2027-H1"))
	for _, path := range []string{"/2026-h1/odeshog", "/2027-h1/norrkoping/tables?since=2026-h1", "/2027-h1/ostergotlands-lan/tables?category=sprak"} {
		if page := s.Get("/results" + path); page.Status != http.StatusOK {
			t.Errorf("%s: status %d", path, page.Status)
		}
	}
	for _, path := range []string{
		"/nobody", "/2025-h2/norrkoping", "/2026-h2/norrkoping", "/nobody/csv", "/2027-h1/nowhere", "/2027-h1/0581", "/2027-h1/nowhere/csv", "/2027-h1/nowhere/tables",
		"/2027-h1/odeshog", "/2027-h1/odeshog/tables", "/2027-h1/odeshog/csv", // where an earlier round was, and this one not
		"/2027-h1/norrkoping/interventions/OG999", "/2027-h1/norrkoping/interventions/OG003", "/2027-h1/linkoping/interventions/OG028",
		"/2027-h1/norrkoping/groups/gender/o3", "/2027-h1/norrkoping/groups/time/o3", "/2027-h1/linkoping/groups/gender/o1", "/2027-h1/norrkoping/groups/age/o1",
		"/2027-h1/norrkoping/tables?since=2025-h2", "/2026-h1/norrkoping/tables?since=2027-h1", "/2027-h1/norrkoping/tables?since=nobody",
		"/2027-h1/ostergotlands-lan/tables?category=nothing", "/2027-h1/ostergotlands-lan/tables?category=Spr%C3%A5k",
		"?round=nobody", "/2026-h1?place=nowhere",
	} {
		for _, tag := range []string{"sv", "en", "ar"} {
			address, err := url.Parse("/results" + path)
			ok(t, err)
			query := address.Query()
			query.Set("lang", tag)
			address.RawQuery = query.Encode()
			page := s.Get(address.String())
			if page.Status != http.StatusNotFound || len(rowsOf(page)) > 0 {
				t.Errorf("%s: status %d with %d rows", address, page.Status, len(rowsOf(page)))
			}
			if got := page.Value("h1"); got != s.text(tag, "error.release") {
				t.Errorf("%s says %q", address, got)
			}
		}
	}
	for _, path := range []string{"/results/2027-h1/norrkoping/nothing", "/results/2027-h1/norrkoping/groups/gender"} {
		page := s.Get(path + "?lang=sv")
		if page.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, page.Status)
		}
		if got := page.Value("h1"); got != s.text("sv", "error.page") {
			t.Errorf("%s says %q", path, got)
		}
	}
}

// Addresses of before lead to those of now, for ever.
func TestOldAddresses(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	for old, want := range map[string]string{
		r.ID + "?lang=sv": "2026-h1/ostergotlands-lan?lang=sv", r.ID: "2026-h1/ostergotlands-lan", "2026-h1": "2026-h1/ostergotlands-lan",
		r.ID + "?lang=en&place=0581": "2026-h1/norrkoping?lang=en", r.ID + "?place=Kinda%E2%80%93Ydre": "2026-h1/kinda-ydre",
		r.ID + "?place=05&lang=ar": "2026-h1/ostergotlands-lan?lang=ar",
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			page := s.Do(method, "/results/"+old, "")
			if got := page.Header.Get("Location"); page.Status != http.StatusMovedPermanently || got != "/results/"+want {
				t.Errorf("%s %s leads to %d %s, want %s", method, old, page.Status, got, want)
			}
		}
	}
	for _, old := range []string{r.ID + "?place=0586", r.ID + "?place=99", "nobody?place=0581"} {
		if page := s.Get("/results/" + old); page.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", old, page.Status)
		}
	}
}

// Choosers lead from any page to another place and round without script.
func TestChoosers(t *testing.T) {
	s := newSite(t)
	list := s.history()
	page := s.Get(address("2026-H1", "norrkoping", "", "sv"))
	form := page.Find("form.choosers")
	if form.AttrOr("action", "") != "/results" || form.AttrOr("method", "") != "get" || form.Find("select").Length() != 2 {
		t.Fatalf("the choosers are %s", form.Text())
	}
	for _, name := range []string{"place", "round"} {
		if n := form.Find("select[name=" + name + "] option[selected]").Length(); n != 1 {
			t.Errorf("%d of the values of %s are chosen", n, name)
		}
	}
	if rounds := form.Find("select[name=round] option"); rounds.Length() != len(list) || rounds.First().AttrOr("value", "") != "2026-h1" {
		t.Errorf("the rounds are %q", surveytest.Plain(rounds.Text()))
	}
	form.Find("select[name=place] option").Each(func(_ int, place *goquery.Selection) {
		value := place.AttrOr("value", "")
		next := s.Get("/results?lang=sv&round=2026-h1&place=" + value)
		if got := next.Header.Get("Location"); next.Status != http.StatusSeeOther || got != "/results/2026-h1/"+value+"?lang=sv" {
			t.Errorf("%s leads to %d %s", value, next.Status, got)
		}
		if title := s.Get(next.Header.Get("Location")).Value("h1"); !strings.HasPrefix(title, surveytest.Plain(place.Text())) {
			t.Errorf("%s leads to %q", value, title)
		}
	})
	for _, odd := range []string{"round=%2F%2Felsewhere.example&place=x", "round=x&place=..%2F..%2F%2Felsewhere.example", "round=x%3Fy&place=%23"} {
		next := s.Get("/results?" + odd)
		if got := next.Header.Get("Location"); strings.Contains(got, "//") || !strings.HasPrefix(got, "/results/") {
			t.Errorf("%s leads to %q", odd, got)
		}
	}
}

// Two rounds whose names are written alike both have an address: the later one that of its name.
func TestRoundsWrittenAlike(t *testing.T) {
	s := newSite(t)
	older := s.imported(s.made(1, 0).release("2026-H1"))
	newer := s.imported(s.made(2, 0.3).release("2026 H1"))
	s.imported(s.made(3, 0).release("2027-H1"))
	for slug, r := range map[string]release.Release{older.ID: older, "2026-h1": newer} {
		page := s.Get("/results/" + slug + "/norrkoping/tables?lang=sv")
		c := s.recount("sv", r)
		c.tables(s.placesOf("sv")["Norrköping"].holds)
		compare(t, slug, rowsOf(page), c.want)
		since := s.Get("/results/2027-h1/norrkoping/tables?lang=sv&since=" + slug)
		if _, current := periodsOf(since); current != s.text("sv", "officer.period.since", "Round", c.round(r.Round)) {
			t.Errorf("since %s is %q", slug, current)
		}
	}
	list := s.Get("/results?lang=sv")
	for _, slug := range []string{older.ID, "2026-h1", "2027-h1"} {
		if list.Find("a[href='/results/"+slug+"/ostergotlands-lan?lang=sv']").Length() == 0 {
			t.Errorf("the list does not lead to %s", slug)
		}
	}
}

// Links to places lead to what they name, whatever an area is called.
func TestPlacesWrittenAlike(t *testing.T) {
	names := []string{"100 % norr", "Kinda", "Kinda & Ydre", "Kinda+Ydre", "Kinda;Ydre", "NV", "Område #2", "Östergötlands län"} // as blocks are sorted
	s := newSite(t)
	made := s.made(1, 0).release("2026-H1")
	for i, size := range []int{12, 30} {
		p := &made.Parts[i]
		p.Blocks = slices.DeleteFunc(p.Blocks, func(b release.Block) bool { return b.Area != "" })
		for j, name := range names {
			b := release.Block{Step: 5, Area: name, N: size + j*p.Base}
			b.Q = s.made(uint64(j), 0).tables(*p, b.N)
			p.Blocks = append(p.Blocks, b)
		}
		slices.SortFunc(p.Blocks, release.Block.Compare)
	}
	s.imported(made)
	links := map[string]string{}
	s.Get("/results?lang=sv").Find("table.cards a").Each(func(_ int, a *goquery.Selection) {
		links[surveytest.Plain(a.Text())] = a.AttrOr("href", "")
	})
	for j, name := range names {
		name = s.text("sv", "results.area", "Area", name)
		page := s.Get(links[name])
		if got, want := page.Value("h1"), name+" "; !strings.HasPrefix(got, want) {
			t.Errorf("the link to %q leads to %q", name, got)
		}
		if want := surveytest.Plain(s.catalog.Printer("sv").N("answers.count", 12+3*j)); !strings.HasPrefix(page.Value("p.count"), want) {
			t.Errorf("%q has %q, want %s", name, page.Value("p.count"), want)
		}
	}
	for slug, name := range map[string]string{"kinda": "Kinda", "ostergotlands-lan": "Östergötlands län"} {
		if page := s.Get(address("2026-H1", slug, "", "sv")); !strings.HasPrefix(page.Value("h1"), name+" Första") {
			t.Errorf("%s is %q", slug, page.Value("h1"))
		}
	}
}
