package web_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/web"
	"fragebatteri/survey/webtest"
)

// readingRoom is a service whose texts can be decided on, with the browsers of two readers of Tigrinya
// and of a steward.
type readingRoom struct {
	*surveytest.Instance
	t                 *testing.T
	library           *review.Library
	dir               string
	anyone            webtest.Browser
	one, two, steward webtest.Browser
	staff             []survey.Staff
}

func newReadingRoom(t *testing.T) *readingRoom {
	t.Helper()
	r := &readingRoom{Instance: surveytest.Service(t), t: t, dir: filepath.Join(t.TempDir(), "locales")}
	var err error
	r.library, err = review.OpenLibrary(r.dir, locales.Files, i18n.Languages, nil)
	ok(t, err)
	pages, err := web.New(r.Service, web.Options{Languages: i18n.Languages, Texts: r.library})
	ok(t, err)
	r.anyone = webtest.Serve(t, pages.Handler())
	enter := func(s survey.Staff) webtest.Browser {
		invited, secret := r.SignIn(s)
		r.staff = append(r.staff, invited)
		return r.anyone.As(secret)
	}
	r.one = enter(survey.Staff{Role: survey.ReaderRole, Label: "Almaz i Kinda", Languages: []string{"ti", "ar", "uk"}})
	r.two = enter(survey.Staff{Role: survey.AmbassadorRole, Label: "Yonas i Ydre", Municipalities: []string{"0581"}, Languages: []string{"ti"}})
	r.steward = enter(survey.Staff{Role: survey.Steward, Label: "Ingrid"})
	return r
}

// begin opens a round with the words as they are now, and a session in it.
func (r *readingRoom) begin(name string) survey.Session {
	r.t.Helper()
	round := r.Begin(name, func(n *survey.NewRound) { n.Texts = r.library.Now().Catalog.Text })
	session, _ := r.Gather(round)
	return session
}

// reads demands what a session's form says for K01 in Tigrinya.
func (r *readingRoom) reads(session survey.Session, want string) {
	r.t.Helper()
	if got := r.anyone.Get("/s/" + session.Code + "/ti").Value("#K01 legend b"); got != want {
		r.t.Errorf("K01 is %q, want %q", got, want)
	}
}

// judges posts what somebody says of a text.
func (r *readingRoom) judges(b webtest.Browser, path string, pairs ...string) webtest.Page {
	r.t.Helper()
	parts := strings.Split(path, "/") // "", staff, the language of the page, texts, language, file, key
	l, _ := i18n.Find(i18n.Languages, parts[4])
	w, _, err := r.library.Now().Wording(l, parts[5], parts[6])
	ok(r.t, err)
	return b.Post(path, surveytest.Form(append(pairs, "seen", w.SourceMark()+w.TextMark())...))
}

// sends posts what somebody says of a text, or decides, and returns where it leads.
func (r *readingRoom) sends(b webtest.Browser, path string, pairs ...string) string {
	r.t.Helper()
	send := func() webtest.Page { return b.Post(path, surveytest.Form(pairs...)) }
	if strings.Contains(path, "/texts/") {
		send = func() webtest.Page { return r.judges(b, path, pairs...) }
	}
	page := send()
	if page.Status != http.StatusSeeOther {
		r.t.Fatalf("%s %q: status %d: %s", path, pairs, page.Status, page.Value("main"))
	}
	return page.Header.Get("Location")
}

const k01 = "/staff/sv/texts/ti/core/K01"

// Two readers differ, a steward decides, and the words hold from the next round on: without starting
// again, and without anybody's name.
func TestReadersDifferAndAStewardDecides(t *testing.T) {
	r := newReadingRoom(t)
	before := r.library.Now().Catalog.Text("ti", "K01")
	const better = "ሓሚምካ እንተ ኾንካ ናበይ ከም እትኸይድ ትፈልጥ ዶ?"
	first := r.begin("2026-H2")
	r.reads(first, before)

	r.sends(r.one, k01, "verdict", "right")
	r.sends(r.two, k01, "verdict", "better", "words.other", better, "back", "Vet du vart du går om du blir sjuk?")
	r.sends(r.two, "/staff/ti/texts/ti/core/K02", "verdict", "wrong", "reason", "meaning", "reason", "tone")
	r.sends(r.one, "/staff/ti/texts/ti/core/K03", "verdict", "right")

	list := r.steward.Get("/staff/sv/languages/ti")
	if got := list.Find("ul.entries a").Length(); got != 3 || list.Find("a[href$='/core/K01']").Length() != 1 {
		t.Errorf("there are %d texts to decide on: %s", got, list.Value("main"))
	}
	page := r.steward.Get("/staff/sv/languages/ti/core/K01")
	for _, want := range []string{better, "Vet du vart du går om du blir sjuk?", "Ja, den är bra", "Den kan bli bättre", "Ambassadör", "Språkläsare"} {
		if !strings.Contains(page.Value("main"), want) {
			t.Errorf("the steward does not read %q in %s", want, page.Value("main"))
		}
	}
	for _, s := range r.staff[:2] {
		if strings.Contains(page.Body, s.Label) || strings.Contains(page.Body, s.ID) {
			t.Errorf("the steward reads who said it: %s", s.Label)
		}
	}
	seen := page.Find("input[name=seen]").AttrOr("value", "")
	choice := page.Find("input[name=choice]").Eq(1).AttrOr("value", "")
	r.sends(r.steward, "/staff/sv/languages/ti/core/K01", "seen", seen, "choice", choice)
	r.reads(first, before)
	second := r.begin("2027-H1")
	r.reads(second, better)
	r.reads(first, before)

	// K02 stays as it is, and what all call right is approved together.
	page = r.steward.Get("/staff/sv/languages/ti/core/K02")
	r.sends(r.steward, "/staff/sv/languages/ti/core/K02", "seen", page.Find("input[name=seen]").AttrOr("value", ""), "choice", "keep")
	list = r.steward.Get("/staff/sv/languages/ti")
	r.sends(r.steward, "/staff/sv/languages/ti/agreed", "seen", list.Find("input[name=seen]").AttrOr("value", ""))

	ti, _ := i18n.Find(i18n.Languages, "ti")
	status, err := review.StatusIn(r.library.Now().Files, ti, "core")
	ok(t, err)
	if status.States[review.Approved] != 3 || status.Lowest != review.Draft2 {
		t.Errorf("the status of Tigrinya is %+v", status)
	}
	states, err := review.Load(r.library.Now().Files, "ti")
	ok(t, err)
	if entry := states["core"]["K01"]; entry.Signed == nil || *entry.Signed != (review.Signature{Role: "steward", Date: "2026-09-01"}) || entry.Back == "" {
		t.Errorf("K01 has the entry %+v", entry)
	}
	left, err := r.Judgements(t.Context(), "ti")
	ok(t, err)
	if len(left) > 0 {
		t.Errorf("%d judgements are left", len(left))
	}
	r.namesNobody()
}

// namesNobody demands that no file of the texts has anything of those who read them.
func (r *readingRoom) namesNobody() {
	r.t.Helper()
	ok(r.t, fs.WalkDir(os.DirFS(r.dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(r.dir, name))
		for _, s := range r.staff {
			for _, mark := range append(strings.Fields(s.Label), s.ID) {
				if strings.Contains(string(text), mark) && len(mark) > 1 {
					r.t.Errorf("%s has %q", name, mark)
				}
			}
		}
		return err
	}))
}

// What was on the steward's page is what is decided about.
func TestDecisionAboutAnotherText(t *testing.T) {
	r := newReadingRoom(t)
	r.sends(r.one, k01, "verdict", "right")
	path := "/staff/sv/languages/ti"
	agreed := r.steward.Get(path).Find("input[name=seen]").AttrOr("value", "")
	seen := r.steward.Get(path+"/core/K01").Find("input[name=seen]").AttrOr("value", "")
	r.sends(r.one, "/staff/sv/texts/ti/core/K02", "verdict", "right")
	for path, form := range map[string]url.Values{
		path + "/agreed":   surveytest.Form("seen", agreed),
		path + "/core/K01": surveytest.Form("seen", seen, "choice", "0"),
		path + "/core/K02": surveytest.Form("seen", seen, "choice", "keep"),
	} {
		if page := r.steward.Post(path, form); page.Status != http.StatusConflict || !strings.Contains(page.Value("main"), "Se efter igen") {
			t.Errorf("%s: status %d: %s", path, page.Status, page.Value("main"))
		}
	}
	// A reader's page can be old, too.
	if page := r.one.Post(k01, surveytest.Form("verdict", "right", "seen", "old")); page.Status != http.StatusConflict {
		t.Errorf("of another text it is said that it is right: status %d", page.Status)
	}
	// Other words than any reader's are checked, too, also by the glossary.
	page := r.steward.Post(path+"/core/K02", surveytest.Form("seen", r.steward.Get(path+"/core/K02").Find("input[name=seen]").AttrOr("value", ""), "choice", "own", "words.other", "selam"))
	if page.Status != http.StatusUnprocessableEntity || page.Find(".faults .error").Length() == 0 || page.Value("textarea[name='words.other']") != "selam" {
		t.Errorf("status %d: %s", page.Status, page.Value("main"))
	}
	if _, err := os.Stat(r.dir); err == nil {
		t.Error("something was written")
	}
}

// What cannot be a text is told while it is written, by the rules that hold when it is sent.
func TestProposalsThatCannotBe(t *testing.T) {
	r := newReadingRoom(t)
	for _, c := range []struct {
		name, text string
		form       []string
		says       string
	}{
		{"another placeholder", "ti/participant/privacy.who", []string{"words.other", "ሰላም"}, "{{.Host}}"},
		{"a broken placeholder", "ti/participant/privacy.who", []string{"words.other", "ሰላም {{Host}}"}, "{{.Host}}"},
		{"a missing plural form", "uk/participant/form.wrong", []string{"words.one", "{{.N}} а", "words.few", "{{.N}} б", "words.many", " ", "words.other", "{{.N}} в"}, "alla rutor"},
		{"Latin letters", "ti/core/K01", []string{"words.other", "selam ሰላም"}, "selam"},
		{"Arabic digits", "ar/core/K01", []string{"words.other", "٣ أسئلة"}, "U+0663"},
		{"nothing", "ti/core/K01", []string{"words.other", " "}, "alla rutor"},
		{"markup", "ti/core/K01", []string{"words.other", "<b>ሰላም</b>"}, "vinkelparenteser"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := "/staff/sv/texts/" + c.text
			page := r.one.Post(path+"/check", surveytest.Form(c.form...), "Accept", "application/json")
			var told struct{ Faults, Advice []string }
			ok(t, json.Unmarshal([]byte(page.Body), &told))
			if len(told.Faults) == 0 || !strings.Contains(strings.Join(told.Faults, " "), c.says) {
				t.Errorf("told is %q", page.Body)
			}
			for _, verdict := range []string{"better", "wrong"} {
				if c.name == "nothing" && verdict == "wrong" {
					continue // what is wrong can be said without knowing better
				}
				page := r.judges(r.one, path, append(c.form, "verdict", verdict, "reason", "tone")...)
				if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Value("details[open] .faults"), c.says) {
					t.Errorf("%s: status %d: %s", verdict, page.Status, page.Value(".faults"))
				}
			}
		})
	}
	for says, form := range map[string][]string{
		"samma text": {"verdict", "better", "words.other", r.library.Now().Catalog.Text("ti", "K01")}, "minst en sak": {"verdict", "wrong", "words.other", ""},
	} {
		if page := r.judges(r.one, k01, form...); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Value("details[open] .faults"), says) {
			t.Errorf("%q: status %d: %s", form, page.Status, page.Value("main"))
		}
	}
	for _, tag := range []string{"ti", "uk", "ar"} {
		left, err := r.Judgements(t.Context(), tag)
		ok(t, err)
		if len(left) > 0 {
			t.Errorf("%+v were kept", left)
		}
	}
	// Advice does not stop a reader who knows better.
	long := strings.Repeat("ሰላም ", 40)
	page := r.one.Post(k01+"/check", surveytest.Form("words.other", long), "Accept", "application/json")
	if !strings.Contains(page.Body, `"faults":[]`) || strings.Contains(page.Body, `"advice":[]`) {
		t.Errorf("told is %s", page.Body)
	}
	r.sends(r.one, k01, "verdict", "better", "words.other", long)
}

// Reading goes on where it stopped, in the order in which people meet the texts.
func TestReadingResumes(t *testing.T) {
	r := newReadingRoom(t)
	start := func() string {
		t.Helper()
		return r.two.Get("/staff/ti/texts").Find("a.button").AttrOr("href", "")
	}
	total := strings.TrimSpace(r.two.Get("/staff/sv/texts").Value("label"))
	if got := start(); got != "/staff/ti/texts/ti/core/title" || !strings.HasPrefix(total, "0 av ") {
		t.Errorf("it begins at %q: %s", got, total)
	}
	next := r.sends(r.two, "/staff/ti/texts/ti/core/title", "verdict", "right")
	var keys []string
	for range 4 {
		keys = append(keys, next[strings.LastIndex(next, "/")+1:])
		next = r.sends(r.two, next, "verdict", "right")
	}
	if want := []string{"K01", "scale.know.o1", "scale.know.o2", "scale.know.o3"}; !slices.Equal(keys, want) {
		t.Errorf("texts come as %v, want %v", keys, want)
	}
	if start() != next || !strings.HasPrefix(r.two.Get("/staff/sv/texts").Value("label"), "5 av ") {
		t.Errorf("it goes on at %q, not %q", start(), next)
	}
	// Another reader begins at the beginning.
	if got := r.one.Get("/staff/ti/texts/ti").Find("a.button").AttrOr("href", ""); got != "/staff/ti/texts/ti/core/title" {
		t.Errorf("the other reader begins at %q", got)
	}
	// A text that is worded anew is read anew.
	path := "/staff/sv/texts/ti/core/K01"
	if page := r.two.Get(path); page.Value(".said b") != "Ja, den är bra" {
		t.Errorf("of K01 it says %q", page.Value(".said"))
	}
	ok(t, os.MkdirAll(r.dir, 0o755))
	ok(t, os.WriteFile(filepath.Join(r.dir, "core.ti.json"), []byte(`{"K01": "ሰላም?"}`), 0o644))
	ti, _ := i18n.Find(i18n.Languages, "ti")
	ok(t, r.library.Decide(ti, review.Signature{}))
	if page := r.two.Get(path); page.Find(".said").Length() != 0 || start() != "/staff/ti/texts/ti/core/K01" {
		t.Errorf("K01 is said to be read, and it goes on at %q", start())
	}
}

func TestReadersKeepToTheirLanguages(t *testing.T) {
	r := newReadingRoom(t)
	for path, want := range map[string]int{
		"/staff/sv/texts/ti": 200, "/staff/sv/texts/so": 403, "/staff/sv/texts/so/core/K01": 403, "/staff/sv/texts/sv": 404,
		"/staff/sv/texts/xx": 404, "/staff/sv/texts/ti/core/K99": 404, "/staff/sv/texts/ti/results/results.title": 404, "/staff/sv/languages": 403,
	} {
		if page := r.two.Get(path); page.Status != want {
			t.Errorf("%s: status %d, want %d", path, page.Status, want)
		}
	}
	for _, path := range []string{"/staff/sv/texts/so/core/K01", "/staff/sv/texts/so/core/K01/check"} {
		if page := r.two.Post(path, surveytest.Form("verdict", "right", "words.other", "x")); page.Status != http.StatusForbidden {
			t.Errorf("%s: status %d", path, page.Status)
		}
	}
}

// The page that people meet a text on is shown with the text marked: in a frame of ours and in no other.
func TestTextsAreShownInTheirPlace(t *testing.T) {
	r := newReadingRoom(t)
	page := r.one.Get(k01)
	if note := page.Find(".note [lang=sv]"); note.Length() != 1 || !strings.HasPrefix(note.Text(), "Fråga. ") {
		t.Errorf("the note is not marked as Swedish: %s", page.Value(".note"))
	}
	frame := page.Find("iframe.sample")
	if frame.AttrOr("src", "") != k01+"/sample#here" || !strings.Contains(page.Header.Get("Content-Security-Policy"), "frame-src 'self'") {
		t.Errorf("the frame is %q by %s", frame.AttrOr("src", ""), page.Header.Get("Content-Security-Policy"))
	}
	if got := r.anyone.Get("/").Header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'none'") || strings.Contains(got, "frame-src") {
		t.Errorf("the policy of other pages is %s", got)
	}
	shown := 0
	catalog := r.library.Now().Catalog
	for _, key := range []string{"K01", "K19.hint", "scale.know.o2", "option.dk", "D1.o2", "promise.together", "form.send", "home.what", "home.code", "done.title", "closed.wait", "privacy.withdraw", "accessibility.how", "error.full"} {
		file := "core"
		if !strings.Contains(key, "K") && !strings.HasPrefix(key, "scale") && !strings.HasPrefix(key, "D1") {
			file = "participant"
		}
		sample := r.one.Get("/staff/sv/texts/ti/" + file + "/" + key + "/sample")
		text := strings.Split(catalog.Text("ti", key), "{{")[0]
		if sample.Status != 200 || !strings.HasPrefix(sample.Value("mark#here"), strings.TrimSpace(text)) {
			t.Errorf("%s: status %d, marked is %q, want %q", key, sample.Status, sample.Value("mark#here"), text)
			continue
		}
		shown++
		if strings.ContainsAny(sample.Body, "\ue000\ue001") || sample.Find("a[href]").Length() > 0 || sample.Find("html").AttrOr("lang", "") != "ti" {
			t.Errorf("%s: marks are left, or something leads away", key)
		}
		if policy := sample.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'self'") {
			t.Errorf("%s: the policy is %s", key, policy)
		}
	}
	if page := r.one.Get("/staff/sv/texts/ti/participant/error.used"); page.Status != 200 || page.Find("iframe").Length() != 0 {
		t.Errorf("of a text that is on no page: status %d", page.Status)
	}
}
