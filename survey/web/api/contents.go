package api

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/web/results"
)

// cubeEntry is one table that a release has of a question: of blocks, or of one view.
type cubeEntry struct {
	URL         string           `json:"url"` // in JSON-stat
	CSVURL      string           `json:"csv_url"`
	Battery     string           `json:"battery"`
	Question    string           `json:"question"`       // with the version of its battery, as in "K12@1"
	View        survey.Dimension `json:"view,omitempty"` // by what the same answers are counted again
	Base        int              `json:"base"`           // counts are multiples of it
	K           int              `json:"k"`              // smallest block
	QuestionURL string           `json:"question_url"`

	id, question string // of the cube, without versions
}

// cubesOf returns the tables that a release has. They are found out once: a release never changes.
func (a *API) cubesOf(r results.Release) []cubeEntry {
	if known, ok := a.cubes.Load(r.ID); ok {
		return known.([]cubeEntry)
	}
	entries := []cubeEntry{}
	for _, cube := range export.Cubes(r.Release, export.Selection{}) {
		address := releaseURL(r.ID) + "/questions/" + cube.ID()
		entries = append(entries, cubeEntry{
			URL: address, CSVURL: address + "." + asCSV, Battery: cube.Battery, Question: questionRef(cube.Battery, cube.Question),
			View: cube.By, Base: cube.Base, K: cube.K, QuestionURL: root + "/questions/" + questionID(cube.Battery, cube.Question),
			id: cube.ID(), question: cube.Question,
		})
	}
	a.cubes.Store(r.ID, entries)
	return entries
}

// listCubes lists what a release says of its questions, in the order in which they were asked.
func (a *API) listCubes(c *gin.Context) error {
	r, err := a.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	return sendJSON(c, struct {
		ofRelease
		Questions []cubeEntry `json:"questions"`
	}{aboutRelease(c, r), a.cubesOf(r)})
}

// releasedPlace is a place that a release says something of.
type releasedPlace struct {
	URL         string           `json:"url"` // its rows
	CSVURL      string           `json:"csv_url"`
	MeasuresURL string           `json:"measures_url"`
	Kind        survey.PlaceKind `json:"kind"`
	Code        string           `json:"code"`
	PlaceURL    string           `json:"place_url"`
}

// listReleasedPlaces lists the places that a release says something of.
func (a *API) listReleasedPlaces(c *gin.Context) error {
	r, err := a.Release(c, c.Param("release"))
	if err != nil {
		return err
	}
	list := struct {
		ofRelease
		Places []releasedPlace `json:"places"`
	}{aboutRelease(c, r), []releasedPlace{}}
	for _, p := range r.Places() {
		address := releaseURL(r.ID) + "/places/" + url.PathEscape(p.Code)
		list.Places = append(list.Places, releasedPlace{address, address + "." + asCSV, address + "/measures", p.Kind, p.Code, placeURL(p)})
	}
	return sendJSON(c, list)
}
