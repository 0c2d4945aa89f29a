package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/web"
	"fragebatteri/survey/webtest"
)

// mirror is a made-up language. This entry and its two files are all that
// there is of it.
var mirror = i18n.Language{
	Tag: "art-Armn", Aliases: []string{"mirror"}, Name: "ՀԱՅԵԼԻ", Swedish: "spegelspråk", Dir: "rtl",
	Plurals: []string{"one", "other"}, Letters: i18n.Letters{Script: unicode.Armenian},
}

var inBraces = regexp.MustCompile(`\{\{[^}]*\}\}|[^{]+`)

// mirrored writes a Swedish text in other letters, one for each, so that no two
// texts become the same.
func mirrored(text string) string {
	return inBraces.ReplaceAllStringFunc(text, func(part string) string {
		if strings.HasPrefix(part, "{{") {
			return part
		}
		return strings.Map(func(r rune) rune {
			if i := strings.IndexRune("abcdefghijklmnopqrstuvwxyzåäö", unicode.ToLower(r)); i >= 0 {
				return rune('ա' + i)
			}
			return r
		}, part)
	})
}

// withMirror is a folder of all locale files and those of the made-up language.
func withMirror(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	names, err := fs.Glob(locales.Files, "*.json")
	ok(t, err)
	for _, name := range names {
		text, err := fs.ReadFile(locales.Files, name)
		ok(t, err)
		ok(t, os.WriteFile(filepath.Join(dir, name), text, 0o644))
	}
	for _, name := range []string{"participant", "core"} {
		text, err := os.ReadFile(filepath.Join(dir, name+".sv.json"))
		ok(t, err)
		var messages map[string]map[string]string
		ok(t, json.Unmarshal(text, &messages))
		for key, forms := range messages {
			delete(forms, "description")
			for form := range forms {
				forms[form] = mirrored(forms[form])
			}
			messages[key] = forms
		}
		text, err = json.Marshal(messages)
		ok(t, err)
		ok(t, os.WriteFile(filepath.Join(dir, name+"."+mirror.Tag+".json"), text, 0o644))
	}
	return dir
}

// TestNewLanguageNeedsNothingElse answers a session in a language that the
// product does not have, as somebody would who added it.
func TestNewLanguageNeedsNothingElse(t *testing.T) {
	fsys := os.DirFS(withMirror(t))
	languages := append(slices.Clone(i18n.Languages), mirror)
	for _, problem := range i18n.Check(fsys, languages, nil) {
		if problem.File == "participant."+mirror.Tag+".json" || problem.File == "core."+mirror.Tag+".json" {
			t.Error(problem)
		}
	}
	texts, err := review.OpenLibrary("", fsys, languages, nil)
	ok(t, err)
	in := surveytest.Service(t)
	pages, err := web.New(in.Service, web.Options{
		Languages: languages, Texts: texts, Ready: func(*http.Request) error { return nil },
	})
	ok(t, err)
	b := webtest.Serve(t, pages.Handler())
	round := in.Begin("2026-H2", func(n *survey.NewRound) {
		n.Languages, n.Texts = []string{"sv", mirror.Tag}, texts.Now().Catalog.Text
	})
	session, _ := in.Gather(round)

	chooser := b.Get("/s/"+session.Code, "Accept-Language", "mirror")
	link := chooser.Find("a[hreflang='" + mirror.Tag + "']")
	if link.Length() != 1 || !strings.Contains(link.Text(), mirror.Name) || chooser.Find("a[hreflang]").First().AttrOr("hreflang", "") != mirror.Tag {
		t.Errorf("the language is not offered first: %s", chooser.Find("main").Text())
	}
	form := b.Get("/s/" + session.Code + "/" + mirror.Tag)
	html := form.Find("html")
	if form.Status != http.StatusOK || html.AttrOr("lang", "") != mirror.Tag || html.AttrOr("dir", "") != "rtl" {
		t.Fatalf("status %d, lang %q, dir %q", form.Status, html.AttrOr("lang", ""), html.AttrOr("dir", ""))
	}
	swedish := texts.Now().Catalog.Printer("sv")
	for _, key := range []string{"form.title", "K01", "K19.o11", "scale.often.o4", "option.na", "form.send"} {
		if text := mirrored(swedish.T(key)); !strings.Contains(surveytest.Plain(form.Text()), text) {
			t.Errorf("the form does not say %q (%s)", text, key)
		}
	}
	if strings.Contains(surveytest.Plain(form.Text()), swedish.T("K01")) {
		t.Error("the form is in Swedish")
	}
	for _, path := range []string{"/privacy/", "/accessibility/"} {
		if page := b.Get(path + mirror.Tag); page.Status != http.StatusOK || page.Find("html").AttrOr("dir", "") != "rtl" {
			t.Errorf("%s: status %d", path, page.Status)
		}
	}
	answer := fill("K01", "o1")
	answer.Set(survey.NonceField, form.Nonce())
	if sent := b.Post("/s/"+session.Code+"/"+mirror.Tag, answer); sent.Status != http.StatusSeeOther {
		t.Errorf("an answer: status %d", sent.Status)
	}
	pending, err := in.Store.Pending(t.Context(), round.ID)
	ok(t, err)
	if len(pending) != 1 {
		t.Fatalf("%d answers were received", len(pending))
	}
	plain, err := in.Private(round).Decrypt(round.ID, pending[0].Ciphertext)
	ok(t, err)
	if submission, err := survey.ParseSubmission(plain); err != nil || submission.Language != mirror.Tag {
		t.Errorf("the answer is in %q, %v", submission.Language, err)
	}
}

// Reviewing it needs nothing else either.
func TestNewLanguageIsReviewed(t *testing.T) {
	dir := withMirror(t)
	status, err := review.StatusOf(os.DirFS(dir), mirror, "participant", "core")
	ok(t, err)
	if status.Missing > 0 || status.Lowest != review.Draft1 || !status.IsDraft() || status.Texts < 200 {
		t.Errorf("the status is %+v", status)
	}
	var sheet bytes.Buffer
	ok(t, review.Export(&sheet, os.DirFS(dir), mirror, review.Words{Sheet: "Texter"}, "participant", "core"))
	languages := append(slices.Clone(i18n.Languages), mirror)
	changes, err := review.Import(&sheet, os.DirFS(dir), dir, languages, review.Signature{}, "participant", "core")
	if err != nil || changes != (review.Changes{Language: mirror.Tag}) {
		t.Errorf("an unedited sheet changed %+v, %v", changes, err)
	}
	ok(t, os.Remove(filepath.Join(dir, "core."+mirror.Tag+".json")))
	if status, err = review.StatusOf(os.DirFS(dir), mirror, "participant", "core"); err != nil || status.Missing < 100 {
		t.Errorf("without the battery the status is %+v, %v", status, err)
	}
	ok(t, review.Export(io.Discard, os.DirFS(dir), mirror, review.Words{Sheet: "Texter"}, "participant", "core"))
}
