package web_test

import (
	"fmt"
	"net/http"
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
			page = b.Get(path[:len(path)-len(afterQuery(path))] + next)
		}
	}
	return page
}

// afterQuery returns the query of an address, with its question mark.
func afterQuery(path string) string {
	for i := range path {
		if path[i] == '?' {
			return path[i:]
		}
	}
	return ""
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
