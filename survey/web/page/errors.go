package page

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// Errors that pages for several audiences answer with.
var (
	ErrNoPage   = survey.Fail(survey.NotFound, "page")
	ErrLanguage = survey.Fail(survey.NotFound, "language")
	ErrTooLarge = survey.Fail(tooLarge, "large")
	ErrTooFast  = survey.Fail(tooFast, "busy")
	ErrTooOften = survey.Fail(tooOften, "too_often")
	errMethod   = survey.Fail(wrongMethod, "method")
)

// Kinds of failure that only requests have.
const (
	tooLarge    survey.Kind = iota + 100 // the request is larger than any answer can be
	wrongMethod                          // the address does not take this kind of request
	tooFast                              // others have sent just before; sending again will do
	tooOften                             // the same has been tried too often; it can be tried again later
	BadRequest                           // a program asks for something in a way that is not understood
)

// StatusOf returns the HTTP status of a kind of failure.
func StatusOf(kind survey.Kind) int {
	switch kind {
	case survey.Invalid:
		return http.StatusUnprocessableEntity
	case survey.SignedOut:
		return http.StatusUnauthorized
	case survey.Forbidden:
		return http.StatusForbidden
	case survey.NotFound:
		return http.StatusNotFound
	case survey.Closed:
		return http.StatusGone
	case survey.Full, survey.Conflict, survey.AlreadySent:
		return http.StatusConflict
	case tooLarge:
		return http.StatusRequestEntityTooLarge
	case survey.Unavailable:
		return http.StatusServiceUnavailable
	case wrongMethod:
		return http.StatusMethodNotAllowed
	case tooFast, tooOften:
		return http.StatusTooManyRequests
	case BadRequest:
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// audience is what errors need to know of those they are for.
type audience struct {
	*Site
	fail func(*gin.Context, error) // answers with what can be done about an error
}

// handle turns a Handler into gin's kind of handler: the one place where errors become answers. of is
// the function after which it is called when it fails.
func (a audience) handle(h Handler, of any) gin.HandlerFunc {
	name := nameOf(of)
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			a.faults.addError(c.Request.Context(), name, err)
			a.fail(c, err)
		}
	}
}

// messagePage says what went wrong and what to do. Others are the printers of all languages where
// the page's own is not known.
type messagePage struct {
	Base
	Key    string
	Kind   survey.Kind
	Others []*i18n.Printer
}

// fail answers with what the person can do about an error, in the language of the page, or in all
// languages where none is known.
func (t *Templates) fail(c *gin.Context, err error) {
	s, kind := t.site, survey.KindOf(err)
	key := s.TextKey(err)
	code := StatusOf(kind)
	SayWhen(c, kind)
	if WantsJSON(c) {
		s.JSON(c, code, Answer{State: StateOf(kind), Message: s.Printer(c).T(key)})
		return
	}
	page := messagePage{Base: s.Base(c, s.Printer(c)), Key: key, Kind: kind}
	if _, known := s.LanguageIn(c); !known {
		page.Others = s.printers(c)
	}
	page.Forget = kind == survey.AlreadySent || kind == survey.Closed && c.Request.Method == http.MethodPost
	t.Render(c, code, "message", page)
}

// TextKey returns the key of what is said about an error: that of its code where there are words for
// it.
func (s *Site) TextKey(err error) string {
	if key := "error." + survey.CodeOf(err); s.Catalog().Has(key) {
		return key
	}
	if survey.KindOf(err) == survey.Unavailable {
		return "error.busy"
	}
	return "error.internal"
}

// Answer is what a script reads after it has sent a form.
type Answer struct {
	State   string       `json:"state"` // received, or the state of a kind of failure
	Message string       `json:"message,omitempty"`
	Next    string       `json:"next,omitempty"` // where to go when it was received
	Fields  []FieldError `json:"fields,omitempty"`
}

// FieldError says what is wrong with the answer to one question.
type FieldError struct {
	Question string `json:"question"`
	Message  string `json:"message"`
}

// states are the failures that the page's script tells apart.
var states = map[survey.Kind]string{
	survey.Internal: "failed", survey.Invalid: "invalid", survey.NotFound: "unknown", survey.Closed: "closed",
	survey.Full: "full", survey.Conflict: "failed", survey.AlreadySent: "sent", tooLarge: "large",
	survey.Unavailable: "busy", wrongMethod: "failed", tooFast: "busy", tooOften: "busy",
	survey.Forbidden: "forbidden", survey.SignedOut: "signed_out",
}

// retryAfter is in how many seconds sending again can do.
var retryAfter = map[survey.Kind]string{survey.Unavailable: "30", tooFast: "3", tooOften: "600"}

// SayWhen says when to ask again, where that can do.
func SayWhen(c *gin.Context, kind survey.Kind) {
	if wait := retryAfter[kind]; wait != "" {
		c.Header("Retry-After", wait)
	}
}

// StateOf returns the name by which scripts know a kind of failure.
func StateOf(kind survey.Kind) string { return states[kind] }

// WantsJSON reports whether a request is the page's script's.
func WantsJSON(c *gin.Context) bool {
	return strings.Contains(c.GetHeader("Accept"), "application/json")
}
