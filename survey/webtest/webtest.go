// Package webtest serves the pages of a service to tests, and asks for them as a browser does. It is
// apart from surveytest because most tests need no pages, and whatever imports them is built with all
// that they need.
package webtest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/frozen"
	"fragebatteri/survey/sealing"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/web"
)

// loaded reads all words once for all tests; nobody can change them.
var loaded = sync.OnceValues(func() (*review.Library, error) {
	return review.OpenLibrary("", locales.Files, i18n.Languages, nil)
})

// Texts returns all words, which are not to be changed: other tests read them too.
func Texts(t testing.TB) *review.Library {
	t.Helper()
	texts, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// Pages returns the pages of a service, not yet served, with the folder of
// recorded clips if one is given.
func Pages(t testing.TB, service *survey.Service, clips ...fs.FS) *web.Server {
	t.Helper()
	return pages(t, service, t.TempDir(), clips...)
}

// Recorder serves the pages of a service whose staff records clips in the folder dir until the test
// ends.
func Recorder(t testing.TB, service *survey.Service, dir string) Browser {
	t.Helper()
	return Serve(t, pages(t, service, dir).Handler())
}

// Writer serves the pages of a service whose staff writes batteries until the test ends: what is frozen, and
// what is decided about texts, goes to the folder dir.
func Writer(t testing.TB, service *survey.Service, dir string) (Browser, *review.Library) {
	t.Helper()
	texts, err := review.OpenLibrary(filepath.Join(dir, "locales"), locales.Files, i18n.Languages, nil)
	if err != nil {
		t.Fatal(err)
	}
	shelf := frozen.Shelf{
		Folder: filepath.Join(dir, "batteries"), Texts: texts, Catalogue: service.Catalogue, Languages: i18n.Languages,
		Wants: func([]*survey.Battery) []i18n.Want { return nil },
	}
	server, err := web.New(service, web.Options{
		Languages: i18n.Languages, Texts: texts, Ready: func(*http.Request) error { return nil }, Freeze: shelf.Put,
	})
	if err != nil {
		t.Fatal(err)
	}
	return Serve(t, server.Handler()), texts
}

func pages(t testing.TB, service *survey.Service, dir string, clips ...fs.FS) *web.Server {
	t.Helper()
	recorded, err := audio.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	options := web.Options{
		Languages: i18n.Languages, Texts: Texts(t),
		Ready: func(*http.Request) error { return nil },
		Audio: recorded.Clips(), Recorded: recorded, Sealing: sealing.KeptKeys{Folder: dir},
	}
	if len(clips) > 0 {
		options.Audio = clips[0]
	}
	pages, err := web.New(service, options)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// Browser asks a server for pages. It keeps no cookies that it is sent and
// follows no redirects.
type Browser struct {
	URL    string // of the server
	t      testing.TB
	cookie string // that it sends
}

// As returns the browser of somebody who is signed in with a secret.
func (b Browser) As(secret string) Browser {
	b.cookie = "__Host-staff=" + secret + "; staff=" + secret
	return b
}

// Server serves the pages of a service until the test ends, and returns a
// browser for them.
func Server(t testing.TB, service *survey.Service, clips ...fs.FS) Browser {
	t.Helper()
	return Serve(t, Pages(t, service, clips...).Handler())
}

// Serve is Server for any handler.
func Serve(t testing.TB, handler http.Handler) Browser {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return Browser{URL: server.URL, t: t}
}

// Selection is a set of elements of a page.
type Selection = goquery.Selection

// Page is what a browser got.
type Page struct {
	*goquery.Document
	Status int
	Header http.Header
	Body   string
}

// Get asks for a path with headers given as names and values in turn.
func (b Browser) Get(path string, headers ...string) Page {
	b.t.Helper()
	return b.Do(http.MethodGet, path, "", headers...)
}

// Post sends a form.
func (b Browser) Post(path string, form url.Values, headers ...string) Page {
	b.t.Helper()
	return b.Do(http.MethodPost, path, form.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
}

// Upload sends a form with a file in one of its fields; a name of "" sends none.
func (b Browser) Upload(path string, form url.Values, field, name, file string) Page {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	var failed error
	for key, values := range form {
		for _, value := range values {
			failed = errors.Join(failed, w.WriteField(key, value))
		}
	}
	if name != "" {
		part, err := w.CreateFormFile(field, name)
		failed = errors.Join(failed, err)
		_, err = io.WriteString(part, file)
		failed = errors.Join(failed, err)
	}
	if err := errors.Join(failed, w.Close()); err != nil {
		b.t.Fatal(err)
	}
	return b.Do(http.MethodPost, path, body.String(), "Content-Type", w.FormDataContentType())
}

// Do sends any request.
func (b Browser) Do(method, path, body string, headers ...string) Page {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, b.URL+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if b.cookie != "" {
		request.Header.Set("Cookie", b.cookie)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(content))
	if err != nil {
		b.t.Fatal(err)
	}
	return Page{Document: document, Status: response.StatusCode, Header: response.Header, Body: string(content)}
}

// Nonce returns the nonce of a form, or "".
func (p Page) Nonce() string {
	return p.Find("form input[type=hidden][name=nonce]").AttrOr("value", "")
}

// Value returns the text of the first element that matches, without isolates
// and with single spaces.
func (p Page) Value(selector string) string { return surveytest.Plain(p.Find(selector).First().Text()) }
