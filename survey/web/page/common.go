package page

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/static"
)

// Common returns the engine of what is for no audience of its own: style sheets, scripts and
// fonts, what search engines ask for, and what watches over the service. ready returns nil when
// answers can be received.
func (s *Site) Common(ready func(*http.Request) error) *Engine {
	e := s.NewEngine(&Templates{s, s.layout})
	e.Read(static.Prefix+":file", s.sendAsset)
	e.GET("/robots.txt", sayRobots)
	e.GET("/healthz", sayHealthy)
	e.GET("/readyz", func(c *gin.Context) { sayReady(c, ready(c.Request)) })
	return e
}

// CommonAddresses are those that Common answers, as patterns of a ServeMux.
var CommonAddresses = []string{static.Prefix, "/robots.txt", "/healthz", "/readyz"}

// sendAsset sends a style sheet, script, picture or font. Its address changes with its content, so
// a browser may keep it.
func (s *Site) sendAsset(c *gin.Context) error {
	asset, ok := s.assets.Find(c.Param("file"))
	if !ok {
		return ErrNoPage
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	Send(c, http.StatusOK, asset.Type, func() []byte { return asset.Body }, func() []byte { return asset.Gzip })
	return nil
}

// sayRobots lets search engines read the open pages, and keeps them away from what is behind codes,
// from recordings and from the pages of staff.
func sayRobots(c *gin.Context) {
	c.String(http.StatusOK, "User-agent: *\nAllow: /\nDisallow: /s/\nDisallow: /S/\nDisallow: /audio/\nDisallow: /staff\nDisallow: /I/\nDisallow: /i/\n")
}

// sayHealthy answers that the process is alive.
func sayHealthy(c *gin.Context) { c.String(http.StatusOK, "ok\n") }

// sayReady answers whether answers can be received.
func sayReady(c *gin.Context, err error) {
	if err != nil {
		c.String(http.StatusServiceUnavailable, "not ready\n")
		return
	}
	c.String(http.StatusOK, "ready\n")
}
