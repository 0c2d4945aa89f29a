package staff

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
)

// wrongRole refuses a page to somebody in another role than those that it is for.
type wrongRole struct {
	error
	roles []survey.Role
}

// Unwrap returns the error without the roles.
func (w wrongRole) Unwrap() error { return w.error }

// messagePage says what went wrong and what to do.
type messagePage struct {
	Base
	Title, Text string
	SignIn      string // where to sign in, where that is what to do
	Again       string // where to begin anew, where that can help
}

// fail answers with what somebody can do about an error, in the language of the page.
func (d *Door) fail(c *gin.Context, err error) {
	kind := survey.KindOf(err)
	status := page.StatusOf(kind)
	page.SayWhen(c, kind)
	printer, text := d.Printer(c), d.Say(c, err)
	if page.WantsJSON(c) {
		d.JSON(c, status, page.Answer{State: page.StateOf(kind), Message: text})
		return
	}
	desk, _ := c.Value(deskKey).(*survey.Desk)
	content := messagePage{Base: d.Base(c, desk), Title: printer.T("staff.refused"), Text: text}
	if at, is := errors.AsType[notByProvider](err); is {
		content.Again = at.again
	}
	if kind == survey.SignedOut {
		content.Title, content.SignIn = printer.T("staff.signin"), d.signInAddress(c)
		if err := d.setCookie(c, signInCookie, "", -1); err != nil {
			status = http.StatusInternalServerError
		}
	}
	d.templates.Render(c, status, "message", content)
}

// Say returns what is said about an error, in the language of the page.
func (d *Door) Say(c *gin.Context, err error) string {
	printer := d.Printer(c)
	return printer.T(d.keyOf(err), d.valuesOf(printer, c, err)...)
}

// keyOf returns the key of what is said about an error. To whoever signs in it is all the same what
// in a provider has to be set up otherwise.
func (d *Door) keyOf(err error) string {
	if _, is := errors.AsType[notByProvider](err); is && survey.KindOf(err) == survey.Internal {
		return "staff.openid.fault"
	}
	return d.TextKey(err)
}

// valuesOf returns the names and values in turn that the words of an error may insert.
func (d *Door) valuesOf(p *i18n.Printer, c *gin.Context, err error) []any {
	if wrong, ok := errors.AsType[wrongRole](err); ok {
		var names []string
		for _, r := range wrong.roles {
			names = append(names, p.T("staff.role."+string(r)))
		}
		return []any{"Roles", strings.Join(names, ", ")}
	}
	var values []any
	if e, ok := errors.AsType[*survey.Error](err); ok {
		values = slices.Clone(e.Args)
	}
	for i, value := range values {
		if day, is := value.(string); is && survey.IsDay(day) {
			values[i] = page.DayIn(p, day)
		}
	}
	if host, err := d.service.Host(c); err == nil {
		values = append(values, "Host", host.Called())
	}
	return values
}
