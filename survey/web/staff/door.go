// Package staff serves the pages of those who sign in, and is the one door to them: invitations,
// sign-ins, who is staff, and the frame in which the pages of each role stand. Here alone cookies are
// set and read.
package staff

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
	"fragebatteri/survey/openid"
	"fragebatteri/survey/passkey"
	"fragebatteri/survey/web/page"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Options is what the pages of staff need beside the service.
type Options struct {
	Log    *slog.Logger   // gets a line for each request; nil: nobody does
	OpenID *openid.Client // signs people in at providers; nil: nobody does
}

// Handler answers a request of somebody who is signed in, or returns the error that answers it. What
// is done is done at the desk of that person, whose verbs ask once more who may.
type Handler func(*gin.Context, *survey.Desk) error

// Door is where the pages of staff are registered. No page registered by Read or Receive is reached
// by anybody who is not signed in, or in another role than those that it is for.
type Door struct {
	*page.Site
	service   *survey.Service
	door      *survey.Door
	engine    *page.Engine
	templates *page.Templates
	menu      []entry
	log       *slog.Logger

	openid      *openid.Client
	atProviders unanswered[atProvider]
	ceremonies  unanswered[ceremony]
	wrongKeys   tries // by id of staff
	invitations tries // by token
}

// Addresses are those that the engine answers, as patterns of a ServeMux.
var Addresses = []string{home, home + "/", "/I/", "/i/"}

// home leads to the first page of whoever is signed in. All other pages stand below it, after the
// language of the page.
const home = "/staff"

// New returns the door of a service on a site. It fails when a template is broken.
func New(site *page.Site, service *survey.Service, options Options) (*Door, error) {
	d := &Door{Site: site, service: service, door: service.Door(), log: options.Log, openid: options.OpenID}
	d.ceremonies = unanswered[ceremony]{holds: passkey.Holds, now: time.Now}
	d.atProviders = unanswered[atProvider]{holds: atProviderHolds, now: time.Now}
	d.wrongKeys.now, d.invitations.now = time.Now, time.Now
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if d.templates, err = d.Parse(); err != nil {
		return nil, err
	}
	d.engine = site.EngineFor(d.fail)
	d.engine.Use(d.logRequest, headers, d.checkOrigin)
	d.engine.ReadAs(home, d.enter(nil, d.goHome), d.goHome)
	d.engine.ReadAs(home+"/:lang", d.enter(nil, d.goHome), d.goHome)
	d.registerInvitation()
	d.registerSignIn()
	d.registerAccount()
	d.registerPasskeys()
	d.registerProviders()
	d.registerPeople()
	// Where it cannot be read who the host is there is no demo.
	if host, err := service.Host(context.Background()); err == nil && host.Demo {
		d.engine.Read(home+"/demo/:role", d.signInDemo)
	}
	return d, nil
}

// Engine returns the engine of all pages that have been registered.
func (d *Door) Engine() *page.Engine { return d.engine }

// Parse parses the files *.html of folders together with the frame of all pages of staff: the
// templates "head", "top" and "bottom".
func (d *Door) Parse(folders ...fs.FS) (*page.Templates, error) {
	own, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return nil, err
	}
	return d.Site.Parse(append([]fs.FS{own}, folders...)...)
}

// Read registers a page that somebody in one of the roles reads; no roles stand for all. The path is
// what comes after the language, as in "/sessions/:code".
func (d *Door) Read(path string, roles []survey.Role, h Handler) {
	d.engine.ReadAs(home+"/:lang"+path, d.enter(roles, h), h)
}

// Receive registers what takes a form that somebody in one of the roles posts; see Read.
func (d *Door) Receive(path string, roles []survey.Role, h Handler) {
	d.engine.ReceiveAs(home+"/:lang"+path, d.enter(roles, h), h)
}

// Enlist adds a page to the menu of these roles, no roles stand for all: the key of its name, and its
// path as Read takes it. The first page of a role's menu is where it begins.
func (d *Door) Enlist(key, path string, roles ...survey.Role) {
	d.EnlistFor(key, path, func(a survey.Actor) bool { return isFor(roles, a.Role) })
}

// EnlistFor is Enlist for a page that concerns only some of those in a role.
func (d *Door) EnlistFor(key, path string, concerns func(survey.Actor) bool) {
	d.menu = append(d.menu, entry{key, path, concerns})
}

// isFor reports whether something is for somebody in a role.
func isFor(roles []survey.Role, r survey.Role) bool {
	return len(roles) == 0 || slices.Contains(roles, r)
}
