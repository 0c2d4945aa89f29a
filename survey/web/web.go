// Package web serves the pages. It is the only package that imports gin.
// Routes are in routes.go, top to bottom; a handler reads input, calls one verb
// of the service and renders one page.
package web

import (
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"sync"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/static"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
)

// Options is what a server needs beside the service.
type Options struct {
	Languages []i18n.Language // in the order in which they are offered; those that lack words are left out
	Catalog   *i18n.Catalog
	Ready     func(*http.Request) error // nil error: the store can be read and written
	Audio     fs.FS                     // recorded clips; nil where there are none
	HTTPS     bool                      // the service is only reached by https
}

// Server renders pages and answers requests.
type Server struct {
	service   *survey.Participants
	options   Options
	assets    *static.Assets
	templates *template.Template
	faults    faults
	forms     sync.Map               // formKey → *packedForm
	releases  sync.Map               // id → released
	clips     map[string]audio.Clips // by "battery/language"
	recorded  sync.Map               // clipsKey → audio.Clips
	sending   chan struct{}          // one place for each answer that is being stored
}

// most answers that are stored at the same time; more are told to wait.
const sendingMost = 1024

// New returns a server. It fails when a template or an asset is broken.
func New(service *survey.Participants, options Options) (*Server, error) {
	// A page half in Swedish is no page in another language.
	options.Languages = slices.DeleteFunc(slices.Clone(options.Languages), func(l i18n.Language) bool {
		return !options.Catalog.Complete(l.Tag, locales.Participant)
	})
	assets, err := static.Load()
	if err != nil {
		return nil, err
	}
	templates, err := parseTemplates()
	if err != nil {
		return nil, err
	}
	clips, err := findClips(service, options)
	if err != nil {
		return nil, err
	}
	return &Server{
		service: service, options: options, assets: assets, templates: templates, clips: clips,
		sending: make(chan struct{}, sendingMost),
	}, nil
}

// Handler returns the handler of all routes. It has neither gin's logger nor
// its recovery: both print addresses and headers.
func (s *Server) Handler() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.ContextWithFallback = true
	engine.Use(s.recoverPanic, s.secureHeaders)
	s.routes(engine)
	return engine
}
