// Package api serves what is released as open data, for programs: releases as they were signed, what
// they say of each question and place, what their codes stand for, and a catalogue of all of it for
// data portals. Of what it answers to, openapi.json is the description. Like every page for those who
// are not staff it reads no cookie and logs nothing.
package api

import (
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/results"
)

// API is the open data of a site.
type API struct {
	*page.Site
	*results.Reader
	service *survey.Participants
	takes   map[string][]string // by route, the languages that its parameter lang can have
	cubes   sync.Map            // id of a release → []cubeEntry
}

// New returns the open data of a service.
func New(site *page.Site, service *survey.Participants, released *results.Reader) *API {
	return &API{Site: site, Reader: released, service: service, takes: map[string][]string{}}
}

// Addresses are those that Engine answers, as patterns of a ServeMux.
var Addresses = []string{"/api/", "/datasets/"}

// root is the address of everything but the catalogue.
const root = "/api/v1"

// Engine returns the engine of the open data.
func (a *API) Engine() *page.Engine {
	e := a.EngineFor(a.fail)
	e.UseRawPath = true // the name of an area may have a slash
	e.Use(share, a.checkParameters)
	a.read(e, root, a.showIndex)
	a.read(e, root+"/openapi.json", a.sendOpenAPI)
	a.read(e, root+"/releases", a.listReleases)
	a.read(e, root+"/releases/:release", a.sendRelease)
	a.read(e, root+"/releases/:release/signature", a.sendSignature)
	for _, rows := range []string{"/rows", "/rows." + asCSV, "/rows." + asJSON} {
		a.read(e, root+"/releases/:release"+rows, a.sendRows, languages...)
	}
	a.read(e, root+"/releases/:release/questions", a.listCubes)
	a.read(e, root+"/releases/:release/questions/:question", a.sendCube, languages...)
	a.read(e, root+"/releases/:release/places", a.listReleasedPlaces)
	a.read(e, root+"/releases/:release/places/:place", a.sendPlace, languages...)
	a.read(e, root+"/releases/:release/places/:place/measures", a.showMeasures)
	a.read(e, root+"/places", a.listPlaces)
	a.read(e, root+"/places/:place", a.showPlace)
	a.read(e, root+"/interventions", a.listInterventions)
	a.read(e, root+"/interventions/:intervention", a.showIntervention)
	a.read(e, root+"/questions", a.listQuestions, a.questionLanguages()...)
	a.read(e, root+"/questions/:question", a.showQuestion, a.questionLanguages()...)
	a.read(e, cataloguePath, a.showCatalogue)
	return e
}

// read registers what is read, with the languages that its texts can be in: none where it has no
// texts.
func (a *API) read(e *page.Engine, path string, h page.Handler, languages ...string) {
	a.takes[path] = languages
	e.Read(path, h)
	e.OPTIONS(path, func(c *gin.Context) { c.Status(http.StatusNoContent) })
}

// languages are those that there are words in for everything but questions, which have more.
var languages = []string{i18n.Source, "en"}

// printer returns the printer of the language that was asked for, and of Swedish where none was.
func (a *API) printer(c *gin.Context) *i18n.Printer {
	if lang := c.Query("lang"); lang != "" {
		return a.Catalog().Printer(lang)
	}
	return a.Catalog().Printer(i18n.Source)
}
