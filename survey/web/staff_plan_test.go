package web_test

import (
	"net/url"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// An officer plans a round that is not open, reads what will be seen of it, changes it by form and by
// table, and hands over a reminder; when the round opens, the ambassador starts what is planned with one
// press, and the plan says so.
func TestPlanPages(t *testing.T) {
	p := crewOf(t, newDoor(t, surveytest.Host))
	officer, steward := p.As(p.secrets[survey.Officer]), p.As(p.secrets[survey.Steward])
	if page := officer.Get("/staff/sv/plan"); page.Status != 200 || !strings.Contains(page.Value("main"), "Det finns ingen plan än") {
		t.Fatalf("status %d: %s", page.Status, page.Value("main"))
	}
	who := p.staff[survey.AmbassadorRole].ID
	form := surveytest.Form("round", "2026-H2", "about", "0581.OG028", "timing", "none", "week", "2026-W37", "expected", "15", "ambassador", who)
	wrong := surveytest.Form("round", "2026-H2", "about", "0581.OG028", "timing", "none", "week", "2026-W37", "expected", "many")
	page := officer.Post("/staff/sv/plan", wrong)
	if page.Status != 422 || page.Value("#expected-wrong") != "Skriv hur många som väntas, 1 till 2000." || page.Find("option[value='0581.OG028'][selected], #expected[value=many][aria-invalid]").Length() != 2 {
		t.Errorf("status %d: %s", page.Status, page.Value("main"))
	}
	if page := officer.Post("/staff/sv/plan", surveytest.Form("round", "2026-H2", "about", "0584.OG034", "week", "2026-W37", "expected", "9")); page.Status != 403 {
		t.Errorf("in another municipality the officer has status %d", page.Status)
	}
	page = officer.Post("/staff/sv/plan", form)
	if to := page.Header.Get("Location"); page.Status != 303 || to != "/staff/sv/plan?round=2026-H2#2026-W37" {
		t.Fatalf("status %d, to %s", page.Status, to)
	}
	plan := officer.Get("/staff/sv/plan?round=2026-H2")
	text := plan.Value("table.plan")
	for _, want := range []string{"Vecka 37, från 7 september 2026", "Nycklar och broar", "Norrköping · Som ambassador", "Planerat 15 väntas", "Blir troligen för få svar", "Ett tillfälle till för"} {
		if !strings.Contains(text, want) {
			t.Errorf("the plan does not say %q: %s", want, text)
		}
	}
	entry := plan.Find("table.plan a").AttrOr("href", "")

	// Two at once: the second is told, and what was written is kept.
	version := officer.Get(entry).Find("form.entry input[name=version]").AttrOr("value", "")
	change := func(expected string) url.Values {
		return surveytest.Form("version", version, "about", "0581.OG028", "timing", "none", "week", "2026-W38", "expected", expected, "ambassador", who)
	}
	first, second := steward.Post(entry, change("16")), officer.Post(entry, change("17"))
	if first.Status != 303 || second.Status != 409 || !strings.Contains(second.Value(".error"), "Någon annan har ändrat") || second.Find("#expected").AttrOr("value", "") != "17" {
		t.Errorf("the first has status %d, the second %d: %s", first.Status, second.Status, second.Value("main"))
	}

	// By table: what is wrong is told by rows, and then nothing is changed.
	send := func(table string) (int, string) {
		page := officer.Upload("/staff/sv/plan/table", surveytest.Form("round", "2026-H2"), "table", "plan.csv", table)
		return page.Status, page.Value("main .error")
	}
	table := officer.Get("/staff/sv/plan/table?round=2026-H2").Body
	if status, said := send(table + ";2026-W39;0581;OG028;none;20;;\r\n;v39;0581;OG028;none;x;;\r\n;2026-W39;0584;OG034;none;6;;\r\n"); status != 422 || !strings.Contains(said, "Rad 4: Välj en vecka") {
		t.Errorf("status %d: %s", status, said)
	}
	if status, said := send(table + ";2026-W39;0581;OG028;none;20;;\r\n;2026-W39;0584;OG034;none;6;;\r\n"); status != 422 || !strings.Contains(said, "Rad 4: Du får inte göra det här") {
		t.Errorf("status %d: %s", status, said)
	}
	if status, said := send(table + ";2026-W39;0581;OG028;none;20;;\r\n"); status != 303 {
		t.Errorf("status %d: %s", status, said)
	}
	if text := officer.Get("/staff/sv/plan").Value("main"); !strings.Contains(text, "Planerat: 2 36 personer väntas") || !strings.Contains(text, "Visas för sig med 9") {
		t.Errorf("with two gatherings the plan says %s", text)
	}
	reminder := officer.Get(entry + "/reminder?language=ar")
	if message := reminder.Find("section.message[lang=ar][dir=rtl]").Text(); !strings.Contains(message, "/staff/ar/sessions") || !strings.Contains(message, "Nycklar och broar") || strings.Count(message, "الأسبوع") != 1 {
		t.Errorf("the reminder says %s", message)
	}

	p.Begin("2026-H2")
	mine := p.As(p.secrets[survey.AmbassadorRole])
	start := mine.Get("/staff/so/sessions").Find(".planned form")
	press := url.Values{}
	start.Find("input").Each(func(_ int, field *webtest.Selection) {
		press.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
	})
	if start.Length() != 1 || press.Get("planned") == "" {
		t.Fatalf("%d are planned for the ambassador: %v", start.Length(), press)
	}
	if page := mine.Post("/staff/so/sessions", press); page.Status != 303 || !strings.HasSuffix(page.Header.Get("Location"), "#show") {
		t.Fatalf("starting it has status %d: %s", page.Status, page.Value("main"))
	}
	if n := mine.Get("/staff/so/sessions/new").Find(".planned form").Length(); n != 0 {
		t.Errorf("what is held is still offered")
	}
	if text := officer.Get("/staff/sv/plan").Value("main"); !strings.Contains(text, "Hållet 16 väntas, färre än fem har svarat") {
		t.Errorf("when it is held the plan says %s", text)
	}
	if page := officer.Get(entry); !strings.Contains(page.Value("main"), "går inte att ändra längre") || page.Find("main form").Length() != 0 {
		t.Errorf("what is held can be changed: %s", page.Value("main"))
	}
	if page := steward.Post(entry+"/cancel", surveytest.Form("version", "2")); page.Status != 409 {
		t.Errorf("what is held is cancelled with status %d", page.Status)
	}
	other := officer.Get("/staff/sv/plan").Find("table.plan a").Last().AttrOr("href", "")
	if page := officer.Post(other+"/cancel", surveytest.Form("version", "1")); page.Status != 303 {
		t.Errorf("cancelling has status %d", page.Status)
	}
	if text := steward.Get("/staff/sv/plan").Value("main"); !strings.Contains(text, "Hållet: 1") || !strings.Contains(text, "Inställt: 1") {
		t.Errorf("the plan says %s", text)
	}
}
