package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

const registerAddress = "/staff/sv/interventions"

// upload posts a file as a browser does.
func upload(t *testing.T, b webtest.Browser, path, name, content string) webtest.Page {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	ok(t, err)
	_, err = part.Write([]byte(content))
	ok(t, err)
	ok(t, form.Close())
	return b.Do(http.MethodPost, path, body.String(), "Content-Type", form.FormDataContentType())
}

// A steward begins the register, an officer adds an intervention and says what became of it, another one
// who changed it meanwhile is told, and everybody reads it; it is closed and merged, and the register
// goes out as a file and comes in again.
func TestRegisterPages(t *testing.T) {
	p := crewOf(t, newDoor(t, surveytest.Host))
	round := p.Begin("2026-H2")
	steward, officer := p.As(p.secrets[survey.Steward]), p.As(p.secrets[survey.Officer])
	began := steward.Post(registerAddress+"/start", url.Values{"county": {"05"}})
	list := steward.Get(registerAddress)
	if began.Status != http.StatusSeeOther || list.Find("table.register tbody tr").Length() != 50 || list.Find("a[rel=next]").Length() != 1 {
		t.Fatalf("status %d, then %d rows", began.Status, list.Find("table.register tbody tr").Length())
	}
	if next := steward.Get(registerAddress + list.Find("a[rel=next]").AttrOr("href", "")); next.Find("table.register tbody tr").Length() != 3 {
		t.Errorf("the second page has %d rows", next.Find("table.register tbody tr").Length())
	}
	if found := steward.Get(registerAddress + "?municipality=0581&funding=TIA"); found.Value("table.register tbody th a") != "Världens mammor - Nya mammor i Sverige" {
		t.Errorf("of Norrköping by TIA it lists %q", found.Value("table.register tbody"))
	}

	form := url.Values{
		"name": {" Språkcafé  Navet "}, "category": {"språk"}, "funding": {"§37a"}, "asked": {"participants"}, "municipalities": {"0580"},
		"goals": {"50 % egen försörjning\r\n\r\n20 deltagare"}, "afterwards": {"ended"},
		"report_title": {"<b>Slutrapport</b>", ""}, "report_url": {"javascript:alert(1)", ""},
	}
	wrong := officer.Post(registerAddress+"/new", form)
	if wrong.Status != http.StatusUnprocessableEntity || wrong.Value("#why-wrong") != p.text("sv", "error.intervention.why") ||
		wrong.Find("#name").AttrOr("value", "") != "Språkcafé Navet" || !strings.Contains(wrong.Value("form.card"), "javascript:alert(1) går inte att öppna") {
		t.Fatalf("status %d: %s", wrong.Status, wrong.Value("main"))
	}
	form.Set("why", "Pengarna tog slut.\r\n\r\nEn grupp finns kvar.")
	form["report_url"][0] = "https://example.se/rapport"
	added := officer.Post(registerAddress+"/new", form)
	at, _, _ := strings.Cut(added.Header.Get("Location"), "?")
	id := strings.TrimPrefix(at, registerAddress+"/")
	i, err := p.Intervention(t.Context(), id)
	ok(t, err)
	if i.ID != "OG054" || len(i.Municipalities) != 1 || i.Municipalities[0] != "0581" || len(i.Goals) != 2 || i.Goals[0].Number != 50 || i.Version != 1 {
		t.Fatalf("added is %+v", i)
	}
	if again := officer.Post(registerAddress+"/new", form); again.Status != http.StatusUnprocessableEntity {
		t.Errorf("sent twice it has status %d", again.Status)
	}

	// Two have it open: the second is told what the first has changed, and loses nothing.
	first, second := fields(officer.Get(at), "form.card"), fields(steward.Get(at), "form.card")
	for _, one := range []url.Values{first, second} {
		for _, name := range []string{"goals", "why", "category", "asked", "funding", "afterwards"} {
			one.Set(name, form.Get(name))
		}
	}
	first.Set("period", "2026")
	second.Set("target_group", "Kvinnor")
	if page := officer.Post(at, first); page.Status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", page.Status, page.Value("main"))
	}
	late := steward.Post(at, second)
	if said := late.Value("#wrong"); late.Status != http.StatusConflict || !strings.Contains(said, "Kommunens handläggare, Norrköping") || !strings.Contains(said, "Period: – 2026") ||
		late.Find("#target_group").AttrOr("value", "") != "Kvinnor" {
		t.Fatalf("status %d: %s", late.Status, said)
	}
	second.Set("version", late.Find("input[name=version]").AttrOr("value", ""))
	if page := steward.Post(at, second); page.Status != http.StatusSeeOther {
		t.Errorf("the second time it has status %d", page.Status)
	}
	if history := steward.Get(at).Find("ul.history > li").Length(); history != 3 {
		t.Errorf("the history has %d lines", history)
	}

	// Everybody reads it, without a cookie, and whoever wrote it is nowhere.
	public := p.Get("/interventions/" + id + "?lang=sv")
	if text := public.Value("main"); public.Status != http.StatusOK || !strings.Contains(text, "50 % egen försörjning") || !strings.Contains(text, "Upphörde") ||
		!strings.Contains(text, "Pengarna tog slut.") || public.Find(".reports a").AttrOr("href", "") != "https://example.se/rapport" ||
		strings.Contains(public.Body, "<b>Slutrapport") || strings.Contains(text, "Officer") || public.Header.Get("Set-Cookie") != "" {
		t.Errorf("everybody reads %s", text)
	}
	if api := p.Get("/api/v1/interventions/" + id); !strings.Contains(api.Body, `"goals":[{"number":50,"unit":"percent","what":"egen försörjning"}`) || !strings.Contains(api.Body, `"afterwards":"ended"`) {
		t.Errorf("programs read %s", api.Body)
	}
	if other := officer.Post(registerAddress+"/OG003/close", surveytest.Form("version", "0")); other.Status != http.StatusForbidden {
		t.Errorf("of another municipality an officer closes with status %d", other.Status)
	}

	// A session that is open goes on; no other is opened.
	open := survey.NewSession{Round: round.ID, Municipality: "0581", Intervention: id}
	running, _, err := p.OpenSession(t.Context(), open)
	ok(t, err)
	closing := officer.Get(at).Find("form[action$='/close'] input").AttrOr("value", "")
	if page := officer.Post(at+"/close", surveytest.Form("version", closing)); page.Status != http.StatusSeeOther {
		t.Errorf("closing has status %d", page.Status)
	}
	if _, _, err = p.OpenSession(t.Context(), open); survey.CodeOf(err) != "session.ended" {
		t.Errorf("about what is closed: %v", err)
	}
	if page := p.Get("/s/" + running.Code + "/sv"); page.Status != http.StatusOK {
		t.Errorf("the form of a session that was open has status %d", page.Status)
	}
	merging := steward.Get(at)
	version := merging.Find("form[action$='/merge'] input[name=version]").AttrOr("value", "")
	if merging.Find("#into option[value=OG028]").Length() != 1 || merging.Find("#into option[value=OG003]").Length() != 0 {
		t.Error("it can be merged into what is elsewhere, or not into what is here")
	}
	if page := steward.Post(at+"/merge", surveytest.Form("into", "OG028", "version", version)); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("unsure, merging has status %d", page.Status)
	}
	if page := steward.Post(at+"/merge", surveytest.Form("into", "OG028", "version", version, "sure", "yes")); page.Status != http.StatusSeeOther {
		t.Errorf("merging has status %d: %s", page.Status, page.Value("main"))
	}
	if _, _, err = p.OpenSession(t.Context(), open); survey.CodeOf(err) != "session.merged" {
		t.Errorf("about what is merged: %v", err)
	}
	if to := p.Get("/interventions/"+id+"?lang=sv").Find(".note a").AttrOr("href", ""); to != "/interventions/OG028?lang=sv" {
		t.Errorf("it points to %q", to)
	}

	// An ambassador who has chosen what is closed meanwhile chooses again, in the own language.
	kept, err := p.Intervention(t.Context(), "OG028")
	ok(t, err)
	ok(t, p.CloseIntervention(t.Context(), "OG028", kept.Version))
	late = p.As(p.secrets[survey.AmbassadorRole]).Post("/staff/ti/sessions", surveytest.Form("round", round.ID, "about", "0581.OG028", "many", "12"))
	if late.Status != http.StatusUnprocessableEntity || !strings.Contains(late.Text(), p.text("ti", "error.session.about")) {
		t.Errorf("of what is closed an ambassador reads, with status %d, %s", late.Status, late.Value("main"))
	}

	file := steward.Get(registerAddress + "/files/csv").Body
	if page := upload(t, steward, registerAddress+"/files", "insatser.csv", file); page.Status != http.StatusOK || page.Value("p.note") != p.text("sv", "register.done", "Added", 0, "Changed", 0, "Same", 54) {
		t.Errorf("the file as it went out: status %d, %s", page.Status, page.Value("main"))
	}
	bad := upload(t, steward, registerAddress+"/files", "insatser.csv", strings.NewReplacer("0560", "560", "brett stöd", "").Replace(file))
	if text := bad.Value(".faults"); bad.Status != http.StatusUnprocessableEntity || !strings.Contains(text, "Kommuner, rad 2, 49, 53: Koden 560 har tappat sin inledande nolla") || bad.Value("#wrong") == "" {
		t.Errorf("a file with faults: status %d, %s", bad.Status, text)
	}
	if huge := upload(t, steward, registerAddress+"/files", "insatser.csv", strings.Repeat("x", 3<<20)); huge.Status != http.StatusUnprocessableEntity || !strings.Contains(huge.Value("#wrong"), "2 MB") {
		t.Errorf("a giant file: status %d, %s", huge.Status, huge.Value("#wrong"))
	}
}
