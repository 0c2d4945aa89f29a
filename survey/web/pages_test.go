package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/web"
	"fragebatteri/survey/webtest"
	"github.com/PuerkitoBio/goquery"
)

var keyLike = regexp.MustCompile(`\b(demo|site|nav|home|languages|form|send|promise|option|done|error|answers|privacy|accessibility|results|month|scale|export|[KDQ][0-9]+)\.[a-z][a-z0-9.]*\b`)

// whole makes sure that a page is a whole page in one language.
func whole(t *testing.T, path string, page webtest.Page, l i18n.Language) {
	t.Helper()
	html := page.Find("html")
	if tag, dir := html.AttrOr("lang", ""), html.AttrOr("dir", ""); tag != l.Tag || dir != l.Dir {
		t.Errorf("%s: lang is %q and dir %q, want %q and %q", path, tag, dir, l.Tag, l.Dir)
	}
	if page.Find("h1").Length() != 1 || page.Find("main").Length() != 1 || page.Value("h1") == "" || page.Value("head > title") == "" {
		t.Errorf("%s: %d headings, %d mains, title %q", path, page.Find("h1").Length(), page.Find("main").Length(), page.Value("title"))
	}
	words := page.Find("title, body").Clone()
	words.Find("script").Remove()
	if key := keyLike.FindString(words.Text()); key != "" {
		t.Errorf("%s: a key stands where words should: %s", path, key)
	}
	ids := map[string]bool{}
	page.Find("[id]").Each(func(_ int, e *goquery.Selection) {
		if id := e.AttrOr("id", ""); ids[id] {
			t.Errorf("%s: the id %s stands twice", path, id)
		} else {
			ids[id] = true
		}
	})
}

var (
	addressIn = regexp.MustCompile(`(?i)(?:https?:)?//[a-z0-9[]`)
	hashIn    = regexp.MustCompile(`'sha256-[^']+'`)
	fromCSS   = regexp.MustCompile(`(?i)(@import[^;]*|url\([^)]*\))`)
)

// authorities are the only addresses elsewhere that a page may lead to, when somebody asks it to.
var authorities = []string{"https://www.imy.se/", "https://www.digg.se/"}

// isOpenData reports whether an address is for programs, and what it answers may be kept.
func isOpenData(path string) bool {
	return strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/datasets/")
}

// safe makes sure of what every answer of the server has: headers that keep it
// out of caches and frames, no cookie, and nothing from a third party.
func safe(t *testing.T, path string, page webtest.Page) {
	t.Helper()
	for name, want := range map[string]string{
		"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
	} {
		if got := page.Header.Get(name); got != want {
			t.Errorf("%s: %s is %q, want %q", path, name, got, want)
		}
	}
	policy := page.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("%s: the policy lacks %s: %q", path, part, policy)
		}
	}
	for _, part := range []string{"unsafe", "http:", "https:", "*"} {
		if strings.Contains(policy, part) {
			t.Errorf("%s: the policy allows %s", path, part)
		}
	}
	never := []string{"Set-Cookie", "Server", "X-Powered-By"}
	if open := isOpenData(path); open != (page.Header.Get("Etag") != "") && page.Status == http.StatusOK {
		t.Errorf("%s: the ETag is %q", path, page.Header.Get("Etag"))
	} else if !open {
		never = append(never, "Access-Control-Allow-Origin")
	}
	kept := isOpenData(path) && page.Status == http.StatusOK || strings.HasPrefix(path, "/static/")
	if got := page.Header.Get("Cache-Control"); kept != strings.HasPrefix(got, "public, max-age=") || !kept && got != "no-store" {
		t.Errorf("%s: Cache-Control is %q", path, got)
	}
	for _, name := range never {
		if got := page.Header.Values(name); len(got) > 0 {
			t.Errorf("%s: has the header %s: %q", path, name, got)
		}
	}
	page.Find("[src], [href], [action], [srcset], [poster], [data], [formaction], [ping], [style]").Each(func(_ int, e *goquery.Selection) {
		for _, a := range e.Nodes[0].Attr {
			if authority := e.Is("main a") && slices.Contains(authorities, a.Val); authority {
				continue
			}
			if addressIn.MatchString(a.Val) || a.Key == "style" || a.Key == "ping" {
				t.Errorf("%s: %s=%q leads somewhere else", path, a.Key, a.Val)
			}
		}
	})
	if page.Find("script[src], iframe, object, embed, base, meta[http-equiv], [onclick], [onload]").Length() > 0 {
		t.Errorf("%s: has something in it that the policy does not allow", path)
	}
	if in, allowed := page.Find("style, script"), hashIn.FindAllString(policy, -1); in.Length() != len(allowed) {
		t.Errorf("%s: the policy allows %d style sheets and scripts of %d", path, len(allowed), in.Length())
	}
	page.Find("style, script").Each(func(_ int, e *goquery.Selection) {
		sum := sha256.Sum256([]byte(e.Text()))
		for part := range strings.SplitSeq(policy, ";") {
			if strings.HasPrefix(part, goquery.NodeName(e)+"-src ") && strings.Contains(part, base64.StdEncoding.EncodeToString(sum[:])) {
				return
			}
		}
		t.Errorf("%s: the policy does not allow what is in it: %.40s", path, e.Text())
	})
}

// What pages load is ours too, and loads nothing from anywhere else.
func TestAssetsLoadNothing(t *testing.T) {
	s := newSite(t)
	var assets []string
	for _, path := range []string{s.path("ar"), "/results?lang=ar"} {
		page := s.Get(path)
		for _, e := range page.Find("link[href]").EachIter() {
			assets = append(assets, e.AttrOr("href", ""))
		}
		for _, from := range fromCSS.FindAllString(page.Find("style").Text(), -1) {
			assets = append(assets, strings.TrimSuffix(strings.TrimPrefix(from, "url("), ")"))
		}
	}
	for _, kind := range []string{".svg", ".woff2", ".css"} {
		if !slices.ContainsFunc(assets, func(path string) bool { return strings.HasSuffix(path, kind) }) {
			t.Fatalf("nothing that ends with %s is among %v", kind, assets)
		}
	}
	for _, path := range assets {
		asset := s.Get(path)
		if asset.Status != http.StatusOK || !strings.Contains(asset.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, Cache-Control %q", path, asset.Status, asset.Header.Get("Cache-Control"))
		}
		body := strings.ReplaceAll(asset.Body, `xmlns="http://www.w3.org/2000/svg"`, "")
		if strings.Contains(body, "http:") || strings.Contains(body, "https:") {
			t.Errorf("%s names an address of somebody else", path)
		}
		for _, from := range fromCSS.FindAllString(asset.Body, -1) {
			if strings.Contains(path, ".css") && !strings.HasPrefix(from, "url(/static/") && !strings.HasPrefix(from, "url(data:") {
				t.Errorf("%s loads %s", path, from)
			}
		}
		plain := s.Do(http.MethodGet, path, "", "Accept-Encoding", "identity")
		if plain.Body != asset.Body || plain.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s is another file when it is not compressed", path)
		}
	}
	if missing := s.Get("/static/page.00000000.css"); missing.Status != http.StatusNotFound {
		t.Errorf("a style sheet that is not there has status %d", missing.Status)
	}
}

// The name of the host, of an intervention and a typed code are text and never
// markup.
func TestEscaping(t *testing.T) {
	const name = `<script>alert("x")</script>&'<img src=x>`
	host := surveytest.Host
	host.Name = name
	s := siteOf(t, host)
	i := surveytest.Interventions[2]
	i.Name = name
	ok(t, s.PutInterventions(t.Context(), []survey.Intervention{i}))
	s.release()
	s.imported(s.made(1, 0).release("2027-H1"))
	for _, path := range []string{"/", s.path("sv"), s.path("ar"), "/privacy/sv", "/privacy/ar", "/accessibility/sv", "/s/nosuch00/sv",
		"/results/2026-h1/norrkoping?lang=sv", "/results/2026-h1/norrkoping?lang=ar", "/results/2027-h1/norrkoping/interventions/OG028?lang=sv", "/results/2027-h1/finspang?lang=sv",
	} {
		page := s.Get(path)
		safe(t, path, page) // also: nothing in the page runs but what is our own
		if page.Find("img").Length() > 0 || !strings.Contains(page.Text(), name) {
			t.Errorf("%s: a name is markup, or is not shown as it is", path)
		}
	}
	page := s.Get("/?code=%22%3E%3Cimg%20src%3Dx%3E")
	if page.Find("img").Length() > 0 || page.Find("input#code").AttrOr("value", "") != `"><img src=x>` {
		t.Errorf("a typed code comes back as %s", page.Find("form").Text())
	}
}

func TestHome(t *testing.T) {
	s := newSite(t)
	page := s.Get("/?code=" + strings.ToLower(s.session.Code[:4]) + "-" + s.session.Code[4:])
	if page.Status != http.StatusSeeOther || page.Header.Get("Location") != "/s/"+s.session.Code {
		t.Errorf("a typed code leads to %d %s", page.Status, page.Header.Get("Location"))
	}
	page = s.Get("/?lang=ar&code=NOSUCH00")
	if page.Status != http.StatusNotFound || page.Value(".error") != s.text("ar", "error.code") || page.Find("input#code").AttrOr("value", "") != "NOSUCH00" {
		t.Errorf("an unknown code: %d %q", page.Status, page.Value(".error"))
	}
}

// Languages are ordered by what the phone asks for, and only ordered.
func TestLanguagesPage(t *testing.T) {
	s := newSite(t)
	order := func(accept string) []string {
		var tags []string
		s.Get("/s/"+s.session.Code, "Accept-Language", accept).Find("ul.languages a").Each(func(_ int, e *goquery.Selection) {
			if href := e.AttrOr("href", ""); href != s.path(e.AttrOr("lang", "")) {
				t.Errorf("%s leads to %s", e.AttrOr("lang", ""), href)
			}
			tags = append(tags, e.AttrOr("lang", ""))
		})
		return tags
	}
	plain := order("")
	if len(plain) != len(s.tags()) {
		t.Errorf("languages are %v, want all of %d", plain, len(s.tags()))
	}
	if english := order("en-GB,en;q=0.9"); english[0] != "en" || len(english) != len(plain) {
		t.Errorf("an English phone is offered %v", english)
	}
	for _, l := range s.tags() {
		if name := s.Get("/s/" + s.session.Code).Find(fmt.Sprintf("a[lang=%q] b", l.Tag)).Text(); name != l.Name {
			t.Errorf("%s calls itself %q", l.Tag, name)
		}
	}
}

// A language that lacks words of the pages is not offered anywhere, and one
// that lacks words of the battery not for that battery, unless the round has
// them since it opened.
func TestIncompleteLanguages(t *testing.T) {
	s := newSite(t)
	frozen := s.path("ar")
	older := s.round
	older.ID, older.Name, older.PublicKey = survey.NewID(), "2026-H1", s.Key()
	ok(t, s.Store.Change(t.Context(), survey.AuditEntry{At: surveytest.Start, Action: survey.OpenRound, What: older.Name}, func(ctx context.Context, tx survey.RegistryTx) error {
		return tx.AddRound(ctx, older, nil)
	}))
	s.session, _ = s.Gather(older)
	some := fstest.MapFS{}
	files, err := fs.Glob(locales.Files, "*.json")
	ok(t, err)
	for _, name := range files {
		content, err := fs.ReadFile(locales.Files, name)
		ok(t, err)
		if name == "participant.en.json" || name == "core.ar.json" {
			content = []byte(`{}`)
		}
		some[name] = &fstest.MapFile{Data: content}
	}
	texts, err := review.OpenLibrary("", some, i18n.Languages, nil)
	ok(t, err)
	pages, err := web.New(s.Service, web.Options{Languages: i18n.Languages, Texts: texts})
	ok(t, err)
	b := webtest.Serve(t, pages.Handler())
	for path, want := range map[string]int{s.path("sv"): 200, s.path("en"): 404, s.path("ar"): 404, "/privacy/en": 404, "/privacy/ar": 200, frozen: 200} {
		if page := b.Get(path); page.Status != want {
			t.Errorf("%s: status %d, want %d", path, page.Status, want)
		}
	}
	if page := b.Get("/s/" + s.session.Code); page.Find("a[lang=en]").Length()+page.Find("a[lang=ar]").Length() != 0 {
		t.Error("a language that lacks words is offered")
	}
	if page := b.Get("/"); page.Find("a[lang=en]").Length() != 0 || page.Find("a[lang=ar]").Length() != 1 {
		t.Error("the languages of the home page are wrong")
	}
}

// A session is answered in the languages of its round and in no other.
func TestLanguagesOfTheRound(t *testing.T) {
	s := newSite(t, func(n *survey.NewRound) { n.Languages = []string{"sv", "ar"} })
	for _, l := range s.tags() {
		want := http.StatusNotFound
		if l.Tag == "sv" || l.Tag == "ar" {
			want = http.StatusOK
		}
		if page := s.Get(s.path(l.Tag)); page.Status != want {
			t.Errorf("%s: status %d, want %d", l.Tag, page.Status, want)
		}
		if page := s.Post(s.path(l.Tag), fill("K01", "o1")); (page.Status == http.StatusSeeOther) != (want == http.StatusOK) {
			t.Errorf("an answer in %s has status %d", l.Tag, page.Status)
		}
	}
	if n := s.Get("/s/" + s.session.Code).Find("ul.languages a").Length(); n != 2 || s.Count(s.round) != 2 {
		t.Errorf("%d languages are offered, %d answers stored; want 2 and 2", n, s.Count(s.round))
	}
}
