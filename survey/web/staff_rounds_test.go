package web_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// roundDesk is a steward at a service whose signer the test has.
type roundDesk struct {
	crew
	webtest.Browser
	signer release.Signer
}

func newRoundDesk(t *testing.T) roundDesk {
	t.Helper()
	signer, err := release.NewSigner()
	ok(t, err)
	host := surveytest.Host
	host.Signer = string(signer.Public())
	p := crewOf(t, siteOf(t, host))
	return roundDesk{p, p.Browser.As(p.secrets[survey.Steward]), signer}
}

// upload posts a form with a file in it.
func (r roundDesk) upload(path, field string, content []byte, form url.Values) webtest.Page {
	r.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			ok(r.t, w.WriteField(name, value))
		}
	}
	if content != nil {
		part, err := w.CreateFormFile(field, "file")
		ok(r.t, err)
		_, err = part.Write(content)
		ok(r.t, err)
	}
	ok(r.t, w.Close())
	return r.Do(http.MethodPost, path, body.String(), "Content-Type", w.FormDataContentType())
}

// tells checks that a page has a status and says something beside what is wrong.
func (r roundDesk) tells(page webtest.Page, status int, key string, pairs ...any) {
	r.t.Helper()
	text := surveytest.Plain(page.Find(".error").Text())
	if want := r.text("sv", key, pairs...); page.Status != status || !strings.Contains(text, want) {
		r.t.Errorf("status %d, it says %q; want %d and %q", page.Status, text, status, want)
	}
}

// opens opens a round on the page and returns it.
func (r roundDesk) opens(name string) survey.Round {
	r.t.Helper()
	form := surveytest.Form("name", name, "battery", "core", "k", "12", "language", "sv", "language", "ti", "because", "Två lärare har läst.", "apart", "OG028=core", "key", string(r.Key()))
	if page := r.upload("/staff/sv/rounds/new", "", nil, form); page.Status != http.StatusSeeOther {
		r.t.Fatalf("opening %s: status %d, %q", name, page.Status, surveytest.Plain(page.Find(".error").Text()))
	}
	round, err := r.Round(r.t.Context(), name)
	ok(r.t, err)
	return round
}

// handedIn is an import file, to be signed anew.
type handedIn struct {
	Format          string `json:"format"`
	Release         []byte `json:"release"`
	Signature       []byte `json:"signature"`
	Record          []byte `json:"record"`
	RecordSignature []byte `json:"record_signature"`
}

// by returns a file as another signer signs it, with something in its record replaced.
func (f handedIn) by(t testing.TB, signer release.Signer, old, new string) []byte {
	t.Helper()
	f.Record = bytes.ReplaceAll(f.Record, []byte(old), []byte(new))
	f.Signature, f.RecordSignature = signer.Sign(f.Release), signer.SignDisposal(f.Record)
	text, err := json.Marshal(f)
	ok(t, err)
	return append(text, '\n')
}

// A round goes from its form to the pages that everybody reads, and no step of it needs a terminal.
func TestRoundOnPages(t *testing.T) {
	r := newRoundDesk(t)
	round := r.opens("2026-H1")
	r.opensInVain(round)
	first, _ := r.Gather(round)
	r.Answer(first, 14)
	for _, n := range []int{14, 12} {
		session, _ := r.Gather(round)
		r.Answer(session, n)
	}
	few, _ := r.Gather(round, func(n *survey.NewSession) { n.Municipality, n.Intervention = "0513", "OG003" })
	r.Answer(few, 4)
	path := "/staff/sv/rounds/" + round.ID

	r.tells(r.Post(path+"/pending", nil), http.StatusConflict, "error.round.still_open", "Round", round.Name)
	r.tells(r.Post(path+"/close", nil), http.StatusUnprocessableEntity, "error.sure")
	if page := r.Post(path+"/close", surveytest.Form("sure", "yes")); page.Status != http.StatusSeeOther {
		t.Fatalf("closing: status %d", page.Status)
	}
	// Another steward is told that it is closed, and sees it so.
	page := r.Post(path+"/close", surveytest.Form("sure", "yes"))
	r.tells(page, http.StatusConflict, "error.round.already", "Round", round.Name)
	if page.Find("h1").Length() != 1 || !strings.Contains(page.Value(".pill"), r.text("sv", "rounds.state.closing")) {
		t.Errorf("the page says that it is %q", page.Value(".pill"))
	}
	r.tells(r.Post(path+"/pending", nil), http.StatusConflict, "error.round.closing", "Round", round.Name)
	if page := r.Post(path+"/close", surveytest.Form("sure", "yes", "now", "yes")); page.Status != http.StatusSeeOther {
		t.Fatalf("closing at once: status %d", page.Status)
	}
	r.tells(r.Post(path+"/pending", nil), http.StatusConflict, "error.round.no_next", "Round", round.Name)
	r.tells(r.Post(path+"/pending", surveytest.Form("final", "yes")), http.StatusUnprocessableEntity, "error.sure")
	r.tells(r.upload(path+"/import", "file", []byte("x"), nil), http.StatusUnprocessableEntity, "error.import.broken")
	next := r.opens("2026-H3")
	sealed := r.seals(r.Post(path+"/pending", nil), round, next)
	r.refusesFiles(path, sealed)

	page = r.upload(path+"/import", "file", sealed, nil)
	if to := page.Header.Get("Location"); page.Status != http.StatusSeeOther || to != path+"/disposal" {
		t.Fatalf("importing: status %d to %q, %q", page.Status, to, surveytest.Plain(page.Find(".error").Text()))
	}
	if page := r.Get(path + "/disposal"); page.Value("tfoot .number") != "44" || page.Value("h1") != r.text("sv", "rounds.disposal") {
		t.Errorf("the record of disposal says %q", page.Value("main"))
	}
	r.tells(r.upload(path+"/import", "file", sealed, nil), http.StatusConflict, "error.round.sealed", "Round", round.Name)
	r.previews(first)
	r.publishes(path, first)
}

// opensInVain checks what the form says of what is wrong, all at once.
func (r roundDesk) opensInVain(there survey.Round) {
	r.t.Helper()
	dir := r.t.TempDir()
	private, err := survey.NewPrivateKey()
	ok(r.t, err)
	ok(r.t, sealing.WriteKey([]string{filepath.Join(dir, "key")}, private, []string{""}))
	secret, err := os.ReadFile(filepath.Join(dir, "key"))
	ok(r.t, err)
	form := surveytest.Form("name", there.Name, "battery", "core", "k", "13", "language", "ti", "ends", "2026-08-31", "apart", "OG028")
	r.tells(r.upload("/staff/sv/rounds/new", "keyfile", secret, form), http.StatusUnprocessableEntity, "error.round.public_key")
	form.Set("key", string(secret))
	page := r.upload("/staff/sv/rounds/new", "", nil, form)
	for key, pairs := range map[string][]any{
		"error.round.name_taken": {"Round", there.Name}, "error.round.k": {"Smallest", 12}, "error.round.public_key": nil,
		"error.round.drafts_reason": {"Drafts", "ti", "Most", 200}, "error.round.ends": nil, "error.round.asks_written": {"Written", "OG028"},
	} {
		r.tells(page, http.StatusUnprocessableEntity, key, pairs...)
	}
	if page.Find("[name=name]").AttrOr("value", "") != there.Name || page.Find("[name=language][value=ti][checked]").Length() != 1 || page.Find("details[open] [name=apart]").AttrOr("value", "") != "OG028" || strings.Contains(page.Body, string(private.Public())) {
		r.t.Error("what was typed is lost, or something of a private key is kept")
	}
	r.tells(r.upload("/staff/sv/rounds/new", "", nil, surveytest.Form("language", "xx")), http.StatusUnprocessableEntity, "error.language.unknown", "Language", "xx")
	if page := r.Get("/staff/sv/rounds/new?from=" + there.ID); page.Find("[name=name]").AttrOr("value", "") != "2026-H2" || page.Find("[name=language][checked]").Length() != 2 ||
		page.Find("[name=apart]").AttrOr("value", "") != "OG028=core" {
		r.t.Error("the next round is not filled in from this one")
	}
}

// seals seals the file that was downloaded, as on the steward's own computer, and returns what is handed in.
func (r roundDesk) seals(page webtest.Page, round, next survey.Round) []byte {
	r.t.Helper()
	if page.Status != http.StatusOK || page.Header.Get("Content-Disposition") != `attachment; filename="2026-h1.pending"` {
		r.t.Fatalf("the pending file: status %d, %q", page.Status, page.Header.Get("Content-Disposition"))
	}
	file, err := survey.ParsePending([]byte(page.Body), "2026-09-01")
	ok(r.t, err)
	if file.Next == nil || file.Next.ID != next.ID {
		r.t.Fatalf("answers wait for %+v", file.Next)
	}
	sealed, err := sealing.Seal(file, r.Private(round), r.signer, sealing.Options{})
	ok(r.t, err)
	dir := filepath.Join(r.t.TempDir(), "sealed")
	ok(r.t, sealing.Write(dir, sealing.ImportFile(dir), sealed))
	content, err := os.ReadFile(sealing.ImportFile(dir))
	ok(r.t, err)
	return content
}

// refusesFiles hands in what is not to be taken: one sentence each, and nothing is changed.
func (r roundDesk) refusesFiles(path string, sealed []byte) {
	r.t.Helper()
	var file handedIn
	ok(r.t, json.Unmarshal(sealed, &file))
	other, err := release.NewSigner()
	ok(r.t, err)
	changed := file
	changed.Record = bytes.Replace(file.Record, []byte(`"discarded":0`), []byte(`"discarded":1`), 1)
	changedText, err := json.Marshal(changed)
	ok(r.t, err)
	round := filepath.Base(path)
	for _, c := range []struct {
		file   []byte
		status int
		key    string
	}{
		{nil, 422, "error.import.none"},
		{sealed[:len(sealed)/2], 422, "error.import.broken"},
		{bytes.Replace(sealed, []byte("import/1"), []byte("import/9"), 1), 422, "error.import.format"},
		{append(changedText, '\n'), 422, "error.signature.wrong"},
		{file.by(r.t, other, "", ""), 422, "error.signature.wrong"},
		{file.by(r.t, r.signer, `"round":"`+round+`"`, `"round":"elsewhere"`), 409, "error.import.foreign"},
		{file.by(r.t, r.signer, `"rows":44`, `"rows":45`), 422, "error.release.disposal"},
	} {
		r.tells(r.upload(path+"/import", "file", c.file, nil), c.status, c.key)
	}
	if page := r.upload(path+"/import", "file", bytes.Repeat([]byte("x"), 49<<20), nil); page.Status != http.StatusRequestEntityTooLarge {
		r.t.Errorf("a giant file: status %d", page.Status)
	}
	found, err := r.Round(r.t.Context(), round)
	ok(r.t, err)
	if n := r.Count(found); found.State != survey.RoundExported || n != 44 {
		r.t.Errorf("the round is %s with %d answers", found.State, n)
	}
}

// previews reads the results before they are published: an officer those of the own municipality and
// of the region, nobody else any.
func (r roundDesk) previews(session survey.Session) {
	r.t.Helper()
	officer := r.crew.Browser.As(r.secrets[survey.Officer])
	list := officer.Get("/staff/sv/preview")
	links := list.Find("main .links a").Map(func(_ int, e *webtest.Selection) string { return e.AttrOr("href", "") })
	own, region := "/staff/sv/preview/2026-h1/norrkoping?lang=sv", "/staff/sv/preview/2026-h1/ostergotlands-lan?lang=sv"
	if len(links) != 2 || links[0] != own || links[1] != region {
		r.t.Fatalf("the officer is led to %q", links)
	}
	for _, path := range links {
		page := officer.Get(path)
		if page.Status != http.StatusOK || !strings.Contains(page.Value(".kept"), r.text("sv", "preview.hidden")) || page.Find("main a[href^='/results'], main a[href^='/api']").Length() != 0 {
			r.t.Errorf("%s: status %d, it says %q and leads to %d open pages", path, page.Status, page.Value(".kept"), page.Find("main a[href^='/results'], main a[href^='/api']").Length())
		}
	}
	for _, path := range links {
		officer.Get(path).Find("main a[href^='/staff/']").Each(func(_ int, e *webtest.Selection) {
			if to := e.AttrOr("href", ""); officer.Get(to).Status != http.StatusOK {
				r.t.Errorf("%s leads an officer to %s, which is not for officers", path, to)
			}
		})
	}
	for path, want := range map[string]int{
		"/staff/sv/preview/2026-h1/norrkoping/csv": 200, "/staff/sv/preview/2026-h1/norrkoping/tables": 200, "/staff/sv/preview/2026-h1/norrkoping/xlsx": 200,
		"/staff/sv/preview/2026-h1/kinda": 403, "/staff/sv/preview/2026-h1/kinda/csv": 403, "/staff/sv/preview/2026-h1/kinda/tables": 403,
		"/staff/sv/preview?round=2026-h1&place=norrkoping": 303, "/staff/sv/preview/2026-h1/motala": 404,
	} {
		if page := officer.Get(path); page.Status != want {
			r.t.Errorf("an officer of Norrköping at %s: status %d, want %d", path, page.Status, want)
		}
	}
	if page := r.Get("/staff/sv/preview/2026-h1/kinda"); page.Status != http.StatusOK {
		r.t.Errorf("a steward at Kinda: status %d", page.Status)
	}
	r.isOpen(session, false)
}

// isOpen checks whether everybody reads the release.
func (r roundDesk) isOpen(session survey.Session, want bool) {
	r.t.Helper()
	open := r.crew.Browser
	status := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[want]
	for _, path := range []string{"/results/2026-h1/norrkoping?lang=sv", "/results/2026-h1/csv"} {
		if page := open.Get(path); page.Status != status {
			r.t.Errorf("%s: status %d, want %d", path, page.Status, status)
		}
	}
	for path, says := range map[string]string{"/api/v1/releases": `"round":"2026-H1"`, "/datasets/dcat": "2026-H1", "/results?lang=sv": "/results/2026-h1"} {
		if page := open.Get(path); strings.Contains(page.Body, says) != want {
			r.t.Errorf("%s tells of the release: %v, want %v", path, !want, want)
		}
	}
	page := open.Get("/s/" + session.Code + "/sv")
	if told := page.Find("a[href^='/results/']").Length() > 0 || page.Status == http.StatusOK; told != want {
		r.t.Errorf("those who answered see what came of it: %v, status %d", told, page.Status)
	}
}

// publishes lets everybody read the results, once.
func (r roundDesk) publishes(path string, session survey.Session) {
	r.t.Helper()
	r.tells(r.Post(path+"/publish", nil), http.StatusUnprocessableEntity, "error.sure")
	r.isOpen(session, false)
	if page := r.Post(path+"/publish", surveytest.Form("sure", "yes")); page.Status != http.StatusSeeOther {
		r.t.Fatalf("publishing: status %d", page.Status)
	}
	r.isOpen(session, true)
	r.tells(r.Post(path+"/publish", surveytest.Form("sure", "yes")), http.StatusConflict, "error.release.published", "Round", "2026-H1")
	if page := r.Get("/staff/sv/preview/2026-h1/norrkoping"); page.Status != http.StatusOK || page.Find(".kept").Length() != 0 {
		r.t.Error("what is published is marked as not published")
	}
}
