package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

//go:embed openapi.json
var openAPI []byte

// description is openapi.json, but for what depends on the host kept as it is.
type description struct {
	OpenAPI string `json:"openapi"`
	Info    struct {
		Title       string          `json:"title"`
		Summary     string          `json:"summary"`
		Version     string          `json:"version"`
		Description string          `json:"description"`
		Contact     contact         `json:"contact"`
		License     json.RawMessage `json:"license"`
	} `json:"info"`
	Servers    []server        `json:"servers"`
	Security   json.RawMessage `json:"security"`
	Tags       json.RawMessage `json:"tags"`
	Paths      json.RawMessage `json:"paths"`
	Components json.RawMessage `json:"components"`
}

type contact struct {
	Name  string `json:"name"`
	URL   string `json:"url"`
	Email string `json:"email,omitempty"`
}

type server struct {
	URL string `json:"url"`
}

// describe returns the description of everything here on one host.
func describe(host survey.Host) (description, error) {
	var d description
	if err := json.Unmarshal(openAPI, &d); err != nil {
		return d, fmt.Errorf("read openapi.json: %w", err)
	}
	d.Servers = []server{{host.BaseURL}}
	d.Info.Contact = contact{Name: host.Name, URL: host.BaseURL, Email: host.Email()}
	if strings.HasPrefix(host.Contact, "https://") && !strings.Contains(host.Contact, " ") {
		d.Info.Contact.URL = host.Contact
	}
	return d, nil
}

// sendOpenAPI sends the description of everything here.
func (a *API) sendOpenAPI(c *gin.Context) error {
	host, err := a.service.Host(c)
	if err != nil {
		return err
	}
	d, err := describe(host)
	if err != nil {
		return err
	}
	return sendJSON(c, d)
}
