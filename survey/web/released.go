package web

import (
	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// released is a release as pages read it. It never changes.
type released struct {
	release.Release
	stored survey.StoredRelease
	hash   string // SHA-256 of its bytes
}

// released returns the release with this id. It is read and parsed once: one
// that is sealed is the same for ever.
func (s *Server) released(c *gin.Context, id string) (released, error) {
	if known, ok := s.releases.Load(id); ok {
		return known.(released), nil
	}
	stored, err := s.service.Release(c, id)
	if survey.KindOf(err) == survey.NotFound {
		return released{}, errRelease
	}
	if err != nil {
		return released{}, err
	}
	parsed, err := release.Parse(stored.JSON)
	if err != nil {
		return released{}, err
	}
	r := released{parsed, stored, survey.HashOf(stored.JSON)}
	s.releases.Store(id, r)
	return r, nil
}

// history returns all releases, oldest first.
func (s *Server) history(c *gin.Context) ([]released, error) {
	headers, err := s.service.Releases(c)
	if err != nil {
		return nil, err
	}
	list := make([]released, 0, len(headers))
	for _, header := range headers {
		r, err := s.released(c, header.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}
