package web_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// signerKey is the public key of a signer that nobody has.
func signerKey(n byte) string {
	return base64.RawURLEncoding.EncodeToString(slices.Repeat([]byte{n}, 32))
}

// version is what the forms of a page carry.
func version(page webtest.Page) string {
	return page.Find("main input[name=version]").First().AttrOr("value", "")
}

// leads checks that a form was taken, and where it leads.
func leads(t *testing.T, page webtest.Page, to string) {
	t.Helper()
	if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/staff/sv/"+to {
		t.Fatalf("status %d leads to %q, want %q: %s", page.Status, page.Header.Get("Location"), to, page.Value(".error"))
	}
}

// refuses checks that a page says what has to be mended, on a page with one heading.
func refuses(t *testing.T, page webtest.Page, status int, says string) {
	t.Helper()
	text := surveytest.Plain(page.Find(".error").Text())
	if page.Status != status || !strings.Contains(text, says) || page.Find("h1").Length() != 1 {
		t.Fatalf("status %d says %q, want %d and %q", page.Status, text, status, says)
	}
}

// A fresh folder is made ready by forms alone, and participants are promised nothing before.
func TestFirstHour(t *testing.T) {
	in := surveytest.Fresh(t)
	s := &site{Instance: in, t: t, catalog: surveytest.Catalog(t)}
	s.Browser = webtest.Server(t, s.Service)
	for _, path := range []string{"/", "/privacy/sv", "/accessibility/sv", "/datasets/dcat", "/api/v1", "/results"} {
		page := s.Get(path)
		if page.Status != http.StatusOK || strings.Contains(page.Body, s.text("sv", "promise.nobody")) {
			t.Errorf("%s: status %d; what is promised: %s", path, page.Status, page.Value(".promise"))
		}
	}
	_, secret := s.SignIn(survey.Staff{Role: survey.Steward, Label: "Regionen"})
	b := s.As(secret)
	if to := b.Get("/staff/sv").Header.Get("Location"); to != "/staff/sv/start" {
		t.Fatalf("a steward begins at %s", to)
	}
	states := func(want string) {
		t.Helper()
		var got []string
		b.Get("/staff/sv/start").Find(".steps li").Each(func(_ int, li *webtest.Selection) {
			class, _, _ := strings.Cut(li.AttrOr("class", ""), " ")
			got = append(got, class)
		})
		if strings.Join(got, " ") != want {
			t.Fatalf("the steps are %q, want %q", got, want)
		}
	}
	states("next next waits next waits waits waits waits")

	host := b.Get("/staff/sv/start/host")
	form := url.Values{"version": {version(host)}, "name": {" Region  Östergötland "}, "kind": {"region"}, "contact": {strings.Repeat("a", 101)}}
	page := b.Post("/staff/sv/start/host", form)
	refuses(t, page, 422, "1 till 100 tecken")
	if page.Find("#name").AttrOr("value", "") != "Region Östergötland" || page.Find("#contact").AttrOr("aria-invalid", "") != "true" || page.Find("input[value=region][checked]").Length() != 1 {
		t.Error("what was typed is lost, or the field is not named")
	}
	form.Set("contact", "010-103 00 00")
	leads(t, b.Post("/staff/sv/start/host", form), "start#host")
	form.Set("name", "Länsstyrelsen")
	page = b.Post("/staff/sv/start/host", form)
	refuses(t, page, 409, "Någon annan")
	if page.Find("#name").AttrOr("value", "") != "Länsstyrelsen" || !strings.Contains(page.Value("main"), "Region Östergötland") {
		t.Error("the second does not read what the first has saved, or has lost what was typed")
	}
	refuses(t, b.Post("/staff/sv/start/host", url.Values{"name": {"X"}, "kind": {"county"}}), 409, "Någon annan")
	states("done next waits next waits waits waits waits")

	region := b.Get("/staff/sv/start/region")
	if region.Find("input[name=county]").Length() != 21 {
		t.Errorf("there are %d counties", region.Find("input[name=county]").Length())
	}
	refuses(t, b.Post("/staff/sv/start/region", url.Values{"version": {version(region)}, "county": {"99"}}), 422, "Välj ett län")
	leads(t, b.Post("/staff/sv/start/region", url.Values{"version": {version(region)}, "county": {"05"}}), "start/region")
	region = b.Get("/staff/sv/start/region")
	if n := region.Find("input[name=municipality][checked]").Length(); n != 13 {
		t.Errorf("%d municipalities are chosen", n)
	}
	refuses(t, b.Post("/staff/sv/start/region", url.Values{"version": {version(region)}, "municipality": {"0581", "1280"}}), 422, "två län")
	leads(t, b.Post("/staff/sv/start/region", url.Values{"version": {version(region)}, "municipality": {"0581", "0580", "0512", "0513", "0582"}}), "start#region")

	areas := b.Get("/staff/sv/start/areas")
	page = b.Post("/staff/sv/start/areas", url.Values{"version": {version(areas)}, "name": {"Söder", "Norr", ""}, "municipalities": {"Kinda, ydre, Mjölby", "0580", ""}})
	refuses(t, page, 422, "”Mjölby” är ingen kommun som är med.")
	refuses(t, page, 422, "minst två kommuner")
	if page.Find("[name=name]").First().AttrOr("value", "") != "Söder" || page.Find("[aria-invalid]").Length() != 4 {
		t.Error("the rows are lost, or not marked")
	}
	leads(t, b.Post("/staff/sv/start/areas", url.Values{"version": {version(page)}, "name": {"Söder", ""}, "municipalities": {"Kinda, ydre", ""}}), "start#areas")
	page = b.Post("/staff/sv/start/areas", url.Values{"version": {version(page)}, "name": {"Annat"}, "municipalities": {"Kinda, ydre"}})
	refuses(t, page, 409, "Någon annan")
	if !strings.Contains(page.Value("main"), "Nu står det: Söder (Ydre, Kinda)") || page.Find("[name=name]").First().AttrOr("value", "") != "Annat" {
		t.Error("the second does not read what the first has saved, or has lost what was typed")
	}
	page = b.Post("/staff/sv/start/region", url.Values{"version": {version(region)}, "municipality": {"0581"}})
	refuses(t, page, 409, "Någon annan")
	areas = b.Get("/staff/sv/start/areas")
	for file, says := range map[string]string{
		"name;municipalities\nA;0512 0513\nB;0513 0580\nC;581\n": "Rad 3: Kinda är redan med i A.",
		"name\nA\n":                          "Rad 1: Rubrikerna stämmer inte. De heter name, municipalities.",
		"":                                   "Filen är tom",
		"PK\x03\x04":                         "CSV UTF-8",
		"name,municipalities\n\"":            "Rad 2: Ett citattecken",
		"name,municipalities\nA,0512;0584\n": "Vadstena, som inte är med",
	} {
		refuses(t, b.Upload("/staff/sv/start/areas/file", url.Values{"version": {version(areas)}}, "file", "file.csv", file), 422, says)
	}
	if page := b.Upload("/staff/sv/start/areas/file", nil, "file", "file.csv", strings.Repeat("a", 100<<10)); page.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("a giant file: status %d", page.Status)
	}
	leads(t, b.Upload("/staff/sv/start/areas/file", url.Values{"version": {version(areas)}}, "file", "file.csv", "name;municipalities\nNorr;0580 0581\n"), "start/areas")
	areas = b.Get("/staff/sv/start/areas")
	leads(t, b.Post("/staff/sv/start/areas/suggested", url.Values{"version": {version(areas)}}), "start/areas")
	if list, err := in.Areas(t.Context()); err != nil || len(list) != 2 || list[1].Name != "Kinda–Ydre" {
		t.Errorf("the areas are %v (%v)", list, err)
	}

	p := b.Get("/staff/sv/start/signer")
	sign := url.Values{"version": {version(p)}, "key": {"-----BEGIN AGE ENCRYPTED FILE-----"}}
	refuses(t, b.Upload("/staff/sv/start/signer", sign, "file", "file.csv", ""), 422, "hemliga nyckeln")
	page = b.Upload("/staff/sv/start/signer", sign, "file", "file.csv", `{"format":"x","public_key":"`+signerKey(1)+`","secret":"c2VjcmV0"}`)
	refuses(t, page, 422, "hemliga nyckeln")
	if strings.Contains(page.Body, "c2VjcmV0") || strings.Contains(page.Body, signerKey(1)) {
		t.Error("a secret comes back")
	}
	sign.Set("key", "abc")
	refuses(t, b.Upload("/staff/sv/start/signer", sign, "file", "file.csv", ""), 422, "43 tecken")
	sign.Set("key", " {\"public_key\":\""+signerKey(1)+"\"}\n")
	leads(t, b.Upload("/staff/sv/start/signer", sign, "file", "file.csv", ""), "start#signer")
	p = b.Get("/staff/sv/start/signer")
	sign = url.Values{"version": {version(p)}, "key": {signerKey(2)}}
	refuses(t, b.Upload("/staff/sv/start/signer", sign, "file", "file.csv", ""), 422, s.text("sv", "error.sure"))
	sign.Set("sure", "yes")
	leads(t, b.Upload("/staff/sv/start/signer", sign, "file", "file.csv", ""), "start#signer")
	if page := b.Get("/staff/sv/start/signer"); !strings.Contains(page.Body, signerKey(1)) || page.Value(".key") != signerKey(2) {
		t.Error("the page does not say which signers there were")
	}

	states("done done done done next next next waits")
	leads(t, b.Post("/staff/sv/interventions/start", url.Values{"county": {"05"}}), "interventions")
	for _, code := range []string{"0581", "0580", "0512", "0513", "0582"} {
		if page := b.Post("/staff/sv/people/new/officer", url.Values{"label": {"Tjänsteperson"}, "municipality": {code}}); page.Status != http.StatusOK {
			t.Errorf("an officer in %s: status %d", code, page.Status)
		}
	}
	if page := b.Get("/staff/sv/people/new/officer"); page.Find("input[name=municipality]").Length() != 5 {
		t.Error("people are invited where nobody takes part")
	}
	b.Post("/staff/sv/people/new/ambassador", url.Values{"label": {"Kretsen"}, "municipality": {"0581"}})
	states("done done done done done done done next")
	round := s.Begin("2026-H2")
	s.Gather(round)
	states("done done done done done done done done")
	start := b.Get("/staff/sv/start")
	if start.Value("h1") != s.text("sv", "setup.menu") || !strings.Contains(start.Value(".lines"), "2026-H2") || start.Find(".today li").Length() != 1 {
		t.Errorf("what is to be done now is %q", start.Value("main"))
	}
	town := url.Values{"version": {version(b.Get("/staff/sv/start/host"))}, "name": {"Norrköpings kommun"}, "kind": {"municipality"}}
	refuses(t, b.Post("/staff/sv/start/host", town), 409, "2026-H2")
}
