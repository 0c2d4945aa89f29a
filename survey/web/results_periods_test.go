package web_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// periodsOf are the links to longer periods on a page, by their words, and which of them the page is.
func periodsOf(page webtest.Page) (links map[string]string, current string) {
	links = map[string]string{}
	page.Find(".periods").First().Find("a:not([lang])").Each(func(_ int, link *goquery.Selection) {
		links[surveytest.Plain(link.Text())] = link.AttrOr("href", "")
		if link.AttrOr("aria-current", "") == "page" {
			current = surveytest.Plain(link.Text())
		}
	})
	return links, current
}

var threeKinds = []string{"ostergotlands-lan", "norrkoping", "kinda-ydre"}

// compared reports whether a page says that something is better or worse than in the round before.
func (s *site) compared(round, place string) (last bool) {
	text := surveytest.Plain(s.Get(address(round, place, "", "sv")).Text())
	for _, way := range []string{"better", "worse"} {
		last = last || strings.Contains(text, s.text("sv", "place.mark.last."+way))
	}
	return last
}

// Longer periods are those that begin with an earlier release of the same questions.
func TestPeriods(t *testing.T) {
	s := newSite(t)
	other := s.made(9, 0).release("2025-H1")
	other.Batteries[0].Version, other.Honesty = 2, nil
	for i := range other.Parts {
		other.Parts[i].Battery = "core@2"
	}
	s.imported(other)
	s.imported(s.made(1, 0).release("2025-H2"))
	s.imported(s.made(2, 0.6).release("2026-H1"))
	s.imported(s.made(3, 0).release("2027-H1"))
	c := s.recount("sv")
	this, since := s.text("sv", "officer.period.this"), s.text("sv", "officer.period.since", "Round", c.round("2025-H2"))
	what := s.text("sv", "officer.period.what", "From", c.round("2025-H2"), "To", c.round("2026-H1"))
	for _, place := range threeKinds {
		page := s.Get(address("2026-H1", place, "/tables", "sv"))
		links, current := periodsOf(page)
		if got := slices.Sorted(maps.Keys(links)); !slices.Equal(got, slices.Sorted(slices.Values([]string{this, since}))) || current != this {
			t.Errorf("%s has the periods %q and is %q", place, got, current)
		}
		title := page.Value("h1")
		if page = s.Get(links[since]); page.Value("h1") != title {
			t.Errorf("the link of %q leads to %q", title, page.Value("h1"))
		}
		if _, current = periodsOf(page); current != since || !strings.Contains(surveytest.Plain(page.Text()), what) {
			t.Errorf("the link of %q leads to %q", place, current)
		}
		for _, first := range []string{"2025-H1", "2025-H2"} {
			if s.Get(address(first, place, "/tables", "sv")).Find(".periods a:not([lang])").Length() > 0 || s.compared(first, place) {
				t.Errorf("%s of %s is compared with what came before", place, first)
			}
		}
	}
	if !s.compared("2026-H1", "norrkoping") {
		t.Error("a round is not compared with the one before")
	}
	for _, round := range []string{"2025-h1", "2027-h1"} {
		if page := s.Get(address("2026-H1", "norrkoping", "/tables", "sv", "since", round)); page.Status != http.StatusNotFound {
			t.Errorf("since %s: status %d", round, page.Status)
		}
	}
}

// That the key of a round was on the server is said wherever its answers are.
func TestKeptKeyIsTold(t *testing.T) {
	s := newSite(t)
	first := s.made(1, 0).release("2025-H2")
	first.KeyKept = true
	s.imported(first)
	s.imported(s.made(2, 0).release("2026-H1"))
	kept := s.text("sv", "results.kept")
	for _, below := range []string{"", "/tables", "/interventions/OG028", "/groups/gender/o1"} {
		for round, want := range map[string]bool{"2025-H2": true, "2026-H1": strings.HasPrefix(below, "/groups")} {
			page := s.Get(address(round, "norrkoping", below, "sv"))
			if got := strings.Contains(surveytest.Plain(page.Text()), kept); got != want {
				t.Errorf("%s%s: that the key was kept is said: %v", round, below, got)
			}
		}
	}
	if page := s.Get(address("2026-H1", "norrkoping", "/tables", "sv", "since", "2025-h2")); !strings.Contains(surveytest.Plain(page.Text()), kept) {
		t.Error("of two rounds together it is not said")
	}
}

// An area that is made of other municipalities now is not added to what it was.
func TestAreaThatChanged(t *testing.T) {
	s := newSite(t)
	s.imported(s.made(1, 0).release("2025-H2"))
	areas := slices.Clone(surveytest.Areas)
	areas[0].Municipalities, areas[1].Municipalities = []string{"0513", "0512", "0560"}, []string{"0509", "0584"}
	ok(t, s.SetAreas(t.Context(), areas))
	s.imported(s.made(2, 0.6).release("2026-H1"))
	if links, _ := periodsOf(s.Get(address("2026-H1", "kinda-ydre", "/tables", "sv"))); len(links) > 0 || s.compared("2026-H1", "kinda-ydre") {
		t.Errorf("the periods are %v", links)
	}
	if links, _ := periodsOf(s.Get(address("2026-H1", "norrkoping", "/tables", "sv"))); len(links) != 2 {
		t.Errorf("a municipality has the periods %v", links)
	}
	if page := s.Get(address("2026-H1", "kinda-ydre", "/tables", "sv", "since", "2025-h2")); page.Status != http.StatusNotFound {
		t.Errorf("status %d", page.Status)
	}
}

// Rounds whose answers were not mixed are neither added to later ones nor compared with them, and the page says so.
func TestRoundsThatWereNotMixed(t *testing.T) {
	s := newSite(t)
	s.imported(releasetest.First(t, s.made(1, 0).release("2025-H1")))
	s.imported(releasetest.First(t, s.made(2, 0.6).release("2025-H2")))
	s.imported(s.made(3, 0).release("2026-H1"))
	s.imported(s.made(4, 0.6).release("2027-H1"))
	apart := s.text("sv", "officer.period.apart", "Round", s.recount("sv").round("2026-H1"))
	for round, want := range map[string]struct {
		periods         int
		apart, compared bool
	}{
		"2025-H1": {0, false, false}, "2025-H2": {2, false, true}, "2026-H1": {0, true, false}, "2027-H1": {2, true, true},
	} {
		for _, place := range threeKinds {
			page := s.Get(address(round, place, "/tables", "sv"))
			if links, _ := periodsOf(page); len(links) != want.periods {
				t.Errorf("%s of %q has the periods %v", round, place, links)
			}
			if got := strings.Contains(surveytest.Plain(page.Text()), apart); got != want.apart {
				t.Errorf("%s of %q: that earlier rounds are apart is said: %v", round, place, got)
			}
		}
		if got := s.compared(round, "norrkoping"); got != want.compared {
			t.Errorf("%s is compared with the round before: %v", round, got)
		}
	}
	if page := s.Get(address("2027-H1", "norrkoping", "/tables", "sv", "since", "2026-h1")); !strings.Contains(surveytest.Plain(page.Text()), apart) {
		t.Error("a sum over rounds does not say that earlier ones are apart")
	}
	for _, round := range []string{"2025-h1", "2025-h2"} {
		if page := s.Get(address("2027-H1", "norrkoping", "/tables", "sv", "since", round)); page.Status != http.StatusNotFound {
			t.Errorf("since %s: status %d", round, page.Status)
		}
	}
}

// A group that was not the same in an earlier round is not compared with it, and a municipality without groups is told
// where they are.
func TestGroupsThatCannotBeShown(t *testing.T) {
	s := newSite(t)
	s.history()
	few := spaceless(s.text("sv", "share.few"))
	for key, row := range rowsOf(s.Get(address("2026-H1", "ostergotlands-lan", "/groups/language/so", "sv"))) { // uk in the round before
		if cells := strings.Split(row, "|"); strings.HasPrefix(key, "table") && (len(cells) != 5 || cells[1] != few || cells[3] != "–") {
			t.Errorf("%s is %q", key, cells)
		}
	}
	none := s.text("sv", "officer.views.none")
	for place, want := range map[string]bool{"norrkoping": false, "linkoping": true, "kinda-ydre": false, "ostergotlands-lan": false} {
		page := s.Get(address("2026-H1", place, "", "sv"))
		if got := strings.Contains(surveytest.Plain(page.Text()), none); got != want {
			t.Errorf("%s: that there are no groups is said: %v", place, got)
		}
		if link := page.Find(".door.muted a").AttrOr("href", ""); want && link != address("2026-H1", "ostergotlands-lan", "", "sv") {
			t.Errorf("the groups of the region are at %q", link)
		}
	}
}
