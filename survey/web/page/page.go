// Package page is what the pages for all audiences have in common: the layout, the language of a
// page, headers, compression, and how errors become pages. It knows nobody: no page here or built
// on it reads or sets a cookie unless it is for staff.
package page

import (
	"context"
	"fmt"
	"html/template"

	"github.com/gin-gonic/gin"

	"fragebatteri/i18n"
	"fragebatteri/static"
	"fragebatteri/survey"
)

// Options is what pages need to know of the service.
type Options struct {
	Languages []i18n.Language                            // in the order in which they are offered
	Catalog   func() *i18n.Catalog                       // all words as they are now
	Host      func(context.Context) (survey.Host, error) // who runs the service
	HTTPS     bool                                       // the service is only reached by https
}

// Site is what all pages of a service share. It may be used by many requests at once.
type Site struct {
	options Options
	assets  *static.Assets
	layout  *template.Template
	faults  faults
}

// New returns a site. It fails when an asset or the layout is broken.
func New(options Options) (*Site, error) {
	assets, err := static.Load()
	if err != nil {
		return nil, err
	}
	layout, err := template.ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the layout: %w", err)
	}
	return &Site{options: options, assets: assets, layout: layout}, nil
}

// Languages returns the languages in which there are pages.
func (s *Site) Languages() []i18n.Language { return s.options.Languages }

// Catalog returns the texts of all languages as they are now. They change when staff decide.
func (s *Site) Catalog() *i18n.Catalog { return s.options.Catalog() }

// Handler answers a request, or returns the error that answers it.
type Handler func(*gin.Context) error

// Engine is where the pages for one audience are registered.
type Engine struct {
	*gin.Engine
	audience audience
}

// NewEngine returns an engine whose pages about errors are among the templates.
func (s *Site) NewEngine(templates *Templates) *Engine { return s.EngineFor(templates.fail) }

// EngineFor returns an engine of an audience that reads no pages: fail answers with what can be done
// about an error. It has neither gin's logger nor its recovery: both print addresses and headers.
func (s *Site) EngineFor(fail func(*gin.Context, error)) *Engine {
	gin.SetMode(gin.ReleaseMode)
	e := &Engine{Engine: gin.New(), audience: audience{Site: s, fail: fail}}
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.ContextWithFallback = true
	e.Use(e.audience.recoverPanic, s.secureHeaders)
	noPage := func(*gin.Context) error { return ErrNoPage }
	wrongMethod := func(*gin.Context) error { return errMethod }
	e.NoRoute(e.audience.handle(noPage, noPage))
	e.NoMethod(e.audience.handle(wrongMethod, wrongMethod))
	return e
}

// Read registers a page that is read: by GET, and by HEAD.
func (e *Engine) Read(path string, h Handler) { e.ReadAs(path, h, h) }

// ReadAs is Read for a handler that stands for another, after which it is called when it fails.
func (e *Engine) ReadAs(path string, h Handler, of any) {
	e.GET(path, e.audience.handle(h, of))
	e.HEAD(path, e.audience.handle(h, of))
}

// Receive registers what takes a posted form.
func (e *Engine) Receive(path string, h Handler) { e.ReceiveAs(path, h, h) }

// ReceiveAs is Receive for a handler that stands for another, after which it is called when it fails.
func (e *Engine) ReceiveAs(path string, h Handler, of any) { e.POST(path, e.audience.handle(h, of)) }
