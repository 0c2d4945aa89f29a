package web_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
)

// What is said first is what limits the use of the results most.
func TestTrust(t *testing.T) {
	s := newSite(t)
	few := release.Checks{}
	for name := range release.Categories {
		few[name] = release.TooFew
	}
	plain := release.Checks{
		release.Straight: "few", release.Contradiction: "few", release.Ceiling: "some", release.Nonresponse: "some",
		release.Help: "some", release.Frank: "some", release.Channel: "none", release.ChannelSees: "half",
	}
	with := func(pairs ...string) release.Checks {
		checks := maps.Clone(plain)
		for i := 0; i < len(pairs); i += 2 {
			checks[pairs[i]] = pairs[i+1]
		}
		return checks
	}
	for i, c := range []struct {
		madeUp string
		checks release.Checks
		want   string
	}{
		{"many", nil, "made_up.many"},
		{"many", with(release.Channel, "clear"), "made_up.many"},
		{"some", nil, "unchecked"},
		{"some", few, "few"},
		{"some", with(release.Channel, "clear"), "made_up.some"},
		{"none", nil, "unchecked"},
		{release.TooFew, few, "few"},
		{"none", with(release.Channel, "clear", release.Contradiction, "many"), "channel.clear"},
		{"none", with(release.Channel, "possible", release.Straight, "many"), "channel.possible"},
		{"none", with(release.Channel, release.TooFew, release.Contradiction, "many", release.Straight, "many", release.Help, "many"), "contradiction"},
		{"none", with(release.Straight, "many", release.Help, "many", release.Frank, "low"), "straight"},
		{"none", with(release.Help, "many", release.Frank, "low", release.Ceiling, "many"), "help"},
		{"none", with(release.Frank, "low", release.Nonresponse, "high"), "frank"},
		{"none", with(release.Ceiling, "many", release.Nonresponse, "high"), "ceiling"},
		{"none", with(release.Nonresponse, "high", release.Channel, release.TooFew), "nonresponse"},
		{"none", with(release.Channel, release.TooFew, release.ChannelSees, release.TooFew, release.Contradiction, release.TooFew), "unseen"},
		{"none", plain, "fine"},
		{"", plain, "fine"},
	} {
		r := s.made(1, 0).release("round " + string(rune('a'+i)))
		if c.madeUp == "" {
			r = releasetest.First(t, r)
		}
		r.Honesty, r.MadeUp = release.Honesty{}, c.madeUp
		for p := range r.Parts { // without tables the pages are quickly made
			r.Parts[p].Blocks, r.Parts[p].Views = []release.Block{{Step: 4, Municipality: "0581", N: 30}}, nil
		}
		if c.checks != nil {
			r.Honesty["core@1"] = c.checks
		}
		s.imported(r)
		for _, tag := range []string{"sv", "en"} {
			page := s.Get(address(r, tag))
			if got, want := page.Value(".trust .lead"), s.text(tag, "officer.trust."+c.want); got != want {
				t.Errorf("%v: the page says %q, want %q", c.checks, got, want)
			}
			if got := s.Get(address(r, tag, "place", "0581")).Value(".trust .lead"); got != page.Value(".trust .lead") {
				t.Errorf("%v: a municipality is told %q", c.checks, got)
			}
			listed := maps.Clone(c.checks)
			if listed != nil && c.madeUp != "" {
				listed["made_up"] = c.madeUp
			}
			s.wantChecks(t, page, tag, listed)
		}
	}
}

// wantChecks checks that a page says how each check came out, and what it means.
func (s *site) wantChecks(t *testing.T, page surveytest.Page, tag string, checks release.Checks) {
	t.Helper()
	if got := page.Find("table.checks tbody tr").Length(); got != len(checks) {
		t.Errorf("the page has %d checks, want %d", got, len(checks))
	}
	text := surveytest.Plain(page.Find("table.checks").Text())
	for name, category := range checks {
		key := "officer.check." + name + "." + category
		if category == release.TooFew {
			key = "officer.check." + release.TooFew
		}
		line := s.text(tag, "officer.check."+name) + s.text(tag, key) + s.text(tag, key+".means")
		if !strings.Contains(text, line) {
			t.Errorf("the page does not say %q", line)
		}
	}
}

// Over several rounds the gravest reservation of any of them holds, and no checks are listed.
func TestTrustOverRounds(t *testing.T) {
	s := newSite(t)
	first, second := s.made(1, 0).release("2025-H2"), s.made(2, 0).release("2026-H1")
	first.Honesty["core@1"][release.Help] = "many"
	first.KeyKept = true
	s.imported(first)
	s.imported(second)
	alone, both := s.Get(address(second, "sv")), s.Get(address(second, "sv", "since", first.ID))
	if got := alone.Value(".trust .lead"); got != s.text("sv", "officer.trust.fine") {
		t.Errorf("one round: %q", got)
	}
	if got := both.Value(".trust .lead"); got != s.text("sv", "officer.trust.help") || both.Find("table.checks, table.participation").Length() > 0 {
		t.Errorf("two rounds: %q", got)
	}
	kept := s.text("sv", "results.kept")
	if strings.Contains(surveytest.Plain(alone.Text()), kept) || !strings.Contains(surveytest.Plain(both.Text()), kept) {
		t.Error("that the key was kept is said of the wrong rounds")
	}
}

func TestParticipation(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	for _, tag := range []string{"sv", "en"} {
		var got []string
		s.Get(address(r, tag)).Find("table.participation tbody tr").Each(func(_ int, row *goquery.Selection) {
			got = append(got, strings.Join(row.Children().Map(func(_ int, cell *goquery.Selection) string { return surveytest.Plain(cell.Text()) }), " / "))
		})
		about := func(n int) string { return " / " + s.text(tag, "officer.part.about", "N", n) }
		want := []string{
			"Kinda" + about(15) + " / " + s.text(tag, "officer.part.few"), "Linköping" + about(60) + about(18), "Norrköping" + about(150) + about(111),
		}
		if !slices.Equal(got, want) {
			t.Errorf("participation is %q, want %q", got, want)
		}
	}
}

// periodsOf are the links to longer periods on a page, by their words, and which of them the page is.
func periodsOf(page surveytest.Page) (links map[string]string, current string) {
	links = map[string]string{}
	page.Find(".periods a").Each(func(_ int, link *goquery.Selection) {
		links[surveytest.Plain(link.Text())] = link.AttrOr("href", "")
		if link.AttrOr("aria-current", "") == "page" {
			current = surveytest.Plain(link.Text())
		}
	})
	return links, current
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
	first := s.imported(s.made(1, 0).release("2025-H2"))
	second := s.imported(s.made(2, 0).release("2026-H1"))
	third := s.imported(s.made(3, 0).release("2027-H1"))

	this, since := s.text("sv", "officer.period.this"), func(round string) string { return s.text("sv", "officer.period.since", "Round", round) }
	for _, place := range []string{"", "0581", "Kinda–Ydre"} {
		var pairs []string
		if place != "" {
			pairs = []string{"place", place}
		}
		page := s.Get(address(second, "sv", pairs...))
		links, current := periodsOf(page)
		if got := slices.Sorted(maps.Keys(links)); !slices.Equal(got, []string{this, since("2025-H2")}) || current != this {
			t.Errorf("%s has the periods %q and is %q", place, got, current)
		}
		title := page.Value("h1")
		if page = s.Get(links[since("2025-H2")]); page.Value("h1") != title {
			t.Errorf("the link of %q leads to %q", title, page.Value("h1"))
		}
		if _, current = periodsOf(page); current != since("2025-H2") || !strings.Contains(surveytest.Plain(page.Text()), s.text("sv", "officer.period.what", "From", "2025-H2", "To", "2026-H1")) {
			t.Errorf("the link of %q leads to %q", place, current)
		}
		if title := s.text("sv", "officer.change.title", "Round", "2025-H2"); strings.Contains(surveytest.Plain(page.Text()), title) {
			t.Error("a sum over rounds is compared with one of them")
		}
	}
	for _, r := range []release.Release{other, first} {
		page := s.Get(address(r, "sv"))
		if page.Find(".periods").Length() > 0 || strings.Contains(surveytest.Plain(page.Text()), s.text("sv", "officer.change.title", "Round", "2025-H1")) {
			t.Errorf("%s is compared with what came before", r.Round)
		}
	}
	if page := s.Get(address(other, "sv")); !strings.Contains(page.Text(), s.text("sv", "officer.topic.other")) {
		t.Error("questions of a battery that is not known are not shown")
	}
	for _, id := range []string{"nobody", other.ID, third.ID} {
		if page := s.Get(address(second, "sv", "since", id)); page.Status != http.StatusNotFound {
			t.Errorf("since %s: status %d", id, page.Status)
		}
	}
}

// An area that is made of other municipalities now is not added to what it was.
func TestAreaThatChanged(t *testing.T) {
	s := newSite(t)
	first := s.imported(s.made(1, 0).release("2025-H2"))
	areas := slices.Clone(surveytest.Areas)
	areas[0].Municipalities, areas[1].Municipalities = []string{"0513", "0512", "0560"}, []string{"0509", "0584"}
	ok(t, s.SetAreas(t.Context(), areas))
	second := s.imported(s.made(2, 0).release("2026-H1"))
	page := s.Get(address(second, "sv", "place", "Kinda–Ydre"))
	if links, _ := periodsOf(page); len(links) > 0 || strings.Contains(page.Text(), "2025-H2") {
		t.Errorf("the periods are %v", links)
	}
	if links, _ := periodsOf(s.Get(address(second, "sv", "place", "0581"))); len(links) != 2 {
		t.Errorf("a municipality has the periods %v", links)
	}
	if page := s.Get(address(second, "sv", "place", "Kinda–Ydre", "since", first.ID)); page.Status != http.StatusNotFound {
		t.Errorf("status %d", page.Status)
	}
}

// Rounds whose answers were not mixed are neither added to later ones nor compared with them, and the page says so.
func TestRoundsThatWereNotMixed(t *testing.T) {
	s := newSite(t)
	oldest := s.imported(releasetest.First(t, s.made(1, 0).release("2025-H1")))
	old := s.imported(releasetest.First(t, s.made(2, 0).release("2025-H2")))
	mixed := s.imported(s.made(3, 0).release("2026-H1"))
	last := s.imported(s.made(4, 0).release("2027-H1"))
	apart := s.text("sv", "officer.period.apart", "Round", "2026-H1")
	for r, want := range map[*release.Release]struct {
		periods  int
		apart    bool
		compared string
	}{
		&oldest: {0, false, ""}, &old: {2, false, "2025-H1"}, &mixed: {0, true, ""}, &last: {2, true, "2026-H1"},
	} {
		for _, place := range []string{"", "0581", "Kinda–Ydre"} {
			page := s.Get(address(*r, "sv", "place", place))
			text := surveytest.Plain(page.Text())
			if links, _ := periodsOf(page); len(links) != want.periods {
				t.Errorf("%s of %q has the periods %v", r.Round, place, links)
			}
			if got := strings.Contains(text, apart); got != want.apart {
				t.Errorf("%s of %q: that earlier rounds are apart is said: %v", r.Round, place, got)
			}
			for _, before := range []string{"2025-H1", "2025-H2", "2026-H1"} {
				got := strings.Contains(text, s.text("sv", "officer.change.title", "Round", before))
				if got != (before == want.compared) {
					t.Errorf("%s of %q is compared with %s: %v", r.Round, place, before, got)
				}
			}
		}
	}
	if page := s.Get(address(last, "sv", "since", mixed.ID)); !strings.Contains(surveytest.Plain(page.Text()), apart) {
		t.Error("a sum over rounds does not say that earlier ones are apart")
	}
	for _, id := range []string{oldest.ID, old.ID} {
		if page := s.Get(address(last, "sv", "since", id)); page.Status != http.StatusNotFound {
			t.Errorf("since %s: status %d", id, page.Status)
		}
	}
}

// Groups that are not the same in all rounds are not added up, and a municipality without groups is told where they are.
func TestGroupsThatCannotBeShown(t *testing.T) {
	s := newSite(t)
	list := s.history()
	differs := s.text("sv", "officer.by.language") + ": " + s.text("sv", "officer.views.differ")
	for since, want := range map[string]bool{"": false, list[0].ID: true} {
		page := s.Get(address(list[2], "sv", "since", since))
		if got := strings.Contains(surveytest.Plain(page.Text()), differs); got != want {
			t.Errorf("since %q: that languages differ is said: %v", since, got)
		}
	}
	without := s.made(5, 0).release("2027-H1")
	for p := range without.Parts {
		without.Parts[p].Views = without.Parts[p].Views[:4] // none by time
	}
	s.imported(without)
	after := s.imported(s.made(6, 0).release("2027-H2"))
	differs = s.text("sv", "officer.by.time") + ": " + s.text("sv", "officer.views.differ")
	if page := s.Get(address(after, "sv", "since", without.ID)); !strings.Contains(surveytest.Plain(page.Text()), differs) {
		t.Error("groups that one of the rounds does not have are added up")
	}
	none := s.text("sv", "officer.views.none")
	for place, want := range map[string]bool{"0581": false, "0580": true, "Kinda–Ydre": false} {
		page := s.Get(address(list[2], "sv", "place", place))
		if got := strings.Contains(surveytest.Plain(page.Text()), none); got != want {
			t.Errorf("%s: that there are no groups is said: %v", place, got)
		}
	}
	few := s.Get(address(list[2], "sv", "place", "0580"))
	if text := s.text("sv", "officer.change.few", "Round", "2026-H0"); !strings.Contains(surveytest.Plain(few.Text()), text) {
		t.Errorf("0580 does not say %q", text)
	}
}

// A place that a release says nothing of is not found; it is not shown the numbers of another.
func TestPlaceWithoutResults(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	for _, place := range []string{"0562", "99", "Kinda"} {
		if got := s.Get(address(r, "sv", "place", place)); got.Status != http.StatusNotFound || len(tablesOf(got)) > 0 {
			t.Errorf("%s: status %d with %d rows", place, got.Status, len(tablesOf(got)))
		}
	}
}

// Links to places lead to what they name, whatever an area is called.
func TestAreaNames(t *testing.T) {
	names := []string{"100 % norr", "Kinda & Ydre", "Kinda+Ydre", "Kinda;Ydre", "NV", "Område #2"} // as blocks are sorted
	s := newSite(t)
	made := s.made(1, 0).release("2026-H1")
	for i := range made.Parts {
		var blocks []release.Block
		for _, b := range made.Parts[i].Blocks {
			if b.Area == "" {
				blocks = append(blocks, b)
				continue
			}
			for _, name := range names {
				b.Area = name
				blocks = append(blocks, b)
			}
		}
		made.Parts[i].Blocks = blocks
	}
	r := s.imported(made)
	front := s.Get(address(r, "sv"))
	region := tablesOf(front)
	for _, name := range names {
		found := 0
		front.Find(".places a").Each(func(_ int, a *goquery.Selection) {
			if !strings.Contains(surveytest.Plain(a.Text()), name) {
				return
			}
			found++
			page := s.Get(a.AttrOr("href", ""))
			if heading := surveytest.Plain(page.Find("h1").Text()); !strings.Contains(heading, name) {
				t.Errorf("the link to %q leads to %q", name, heading)
			}
			if rows := tablesOf(page); len(rows) == 0 || maps.Equal(rows, region) {
				t.Errorf("%q has %d rows; it must have its own, not those of the region", name, len(rows))
			}
		})
		if found != 1 {
			t.Errorf("%d links lead to %q; want one", found, name)
		}
	}
}

// Two batteries in one release are told apart by their titles.
func TestOfficersTwoBatteries(t *testing.T) {
	s := newSite(t)
	r := s.made(1, 0).release("2026-H1")
	second := s.made(2, 0).release("2026-H1")
	second.Batteries[0].Version = 2
	for i := range second.Parts {
		second.Parts[i].Battery = "core@2"
	}
	r.Batteries, r.Parts = append(r.Batteries, second.Batteries...), append(r.Parts, second.Parts...)
	s.imported(r)
	page := s.Get(address(r, "sv"))
	title := s.text("sv", "core.title")
	titles := s.text("sv", "officer.version", "Title", title, "Version", 1) + s.text("sv", "officer.version", "Title", title, "Version", 2)
	if page.Find(".trust .lead").Length() != 2 || surveytest.Plain(page.Find(".trust h3").Text()) != surveytest.Plain(titles) || page.Find("table.checks").Length() != 1 {
		t.Errorf("the reservations are %q", page.Value(".trust"))
	}
	if got := page.Find("section.officer:not(.trust) > h3").Length(); got != 2 {
		t.Errorf("sums have %d titles", got)
	}
}

// A page that is sent compressed is the page.
func TestResultsArePacked(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	for _, tag := range []string{"sv", "ar"} {
		path := address(r, tag, "place", "0581")
		plain, packed := s.Get(path, "Accept-Encoding", "identity"), s.Get(path, "Accept-Encoding", "gzip")
		if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("the encodings are %q and %q", plain.Header.Get("Content-Encoding"), packed.Header.Get("Content-Encoding"))
		}
		if unpacked := s.Get(path); unpacked.Body != plain.Body || len(packed.Body)*5 > len(plain.Body) {
			t.Errorf("%s: %d bytes, of %d", path, len(packed.Body), len(plain.Body))
		}
	}
}
