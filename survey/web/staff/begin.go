package staff

import (
	"slices"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
)

// EnlistFirst is Enlist for the page where these roles begin.
func (d *Door) EnlistFirst(key, path string, roles ...survey.Role) {
	d.menu = slices.Insert(d.menu, 0, entry{key, path, func(a survey.Actor) bool { return isFor(roles, a.Role) }})
}

// Explain returns what is said about an error, with what its words may insert: the names and values of
// the error, and more of them.
func (d *Door) Explain(c *gin.Context, p *i18n.Printer, err error, more ...any) string {
	return p.T(d.TextKey(err), append(d.valuesOf(p, c, err), more...)...)
}
