package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// lists checks how many rows pages list that follow each other from an address, and returns the last.
func lists(t *testing.T, b webtest.Browser, path, rows string, want ...int) webtest.Page {
	t.Helper()
	page := b.Get(path)
	for i, n := range want {
		if got := page.Find(rows).Length(); page.Status != http.StatusOK || got != n {
			t.Fatalf("page %d of %s: status %d, %d rows, want %d", i+1, path, page.Status, got, n)
		}
		next := page.Find("a[rel=next]").AttrOr("href", "")
		if (next == "") != (i == len(want)-1) {
			t.Fatalf("page %d of %s leads on to %q", i+1, path, next)
		}
		if next != "" {
			address, _, _ := strings.Cut(path, "?")
			if !strings.HasPrefix(next, "?") {
				address = ""
			}
			page = b.Get(address + strings.TrimSuffix(next, "#gatherings"))
		}
	}
	return page
}

// Of hundreds of staff a page shows some of each role, and whoever is looked for on pages that keep what
// was asked.
func TestHundredsOfStaff(t *testing.T) {
	p := crewOf(t, newDoor(t, surveytest.Host))
	steward := p.As(p.secrets[survey.Steward])
	if page := steward.Get("/staff/sv/people"); page.Find("main form[role=search]").Length() != 0 {
		t.Error("somebody may be looked for among five")
	}
	for n := range 120 {
		_, _, err := p.Invite(t.Context(), survey.Staff{Role: survey.AmbassadorRole, Label: fmt.Sprintf("Kretsen %03d", n), Municipalities: []string{[]string{"0580", "0581"}[n%2]}})
		ok(t, err)
	}
	all := steward.Get("/staff/sv/people")
	if n := all.Find("ul.people li").Length(); n != 25+4 || all.Find("a[rel=next]").Length() != 0 {
		t.Errorf("the page lists %d", n)
	}
	more := all.Find("section a[href$='?role=ambassador']")
	if more.Length() != 1 || surveytest.Plain(more.Text()) != "Visa alla 121" {
		t.Errorf("it leads to the rest by %q", more.Text())
	}
	lists(t, steward, "/staff/sv/people?role=ambassador", "ul.people li", 50, 50, 21)
	last := lists(t, steward, "/staff/sv/people?municipality=0581&state=invited", "ul.people li", 50, 10)
	if to := last.Find("select[name=municipality] option[selected]").AttrOr("value", ""); to != "0581" {
		t.Errorf("on the last page %q is chosen", to)
	}
	lists(t, steward, "/staff/sv/people?q=KRETSEN+007&role=ambassador&municipality=&state=", "ul.people li", 1)
	if page := steward.Get("/staff/sv/people?q=x&page=9"); page.Find("ul.people").Length() != 0 || page.Value("[role=status]") != p.text("sv", "desk.people.none") {
		t.Errorf("nobody is found, and the page says %q", page.Value("main"))
	}
	if page := steward.Get("/staff/sv/people?role=king"); page.Status != http.StatusOK || page.Find("ul.people").Length() != 0 {
		t.Errorf("in a role that there is not: status %d", page.Status)
	}
}

// Of hundreds of rounds, and of what is planned and held in one, a page shows a part.
func TestHundredsOfGatherings(t *testing.T) {
	p := crewOf(t, newSite(t))
	steward := p.As(p.secrets[survey.Steward])
	var entries []survey.PlanEntry
	for n := range 120 {
		municipality, about := "0581", "OG028"
		if n%4 == 0 {
			municipality, about = "0513", "OG003"
		}
		entries = append(entries, survey.PlanEntry{Municipality: municipality, Intervention: about, Week: survey.WeekOf(p.Clock.Now()).Add(n % 20), Expected: 10 + n})
		p.Gather(p.round, func(s *survey.NewSession) { s.Municipality, s.Intervention = municipality, about })
	}
	_, err := p.PutPlan(t.Context(), p.round.Name, entries)
	ok(t, err)
	lists(t, steward, "/staff/sv/plan", "table.plan tbody tr", 50, 50, 20)
	lists(t, steward, "/staff/sv/plan?round=2026-H2&municipality=0513", "table.plan tbody tr", 30)
	if page := steward.Get("/staff/sv/plan?state=held"); page.Find("table.plan").Length() != 0 || page.Find("form[role=search]").Length() != 1 {
		t.Errorf("nothing is held, and the page says %q", page.Value("main"))
	}
	round := "/staff/sv/rounds/" + p.round.ID
	lists(t, steward, round, "#gatherings tbody tr", 50, 50, 21) // one is of the site
	page := lists(t, steward, round+"?municipality=0581", "#gatherings tbody tr", 50, 41)
	if page.Find("#gatherings[open] option[selected]").AttrOr("value", "") != "0581" {
		t.Error("on the last page it is not said what was looked for")
	}
	// What is refused leads on to pages that there are.
	next := steward.Post(round+"/close", nil).Find("a[rel=next]").AttrOr("href", "")
	if page := steward.Get(strings.TrimSuffix(next, "#gatherings")); page.Status != http.StatusOK || page.Find("#gatherings tbody tr").Length() != 50 {
		t.Errorf("%q has status %d", next, page.Status)
	}
}
