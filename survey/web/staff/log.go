package staff

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// logRequest writes the line of a request: what was asked for as a pattern, what became of it, how
// long it took and in which role. Who it was, from where, and what was sent is in no line.
func (d *Door) logRequest(c *gin.Context) {
	began := time.Now()
	status := http.StatusInternalServerError // of a panic, which is answered further out
	defer func() {
		route, role := "", ""
		if pattern := c.FullPath(); pattern != "" {
			route = c.Request.Method + " " + pattern
		}
		if desk, ok := c.Value(deskKey).(*survey.Desk); ok {
			role = string(desk.Actor().Role)
		}
		d.log.LogAttrs(c, slog.LevelInfo, "staff", slog.String("route", route), slog.Int("status", status),
			slog.Int64("ms", time.Since(began).Milliseconds()), slog.String("role", role))
	}()
	c.Next()
	status = c.Writer.Status()
}
