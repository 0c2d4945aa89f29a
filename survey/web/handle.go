package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// handlerFunc answers a request, or returns the error that answers it.
type handlerFunc func(*gin.Context) error

var (
	errNoPage   = survey.Fail(survey.NotFound, "page")
	errLanguage = survey.Fail(survey.NotFound, "language")
	errRelease  = survey.Fail(survey.NotFound, "release")
	errUsed     = survey.Fail(survey.AlreadySent, "used")
	errMethod   = survey.Fail(wrongMethod, "method")
	errTooLarge = survey.Fail(tooLarge, "large")
)

// Kinds of failure that only requests have.
const (
	tooLarge    survey.Kind = iota + 100 // the request is larger than any answer can be
	wrongMethod                          // the address does not take this kind of request
)

// status returns the HTTP status of a kind of failure.
func status(kind survey.Kind) int {
	switch kind {
	case survey.Invalid:
		return http.StatusUnprocessableEntity
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
	}
	return http.StatusInternalServerError
}

// handle turns a handlerFunc into gin's kind of handler: the one place where
// errors become pages.
func (s *Server) handle(h handlerFunc) gin.HandlerFunc {
	name := nameOf(h)
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			s.faults.addError(c.Request.Context(), name, err)
			s.fail(c, err)
		}
	}
}

// fail answers with what the person can do about an error, in the language of
// the page, or in all languages where none is known.
func (s *Server) fail(c *gin.Context, err error) {
	kind := survey.KindOf(err)
	key := s.textKey(err)
	code := status(kind)
	if kind == survey.Unavailable {
		c.Header("Retry-After", "30")
	}
	if wantsJSON(c) {
		s.json(c, code, s.jsonFailure(c, kind, key))
		return
	}
	page := messagePage{base: s.base(c, s.pageLanguage(c)), Key: key, Kind: kind}
	if _, known := s.languageIn(c); !known {
		page.Others = s.printers(c)
	}
	page.Forget = kind == survey.AlreadySent || kind == survey.Closed && c.Request.Method == http.MethodPost
	if at := s.placeOf(c); kind == survey.AlreadySent && at.ticket == "" {
		page.Again = at.path + "/" + at.language.Tag
	}
	s.render(c, code, "message", page)
}

// textKey returns the key of what participants are told about an error: that
// of its code where they have words for it.
func (s *Server) textKey(err error) string {
	if key := "error." + survey.CodeOf(err); s.options.Catalog.Has(key) {
		return key
	}
	if survey.KindOf(err) == survey.Unavailable {
		return "error.busy"
	}
	return "error.internal"
}

// jsonFailure is a failure as a script reads it.
func (s *Server) jsonFailure(c *gin.Context, kind survey.Kind, key string) jsonAnswer {
	return jsonAnswer{State: stateNames[kind], Message: s.pageLanguage(c).T(key)}
}

// stateNames are the failures that the page's script tells apart.
var stateNames = map[survey.Kind]string{
	survey.Internal: "failed", survey.Invalid: "invalid", survey.NotFound: "unknown", survey.Closed: "closed",
	survey.Full: "full", survey.Conflict: "failed", survey.AlreadySent: "sent", tooLarge: "large",
	survey.Unavailable: "busy", wrongMethod: "failed",
}

type jsonAnswer struct {
	State   string      `json:"state"` // received, or a name of stateNames
	Message string      `json:"message,omitempty"`
	Next    string      `json:"next,omitempty"` // where to go when it was received
	Fields  []jsonField `json:"fields,omitempty"`
}

type jsonField struct {
	Question string `json:"question"`
	Message  string `json:"message"`
}

func wantsJSON(c *gin.Context) bool {
	return strings.Contains(c.GetHeader("Accept"), "application/json") || strings.HasPrefix(c.Request.URL.Path, "/api/")
}

// languageIn finds the language that an address names.
func (s *Server) languageIn(c *gin.Context) (i18n.Language, bool) {
	for _, value := range []string{c.Param("lang"), c.Param("third"), c.Param("second"), c.Query("lang")} {
		if value == "" {
			continue
		}
		if l, ok := i18n.Find(s.options.Languages, value); ok {
			return l, true
		}
	}
	return i18n.Language{}, false
}

// pageLanguage returns the printer of the language that the address names, and
// Swedish where it names none.
func (s *Server) pageLanguage(c *gin.Context) *i18n.Printer {
	if l, ok := s.languageIn(c); ok {
		return s.options.Catalog.Printer(l.Tag)
	}
	return s.options.Catalog.Printer(i18n.Source)
}

// printers returns the printers of all languages, in the order that the
// phone's own setting prefers. Nothing else is read from the header.
func (s *Server) printers(c *gin.Context) []*i18n.Printer {
	var printers []*i18n.Printer
	for _, l := range i18n.Order(s.options.Languages, c.GetHeader("Accept-Language")) {
		printers = append(printers, s.options.Catalog.Printer(l.Tag))
	}
	return printers
}
