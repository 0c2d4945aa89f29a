package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// showHome says what this is and takes a typed or pasted code or address.
func (s *Server) showHome(c *gin.Context) error {
	p := s.pageLanguage(c)
	page := homePage{base: s.base(c, p), Typed: c.Query("code")}
	page.Others = s.links(c, func(tag string) string { return "/?lang=" + tag })
	if page.Typed == "" {
		s.render(c, http.StatusOK, "home", page)
		return nil
	}
	code, ticket, _ := survey.ParseCode(page.Typed)
	_, err := s.service.Session(c, code)
	switch {
	case err == nil:
		c.Redirect(http.StatusSeeOther, pathOf(code, ticket))
		return nil
	case survey.KindOf(err) == survey.NotFound:
		page.Wrong = true
		s.render(c, http.StatusNotFound, "home", page)
		return nil
	}
	return err
}

// links returns a link to a page in every language, in the order that the
// phone's own setting prefers.
func (s *Server) links(c *gin.Context, url func(tag string) string) []languageLink {
	var links []languageLink
	for _, p := range s.printers(c) {
		links = append(links, languageLink{Language: p.Language(), Printer: p, URL: url(p.Language().Tag)})
	}
	return links
}

func (s *Server) showPrivacy(c *gin.Context) error { return s.showAbout(c, "privacy") }

func (s *Server) showAccessibility(c *gin.Context) error { return s.showAbout(c, "accessibility") }

func (s *Server) showAbout(c *gin.Context, name string) error {
	if _, ok := s.languageIn(c); !ok {
		return errLanguage
	}
	promise, err := s.promiseToAll(c)
	if err != nil {
		return err
	}
	page := aboutPage{base: s.base(c, s.pageLanguage(c)), Promise: promise}
	page.Languages = s.links(c, func(tag string) string { return "/" + name + "/" + tag })
	s.render(c, http.StatusOK, name, page)
	return nil
}

// promiseToAll returns the promise that holds for everybody whose answers are
// here, in whatever round. Each round's own form may promise more.
func (s *Server) promiseToAll(c *gin.Context) (promise, error) {
	host, err := s.service.Host(c)
	if err != nil {
		return promise{}, err
	}
	rounds, err := s.service.Rounds(c)
	all := promise{Full: !host.Demo && host.Kind != survey.HostMunicipality, Others: survey.SmallestK - 1}
	for _, round := range rounds {
		all.Full = all.Full && (!round.KeyKept || round.State == survey.RoundSealed)
	}
	return all, err
}

// sendAsset sends a style sheet, script, picture or font. Its address changes
// with its content, so a phone may keep it.
func (s *Server) sendAsset(c *gin.Context) error {
	asset, ok := s.assets.Find(c.Param("file"))
	if !ok {
		return errNoPage
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("Vary", "Accept-Encoding")
	if asset.Gzip != nil && takesGzip(c) {
		c.Header("Content-Encoding", "gzip")
		c.Data(http.StatusOK, asset.Type, asset.Gzip)
		return nil
	}
	c.Data(http.StatusOK, asset.Type, asset.Body)
	return nil
}

// sayRobots keeps search engines away from what is behind codes.
func (s *Server) sayRobots(c *gin.Context) {
	c.String(http.StatusOK, "User-agent: *\nDisallow: /s/\nDisallow: /S/\n")
}

// sayHealthy answers that the process is alive.
func (s *Server) sayHealthy(c *gin.Context) {
	c.String(http.StatusOK, "ok\n")
}

// sayReady answers whether answers can be received.
func (s *Server) sayReady(c *gin.Context) {
	if err := s.options.Ready(c.Request); err != nil {
		c.String(http.StatusServiceUnavailable, "not ready\n")
		return
	}
	c.String(http.StatusOK, "ready\n")
}
