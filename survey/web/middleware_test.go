package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
)

// A handler that panics is answered for, with nothing of what it panicked with,
// and is counted without it.
func TestPanic(t *testing.T) {
	s := newSite(t)
	pages := surveytest.Pages(t, surveytest.NewService(t, panicking{s.Store}, s.Clock.Now))
	b := surveytest.Serve(t, pages.Handler())
	form := fill("K01", "o1")
	page := b.Post(s.path("ar"), form)
	if page.Status != http.StatusInternalServerError || strings.Contains(page.Body, "store") {
		t.Errorf("status %d: %q", page.Status, page.Body)
	}
	safe(t, "a panic", page)
	faults := pages.Faults()
	for what, n := range faults {
		// Where it happened can be found, and nothing of what was sent.
		if !strings.Contains(what, "survey/web_test.panicking.") || !strings.Contains(what, "survey/web.(*Server).receiveAnswer:") {
			t.Errorf("the fault does not say where it happened: %s", what)
		}
		if n != 1 || strings.Contains(what, form.Get(survey.NonceField)) || strings.Contains(what, s.session.Code) {
			t.Errorf("%d times: %s", n, what)
		}
	}
	if len(faults) != 1 {
		t.Errorf("faults are %v", faults)
	}
	if again := b.Get(s.path("ar")); again.Status != http.StatusOK {
		t.Errorf("afterwards the form has status %d", again.Status)
	}
}

// What nobody foresaw is counted with where it happened and of what type it was; a visitor who
// left is no fault.
func TestUnforeseen(t *testing.T) {
	s := newSite(t)
	pages := surveytest.Pages(t, surveytest.NewService(t, lost{s.Store}, s.Clock.Now))
	b := surveytest.Serve(t, pages.Handler())
	for range 2 {
		if page := b.Get(s.path("ar")); page.Status != http.StatusInternalServerError {
			t.Errorf("status %d", page.Status)
		}
	}
	const want = "GET /s/:code/:second failed: context.deadlineExceededError"
	if faults := pages.Faults(); faults[want] != 2 || len(faults) != 1 {
		t.Errorf("faults are %v", faults)
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	gone := surveytest.Pages(t, surveytest.NewService(t, left{s.Store}, s.Clock.Now))
	request := httptest.NewRequestWithContext(ctx, http.MethodGet, s.path("ar"), nil)
	gone.Handler().ServeHTTP(httptest.NewRecorder(), request)
	if faults := gone.Faults(); len(faults) != 0 {
		t.Errorf("a visitor who left is counted as %v", faults)
	}
}

// left is a store that finds that the visitor has left.
type left struct{ survey.Store }

func (left) Session(ctx context.Context, _ string) (survey.Session, error) {
	return survey.Session{}, ctx.Err()
}

// Compressed content is sent to whoever takes it.
func TestAcceptEncoding(t *testing.T) {
	s := newSite(t)
	for accepts, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "x-gzip": true, "br, gzip": true, "gzip;q=0.5": true, "gzip; q=1.0, *;q=0": true,
		"gzip;q=0": false, "gzip;q=0.000": false, "gzip ; q=0, *": false, "*": true, "*;q=0": false, "identity": false,
		"br": false, "notgzip": false, "gzip;q=x": false, "br;q=1, *;q=0.1": true,
	} {
		for _, path := range []string{s.path("sv"), "/static/" + path.Base(s.Get("/").Find("link[rel=stylesheet]").AttrOr("href", ""))} {
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
			request.Header.Set("Accept-Encoding", accepts)
			answer := httptest.NewRecorder()
			surveytest.Pages(t, s.Service).Handler().ServeHTTP(answer, request)
			if got := answer.Header().Get("Content-Encoding") == "gzip"; got != want || answer.Code != http.StatusOK {
				t.Errorf("%q %s: compressed is %v, status %d", accepts, path, got, answer.Code)
			}
		}
	}
}
