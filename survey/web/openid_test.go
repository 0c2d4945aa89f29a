package web_test

import (
	"bytes"
	"log/slog"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/openid"
	"fragebatteri/survey/openid/openidtest"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/web"
	"fragebatteri/survey/webtest"
)

// workplace is a service at which the staff of Norrköping sign in at their own provider.
type workplace struct {
	*surveytest.Instance
	webtest.Browser
	at    *openidtest.Provider
	known survey.Provider
	pages *web.Server
	log   *bytes.Buffer
	t     *testing.T
}

func newWorkplace(t *testing.T) *workplace {
	t.Helper()
	w := &workplace{Instance: surveytest.Service(t), log: &bytes.Buffer{}, t: t}
	w.at = openidtest.New(t, w.Clock.Now)
	w.at.Methods = []string{"private_key_jwt"}
	keys := openid.Keys{Folder: t.TempDir()}
	client := openid.New(keys, w.Clock.Now)
	credential, err := client.NewCredential(t.Context(), survey.Provider{Issuer: w.at.Issuer})
	ok(t, err)
	w.known, err = w.PutProvider(t.Context(), w.at.Register(surveytest.Host.ProviderURL("0581"), credential))
	ok(t, err)
	ok(t, keys.Put(w.known.ID, credential))
	w.pages, err = web.New(w.Service, web.Options{
		Languages: i18n.Languages, Texts: webtest.Texts(t), OpenID: client, Log: slog.New(slog.NewJSONHandler(w.log, nil)),
	})
	ok(t, err)
	w.Browser = webtest.Serve(t, w.pages.Handler())
	return w
}

// invite returns the path of an invitation.
func (w *workplace) invite(s survey.Staff) (survey.Staff, string) {
	w.t.Helper()
	s.Label = "Integrationsenheten"
	invited, token, err := w.Invite(w.t.Context(), s)
	ok(w.t, err)
	return invited, "/I/" + token
}

var officer = survey.Staff{Role: survey.Officer, Municipalities: []string{"0581"}}

// colleague is the browser of somebody who works there.
type colleague struct {
	*workplace
	cookies map[string]string
}

func (w *workplace) colleague() colleague { return colleague{w, map[string]string{}} }

// open opens a path with the cookies of the browser, and keeps those that it is sent.
func (p colleague) open(path string) webtest.Page {
	p.t.Helper()
	var sent []string
	for name, value := range p.cookies {
		sent = append(sent, name+"="+value)
	}
	page := p.Get(path, "Cookie", strings.Join(sent, "; "), "Sec-Fetch-Site", "cross-site", "Accept-Language", "sv")
	for _, cookie := range (&http.Response{Header: page.Header}).Cookies() {
		if !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || !strings.HasPrefix(cookie.Name, "__Host-") {
			p.t.Errorf("%s sets %v", path, cookie)
		}
		p.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(p.cookies, cookie.Name)
		}
	}
	return page
}

// leave follows the link to the provider from a page, signs in there, and returns the path that the
// browser is sent back to.
func (p colleague) leave(path string) string {
	p.t.Helper()
	away := p.open(p.linkIn(p.open(path)))
	if away.Status != http.StatusSeeOther || !strings.HasPrefix(away.Header.Get("Location"), p.at.Issuer) {
		p.t.Fatalf("the link on %s leads to status %d, %s", path, away.Status, away.Value("h1"))
	}
	return p.at.Visit(away.Header.Get("Location")).RequestURI()
}

// linkIn returns where the button of a page leads that is for signing in at the provider, or "".
func (p colleague) linkIn(page webtest.Page) string {
	return page.Find(`a[href*="/openid/"]`).AttrOr("href", "")
}

// Somebody who is invited signs in at work, and does so from then on: nobody needs a passkey for it.
func TestSignInAtWork(t *testing.T) {
	w := newWorkplace(t)
	_, invitation := w.invite(officer)
	for range 3 { // whoever only looks, or does not come back, uses nothing up
		w.colleague().leave(invitation)
	}
	p := w.colleague()
	in := p.open(p.leave(invitation + "?lang=en"))
	if in.Status != http.StatusSeeOther || !strings.HasPrefix(in.Header.Get("Location"), "/staff/en/") || len(p.cookies) != 1 {
		t.Fatalf("coming back gives status %d, %s, %v", in.Status, in.Header.Get("Location"), p.cookies)
	}
	if page := p.open(in.Header.Get("Location")); page.Status != http.StatusOK {
		t.Errorf("the first page has status %d", page.Status)
	}
	if page := w.Get(invitation); page.Status != http.StatusConflict {
		t.Errorf("the invitation that was used has status %d", page.Status)
	}

	later := w.colleague()
	in = later.open(later.leave("/staff/sv/sign-in?to=%2Fstaff%2Fsv%2Faccount"))
	if in.Status != http.StatusSeeOther || in.Header.Get("Location") != "/staff/sv/account" {
		t.Errorf("signing in gives status %d, %s", in.Status, in.Header.Get("Location"))
	}
	if page := later.open("/staff/sv/account"); page.Status != http.StatusOK {
		t.Errorf("the page that was wanted has status %d", page.Status)
	}
	for _, line := range strings.Split(strings.TrimSpace(w.log.String()), "\n") {
		if strings.Contains(line, "code=") || strings.Contains(line, w.at.Subject) || strings.Contains(line, "0581") {
			t.Errorf("a line of the log is %s", line)
		}
	}
}

// An invitation names the providers of whom it is for, and nobody else gets in by them.
func TestProvidersOfAnInvitation(t *testing.T) {
	w := newWorkplace(t)
	for role, s := range map[string]survey.Staff{
		"steward": {Role: survey.Steward}, "another's officer": {Role: survey.Officer, Municipalities: []string{"0580"}},
		"ambassador": {Role: survey.AmbassadorRole, Municipalities: []string{"0581"}}, "reader": {Role: survey.ReaderRole, Languages: []string{"ti"}},
	} {
		_, invitation := w.invite(s)
		p := w.colleague()
		if link := p.linkIn(p.open(invitation)); link != "" {
			t.Errorf("%s: there is a link to %s", role, link)
		}
		token, _ := strings.CutPrefix(invitation, "/I/")
		if page := p.open("/staff/sv/sign-in/openid/0581?invitation=" + token); page.Status != http.StatusForbidden || !strings.Contains(page.Value("main"), "Norrköpings kommun") {
			t.Errorf("%s: asked for by hand it has status %d", role, page.Status)
		}
	}
	if page := w.colleague().open("/staff/sv/sign-in/openid/0581?invitation=x"); page.Status != http.StatusNotFound {
		t.Errorf("an invitation that was made up has status %d", page.Status)
	}
	if page := w.colleague().open("/staff/sv/sign-in/openid/9999"); page.Status != http.StatusNotFound {
		t.Errorf("a provider that was made up has status %d", page.Status)
	}
}

// Whoever cannot be let in reads why and where to begin anew, in the language of before; nothing of
// the person is told, and the invitation is not used up.
func TestComingBackInVain(t *testing.T) {
	w := newWorkplace(t)
	w.at.Subject = "Anna"
	claim := func(name string, value any) func(colleague, string) string {
		return func(p colleague, back string) string {
			p.at.Claims = func(claims map[string]any) { claims[name] = value }
			return back
		}
	}
	for name, c := range map[string]struct {
		before func(p colleague, back string) string // returns where the browser comes back to
		status int
		says   string // key
		lost   bool   // where to begin anew is not known
	}{
		"another state":   {func(_ colleague, back string) string { return strings.Replace(back, "state=", "state=x", 1) }, 409, "error.openid.state", false},
		"another browser": {func(p colleague, back string) string { clear(p.cookies); return back }, 409, "error.openid.state", true},
		"another cookie": {func(p colleague, back string) string {
			p.cookies["__Host-openid"] = "x"
			return back
		}, 409, "error.openid.state", true},
		"another code":       {func(_ colleague, back string) string { return strings.Replace(back, "code=", "code=x", 1) }, 409, "error.openid.state", false},
		"denied":             {func(_ colleague, back string) string { return back + "&error=access_denied&error_description=Anna" }, 403, "error.openid.denied", false},
		"down":               {func(p colleague, back string) string { p.at.Down = true; return back }, 503, "error.openid.down", false},
		"a wrong audience":   {claim("aud", "x"), 500, "staff.openid.fault", false},
		"a wrong issuer":     {claim("iss", "https://x.example"), 500, "staff.openid.fault", false},
		"a clock far behind": {claim("exp", surveytest.Start.Add(-3*time.Minute).Unix()), 500, "staff.openid.fault", false},
		"unsigned":           {func(p colleague, back string) string { p.at.None = true; return back }, 500, "staff.openid.fault", false},
		"set up anew": {func(p colleague, back string) string {
			other := p.known
			other.ClientID = "x"
			_, err := p.PutProvider(p.t.Context(), other)
			ok(p.t, err)
			return back
		}, 409, "error.openid.state", true},
		"taken away": {func(p colleague, back string) string {
			ok(p.t, p.RemoveProvider(p.t.Context(), "0581"))
			return back
		}, 404, "error.page", true},
	} {
		t.Run(name, func(t *testing.T) {
			w.t, w.at.Claims, w.at.Down, w.at.None = t, nil, false, false
			_, err := w.PutProvider(t.Context(), w.known)
			ok(t, err)
			before := w.pages.Faults()
			_, invitation := w.invite(officer)
			p := w.colleague()
			back := c.before(p, p.leave(invitation+"?lang=en"))
			page := p.open(back)
			language := "en"
			if c.lost {
				language = "sv" // the browser's
			}
			says := surveytest.Plain(surveytest.Catalog(t).Printer(language).T(c.says, "Host", surveytest.Host.Name))
			again := page.Find("main a.button").AttrOr("href", "")
			if page.Status != c.status || page.Value("p.lead") != says {
				t.Errorf("it has status %d and says %q, want %q", page.Status, page.Value("p.lead"), says)
			}
			if c.lost != (again == "/staff/"+language) || !c.lost && again != invitation+"?lang=en" {
				t.Errorf("it leads to %q", again)
			}
			if strings.Contains(page.Body, "Anna") || strings.Contains(w.log.String(), "Anna") {
				t.Error("the person is told of")
			}
			if page.Find(`a[hreflang]`).FilterFunction(func(_ int, a *goquery.Selection) bool { return strings.Contains(a.AttrOr("href", ""), "code=") }).Length() > 0 {
				t.Error("links to other languages have what the provider answered")
			}
			if told := !maps.Equal(before, w.pages.Faults()); told != (c.status >= 500) {
				t.Errorf("the faults are %v", w.pages.Faults())
			}
			if page := w.Get(invitation); page.Status != http.StatusOK {
				t.Errorf("the invitation has status %d", page.Status)
			}
		})
	}
}

// What a provider answered lets nobody in a second time, though the browser is as it was.
func TestAnswerOfAProviderWorksOnce(t *testing.T) {
	w := newWorkplace(t)
	_, invitation := w.invite(officer)
	p := w.colleague()
	back := p.leave(invitation)
	as := maps.Clone(p.cookies)
	if page := p.open(back); page.Status != http.StatusSeeOther {
		t.Fatalf("the first time it has status %d", page.Status)
	}
	p.cookies = as
	if page := p.open(back); page.Status != http.StatusConflict || len(p.cookies) > 0 {
		t.Errorf("the second time it has status %d, and the browser %v", page.Status, p.cookies)
	}
}

// An account that nobody here has, one that somebody has been revoked from, and one that is somebody
// else's open nothing.
func TestStrangersFromWork(t *testing.T) {
	w := newWorkplace(t)
	invited, invitation := w.invite(officer)
	signIn := func(from string) webtest.Page {
		p := w.colleague()
		page := p.open(p.leave(from))
		if page.Status != http.StatusSeeOther && len(p.cookies) > 0 {
			t.Errorf("a stranger has %v", p.cookies)
		}
		return page
	}
	stranger := func(page webtest.Page, status int, key string) {
		t.Helper()
		if says := surveytest.Plain(surveytest.Catalog(t).Printer("sv").T(key, "Host", surveytest.Host.Name)); page.Status != status || page.Value("p.lead") != says {
			t.Errorf("it has status %d and says %q, want %q", page.Status, page.Value("p.lead"), says)
		}
	}
	stranger(signIn("/staff/sv/sign-in"), 404, "error.identity.unknown")
	if page := signIn(invitation); page.Status != http.StatusSeeOther {
		t.Errorf("accepting has status %d", page.Status)
	}
	_, other := w.invite(officer)
	stranger(signIn(other), 409, "error.identity.taken")
	w.at.Subject = "b0"
	if page := signIn(other); page.Status != http.StatusSeeOther {
		t.Errorf("with the own account it has status %d", page.Status)
	}
	w.at.Subject = "8f1c"
	ok(t, w.Revoke(t.Context(), invited.ID))
	stranger(signIn("/staff/sv/sign-in"), 404, "error.identity.unknown")
}

// Somebody who was invited with a link adds the account at work later, and then signs in with it as who
// the invitation was for. Nobody else is let in by that, nor made to add an account.
func TestAddAccountAtWork(t *testing.T) {
	w := newWorkplace(t)
	enter := func(s survey.Staff) colleague {
		_, secret := w.SignIn(s)
		p := w.colleague()
		p.cookies["__Host-staff"] = secret
		return p
	}
	const account = "/staff/sv/account"
	anna, other := enter(officer), enter(officer)
	for name, p := range map[string]colleague{
		"another's officer": enter(survey.Staff{Role: survey.Officer, Municipalities: []string{"0580"}}), "steward": enter(survey.Staff{Role: survey.Steward}),
		"ambassador": enter(survey.Staff{Role: survey.AmbassadorRole, Municipalities: []string{"0581"}}),
	} {
		if link := p.linkIn(p.open(account)); link != "" {
			t.Errorf("%s: there is a link to %s", name, link)
		}
		if page := p.open(account + "/openid/0581"); page.Status != http.StatusNotFound {
			t.Errorf("%s: asked for by hand it has status %d", name, page.Status)
		}
	}
	// The page of somebody else cannot know what the link says, and another browser has another one.
	for _, link := range []string{account + "/openid/0581", other.linkIn(other.open(account))} {
		if page := anna.open(link); page.Status != http.StatusForbidden || !strings.Contains(page.Value("p.lead"), "annan webbplats") {
			t.Errorf("%s has status %d and says %q", link, page.Status, page.Value("p.lead"))
		}
	}
	// Who comes back has to be who left.
	for name, c := range map[string]struct {
		secret string
		status int
	}{"somebody else": {other.cookies["__Host-staff"], http.StatusConflict}, "nobody": {"", http.StatusUnauthorized}} {
		p := w.colleague()
		p.cookies["__Host-staff"] = anna.cookies["__Host-staff"]
		back := p.leave(account)
		p.cookies["__Host-staff"] = c.secret
		if page := p.open(back); page.Status != c.status {
			t.Errorf("%s comes back: status %d, want %d", name, page.Status, c.status)
		}
	}
	if page := w.colleague(); page.open(page.leave("/staff/sv/sign-in")).Status != http.StatusNotFound {
		t.Error("the account is somebody's")
	}

	if in := anna.open(anna.leave(account)); in.Status != http.StatusSeeOther || in.Header.Get("Location") != account {
		t.Fatalf("coming back has status %d, %s", in.Status, in.Header.Get("Location"))
	}
	if page := anna.open(account); anna.linkIn(page) != "" || !strings.Contains(page.Value("main"), "Norrköpings kommun") {
		t.Errorf("afterwards the page says %s", page.Value("main"))
	}
	later := w.colleague()
	if in := later.open(later.leave("/staff/sv/sign-in?to=%2Fstaff%2Fsv%2Faccount")); in.Header.Get("Location") != account {
		t.Errorf("signing in has status %d, %s", in.Status, in.Header.Get("Location"))
	}
	if page := later.open(account); page.Find("ul.lines").Last().Find("li").Length() != 2 {
		t.Errorf("who signs in is somebody else: %s", page.Value("main"))
	}
	page := other.open(other.leave(account))
	if says := surveytest.Plain(surveytest.Catalog(t).Printer("sv").T("error.identity.others", "Host", surveytest.Host.Name)); page.Status != http.StatusConflict || page.Value("p.lead") != says {
		t.Errorf("an account that somebody has: status %d, %q", page.Status, page.Value("p.lead"))
	}
	if again := page.Find("main a.button").AttrOr("href", ""); again != account {
		t.Errorf("it leads to %q", again)
	}
}
