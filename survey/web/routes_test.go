package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/webtest"
)

// example is an address of every route. A %s in it stands for a language.
type example struct {
	route  string
	path   string
	status int
	kind   string // of content; "" means a page
}

// examples returns an address for every route there is, with one of a ticket
// session where the route is for one.
func (s *site) examples() []example {
	s.t.Helper()
	id := s.release().ID
	s.imported(s.made(1, 0).release("2027-H1"))
	place := "/results/2027-h1/norrkoping"
	_, tickets := s.Gather(s.round, func(n *survey.NewSession) { n.Tickets = 2 })
	cards, err := s.Store.Sessions(s.t.Context(), s.round.ID)
	ok(s.t, err)
	card := cards[slices.IndexFunc(cards, func(c survey.Session) bool { return c.Tickets })].Code + "/" + tickets[0]
	style := s.Get("/results").Find("link[rel=stylesheet]").AttrOr("href", "")
	api := "/api/v1/releases/" + id
	list := []example{
		{"/", "/?lang=%s", 200, ""}, {"/privacy/:lang", "/privacy/%s", 200, ""}, {"/accessibility/:lang", "/accessibility/%s", 200, ""},
		{"/results", "/results?lang=%s", 200, ""}, {"/results/:round", "/results/2026-h1?lang=%s", 301, "text/html"}, {"/results/:round", "/results/" + id + "?lang=%s&place=0581", 301, "text/html"},
		{"/results/:round/csv", "/results/2027-h1/csv?lang=sv", 200, "text/csv"}, {"/results/:round/:place/csv", place + "/csv?lang=en", 200, "text/csv"},
		{"/results/:round/zip", "/results/2027-h1/zip?lang=sv", 200, "application/zip"}, {"/results/:round/px", "/results/2027-h1/px?lang=en", 200, "application/zip"},
		{"/results/:round/:place/xlsx", place + "/xlsx?lang=sv", 200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"/results/:round/:place", place + "?lang=%s", 200, ""}, {"/results/:round/:place", "/results/2027-h1/finspang?lang=%s", 200, ""},
		{"/results/:round/:place/tables", place + "/tables?lang=sv", 200, ""},
		{"/results/:round/:place/interventions/:intervention", place + "/interventions/OG028?lang=sv", 200, ""},
		{"/results/:round/:place/groups/:by/:group", place + "/groups/gender/o1?lang=sv", 200, ""},
		{"/interventions", "/interventions?lang=sv", 200, ""}, {"/interventions/:intervention", "/interventions/OG028?lang=sv", 200, ""},
		{"/api/v1/releases/:release", api, 200, "application/json"}, {"/api/v1/releases/:release/signature", api + "/signature", 200, "text/plain"},
		{"/api/v1/releases/:release/rows", api + "/rows", 200, "application/json"},
		{"/api/v1/releases/:release/rows.json", api + "/rows.json", 200, "application/json"},
		{"/api/v1/releases/:release/rows.csv", api + "/rows.csv", 200, "text/csv"},
		{"/api/v1/releases/:release/questions", api + "/questions", 200, "application/json"},
		{"/api/v1/releases/:release/questions/:question", api + "/questions/core-1-K12", 200, "application/json"},
		{"/api/v1/releases/:release/questions/:question", api + "/questions/core-1-K12.csv", 200, "text/csv"},
		{"/api/v1/releases/:release/places", api + "/places", 200, "application/json"},
		{"/api/v1/releases/:release/places/:place", api + "/places/0581.csv", 200, "text/csv"},
		{"/api/v1/releases/:release/places/:place/measures", api + "/places/0581/measures", 200, "application/json"},
		{"/api/v1/places/:place", "/api/v1/places/0581", 200, "application/json"},
		{"/api/v1/interventions/:intervention", "/api/v1/interventions/OG028", 200, "application/json"},
		{"/api/v1/questions/:question", "/api/v1/questions/core-1-K01?lang=%s", 200, "application/json"},
		{"/datasets/dcat", "/datasets/dcat", 200, "application/rdf+xml"},
		{"/static/:file", style, 200, "text/css"}, {"/forget.css", "/forget.css", 200, "text/css"}, {"/robots.txt", "/robots.txt", 200, "text/plain"}, {"/healthz", "/healthz", 200, "text/plain"}, {"/readyz", "/readyz", 200, "text/plain"},
	}
	for _, path := range []string{"/api/v1", "/api/v1/openapi.json", "/api/v1/releases", "/api/v1/places", "/api/v1/interventions", "/api/v1/questions"} {
		list = append(list, example{path, path, 200, "application/json"})
	}
	for _, root := range []string{"/s", "/S"} {
		list = append(list, []example{
			{root + "/:code", root + "/" + s.session.Code, 200, ""}, {root + "/:code/", root + "/" + s.session.Code + "/", 200, ""},
			{root + "/:code/:langOrTicket", root + "/" + s.session.Code + "/%s", 200, ""},
			{root + "/:code/:langOrTicket", root + "/" + card, 200, ""}, {root + "/:code/:langOrTicket/", root + "/" + card + "/", 200, ""},
			{root + "/:code/:langOrTicket/:lang", root + "/" + card + "/%s", 200, ""},
			{root + "/:code/:langOrTicket/:lang", root + "/" + s.session.Code + "/%s/done", 200, ""},
			{root + "/:code/:langOrTicket/:lang", root + "/" + s.session.Code + "/%s/privacy", 200, ""},
			{root + "/:code/:langOrTicket/:lang", root + "/" + s.session.Code + "/%s/accessibility", 200, ""},
			{root + "/:code/:langOrTicket/:lang/done", root + "/" + card + "/%s/done", 200, ""},
			{root + "/:code/:langOrTicket/:lang/privacy", root + "/" + card + "/%s/privacy", 200, ""},
			{root + "/:code/:langOrTicket/:lang/accessibility", root + "/" + card + "/%s/accessibility", 200, ""},
		}...)
	}
	return list
}

// Every route answers, in every language and in its direction, with words only
// of that language, sets no cookie, and is the same page for somebody who is signed in.
func TestEveryRouteRenders(t *testing.T) {
	s := newSite(t)
	list := s.examples()
	routes := webtest.Pages(t, s.Service).Routes()
	if len(routes) < len(list) {
		t.Errorf("there are %d routes for %d examples of pages", len(routes), len(list))
	}
	for _, route := range routes {
		method, path, _ := strings.Cut(route, " ")
		known := slices.ContainsFunc(list, func(e example) bool { return e.route == path })
		if !known && method == http.MethodGet && !strings.HasPrefix(path, "/audio/") && !ofStaff(path) { // clips are tested with recordings
			t.Errorf("no page of the route %s is tested", route)
		}
	}
	_, secret := s.SignIn(survey.Staff{Role: survey.Steward})
	signedIn := s.As(secret)
	for _, e := range list {
		path := strings.ReplaceAll(e.path, "%s", "sv")
		with, without := signedIn.Get(path), s.Get(path)
		if len(with.Header.Values("Set-Cookie")) > 0 || with.Status != without.Status ||
			strings.ReplaceAll(with.Body, with.Nonce(), "") != strings.ReplaceAll(without.Body, without.Nonce(), "") {
			t.Errorf("%s is another page for somebody who is signed in, or sets a cookie", path)
		}
		for _, l := range s.tags() {
			path := strings.ReplaceAll(e.path, "%s", l.Tag)
			page := s.Get(path)
			if page.Header.Get("Set-Cookie") != "" {
				t.Errorf("%s sets a cookie", path)
			}
			if page.Status != e.status {
				t.Fatalf("%s: status %d, want %d", path, page.Status, e.status)
			}
			if got := page.Header.Get("Content-Type"); !strings.HasPrefix(got, e.kind) || e.kind == "" && got != "text/html; charset=utf-8" {
				t.Errorf("%s: content type %q", path, got)
			}
			safe(t, path, page)
			if e.kind != "" {
				continue
			}
			if path == e.path {
				l, _ = i18n.Find(i18n.Languages, i18n.Source)
			}
			whole(t, path, page, l)
			if head := s.Do(http.MethodHead, path, ""); head.Status != e.status || head.Body != "" {
				t.Errorf("HEAD %s: status %d, %d bytes", path, head.Status, len(head.Body))
			}
		}
	}
}
