package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"
)

//go:embed templates/*.html
var templateFiles embed.FS

// parseTemplates parses all pages once. No function in them depends on a
// request: what a page says is in the struct it is given.
func parseTemplates() (*template.Template, error) {
	templates, err := template.ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	return templates, nil
}

// render writes a page. It is made in memory first, so that a failure is a
// failure and not half a page.
func (s *Server) render(c *gin.Context, code int, name string, page any) {
	var out bytes.Buffer
	if err := s.templates.ExecuteTemplate(&out, name, page); err != nil {
		s.faults.add("a page could not be made: " + name)
		c.String(http.StatusInternalServerError, "")
		return
	}
	c.Data(code, "text/html; charset=utf-8", out.Bytes())
}

func (s *Server) json(c *gin.Context, code int, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		s.faults.add("an answer could not be written as JSON")
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Data(code, "application/json; charset=utf-8", append(text, '\n'))
}
