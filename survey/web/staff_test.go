package web_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/web"
	"fragebatteri/survey/webtest"
)

var anAmbassador = survey.Staff{Role: survey.AmbassadorRole, Label: "Kretsen i Kinda", Municipalities: []string{"0513"}, Languages: []string{"ti"}}

// newDoor is a service that nothing has been asked with yet, and its pages.
func newDoor(t testing.TB, host survey.Host) *site {
	t.Helper()
	s := &site{Instance: surveytest.ServiceOf(t, host), t: t, catalog: surveytest.Catalog(t)}
	s.Browser = webtest.Server(t, s.Service)
	return s
}

// invitation makes somebody staff and returns the path of the invitation.
func (s *site) invitation(who survey.Staff) string {
	s.t.Helper()
	_, token, err := s.Invite(s.t.Context(), who)
	ok(s.t, err)
	return "/I/" + token
}

// secretIn returns the secret in the cookie that an answer sets.
func secretIn(page webtest.Page) string {
	cookie, _, _ := strings.Cut(page.Header.Get("Set-Cookie"), ";")
	_, secret, _ := strings.Cut(cookie, "=")
	return secret
}

// Programs that look at links before people do use no invitation up, and one of two phones is let in.
func TestInvitationPage(t *testing.T) {
	s := newDoor(t, surveytest.Host)
	path := s.invitation(anAmbassador)
	for _, headers := range [][]string{nil, {"Sec-Purpose", "prefetch"}, {"Purpose", "preview"}, {"X-Moz", "prefetch"}, {"User-Agent", "Slackbot-LinkExpanding 1.0"}} {
		for range 3 {
			page := s.Get(path, append(headers, "Accept-Language", "sv")...)
			text := surveytest.Plain(page.Text())
			if page.Status != http.StatusOK || page.Header.Get("Set-Cookie") != "" {
				t.Fatalf("with %v: status %d", headers, page.Status)
			}
			for _, want := range []string{surveytest.Host.Name, anAmbassador.Label, "Kinda", "ትግርኛ", s.text("sv", "staff.role.ambassador"), "15 september 2026"} {
				if !strings.Contains(text, want) {
					t.Errorf("the page does not say %s", want)
				}
			}
			if head := s.Do(http.MethodHead, path, "", headers...); head.Status != http.StatusOK {
				t.Errorf("HEAD has status %d", head.Status)
			}
		}
	}
	if links := s.Get(path, "Accept-Language", "so").Find("footer nav a[hreflang]"); links.Length() != len(s.tags())-1 {
		t.Errorf("it leads to %d other languages", links.Length())
	}
	var race sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	var secret string
	for range 8 {
		race.Go(func() {
			page := s.Post(path, nil, "Accept-Language", "en")
			mu.Lock()
			defer mu.Unlock()
			statuses[page.Status]++
			if page.Status == http.StatusSeeOther {
				secret = secretIn(page)
				cookie := page.Header.Get("Set-Cookie")
				if !strings.HasPrefix(cookie, "__Host-staff=") || !strings.Contains(cookie, "; Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax") {
					t.Errorf("the cookie is %q", cookie)
				}
				if to := page.Header.Get("Location"); to != "/staff/en/welcome" {
					t.Errorf("it leads to %s", to)
				}
			} else if page.Value("main .lead") != s.text("en", "error.invitation.used") {
				t.Errorf("the others read %q", page.Value("main .lead"))
			}
		})
	}
	race.Wait()
	if !maps.Equal(statuses, map[int]int{303: 1, 409: 7}) {
		t.Errorf("of eight phones: %v", statuses)
	}
	if page := s.As(secret).Get("/staff/en/account"); page.Status != http.StatusOK || page.Find("ul.lines li").Length() != 1 {
		t.Errorf("whoever was let in: status %d", page.Status)
	}
	late := s.invitation(anAmbassador)
	s.Clock.Advance(survey.InvitationHolds)
	if page := s.Post(late, nil); page.Status != http.StatusGone || page.Value("main .lead") != s.text("sv", "error.invitation.over") {
		t.Errorf("when it is over: status %d, %q", page.Status, page.Value("main .lead"))
	}
}

// An invitation cannot be tried for ever, and that keeps nobody else out.
func TestTriesOfAnInvitation(t *testing.T) {
	s := newDoor(t, surveytest.Host)
	path, other := s.invitation(anAmbassador), s.invitation(anAmbassador)
	var last webtest.Page
	for range 30 {
		last = s.Post(path, nil)
	}
	if last.Status != http.StatusTooManyRequests || last.Header.Get("Retry-After") != "600" {
		t.Errorf("after thirty tries: status %d", last.Status)
	}
	if page := s.Post(other, nil); page.Status != http.StatusSeeOther {
		t.Errorf("somebody else: status %d", page.Status)
	}
}

// At a desk nothing can be done before there is a way to come in again, except on a demo.
func TestPasskeyFirst(t *testing.T) {
	demo := surveytest.Host
	demo.Demo = true
	for _, c := range []struct {
		host      survey.Host
		get, post int
	}{{surveytest.Host, http.StatusSeeOther, http.StatusForbidden}, {demo, http.StatusOK, http.StatusUnprocessableEntity}} {
		s := newDoor(t, c.host)
		accepted := s.Post(s.invitation(survey.Staff{Role: survey.Steward, Label: "Regionen"}), nil)
		b := s.As(secretIn(accepted))
		if cookie := accepted.Header.Get("Set-Cookie"); strings.Contains(cookie, "Max-Age") {
			t.Errorf("at a desk the browser keeps %q", cookie)
		}
		page := b.Get("/staff/sv/people")
		if page.Status != c.get || c.get == http.StatusSeeOther && page.Header.Get("Location") != "/staff/sv/welcome" {
			t.Errorf("demo %t: status %d", c.host.Demo, page.Status)
		}
		if page := b.Post("/staff/sv/people/new/reader", surveytest.Form("label", "A")); page.Status != c.post {
			t.Errorf("demo %t: a form has status %d", c.host.Demo, page.Status)
		}
		if page := b.Get("/staff/sv/welcome"); page.Status != http.StatusOK || page.Find("form[data-passkey]").Length() != 1 {
			t.Errorf("where a passkey is made: status %d", page.Status)
		}
	}
}

// The invitation of an ambassador or a reader is printed as a card for as long as it lets somebody in.
func TestInvitationCard(t *testing.T) {
	p := crewOf(t, newDoor(t, surveytest.Host))
	steward := p.As(p.secrets[survey.Steward])
	link := steward.Post("/staff/sv/people/new/ambassador", url.Values{"label": {"Kretsen i Kinda"}, "municipality": {"0513"}, "language": {"ti"}})
	form := link.Find("main form")
	token := form.Find("[name=invitation]").AttrOr("value", "")
	if chosen := form.Find("option[selected]").AttrOr("value", ""); chosen != "ti" || form.Find("option").Length() != len(p.tags()) {
		t.Errorf("the card is offered in %d languages, first in %q", form.Find("option").Length(), chosen)
	}
	address := form.AttrOr("action", "")
	card := steward.Post(address, surveytest.Form("invitation", token, "language", "ti"))
	text := surveytest.Plain(card.Text())
	for _, want := range []string{"Kinda", p.text("ti", "print.invitation.how"), p.text("sv", "print.invitation.how"), token[:4]} {
		if !strings.Contains(text, want) {
			t.Errorf("the card does not say %s, it has status %d", want, card.Status)
		}
	}
	if policy := card.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "style-src 'sha256-") {
		t.Errorf("its policy is %q", policy)
	}
	if page := p.Get("/I/"+token, "Accept-Language", "sv"); page.Status != http.StatusOK {
		t.Errorf("after it was printed the invitation has status %d", page.Status)
	}
	p.Post("/I/"+token, nil)
	if page := steward.Post(address, surveytest.Form("invitation", token, "language", "ti")); page.Status != http.StatusConflict {
		t.Errorf("the card of a used invitation has status %d", page.Status)
	}
	desk := steward.Post("/staff/sv/people/new/steward", surveytest.Form("label", "Länsstyrelsen"))
	if desk.Find("main form").Length() != 0 {
		t.Error("a steward is offered a card")
	}
	_, token, _ = strings.Cut(desk.Value(".link"), "/I/")
	if page := steward.Post(address, surveytest.Form("invitation", token, "language", "sv")); page.Status != http.StatusNotFound {
		t.Errorf("the card of a steward has status %d", page.Status)
	}
}

// An ambassador who was given languages finds their texts and recordings in the menu, and others do not.
func TestMenuOfAmbassadors(t *testing.T) {
	p := newDoor(t, surveytest.Host)
	for _, c := range []struct {
		languages []string
		want      []string
	}{
		{nil, []string{"sessions", "guide", "account"}},
		{[]string{"ti"}, []string{"sessions", "guide", "clips", "texts", "replies", "account"}},
	} {
		who := anAmbassador
		who.Languages = c.languages
		_, secret := p.SignIn(who)
		var menu []string
		for _, link := range p.As(secret).Get("/staff/sv/account").Find("header nav a").EachIter() {
			to := strings.TrimPrefix(link.AttrOr("href", ""), "/staff/sv/")
			menu = append(menu, to)
			if page := p.As(secret).Get("/staff/sv/" + to); page.Status >= http.StatusBadRequest {
				t.Errorf("with %v: %s has status %d", c.languages, to, page.Status)
			}
		}
		if !slices.Equal(menu, c.want) {
			t.Errorf("with %v: the menu leads to %v", c.languages, menu)
		}
		if to := p.As(secret).Get("/staff/sv").Header.Get("Location"); to != "/staff/sv/sessions" {
			t.Errorf("with %v: it begins at %s", c.languages, to)
		}
	}
}

// A sign-in leads to the own page that was wanted, and nowhere else.
func TestWhereSigningInLeads(t *testing.T) {
	s := newDoor(t, surveytest.Host)
	for to, own := range map[string]bool{
		"/staff/sv/people": true, "/staff/ti/sessions?a=b": true,
		"": false, "/": false, "/results": false, "/staffx": false, "https://evil.example/staff/": false, "//evil.example/staff/": false,
		"/staff//evil.example": false, "/staff/../results": false, "/staff/\\evil.example": false, "/staff/\t/evil.example": false,
	} {
		finish := s.Get("/staff/sv/sign-in?"+url.Values{"to": {to}}.Encode()).Find("form[data-passkey]").AttrOr("data-finish", "")
		if got := strings.Contains(finish, "?to="); got != own {
			t.Errorf("that signing in leads to %q is %t", to, got)
		}
	}
}

// Pages of those at a desk are in Swedish and English, and all others in every language.
func TestLanguagesOfStaff(t *testing.T) {
	p := crewOf(t, newDoor(t, surveytest.Host))
	for _, l := range p.tags() {
		for role, secret := range p.secrets {
			want, to := http.StatusOK, ""
			if role.AtDesk() && l.Tag != "sv" && l.Tag != "en" {
				want, to = http.StatusSeeOther, "/staff/sv/account?a=b"
			}
			page := p.As(secret).Get("/staff/" + l.Tag + "/account?a=b")
			if page.Status != want || page.Header.Get("Location") != to {
				t.Errorf("%s in %s: status %d, to %q", role, l.Tag, page.Status, page.Header.Get("Location"))
			}
			if want == http.StatusOK && page.Find("html").AttrOr("lang", "") != l.Tag {
				t.Errorf("%s in %s: the page is in %q", role, l.Tag, page.Find("html").AttrOr("lang", ""))
			}
		}
	}
	if page := p.As(p.secrets[survey.ReaderRole]).Get("/staff/xx/account"); page.Status != http.StatusNotFound {
		t.Errorf("in no language of ours: status %d", page.Status)
	}
}

// Time ends a sign-in at a desk also when the clock jumps.
func TestSignedOutByTime(t *testing.T) {
	p := crewOf(t, newDoor(t, surveytest.Host))
	for _, c := range []struct {
		jump time.Duration
		desk int
	}{{50 * time.Minute, 200}, {-30 * time.Minute, 200}, {3 * time.Hour, 401}} {
		p.Clock.Advance(c.jump)
		if page := p.As(p.secrets[survey.Officer]).Get("/staff/sv/account"); page.Status != c.desk {
			t.Errorf("after %v a desk has status %d, want %d", c.jump, page.Status, c.desk)
		}
		if page := p.As(p.secrets[survey.AmbassadorRole]).Get("/staff/sv/account"); page.Status != http.StatusOK {
			t.Errorf("after %v a phone has status %d", c.jump, page.Status)
		}
	}
}

// A line about a request of staff has the pattern, the status, the time it took and the role, and
// nothing of who sent it or what.
func TestLogOfStaff(t *testing.T) {
	p := newCrew(t)
	var lines bytes.Buffer
	recorded, err := audio.Open(t.TempDir())
	ok(t, err)
	pages, err := web.New(p.Service, web.Options{
		Languages: p.tags(), Texts: webtest.Texts(t), Recorded: recorded, Audio: recorded.Clips(),
		Log: slog.New(slog.NewJSONHandler(&lines, nil)),
	})
	ok(t, err)
	b := webtest.Serve(t, pages.Handler())
	const mark = "MARKED"
	for _, secret := range []string{"", mark, p.secrets[survey.Steward], p.secrets[survey.AmbassadorRole]} {
		for _, r := range staffRoutes(p) {
			if r.route == "POST /staff/:lang/sign-out" {
				continue
			}
			r.path += "?" + mark + "=" + mark
			p.Browser = b
			p.ask(r, secret, "User-Agent", mark, "X-Forwarded-For", "203.0.113.77", "Referer", "https://svar.example/"+mark)
		}
		b.As(secret).Get("/staff/" + mark + "/" + mark)
		b.As(secret).Do(mark, "/staff/sv/account", "")
	}
	b.Get("/s/NOSUCH00/ar")
	b.Get("/results")
	for line := range strings.Lines(lines.String()) {
		var fields map[string]any
		ok(t, json.Unmarshal([]byte(line), &fields))
		if names := slices.Sorted(maps.Keys(fields)); !slices.Equal(names, []string{"level", "ms", "msg", "role", "route", "status", "time"}) {
			t.Errorf("a line has %v", names)
		}
	}
	text := lines.String()
	for _, secret := range []string{mark, "203.0.113.77", "127.0.0.1", p.token, p.staff[survey.AmbassadorRole].ID, "Länsstyrelsen", "/results", "/s/"} {
		if strings.Contains(text, secret) {
			t.Errorf("the log has %q", secret)
		}
	}
	if !strings.Contains(text, `"route":"GET /staff/:lang/people","status":403,"ms":`) || !strings.Contains(text, `"role":"ambassador"`) {
		t.Errorf("the log lacks lines: %s", text)
	}
}

// Whoever has the address of a demo is signed in again and again. There is no such address elsewhere.
func TestDemoDoor(t *testing.T) {
	demo := surveytest.Host
	demo.Demo = true
	s := newDoor(t, demo)
	ordinary := newDoor(t, surveytest.Host)
	for _, role := range survey.Invited {
		if page := ordinary.Get("/staff/demo/" + string(role)); page.Status != http.StatusNotFound || page.Header.Get("Set-Cookie") != "" {
			t.Errorf("where it is no demo: status %d", page.Status)
		}
		if page := s.Get("/staff/demo/" + string(role)); page.Status != http.StatusNotFound {
			t.Errorf("without anybody in the role: status %d", page.Status)
		}
	}
	s.SignIn(anAmbassador)
	for range 3 {
		page := s.Get("/staff/demo/ambassador", "Accept-Language", "ti")
		if to := page.Header.Get("Location"); page.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/staff/ti/") || s.As(secretIn(page)).Get(to).Status != http.StatusOK {
			t.Errorf("status %d, to %q", page.Status, to)
		}
	}
	for _, route := range webtest.Pages(t, ordinary.Service).Routes() {
		if strings.Contains(route, "demo") {
			t.Errorf("there is a route %s", route)
		}
	}
}
