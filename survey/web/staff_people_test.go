package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// A steward invites, reads who is staff, invites again and revokes, and whoever is revoked reads so.
func TestPeoplePages(t *testing.T) {
	p := crewOf(t, newDoor(t, surveytest.Host))
	steward := p.As(p.secrets[survey.Steward])
	link := steward.Post("/staff/sv/people/new/ambassador", url.Values{
		"label": {" Kretsen  i Kinda "}, "municipality": {"0513", "0581"}, "intervention": {"OG028"}, "language": {"ti", "so"},
	})
	if who := link.Value(".invitation b"); link.Status != http.StatusOK || who != "Kretsen i Kinda" || link.Find(".qr svg").Length() != 1 {
		t.Fatalf("status %d, invited is %q", link.Status, who)
	}
	path := strings.TrimPrefix(link.Value(".link"), surveytest.Host.BaseURL)
	secret := secretIn(p.Post(path, nil))
	list := steward.Get("/staff/sv/people")
	row := list.Find("ul.people li").FilterFunction(func(_ int, s *webtest.Selection) bool {
		return strings.Contains(s.Text(), "Kretsen i Kinda")
	})
	person := row.Find("a").AttrOr("href", "")
	if text := surveytest.Plain(row.Text()); !strings.Contains(text, "Kinda, Norrköping · ትግርኛ tigrinja, Soomaali somaliska") {
		t.Errorf("the list says %q", text)
	}
	if page := steward.Get(person); page.Value("h1") != "Kretsen i Kinda" || page.Find("ul.lines li").Length() != 1 || !strings.Contains(page.Text(), "Nycklar och broar") {
		t.Errorf("the page of the person says %q", surveytest.Plain(page.Find("main").Text()))
	}
	again := steward.Post(person+"/again", nil)
	if page := p.As(secret).Get("/staff/sv/account"); page.Status != http.StatusUnauthorized {
		t.Errorf("after another invitation the lost phone has status %d", page.Status)
	}
	secret = secretIn(p.Post(strings.TrimPrefix(again.Value(".link"), surveytest.Host.BaseURL), nil))
	if page := p.As(secret).Get("/staff/sv/account"); page.Status != http.StatusOK {
		t.Errorf("who was invited again has status %d", page.Status)
	}
	if page := steward.Post(person+"/end", nil); page.Status != http.StatusSeeOther {
		t.Errorf("ending sign-ins has status %d", page.Status)
	}
	if page := p.As(secret).Get("/staff/sv/account"); page.Status != http.StatusUnauthorized {
		t.Errorf("after the steward ended it the sign-in has status %d", page.Status)
	}
	staff := p.staff[survey.ReaderRole]
	if page := steward.Post("/staff/sv/people/person/"+staff.ID+"/revoke", surveytest.Form("sure", "yes")); page.Status != http.StatusSeeOther {
		t.Errorf("revoking has status %d", page.Status)
	}
	page := p.As(p.secrets[survey.ReaderRole]).Get("/staff/ti/account")
	if page.Status != http.StatusUnauthorized || !strings.Contains(page.Header.Get("Set-Cookie"), "__Host-staff=; Path=/; Max-Age=0") {
		t.Errorf("revoked while signed in: status %d, cookie %q", page.Status, page.Header.Get("Set-Cookie"))
	}
	if to := page.Find("main a.button").AttrOr("href", ""); to != "/staff/ti/sign-in?to=%2Fstaff%2Fti%2Faccount" {
		t.Errorf("it leads to %q", to)
	}
	if page := steward.Post("/staff/sv/people/person/"+p.staff[survey.Steward].ID+"/revoke", surveytest.Form("sure", "yes")); page.Status != http.StatusConflict {
		t.Errorf("of oneself revoking has status %d", page.Status)
	}
}

// What has to be mended is said above the form, which keeps what was filled in.
func TestWrongInvitations(t *testing.T) {
	p := crewOf(t, newDoor(t, surveytest.Host))
	p.Gather(p.Begin("2026-H2"))
	steward := p.As(p.secrets[survey.Steward])
	for _, c := range []struct {
		role string
		form url.Values
		key  string
		args []any
	}{
		{"officer", surveytest.Form("label", "A"), "error.staff.municipalities", nil},
		{"reader", surveytest.Form("label", "A"), "error.staff.languages", nil},
		{"steward", surveytest.Form("label", strings.Repeat("a", 101)), "error.name.form", []any{"Most", 100}},
		{"ambassador", surveytest.Form("label", "A", "municipality", "9999"), "error.municipality.unknown", nil},
		{"ambassador", surveytest.Form("label", "A", "municipality", "1280"), "error.session.region", nil},
		{"ambassador", surveytest.Form("label", "A", "municipality", "0513", "intervention", "OG028"), "error.staff.intervention", []any{"Name", "Nycklar och broar in i det svenska samhället"}},
	} {
		page := steward.Post("/staff/sv/people/new/"+c.role, c.form)
		if want := p.text("sv", c.key, c.args...); page.Status != http.StatusUnprocessableEntity || page.Value("#wrong") != want {
			t.Errorf("%s %v: status %d, %q, want %q", c.role, c.form, page.Status, page.Value("#wrong"), want)
		}
		if page.Find("#label").AttrOr("value", "") != c.form.Get("label") || page.Find("details[open]").Length() != len(c.form["intervention"]) {
			t.Errorf("%s: what was filled in is gone", c.role)
		}
	}
	staff, err := p.Staff(t.Context())
	ok(t, err)
	if len(staff) != 5 {
		t.Errorf("%d are staff", len(staff))
	}
}
