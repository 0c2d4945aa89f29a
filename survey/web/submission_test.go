package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// fill fills in a form with a fresh nonce.
func fill(pairs ...string) url.Values {
	form := surveytest.Form(pairs...)
	form.Set(survey.NonceField, survey.NewNonce())
	return form
}

func TestFormHoldsTheWholeBattery(t *testing.T) {
	s := newSite(t)
	battery, err := s.Battery("core@1")
	ok(t, err)
	for _, l := range s.tags() {
		page := s.Get(s.path(l.Tag))
		form := page.Find("form[method=post]")
		if form.Length() != 1 || form.AttrOr("action", "") != "" {
			t.Fatalf("%s: %d forms, action %q", l.Tag, form.Length(), form.AttrOr("action", ""))
		}
		for _, q := range battery.Questions {
			var values []string
			form.Find(fmt.Sprintf("fieldset#%s input[name=%s]", q.ID, q.ID)).Each(func(_ int, e *goquery.Selection) {
				values = append(values, e.AttrOr("value", ""))
				want := "radio"
				if q.Kind == survey.Multi {
					want = "checkbox"
				}
				if e.AttrOr("type", "") != want || surveytest.Plain(e.Parent().Text()) == "" {
					t.Errorf("%s %s: an input of type %s with the text %q", l.Tag, q.ID, e.AttrOr("type", ""), e.Parent().Text())
				}
			})
			if strings.Join(values, " ") != strings.Join(q.Values(), " ") {
				t.Errorf("%s %s: values %v, want %v", l.Tag, q.ID, values, q.Values())
			}
		}
		fields := form.Find("input")
		if last := fields.Last(); last.AttrOr("name", "") != survey.NonceField || last.AttrOr("type", "") != "hidden" {
			t.Errorf("%s: the last field is %s", l.Tag, last.AttrOr("name", ""))
		}
		if form.Find("textarea, select, input[type=text], input:not([type])").Length() != 0 {
			t.Errorf("%s: something can be written freely", l.Tag)
		}
		if page.Find("input[checked]").Length() != 0 {
			t.Errorf("%s: something is chosen beforehand", l.Tag)
		}
	}
}

func TestFreshNonce(t *testing.T) {
	s := newSite(t)
	form := regexp.MustCompile(`^[A-Z2-7]{26}$`)
	seen := map[string]bool{}
	for _, encoding := range []string{"gzip", "identity", "", "gzip"} {
		for range 5 {
			nonce := s.Get(s.path("sv"), "Accept-Encoding", encoding).Nonce()
			if encoding == "gzip" {
				nonce = s.Get(s.path("sv")).Nonce() // the transport asks for gzip, and unpacks it
			}
			if !form.MatchString(nonce) || seen[nonce] {
				t.Fatalf("the nonce is %q", nonce)
			}
			seen[nonce] = true
		}
	}
}

func TestAnswering(t *testing.T) {
	s := newSite(t)
	for _, l := range s.tags() {
		page := s.Get(s.path(l.Tag))
		form := surveytest.Form("K01", "o1", "K19", "o1", "K19", "o2", survey.NonceField, page.Nonce())
		done := s.Post(s.path(l.Tag), form)
		if done.Status != http.StatusSeeOther || !thanksOf(done, s.path(l.Tag)) {
			t.Fatalf("%s: status %d to %s", l.Tag, done.Status, done.Header.Get("Location"))
		}
		safe(t, "the answer to a form", done)
		thanks := s.Get(done.Header.Get("Location"))
		if thanks.Value("h1") != s.text(l.Tag, "done.title") || thanks.Find("a.button").AttrOr("href", "") != s.path(l.Tag) {
			t.Errorf("%s: thanks are %q", l.Tag, thanks.Value("h1"))
		}
		if again := s.Post(s.path(l.Tag), form); again.Status != http.StatusSeeOther {
			t.Errorf("%s: sent again the status is %d", l.Tag, again.Status)
		}
	}
	if n := s.Count(s.round); n != len(s.tags()) {
		t.Errorf("%d answers are pending, want %d", n, len(s.tags()))
	}
}

// Codes are taken as people write them, and as QR codes do.
func TestCodesInAnyCase(t *testing.T) {
	s := newSite(t)
	small, large := strings.ToLower(s.session.Code), s.session.Code
	for i, path := range []string{"/s/" + small + "/sv", "/S/" + large + "/SV", "/S/" + small + "/sv-SE", "/s/" + large[:4] + "-" + large[4:] + "/sv"} {
		if page := s.Get(path); page.Status != 200 || page.Find("html").AttrOr("lang", "") != "sv" {
			t.Errorf("%s: status %d", path, page.Status)
		}
		if page := s.Post(path, fill("K01", "o1")); page.Status != http.StatusSeeOther {
			t.Errorf("POST %s: status %d", path, page.Status)
		}
		if n := s.Count(s.round); n != i+1 {
			t.Errorf("%s: %d answers are pending, want %d", path, n, i+1)
		}
	}
}

// bad is a form, or what passes for one, that must not be stored.
type bad struct {
	name   string
	send   func(s *site, headers ...string) webtest.Page
	status int
	key    string // of the words that say so
	state  string // the same for a script
}

// raw sends a body as it is.
func raw(method, path, body, kind string) func(*site, ...string) webtest.Page {
	return func(s *site, headers ...string) webtest.Page {
		return s.Do(method, strings.ReplaceAll(path, "CODE", s.session.Code), body, append([]string{"Content-Type", kind}, headers...)...)
	}
}

// posted sends a form.
func posted(path string, form url.Values) func(*site, ...string) webtest.Page {
	return raw(http.MethodPost, path, form.Encode(), "application/x-www-form-urlencoded")
}

const formType = "application/x-www-form-urlencoded"

var badInput = []bad{
	{"unknown code", posted("/s/NOSUCH00/ar", fill("K01", "o1")), 404, "error.code", "unknown"},
	{"no code at all", posted("/s/%20/ar", fill("K01", "o1")), 404, "error.code", "unknown"},
	{"unknown language", posted("/s/CODE/xx", fill("K01", "o1")), 404, "error.language", "unknown"},
	{"a neighbouring language", posted("/s/CODE/ru", fill("K01", "o1")), 404, "error.language", "unknown"},
	{"unknown code and language", posted("/s/NOSUCH00/xx", fill("K01", "o1")), 404, "error.code", "unknown"},
	{"unknown page", raw("GET", "/s/CODE/ar/more/and/more", "", ""), 404, "error.page", "unknown"},
	{"missing nonce", posted("/s/CODE/ar", surveytest.Form("K01", "o1")), 422, "error.form", "invalid"},
	{"empty nonce", posted("/s/CODE/ar", surveytest.Form("K01", "o1", "nonce", "")), 422, "error.form", "invalid"},
	{"a nonce of another form", posted("/s/CODE/ar", surveytest.Form("K01", "o1", "nonce", "12345")), 422, "error.form", "invalid"},
	{"unknown field", posted("/s/CODE/ar", fill("K01", "o1", "name", "Amina")), 422, "error.form", "invalid"},
	{"broken escape", raw("POST", "/s/CODE/ar", "K01=%zz", formType), 422, "error.form", "invalid"},
	{"semicolons", raw("POST", "/s/CODE/ar", "K01=o1;K02=o1", formType), 422, "error.form", "invalid"},
	{"JSON", raw("POST", "/s/CODE/ar", `{"K01":"o1"}`, "application/json"), 422, "error.form", "invalid"},
	{"parts", raw("POST", "/s/CODE/ar", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x"), 422, "error.form", "invalid"},
	{"no type", raw("POST", "/s/CODE/ar", "K01=o1", ""), 422, "error.form", "invalid"},
	{"in the address", raw("POST", "/s/CODE/ar?K01=o1&nonce="+strings.Repeat("A", 26), "", ""), 422, "error.form", "invalid"},
	{"more than 64 kB", raw("POST", "/s/CODE/ar", "K01="+strings.Repeat("o", 64<<10), formType), 413, "error.large", "large"},
	{"wrong method", raw("DELETE", "/s/CODE/ar", "", ""), 405, "error.method", "failed"},
	{"PUT", raw("PUT", "/s/CODE/ar", fill("K01", "o1").Encode(), formType), 405, "error.method", "failed"},
	{"POST to the languages", raw("POST", "/s/CODE", "", formType), 405, "error.method", "failed"},
	{"POST to the thanks", raw("POST", "/s/CODE/ar/done/x", "", formType), 404, "error.page", "unknown"},
}

func TestBadInput(t *testing.T) {
	s := newSite(t)
	for _, b := range badInput {
		t.Run(b.name, func(t *testing.T) {
			page := b.send(s)
			if page.Status != b.status {
				t.Fatalf("status %d, want %d", page.Status, b.status)
			}
			safe(t, b.name, page)
			s.says(t, page, b.key)
			script := b.send(s, "Accept", "application/json")
			if state := stateOf(t, script); script.Status != b.status || state != b.state {
				t.Errorf("a script is told %d %q, want %d %q", script.Status, state, b.status, b.state)
			}
			if n := s.Count(s.round); n != 0 {
				t.Errorf("%d answers are stored", n)
			}
		})
	}
}

// says makes sure that a page says something in the language of its address,
// or in all languages.
func (s *site) says(t *testing.T, page webtest.Page, key string) {
	t.Helper()
	tag := page.Find("html").AttrOr("lang", "")
	if got := page.Value("h1"); got != s.text(tag, key) {
		t.Errorf("the page says %q, want %q", got, s.text(tag, key))
	}
	if tag == "ar" {
		if page.Find("html").AttrOr("dir", "") != "rtl" || page.Find("main p[lang]").Length() != 0 {
			t.Error("an Arabic page runs the wrong way, or speaks other languages")
		}
		return
	}
	for _, l := range s.tags() {
		p := page.Find(fmt.Sprintf("main p[lang=%q][dir=%q]", l.Tag, l.Dir))
		if l.Tag != tag && surveytest.Plain(p.Text()) != s.text(l.Tag, key) {
			t.Errorf("in %s the page says %q", l.Tag, p.Text())
		}
	}
}

func stateOf(t *testing.T, page webtest.Page) string {
	t.Helper()
	var answer struct{ State, Message, Next string }
	if err := json.Unmarshal([]byte(page.Body), &answer); err != nil {
		t.Fatalf("no JSON: %v in %.200q", err, page.Body)
	}
	if answer.State != "received" && answer.Message == "" {
		t.Errorf("nothing is said with the state %s", answer.State)
	}
	return answer.State
}

// A mistake is shown at its question, and the other answers stay as they were.
func TestMistakes(t *testing.T) {
	s := newSite(t)
	for _, test := range []struct {
		name   string
		values []string // of K19
		key    string
		want   string // checked boxes of K19
	}{
		{"four of three", []string{"o1", "o3", "o5", "o10"}, survey.ErrTooMany, "o1 o3 o5 o10"},
		{"none and another", []string{"o1", "o12"}, survey.ErrAlone, "o1 o12"},
		{"dk and another", []string{"o2", "dk"}, survey.ErrAlone, "o2 dk"},
		{"unknown option", []string{"o13"}, survey.ErrUnknownOption, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			form := fill("K02", "o2", "K03", "dk")
			form["K19"] = test.values
			page := s.Post(s.path("ar"), form)
			if page.Status != http.StatusUnprocessableEntity {
				t.Fatalf("status %d, want 422", page.Status)
			}
			words := s.text("ar", test.key, "N", 3)
			if got := page.Value("fieldset#K19 .error"); got != words {
				t.Errorf("K19 says %q, want %q", got, words)
			}
			if !strings.Contains(page.Value(`[role=alert] a[href="#K19"]`), s.text("ar", "K19")) || page.Find("[role=alert] li").Length() != 1 {
				t.Errorf("the summary says %q", page.Value("[role=alert]"))
			}
			checked := func(id string) string {
				var values []string
				page.Find("fieldset#" + id + " input[checked]").Each(func(_ int, e *goquery.Selection) { values = append(values, e.AttrOr("value", "")) })
				return strings.Join(values, " ")
			}
			if checked("K02") != "o2" || checked("K03") != "dk" || checked("K19") != test.want || checked("K01") != "" {
				t.Errorf("checked are K02 %q, K03 %q, K19 %q", checked("K02"), checked("K03"), checked("K19"))
			}
			if page.Nonce() != form.Get(survey.NonceField) {
				t.Error("the nonce is another: the form would count twice")
			}
			whole(t, "a form with a mistake", page, s.language("ar"))
			safe(t, "a form with a mistake", page)

			var answer struct {
				State, Message string
				Fields         []struct{ Question, Message string }
			}
			script := s.Post(s.path("ar"), form, "Accept", "application/json")
			ok(t, json.Unmarshal([]byte(script.Body), &answer))
			if script.Status != 422 || answer.State != "invalid" || len(answer.Fields) != 1 || answer.Fields[0].Question != "K19" || surveytest.Plain(answer.Fields[0].Message) != words {
				t.Errorf("a script is told %d %+v", script.Status, answer)
			}
			if n := s.Count(s.round); n != 0 {
				t.Fatalf("%d answers are stored", n)
			}
		})
	}
	// What is mended is sent with the same nonce and counts once.
	form := fill("K01", "o9")
	s.Post(s.path("ar"), form)
	form.Set("K01", "o2")
	if page := s.Post(s.path("ar"), form); page.Status != http.StatusSeeOther || s.Count(s.round) != 1 {
		t.Errorf("mended: status %d, %d answers", page.Status, s.Count(s.round))
	}
}

func TestAnsweringAgain(t *testing.T) {
	s := newSite(t)
	form := fill("K01", "o1")
	received := s.Post(s.path("ar"), form, "Accept", "application/json")
	if received.Status != http.StatusOK || stateOf(t, received) != "received" || !strings.Contains(received.Body, s.path("ar")+"/done") {
		t.Errorf("a script is told %d %s", received.Status, received.Body)
	}
	form.Set("K01", "o2") // nobody learns by guessing what was answered
	if page := s.Post(s.path("ar"), form); page.Status != http.StatusSeeOther {
		t.Errorf("with another answer the same form has status %d", page.Status)
	}
	if n := s.Count(s.round); n != 1 {
		t.Errorf("%d answers are stored, want 1", n)
	}
}

func TestFullSession(t *testing.T) {
	s := newSite(t)
	s.session, _ = s.Gather(s.round, func(n *survey.NewSession) { n.Capacity = 1 })
	form := fill("K01", "o1")
	s.Post(s.path("ar"), form)
	page := s.Post(s.path("ar"), fill("K01", "o1"))
	if page.Status != http.StatusConflict {
		t.Fatalf("status %d, want 409", page.Status)
	}
	s.says(t, page, "error.full")
	if state := stateOf(t, s.Post(s.path("ar"), fill(), "Accept", "application/json")); state != "full" {
		t.Errorf("a script is told %q", state)
	}
	if again := s.Post(s.path("ar"), form); again.Status != http.StatusSeeOther {
		t.Errorf("the one who was received is told %d", again.Status)
	}

	// What was refused is taken as soon as there is a place for it.
	_, err := s.AddPlaces(t.Context(), s.session.Code, 1, 0)
	ok(t, err)
	refused := fill("K01", "o2")
	for _, want := range []struct {
		form   url.Values
		status int
	}{{refused, http.StatusSeeOther}, {fill("K01", "o3"), http.StatusConflict}, {refused, http.StatusSeeOther}} {
		if page := s.Post(s.path("ar"), want.form); page.Status != want.status {
			t.Errorf("with a place added: status %d, want %d", page.Status, want.status)
		}
	}
}

// Old phones say Origin: null and nothing more; there is no cookie that
// somebody else could use.
func TestOrigins(t *testing.T) {
	s := newSite(t)
	for _, headers := range [][]string{{"Origin", "null"}, {}, {"Origin", "https://other.example"}, {"Sec-Fetch-Site", "same-origin", "Origin", s.URL}} {
		if page := s.Post(s.path("sv"), fill("K01", "o1"), headers...); page.Status != http.StatusSeeOther {
			t.Errorf("%v: status %d", headers, page.Status)
		}
	}
}

func TestFullDisk(t *testing.T) {
	s := newSite(t)
	pages := webtest.Pages(t, surveytest.NewService(t, fullDisk{s.Store}, s.Clock.Now))
	b := webtest.Serve(t, pages.Handler())
	page := b.Post(s.path("ar"), fill("K01", "o1"))
	if page.Status != http.StatusServiceUnavailable || page.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q", page.Status, page.Header.Get("Retry-After"))
	}
	s.says(t, page, "error.busy")
	script := b.Post(s.path("ar"), fill("K01", "o1"), "Accept", "application/json")
	if script.Status != http.StatusServiceUnavailable || script.Header.Get("Retry-After") == "" || stateOf(t, script) != "busy" {
		t.Errorf("a script is told %d %s", script.Status, script.Body)
	}
	for range 2 { // who reads them takes them from nobody
		if faults := pages.Faults(); faults["disk.full"] != 2 || len(faults) != 1 {
			t.Errorf("faults are %v", faults)
		}
	}
}

// A page that says that something is wrong comes out when nothing can be read.
func TestLostStore(t *testing.T) {
	s := newSite(t)
	b := webtest.Server(t, surveytest.NewService(t, lost{s.Store}, s.Clock.Now))
	page := b.Get(s.path("ar"))
	if page.Status != http.StatusInternalServerError {
		t.Fatalf("status %d, want 500", page.Status)
	}
	s.says(t, page, "error.internal")
	safe(t, "a failure", page)
}
