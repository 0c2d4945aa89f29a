package web_test

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/release/releasetest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/surveytest/tool"
)

// address is the address of a page of results, with names and values of a query in turn.
func address(r release.Release, tag string, pairs ...string) string {
	query := surveytest.Form(append([]string{"lang", tag}, pairs...)...)
	return "/results/" + r.ID + "?" + query.Encode()
}

// tablesOf reads all tables of questions on a page: heading, what opens, question and answer on the left, the cells of
// the row on the right, with the widths of bars in brackets and what a phone shows before a cell.
func tablesOf(page surveytest.Page) map[string]string {
	rows := map[string]string{}
	known := map[any]string{} // titles by the node that they are of, which has many rows
	title := func(of *goquery.Selection, read func() *goquery.Selection) string {
		if of.Length() == 0 {
			return ""
		}
		text, is := known[of.Get(0)]
		if !is {
			text = surveytest.Plain(read().Text())
			known[of.Get(0)] = text
		}
		return text
	}
	page.Find("details table:not(.checks):not(.participation) tbody tr").Each(func(_ int, row *goquery.Selection) {
		section, details, table := row.Closest("section"), row.Closest("details"), row.Closest("table")
		key := ""
		for _, text := range []string{
			title(section, func() *goquery.Selection { return section.Find("h2").First() }),
			title(details, func() *goquery.Selection {
				opens := details.Find("summary").First().Clone()
				opens.Find("small").Remove()
				return opens
			}),
			title(table, func() *goquery.Selection { return table.Find("caption") }),
			surveytest.Plain(row.Find("th").Text()),
		} {
			if text != "" {
				key += " / " + text
			}
		}
		line := ""
		row.Find("td").Each(func(_ int, cell *goquery.Selection) {
			if of, named := cell.Attr("data-of"); named {
				line += surveytest.Plain(of) + ": "
			}
			cell.Find("rect").Each(func(_ int, bar *goquery.Selection) {
				line += "[" + strings.TrimSuffix(bar.AttrOr("width", ""), "%") + "]"
			})
			line += surveytest.Plain(cell.Text())
		})
		rows[strings.TrimPrefix(key, " / ")] = spaceless(line)
	})
	return rows
}

func spaceless(text string) string { return strings.ReplaceAll(text, " ", "") }

// blocksAt expects the single blocks of a place.
func (c *recount) blocksAt(is func(block) bool, names map[string]string) {
	for i, p := range c.releases[0].Parts {
		for _, b := range p.Blocks {
			if !is(block{b.jsonCounts, i, b.Municipality, b.Area, b.Intervention}) {
				continue
			}
			name := names[fmt.Sprint(b.Step, b.Intervention, b.Timing)]
			if p.Base == 5 {
				name += " – " + c.say("results.sensitive")
			}
			for _, q := range c.battery.Questions {
				c.each(q, func(text, table string, j int) {
					var a added
					if !slices.Contains(p.Questions, q.ID) {
						return
					}
					if c.releases[0].add(&a, b.jsonCounts, table, p.Base); a.n == 0 {
						c.want[name+" / "+c.say(q.ID)+" / "+c.say("results.few")] = "–"
						return
					}
					share, interval := "", c.certain(a, j)
					if a.n >= 30 {
						share = "(" + c.say("results.share", "P", percentOf(a.share(j))) + ")"
					}
					if low, high := a.between(j); a.n >= 30 && a.mixed > 0 {
						interval = c.say("results.between", "Low", math.Floor(100*low), "High", math.Ceil(100*high))
					}
					c.want[name+" / "+c.say(q.ID)+" / "+text] = fmt.Sprintf("[%d]", percentOf(a.share(j))) + c.number(a, j) + share + interval
				})
			}
		}
	}
}

// compare finds every row of a page that differs from what is expected.
func compare(t *testing.T, name string, got, want map[string]string) {
	t.Helper()
	faults := 0
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got[key] != spaceless(want[key]) {
			faults++
			if faults <= 5 {
				t.Errorf("%s: %s: got %q, want %q", name, key, got[key], spaceless(want[key]))
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if _, expected := want[key]; !expected {
			faults++
			if faults <= 5 {
				t.Errorf("%s: %s: %q is not expected", name, key, got[key])
			}
		}
	}
	if faults > 0 || len(want) < 50 {
		t.Errorf("%s: %d of %d rows differ", name, faults, len(want))
	}
}

var number = regexp.MustCompile(`[0-9]+`)

// loose returns the numbers on a page that are in no row of a table.
func loose(page surveytest.Page, but ...string) []string {
	main := page.Find("main").Clone()
	main.Find("td, th[scope=row]").Remove()
	text := surveytest.Plain(main.Text())
	for _, known := range but {
		text = strings.ReplaceAll(text, known, "")
	}
	return number.FindAllString(text, -1)
}

// everywhere is each page with tables of one release: where it is, and what must be there.
func (s *site) everywhere(t *testing.T, tag string, list []release.Release, check func(name string, page surveytest.Page, c *recount)) {
	t.Helper()
	last, previous := list[len(list)-1], list[len(list)-2]
	c := func(releases ...release.Release) *recount { return s.recount(tag, releases...) }
	all := func(block) bool { return true }
	inside := func(code string) func(block) bool { return func(b block) bool { return b.municipality == code } }
	area := func(b block) bool {
		return b.area == "Kinda–Ydre" || b.municipality == "0513" || b.municipality == "0512"
	}
	timing := func(when string) string {
		return "Nycklar och broar in i det svenska samhället – " + s.text(tag, "results."+when)
	}
	names := map[string]string{
		"1OG028after": timing("after"), "1OG028before": timing("before"), "4": s.text(tag, "results.other"),
		"2OG028": "Nycklar och broar in i det svenska samhället", "3OG049": "Gemensam föräldrautbildning", "5": s.text(tag, "results.area", "Area", "Kinda–Ydre"), "6": "Östergötlands län",
	}
	sum := func(c *recount, kind string, is func(block) bool) *recount {
		c.sums(s.text(tag, "officer.sum."+kind), c.topic, is)
		return c
	}
	at := func(name string, c *recount, pairs ...string) {
		check(name, s.Get(address(last, tag, pairs...)), c)
	}

	region := s.region(sum(c(last), "region", all))
	region.changes(c(previous), all)
	at("region", region)
	at("region since", s.region(sum(c(list...), "region", all)), "since", list[0].ID)

	place := sum(c(last), "municipality", inside("0581"))
	place.blocksAt(inside("0581"), names)
	place.views("gender", "0581", s.groups(tag, "gender", "o1", "o2"))
	place.changes(c(previous), inside("0581"))
	at("0581", place, "place", "0581")
	since := sum(c(list...), "municipality", inside("0581"))
	since.views("gender", "0581", s.groups(tag, "gender", "o1", "o2"))
	at("0581 since", since, "place", "0581", "since", list[0].ID)

	few := sum(c(last), "municipality", inside("0580"))
	few.blocksAt(inside("0580"), names)
	at("0580", few, "place", "0580")

	small := sum(c(last), "area", area)
	small.blocksAt(func(b block) bool { return b.area != "" }, names)
	small.changes(c(previous), area)
	at("area", small, "place", "Kinda–Ydre")
	at("area since", sum(c(previous, last), "area", area), "place", "Kinda–Ydre", "since", previous.ID)

	county := s.groupsOfRegion(sum(c(last), "region", all))
	county.blocksAt(func(b block) bool { return b.municipality == "" && b.area == "" }, names)
	county.changes(c(previous), all)
	at("county", county, "place", "05")
}

// groups are the names of groups.
func (s *site) groups(tag, by string, keys ...string) map[string]string {
	names := map[string]string{}
	for _, key := range keys {
		names[key] = s.text(tag, "officer."+by+"."+key)
	}
	return names
}

// region expects what is only looked at in the whole region: categories and all groups.
func (s *site) region(c *recount) *recount {
	for category, id := range map[string]string{"utbildning": "OG003", "samhällsorientering": "OG028", "språk": "OG034", "föräldraskap": "OG049"} {
		opens := func(survey.Question) string { return category }
		c.sums(c.say("officer.categories.title"), opens, func(b block) bool { return b.intervention == id })
	}
	return s.groupsOfRegion(c)
}

func (s *site) groupsOfRegion(c *recount) *recount {
	c.views("gender", "", s.groups(c.tag, "gender", "o1", "o2"))
	c.views("channel", "", s.groups(c.tag, "channel", "ambassador", "group", "other"))
	c.views("time", "", map[string]string{
		"o1-o2": s.text(c.tag, "officer.either", "First", s.text(c.tag, "D3.o1"), "Second", s.text(c.tag, "D3.o2")), "o3": s.text(c.tag, "D3.o3"),
	})
	if len(c.releases) == 1 { // over several, the languages are not the same
		c.views("language", "", s.groups(c.tag, "language", "ar", "so", "other"))
	}
	return c
}

// Every number on a page for officers is a function of the release: each row of each table says what is computed anew,
// no row is missing, and no number stands anywhere else.
func TestOfficersNumbersAreThoseOfTheRelease(t *testing.T) {
	s := newSite(t)
	tags := []string{"sv"}
	if tool.All() {
		tags = append(tags, "en") // the same pages in other words
	}
	s.testNumbers(t, s.history(), tags...)
}

// Answers that were not mixed are shown as they were counted, with what is certain.
func TestOfficersNumbersOfTheFirstMethod(t *testing.T) {
	s := newSite(t)
	s.testNumbers(t, s.historyOf(func(r release.Release) release.Release { return releasetest.First(t, r) }), "sv")
}

func (s *site) testNumbers(t *testing.T, list []release.Release, tags ...string) {
	t.Helper()
	for _, tag := range tags {
		s.everywhere(t, tag, list, func(name string, page surveytest.Page, c *recount) {
			compare(t, tag+" "+name, tablesOf(page), c.want)
			known := []string{"2025-H2", "2026-H0", "2026-H1", s.text(tag, "D3.o1"), s.text(tag, "D3.o2"), s.text(tag, "D3.o3")}
			known = append(known, page.Value("p.muted")) // the date
			page.Find("summary small").Each(func(_ int, e *goquery.Selection) { known = append(known, surveytest.Plain(e.Text())) })
			if found := loose(page, known...); len(found) > 0 {
				t.Errorf("%s %s: the numbers %q stand outside tables", tag, name, found)
			}
		})
	}
}

// What lists that open say of their size: answers of a category and of a block, and certain differences.
func TestOfficersSizes(t *testing.T) {
	s := newSite(t)
	list := s.history()
	sizes := func(page surveytest.Page) string {
		var all []string
		page.Find("summary small").Each(func(_ int, e *goquery.Selection) { all = append(all, number.FindString(e.Text())) })
		return strings.Join(all, " ")
	}
	certain := func(page surveytest.Page) int {
		return page.Find("section.officer:last-of-type details").First().Find("tbody tr").Length()
	}
	page := s.Get(address(list[2], "sv"))
	if got, want := sizes(page), fmt.Sprintf("24 78 18 15 %d", certain(page)); got != want || certain(page) < 5 {
		t.Errorf("the region has the sizes %s, want %s", got, want)
	}
	page = s.Get(address(list[2], "sv", "place", "0581"))
	if got, want := sizes(page), fmt.Sprintf("36 42 33 45 60 %d", certain(page)); got != want {
		t.Errorf("0581 has the sizes %s, want %s", got, want)
	}
	if got := sizes(s.Get(address(list[2], "sv", "since", list[1].ID))); got != "48 156 36 30" {
		t.Errorf("two rounds have the sizes %s", got)
	}
}

// A page follows its release: with one answer moved, the rows of that question change, and no others.
func TestOfficersNumbersFollowTheRelease(t *testing.T) {
	pages := func(change func(release.Release)) map[string]string {
		s := newSite(t)
		r := s.made(7, 0).release("2026-H1")
		change(r)
		s.imported(r)
		rows := tablesOf(s.Get(address(r, "sv")))
		for key, row := range tablesOf(s.Get(address(r, "sv", "place", "0581"))) {
			rows["0581 "+key] = row
		}
		return rows
	}
	before := pages(func(release.Release) {})
	after := pages(func(r release.Release) {
		counts := r.Parts[0].Blocks[2].Q["K03"]
		most := slices.Index(counts, slices.Max(counts))
		counts[most] -= 3
		counts[(most+1)%4] += 3
	})
	question := newSite(t).text("sv", "K03")
	places := map[string]bool{}
	for key := range before {
		if before[key] == after[key] {
			continue
		}
		if !strings.Contains(key, question) {
			t.Errorf("%s changed from %q to %q", key, before[key], after[key])
		}
		places[strings.Split(key, " / ")[0]] = true
	}
	if got := slices.Sorted(maps.Keys(places)); len(before) != len(after) || len(got) != 4 { // region and its category, 0581 and its block
		t.Errorf("what changed is in %q", got)
	}
}

// Other languages say what they say to participants, and nothing in Swedish.
func TestNothingForOfficersInOtherLanguages(t *testing.T) {
	s := newSite(t)
	list := s.history()
	for _, l := range s.tags() {
		officers := l.Tag == "sv" || l.Tag == "en"
		for _, pairs := range [][]string{{}, {"place", "0581"}, {"place", "Kinda–Ydre"}, {"place", "05"}, {"place", "0581", "since", list[0].ID}} {
			path := address(list[2], l.Tag, pairs...)
			page := s.Get(path)
			whole(t, path, page, l)
			safe(t, path, page)
			if page.Status != http.StatusOK || strings.Contains(page.Text(), "officer.") {
				t.Errorf("%s: status %d, or a key stands where words should", path, page.Status)
			}
			parts := page.Find(".officer").Length() + page.Find("link[href*='officer']").Length()
			if (parts > 0) != officers {
				t.Errorf("%s has %d parts for officers", path, parts)
			}
			blocks := page.Find("main > details").Length()
			if want := len(pairs) > 0 && !(officers && slices.Contains(pairs, "since")); (blocks > 0) != want {
				t.Errorf("%s lists %d blocks", path, blocks)
			}
		}
	}
}

// Tables can be followed without seeing them.
func TestOfficersTablesHaveHeadings(t *testing.T) {
	s := newSite(t)
	list := s.history()
	for _, query := range []url.Values{{}, {"place": {"0581"}}} {
		page := s.Get(address(list[2], "sv") + "&" + query.Encode())
		tables := 0
		page.Find(".officer table").Each(func(_ int, table *goquery.Selection) {
			tables++
			columns := table.Find("thead > tr > *").Length()
			if surveytest.Plain(table.Find("caption").Text()) == "" || table.Find("thead th:not([scope=col])").Length() > 0 || columns < 3 {
				t.Errorf("a table has the heading %q", surveytest.Plain(table.Find("caption, thead").Text()))
			}
			table.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
				if row.Find("th[scope=row]").Length() != 1 || row.Children().Length() != columns {
					t.Errorf("a row of %q has %d cells under %d headings", surveytest.Plain(table.Find("caption").Text()), row.Children().Length(), columns)
				}
			})
		})
		if tables < 40 {
			t.Errorf("there are only %d tables", tables)
		}
	}
}
