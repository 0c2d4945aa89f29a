package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/qr"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// mostSessionPage is what a phone may have to load of a page of sessions, in bytes.
const mostSessionPage = 20_000

// ambassadorPhone is the phone of somebody who opens sessions.
type ambassadorPhone struct {
	*site
	webtest.Browser
	self survey.Staff
}

func newAmbassador(t *testing.T) ambassadorPhone {
	t.Helper()
	s := newSite(t)
	self, secret := s.Instance.SignIn(survey.Staff{Role: survey.AmbassadorRole, Label: "Planted label", Municipalities: []string{"0581"}, Interventions: []string{"OG028"}})
	return ambassadorPhone{s, s.Browser.As(secret), self}
}

const sessionsAddress = "/staff/sv/sessions"

// fields returns what a form holds that is as the page made it.
func fields(page webtest.Page, form string) url.Values {
	values := url.Values{}
	for _, input := range page.Find(form + " input").EachIter() {
		name, kind := input.AttrOr("name", ""), input.AttrOr("type", "")
		if _, checked := input.Attr("checked"); checked || kind != "radio" && kind != "checkbox" {
			values.Add(name, input.AttrOr("value", ""))
		}
	}
	return values
}

// starts chooses how many and starts, and returns the address of the session.
func (a ambassadorPhone) starts(pairs ...string) string {
	a.t.Helper()
	form := fields(a.Browser.Get(sessionsAddress+"/new"), "form.new")
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	page := a.Browser.Post(sessionsAddress, form)
	to, _, _ := strings.Cut(page.Header.Get("Location"), "#")
	if page.Status != http.StatusSeeOther || !strings.HasPrefix(to, sessionsAddress+"/") {
		a.t.Fatalf("status %d, %q: %s", page.Status, to, page.Value("main"))
	}
	return to
}

// stored returns the session at an address as it is stored.
func (a ambassadorPhone) stored(address string) survey.Session {
	a.t.Helper()
	session, err := a.Session(a.t.Context(), address[strings.LastIndex(address, "/")+1:])
	ok(a.t, err)
	return session
}

// Without scripts: what, how many, start. The same form opens one session, and a second one about the
// same is asked about.
func TestStartASession(t *testing.T) {
	a := newAmbassador(t)
	first := a.Browser.Get(sessionsAddress)
	form := fields(first, "form.new")
	if form.Get("about") != "0581.OG028" || len(form.Get("opening")) != 26 {
		t.Fatalf("the form is %v", form)
	}
	form.Set("many", "15")
	opened := a.Browser.Post(sessionsAddress, form)
	to, shows := strings.CutSuffix(opened.Header.Get("Location"), "#show")
	if again := a.Browser.Post(sessionsAddress, form); !shows || again.Header.Get("Location") != opened.Header.Get("Location") {
		t.Fatalf("sent twice it leads to %q and %q", opened.Header.Get("Location"), again.Header.Get("Location"))
	}
	session := a.stored(to)
	if session.Announced != 15 || session.Capacity != 17 || session.OpenedBy != a.self.ID || session.Channel != survey.Ambassador {
		t.Errorf("opened %+v", session)
	}
	page := a.Browser.Get(to)
	drawing, err := qr.SVG(qr.Compact(surveytest.Host.SessionURL(session.Code)), a.text("sv", "ambassador.show"))
	ok(t, err)
	if !strings.Contains(page.Body, strings.TrimSpace(string(drawing))) {
		t.Error("the page does not have the code of the session")
	}
	if got := page.Value("figcaption"); got != surveytest.Host.Address()+" "+strings.Join(survey.CodeGroups(session.Code), " ") {
		t.Errorf("below the code is %q", got)
	}
	if got := page.Value("#now"); !strings.Contains(got, "Färre än fem har svarat") || !strings.Contains(got, "120 minuter kvar") || !strings.Contains(got, "Högst 17 platser kvar") {
		t.Errorf("it goes %q", got)
	}

	list := a.Browser.Get(sessionsAddress)
	if list.Find("a.running").AttrOr("href", "") != to || list.Find("form.new").Length() != 0 {
		t.Error("the session that runs is not what the first page is about")
	}
	form = fields(a.Browser.Get(sessionsAddress+"/new"), "form.new")
	form.Set("many", "10")
	asked := a.Browser.Post(sessionsAddress, form)
	if asked.Status != http.StatusConflict || asked.Find("main a.button").AttrOr("href", "") != to {
		t.Fatalf("another one about the same has status %d", asked.Status)
	}
	second := a.Browser.Post(sessionsAddress, fields(asked, "main form"))
	if at := second.Header.Get("Location"); second.Status != http.StatusSeeOther || at == to+"#show" {
		t.Errorf("another one is %d, %q", second.Status, at)
	}
}

// What was chosen stays chosen when something is missing, and it says what.
func TestStartASessionMistakes(t *testing.T) {
	a := newAmbassador(t)
	form := fields(a.Browser.Get(sessionsAddress+"/new"), "form.new")
	for _, c := range []struct{ field, value, key string }{
		{"many", "", "error.session.announced"}, {"other", "many", "error.session.announced"}, {"other", "2001", "error.session.announced"},
		{"about", "", "error.session.about"}, {"clock", "25:00", "error.time"}, {"day", "2026-08-01", "error.session.opens"},
	} {
		wrong := surveytest.Form("many", "10", "day", "2026-09-01", "clock", "12:00", "hours", "4", "cards", "yes")
		for name, values := range form {
			if !wrong.Has(name) {
				wrong[name] = values
			}
		}
		wrong.Set(c.field, c.value)
		page := a.Browser.Post(sessionsAddress, wrong)
		if page.Status != http.StatusUnprocessableEntity || page.Value("[role=alert]") != a.text("sv", c.key) {
			t.Errorf("%s %q: status %d, %q", c.field, c.value, page.Status, page.Value("[role=alert]"))
		}
		back := fields(page, "form.new")
		back.Set("hours", page.Find("option[selected]").AttrOr("value", ""))
		for name := range wrong {
			if back.Get(name) != wrong.Get(name) {
				t.Errorf("%s %q: %s was %q and is %q", c.field, c.value, name, wrong.Get(name), back.Get(name))
			}
		}
	}
	if list, err := a.Sessions(t.Context()); err != nil || len(list) != 1 { // the site's own
		t.Errorf("%d sessions were opened, %v", len(list)-1, err)
	}
}

// What is pressed on the screen of a session is done once, however often it is said.
func TestSteerASession(t *testing.T) {
	a := newAmbassador(t)
	at := a.starts("many", "20")
	press := func(what string, pairs ...string) webtest.Page {
		t.Helper()
		page := a.Browser.Post(at+what, surveytest.Form(pairs...))
		if page.Status != http.StatusSeeOther {
			t.Errorf("%s has status %d: %s", what, page.Status, page.Value("main"))
		}
		return page
	}
	for _, from := range []string{"22", "22", "25", "22", "25"} {
		press("/places", "from", from)
	}
	if got := a.stored(at).Capacity; got != 28 {
		t.Errorf("there are %d places, want 28", got)
	}
	if page := a.Browser.Post(at+"/places", url.Values{}); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("places more than nobody knows: %d", page.Status)
	}
	session := a.stored(at)
	a.Answer(session, 6)
	a.Clock.Advance(31 * time.Second)
	if got := a.Browser.Get(at).Value(".count"); got != "5 eller fler har svarat" {
		t.Errorf("of six it says %q", got)
	}
	if page := a.Browser.Post(at+"/change", surveytest.Form("about", "0581.OG028")); page.Status != http.StatusConflict || page.Value("p.lead") != a.text("sv", "error.session.answered") {
		t.Errorf("changed after answers: %d, %q", page.Status, page.Value("p.lead"))
	}
	press("/close")
	press("/close")
	over := a.Browser.Get(at)
	if voice := a.Browser.Get(over.Find("main a.button").AttrOr("href", "")); voice.Status != http.StatusOK || voice.Find("form.voice").Length() != 1 {
		t.Errorf("what the group says cannot be noted: %d", voice.Status)
	} else if over.Find("main a[href$='/voice']").Length() != 1 || voice.Find("main a[href='"+at+"']").Length() != 1 {
		t.Error("what the group says is asked for twice, or does not lead back")
	}
	if over.Find("figure").Length() != 0 || over.Value("p.lead") != a.text("sv", "ambassador.closed") {
		t.Errorf("it is over and says %q", over.Value("main"))
	}
	if page := a.Browser.Post(at+"/places", surveytest.Form("from", "28"), "Accept", "application/json"); page.Status != http.StatusConflict || !strings.Contains(page.Body, a.text("sv", "error.session.over")) {
		t.Errorf("places in what is over: %d, %s", page.Status, page.Body)
	}
}

// A code that has leaked is stopped at once, also for answers under way; one tap makes another.
func TestLeakedCode(t *testing.T) {
	a := newAmbassador(t)
	at := a.starts("many", "20", "hours", "4")
	a.Browser.Post(at+"/places", surveytest.Form("from", "22"))
	a.Clock.Advance(90 * time.Minute)
	stopped := a.Browser.Post(at+"/leaked", url.Values{})
	if a.stored(at).Accepts(a.Clock.Now()) {
		t.Error("answers are still taken")
	}
	page := a.Browser.Get(stopped.Header.Get("Location"))
	if page.Value("p.lead") != a.text("sv", "ambassador.stopped") {
		t.Errorf("it says %q", page.Value("p.lead"))
	}
	again := fields(page, "main form")
	first, second := a.Browser.Post(sessionsAddress, again), a.Browser.Post(sessionsAddress, again)
	to := strings.TrimSuffix(first.Header.Get("Location"), "#show")
	if to == at || first.Header.Get("Location") != second.Header.Get("Location") {
		t.Fatalf("again leads to %q and %q", to, second.Header.Get("Location"))
	}
	fresh := a.stored(to)
	if fresh.Capacity < 25 || fresh.Closes.Sub(fresh.Opens) != 3*time.Hour || fresh.Intervention != "OG028" {
		t.Errorf("it is %+v", fresh)
	}
}

// A session is prepared at home, and its cards or its poster are printed there.
func TestPrepareASession(t *testing.T) {
	a := newAmbassador(t)
	at := a.starts("many", "12", "day", "2026-09-03", "clock", "17:30", "hours", "3")
	if opens := a.stored(at).Opens; !opens.Equal(time.Date(2026, 9, 3, 15, 30, 0, 0, time.UTC)) {
		t.Errorf("it opens %s", opens)
	}
	page := a.Browser.Get(at)
	if page.Find("figure").Length() != 1 || page.Value("p.lead") != "3 september 2026 17:30–20:30" {
		t.Errorf("it says %q", page.Value("main"))
	}
	if paper := a.Browser.Get(at + "/poster"); paper.Status != http.StatusOK || !strings.Contains(paper.Body, a.stored(at).Code[:4]) {
		t.Errorf("its poster has status %d", paper.Status)
	}
	form := fields(a.Browser.Get(sessionsAddress+"/new"), "form.new")
	form.Set("many", "12")
	form.Set("cards", "yes")
	cards := a.Browser.Post(sessionsAddress, form)
	if cards.Status != http.StatusOK || strings.Count(cards.Body, "<svg") < 14 {
		t.Errorf("the sheet of cards has status %d and %d codes", cards.Status, strings.Count(cards.Body, "<svg"))
	}
	again := a.Browser.Post(sessionsAddress, form)
	to := strings.TrimSuffix(again.Header.Get("Location"), "#show")
	if page := a.Browser.Get(to); page.Find("figure, [data-press=places]").Length() != 0 || page.Value("p.lead") != a.text("sv", "ambassador.bycard") {
		t.Errorf("what is answered with cards says %q", page.Value("main"))
	}
	if paper := a.Browser.Get(to + "/poster"); paper.Status != http.StatusNotFound {
		t.Errorf("a poster of cards has status %d", paper.Status)
	}
}

func TestSessionPagesAreLight(t *testing.T) {
	a := newAmbassador(t)
	at := a.starts("many", "20")
	for _, l := range i18n.Languages {
		for _, path := range []string{sessionsAddress, sessionsAddress + "/new", at} {
			path = strings.Replace(path, "/sv/", "/"+l.Tag+"/", 1)
			packed := a.Browser.Get(path, "Accept-Encoding", "gzip")
			if packed.Status != http.StatusOK || packed.Header.Get("Content-Encoding") != "gzip" || len(packed.Body) > mostSessionPage {
				t.Errorf("%s: status %d, %d bytes, want at most %d", path, packed.Status, len(packed.Body), mostSessionPage)
			}
		}
	}
	t.Logf("%d bytes", len(a.Browser.Get(at, "Accept-Encoding", "gzip").Body))
}

// Nothing of who opened a session is where somebody answers, in an answer or in what leaves the
// server.
func TestNothingOfTheAmbassador(t *testing.T) {
	a := newAmbassador(t)
	at := a.starts("many", "20")
	session := a.stored(at)
	marks := [][]byte{[]byte(a.self.ID), []byte(a.self.Label), []byte(session.Opening)}
	clean := func(what string, content []byte) {
		t.Helper()
		for _, mark := range marks {
			if len(mark) == 0 || bytes.Contains(content, mark) {
				t.Errorf("%q is in %s", mark, what)
			}
		}
	}
	for _, path := range []string{"", "/sv", "/sv/privacy"} {
		page := a.site.Browser.Get("/s/" + session.Code + path)
		clean("a page of participants", []byte(page.Body))
	}
	a.Answer(session, 12)
	pending, err := a.Store.Pending(t.Context(), a.round.ID)
	ok(t, err)
	for _, p := range pending {
		plaintext, err := a.Private(a.round).Decrypt(a.round.ID, p.Ciphertext)
		ok(t, err)
		clean("an answer", plaintext)
	}
	_, err = a.CloseRound(t.Context(), a.round.ID, true)
	ok(t, err)
	file, err := a.ExportPending(t.Context(), a.round.ID, true, func(survey.PendingFile) error { return nil })
	ok(t, err)
	content, err := json.Marshal(file)
	ok(t, err)
	clean("the pending file", content)
	signer, err := release.NewSigner()
	ok(t, err)
	sealed, err := sealing.Seal(file, a.Private(a.round), signer, sealing.Options{})
	ok(t, err)
	dir := filepath.Join(t.TempDir(), "sealed")
	ok(t, sealing.Write(dir, sealing.ImportFile(dir), sealed))
	written, err := filepath.Glob(filepath.Join(dir, "*"))
	ok(t, err)
	if len(written) < 2 {
		t.Errorf("only %v were written", written)
	}
	for _, name := range append(written, sealing.ImportFile(dir)) {
		content, err := os.ReadFile(name)
		ok(t, err)
		clean(filepath.Base(name), content)
	}
	if len(file.Answers) != 12 || !slices.ContainsFunc(file.Announced, func(n survey.Announced) bool { return n.Answers >= 20 }) {
		t.Errorf("%d answers, announced %v", len(file.Answers), file.Announced)
	}
}
