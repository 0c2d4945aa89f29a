package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// A handler that panics is answered for, with nothing of what it panicked with,
// and is counted without it.
func TestPanic(t *testing.T) {
	s := newSite(t)
	pages := webtest.Pages(t, surveytest.NewService(t, panicking{s.Store}, s.Clock.Now))
	b := webtest.Serve(t, pages.Handler())
	form := fill("K01", "o1")
	page := b.Post(s.path("ar"), form)
	if page.Status != http.StatusInternalServerError || strings.Contains(page.Body, "store") {
		t.Errorf("status %d: %q", page.Status, page.Body)
	}
	safe(t, "a panic", page)
	faults := pages.Faults()
	for what, n := range faults {
		if n != 1 || strings.Contains(what, form.Get(survey.NonceField)) || strings.Contains(what, s.session.Code) {
			t.Errorf("%d times: %s", n, what)
		}
	}
	if len(faults) != 1 {
		t.Errorf("faults are %v", faults)
	}
	if !onlyFault(faults, `^a panic in web_test\.panicking\.Receive main_test\.go:\d+, survey\.\(\*Participants\)\.Submit participants\.go:\d+, .*participant\.\(\*Pages\)\.receiveAnswer submission\.go:\d+, .*; please report this$`) {
		t.Errorf("an operator learns %v", faults)
	}
	if again := b.Get(s.path("ar")); again.Status != http.StatusOK {
		t.Errorf("afterwards the form has status %d", again.Status)
	}
}
