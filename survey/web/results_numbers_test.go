package web_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

// address is the address of a page about a place in a round, with what is below the place and then names and values of
// a query in turn.
func address(round, place, below, tag string, pairs ...string) string {
	query := surveytest.Form(append([]string{"lang", tag}, pairs...)...)
	return "/results/" + survey.Slug(round) + "/" + place + below + "?" + query.Encode()
}

// Every number on a page that sums up is a function of the release: each row says what is computed anew, no row is
// missing, and no number stands anywhere else.
func TestNumbersAreThoseOfTheRelease(t *testing.T) {
	s := newSite(t)
	tags := []string{"sv"}
	if tool.All() {
		tags = append(tags, "en") // the same pages in other words
	}
	s.testNumbers(t, s.history(), tags...)
}

// Answers that were not mixed are shown as they were counted.
func TestNumbersOfTheFirstMethod(t *testing.T) {
	s := newSite(t)
	s.testNumbers(t, s.historyOf(func(r release.Release) release.Release { return releasetest.First(t, r) }), "sv")
}

func (s *site) testNumbers(t *testing.T, list []release.Release, tags ...string) {
	t.Helper()
	last := list[len(list)-1]
	for _, tag := range tags {
		check := func(c *recount, at someplace, below string, pairs ...string) {
			t.Helper()
			path := address(last.Round, at.slug, below, tag, pairs...)
			page := s.Get(path)
			if page.Status != http.StatusOK {
				t.Fatalf("%s: status %d", path, page.Status)
			}
			whole(t, path, page, s.language(tag))
			compare(t, path, rowsOf(page), c.want)
			if found := loose(page, s.knownNumbers(tag, c)...); len(found) > 0 {
				t.Errorf("%s: the numbers %q stand apart", path, found)
			}
		}
		anew := func(releases ...release.Release) *recount { return s.recount(tag, releases...) }
		for name, at := range s.placesOf(tag) {
			c := anew(list...)
			c.placePage(at)
			switch name {
			case "region":
				c.groups("", s.groupNames(tag))
			case "Norrköping":
				c.groups("0581", s.groupNames(tag))
			}
			check(c, at, "")
			c = anew(last)
			c.tables(at.holds)
			check(c, at, "/tables")
		}
		region, town := s.placesOf(tag)["region"], s.placesOf(tag)["Norrköping"]
		for _, at := range []someplace{region, town} {
			c := anew(list...)
			c.tables(at.holds)
			check(c, at, "/tables", "since", "2025-h2")
		}
		for category, id := range map[string]string{"utbildning": "OG003", "samhallsorientering": "OG028", "foraldraskap": "OG049"} {
			c := anew(last)
			c.tables(region.taking(id))
			check(c, region, "/tables", "category", category)
		}
		for id, at := range map[string]someplace{"OG028": town, "OG049": region, "OG003": s.placesOf(tag)["area"]} {
			c := anew(last)
			c.interventionPage(at, id)
			check(c, at, "/interventions/"+id)
		}
		for key, where := range map[string]string{"gender/o1": "0581", "time/o1-o2": "", "language/ar": "", "channel/other": ""} {
			by, group, _ := strings.Cut(key, "/")
			at := map[string]someplace{"0581": town, "": region}[where]
			c := anew(list...)
			c.groupPage(by, group, where)
			check(c, at, "/groups/"+key)
		}
	}
}

// groupNames are the names of groups by their keys.
func (s *site) groupNames(tag string) map[string]string {
	names := map[string]string{
		"gender/o1": s.text(tag, "officer.gender.o1"), "gender/o2": s.text(tag, "officer.gender.o2"),
		"time/o3": s.text(tag, "D3.o3"), "time/o1-o2": s.text(tag, "officer.either", "First", s.text(tag, "D3.o1"), "Second", s.text(tag, "D3.o2")),
	}
	for _, channel := range []string{"ambassador", "group", "other"} {
		names["channel/"+channel] = s.text(tag, "officer.channel."+channel)
	}
	for _, language := range []string{"ar", "so", "uk", "other"} {
		names["language/"+language] = s.text(tag, "officer.language."+language)
	}
	return names
}

// knownNumbers are words with numbers in them that are no results: rounds, days and groups.
func (s *site) knownNumbers(tag string, c *recount) []string {
	known := []string{c.date(), s.text(tag, "D3.o3"), s.text(tag, "D3.o1"), s.text(tag, "D3.o2")}
	for _, r := range c.releases {
		known = append(known, c.round(r.Round))
	}
	for _, round := range []string{"2025-H2", "2026-H0", "2026-H1"} {
		known = append(known, c.round(round))
	}
	return known
}

// rowsAt reads pages about a place and about an intervention there.
func (s *site) rowsAt(round, place string, below ...string) map[string]string {
	s.t.Helper()
	rows := map[string]string{}
	for _, page := range below {
		for key, row := range rowsOf(s.Get(address(round, place, page, "sv"))) {
			rows[place+page+" / "+key] = row
		}
	}
	return rows
}

// A page follows its release: with one answer moved, what is said of that question changes, and nothing else.
func TestNumbersFollowTheRelease(t *testing.T) {
	rows := func(change func(release.Release)) map[string]string {
		s := newSite(t)
		r := s.made(7, 0).release("2026-H1")
		change(r)
		s.imported(r)
		rows := s.rowsAt(r.Round, "norrkoping", "", "/tables", "/interventions/OG028")
		maps.Copy(rows, s.rowsAt(r.Round, "ostergotlands-lan", "", "/tables"))
		maps.Copy(rows, s.rowsAt(r.Round, "linkoping", "", "/tables"))
		return rows
	}
	before := rows(func(release.Release) {})
	after := rows(func(r release.Release) {
		counts := r.Parts[0].Blocks[2].Q["K03"]
		counts[3], counts[0] = counts[3]+3, counts[0]-3
	})
	s := newSite(t)
	places := map[string]bool{}
	for key := range before {
		if before[key] == after[key] {
			continue
		}
		if !strings.Contains(key, s.text("sv", "K03")) && !strings.Contains(key, s.text("sv", "K03.measure")) {
			t.Errorf("%s changed from %q to %q", key, before[key], after[key])
		}
		places[strings.Split(key, " / ")[0]] = true
	}
	want := []string{"linkoping", "norrkoping", "norrkoping/interventions/OG028", "norrkoping/tables", "ostergotlands-lan", "ostergotlands-lan/tables"}
	if got := slices.Sorted(maps.Keys(places)); len(before) != len(after) || !slices.Equal(got, want) {
		t.Errorf("what changed is in %q, want %q", got, want)
	}
}

// What is withheld is "too few", and never nothing of all.
func TestWithheldIsNoZero(t *testing.T) {
	s := newSite(t)
	r := s.made(1, 0).release("2026-H1")
	for _, b := range r.Parts[0].Blocks {
		if b.Municipality == "0581" {
			delete(b.Q, "K03")
			delete(b.Q, "K19.o2")
		}
	}
	s.imported(r)
	few, tile := spaceless(s.text("sv", "share.few")), s.text("sv", "K03.measure")
	found := 0
	for key, row := range s.rowsAt(r.Round, "norrkoping", "", "/interventions/OG028") {
		if !strings.HasSuffix(key, tile) && !strings.HasSuffix(key, s.text("sv", "K19.o2")) {
			continue
		}
		found++
		here, _, _ := strings.Cut(row, spaceless(s.text("sv", "place.region")))
		here, _, _ = strings.Cut(here, "|–|")
		if !strings.Contains(here, few) || number.MatchString(here) {
			t.Errorf("%s says %q", key, row)
		}
	}
	if found != 3 { // the tile, and the measure and the option of the intervention
		t.Errorf("%d rows are about what is withheld", found)
	}
	tables := s.Get(address(r.Round, "norrkoping", "/tables", "sv"))
	if text := surveytest.Plain(tables.Text()); !strings.Contains(text, s.text("sv", "K03")+s.text("sv", "share.few.long")) {
		t.Error("the page with all questions does not say that one is withheld")
	}
	if wishes := rowsOf(s.Get(address(r.Round, "norrkoping", "", "sv"))); wishes["chart / "+s.text("sv", "K19")+" / "+s.text("sv", "K19.o2")] != "" {
		t.Error("a wish that is withheld is among the wishes")
	}
}
