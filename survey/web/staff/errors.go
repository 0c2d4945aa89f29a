package staff

import (
	"errors"
	"net/http"
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
}

// fail answers with what somebody can do about an error, in the language of the page.
func (d *Door) fail(c *gin.Context, err error) {
	kind := survey.KindOf(err)
	status := page.StatusOf(kind)
	page.SayWhen(c, kind)
	printer := d.Printer(c)
	text := printer.T(d.TextKey(err), d.valuesOf(printer, c, err)...)
	if page.WantsJSON(c) {
		d.JSON(c, status, page.Answer{State: page.StateOf(kind), Message: text})
		return
	}
	desk, _ := c.Value(deskKey).(*survey.Desk)
	content := messagePage{Base: d.Base(c, desk), Title: printer.T("staff.refused"), Text: text}
	if kind == survey.SignedOut {
		content.Title, content.SignIn = printer.T("staff.signin"), d.signInAddress(c)
		if err := d.setCookie(c, signInCookie, "", -1); err != nil {
			status = http.StatusInternalServerError
		}
	}
	d.templates.Render(c, status, "message", content)
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
	if e, ok := errors.AsType[*survey.Error](err); ok {
		return e.Args
	}
	return nil
}
