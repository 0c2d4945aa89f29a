package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// Stewards and officers read what can be asked and how far each language has come, and look at each page of
// those who answer in each language, in a frame that nothing can be sent from.
func TestBatteryPages(t *testing.T) {
	p := crewOf(t, newSite(t))
	core, err := p.Battery("core@1")
	ok(t, err)
	officer := p.As(p.secrets[survey.Officer])
	list := officer.Get("/staff/sv/batteries")
	questions, sensitive := 0, 0
	for _, b := range p.Batteries() {
		questions += len(b.Questions)
		for _, q := range b.Questions {
			if q.Sensitive {
				sensitive++
			}
		}
	}
	if list.Status != http.StatusOK || list.Find(".asked li").Length() != questions || list.Find(".battery tbody tr").Length() != len(p.Batteries())*len(i18n.Languages) {
		t.Fatalf("status %d: %s", list.Status, list.Value("main"))
	}
	// What everybody is asked comes first, what is asked beside it last; each has a name that says what it is about.
	var titles []string
	list.Find(".battery h2").Each(func(_ int, h *webtest.Selection) { titles = append(titles, h.Text()) })
	if want := []string{"Grundfrågorna", "Grundfrågorna i kort form", "Samhällsorientering", "Arbete och svenska", "Familj och vänner"}; !slices.Equal(titles, want) {
		t.Errorf("the page has %q, want %q", titles, want)
	}
	if got := list.Find(".asked .pill").Length(); got != sensitive || sensitive == 0 {
		t.Errorf("%d questions are marked as sensitive, and %d are", got, sensitive)
	}
	// The same as on the page about languages: nothing is counted twice.
	languages := officer.Get("/staff/sv/languages")
	for i, l := range i18n.Languages {
		row := list.Find(".battery tbody tr").Eq(i)
		want := languages.Find(".offer").Eq(i).Find("progress").First().AttrOr("value", "")
		if got := surveytest.Plain(row.Find("td").Eq(1).Text()); got != want+" procent" {
			t.Errorf("%s: %q of the texts are approved, and %s on the page about languages", l.Tag, got, want)
		}
	}

	// What an author is told is said here too, with why and a better example; and all of it can be printed.
	if found := list.Find(".advice li"); found.Length() == 0 || found.First().Find("p").Length() != 2 || list.Find(".advice strong").Length() != 0 {
		t.Errorf("advice on what is built in: %q", found.Text())
	}
	printed := officer.Get(list.Find("a[href$='core@1/print']").AttrOr("href", ""))
	if printed.Status != http.StatusOK || printed.Find("section.question").Length() != len(core.Questions) || printed.Find("td[dir=rtl]").Length() == 0 {
		t.Errorf("on paper: status %d, %d questions", printed.Status, printed.Find("section.question").Length())
	}

	before, err := p.Store.AuditLog(t.Context())
	ok(t, err)
	for _, l := range i18n.Languages {
		look := officer.Get(list.Find(".battery tbody a[href*='lang="+l.Tag+"']").AttrOr("href", ""))
		frame := look.Find("iframe.phone")
		if policy := look.Header.Get("Content-Security-Policy"); !strings.Contains(policy, ";frame-src 'self'") || !strings.Contains(policy, "frame-ancestors 'none'") ||
			frame.AttrOr("sandbox", "") != "allow-same-origin" || frame.AttrOr("width", "")+frame.AttrOr("height", "") != "360640" {
			t.Errorf("%s: the policy is %q, the frame %v", l.Tag, policy, frame.Nodes)
		}
		look.Find("select[name=page] option").Each(func(_ int, o *webtest.Selection) {
			name := o.AttrOr("value", "")
			at := "/staff/sv/batteries/core@1/preview?" + url.Values{"lang": {l.Tag}, "page": {name}}.Encode()
			shown := officer.Get(officer.Get(at).Find("iframe").AttrOr("src", ""))
			policy := shown.Header.Get("Content-Security-Policy")
			if shown.Status != http.StatusOK || shown.Find("html").AttrOr("lang", "") != l.Tag || shown.Find("html").AttrOr("dir", "") != string(l.Dir) || shown.Find("h1").Length() == 0 {
				t.Errorf("%s %s: status %d, language %q, direction %q", l.Tag, name, shown.Status, shown.Find("html").AttrOr("lang", ""), shown.Find("html").AttrOr("dir", ""))
			}
			if !strings.Contains(policy, "frame-ancestors 'self'") || !strings.Contains(policy, ";sandbox allow-same-origin") || strings.Contains(policy, "frame-src") {
				t.Errorf("%s %s: the policy is %q", l.Tag, name, policy)
			}
			if shown.Find("a[href]").Length() != 0 || shown.Header.Get("Set-Cookie") != "" || strings.Contains(shown.Body, p.session.Code) {
				t.Errorf("%s %s: the page leads somewhere, or knows of a session", l.Tag, name)
			}
			if name == "form" && shown.Find("fieldset").Length() != len(core.Questions) {
				t.Errorf("%s: the form has %d questions", l.Tag, shown.Find("fieldset").Length())
			}
		})
	}
	after, err := p.Store.AuditLog(t.Context())
	ok(t, err)
	if len(after) != len(before) {
		t.Error("looking left lines in the log")
	}
	for _, path := range []string{"core@9/preview", "core@1/preview?lang=xx", "core@1/preview?page=secrets", "core@1/preview/page?page=secrets"} {
		if page := officer.Get("/staff/sv/batteries/" + path); page.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, page.Status)
		}
	}
	if sent := officer.Post("/staff/sv/batteries/core@1/preview/page", fill("K01", "o1")); sent.Status != http.StatusNotFound && sent.Status != http.StatusMethodNotAllowed {
		t.Errorf("what is sent from a preview has status %d", sent.Status)
	}
}
