package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/surveytest"
	"fragebatteri/survey/webtest"
)

// onlyFault reports whether there is one fault, once, whose text matches.
func onlyFault(faults map[string]int, expression string) bool {
	for what, n := range faults {
		if n != 1 || len(faults) != 1 || !regexp.MustCompile(expression).MatchString(what) {
			return false
		}
	}
	return len(faults) == 1
}

// odd is a store that fails with an error that nobody foresaw.
type odd struct {
	survey.Store
	err error
}

func (o odd) Session(context.Context, string) (survey.Session, error) { return survey.Session{}, o.err }

// secretError is an error that repeats what a person sent.
type secretError struct{}

func (secretError) Error() string { return "a secret" }

// Of an error that nobody foresaw an operator learns where it came out and of
// what types it is, and nothing that it says.
func TestUnforeseenErrors(t *testing.T) {
	s := newSite(t)
	for err, want := range map[error]string{
		fmt.Errorf("read %s: %w", s.session.Code, secretError{}):                  `showForm failed with web_test\.secretError; run 'check'`,
		errors.Join(secretError{}, context.DeadlineExceeded):                      `showForm failed with web_test\.secretError, context\.deadlineExceededError; run`,
		survey.Fail(survey.Internal, "store.file_damaged").Because(secretError{}): `^store\.file_damaged$`,
		fmt.Errorf("read: %w", context.Canceled):                                  `showForm failed with \*errors\.errorString; run`,
	} {
		pages := webtest.Pages(t, surveytest.NewService(t, odd{s.Store, err}, s.Clock.Now))
		if page := webtest.Serve(t, pages.Handler()).Get(s.path("sv")); page.Status != http.StatusInternalServerError {
			t.Errorf("%v: status %d", err, page.Status)
		}
		if faults := pages.Faults(); !onlyFault(faults, want) {
			t.Errorf("of %v an operator learns %v", err, faults)
		}
	}
}

// impatient is a store whose visitor leaves while it reads.
type impatient struct {
	survey.Store
	leave func()
}

func (i impatient) Session(ctx context.Context, _ string) (survey.Session, error) {
	i.leave()
	<-ctx.Done()
	return survey.Session{}, fmt.Errorf("read: %w", ctx.Err())
}

// A visitor who leaves is no fault.
func TestVisitorLeaves(t *testing.T) {
	s := newSite(t)
	ctx, leave := context.WithCancel(t.Context())
	pages := webtest.Pages(t, surveytest.NewService(t, impatient{s.Store, leave}, s.Clock.Now))
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.path("sv"), nil)
	ok(t, err)
	pages.Handler().ServeHTTP(httptest.NewRecorder(), request)
	if faults := pages.Faults(); len(faults) != 0 {
		t.Errorf("faults are %v", faults)
	}
}
