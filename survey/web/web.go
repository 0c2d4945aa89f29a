// Package web puts the pages for all audiences together on one mux. An audience has a package of
// its own, and page is what they share; only they import gin. A handler reads input, calls one verb
// of the service and renders one page.
package web

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"

	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/openid"
	"fragebatteri/survey/web/api"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/participant"
	"fragebatteri/survey/web/results"
	"fragebatteri/survey/web/staff"
	"fragebatteri/survey/web/staff/ambassador"
	"fragebatteri/survey/web/staff/drafting"
	"fragebatteri/survey/web/staff/municipality"
	staffreader "fragebatteri/survey/web/staff/reader"
	"fragebatteri/survey/web/staff/steward"
)

// Options is what a server needs beside the service.
type Options struct {
	Languages []i18n.Language           // in the order in which they are offered; those that lack words are left out
	Texts     *review.Library           // all words, which staff decide on
	Ready     func(*http.Request) error // nil error: the store can be read and written
	Audio     fs.FS                     // recorded clips; nil where there are none
	Recorded  *audio.Folder             // keeps what staff record
	HTTPS     bool                      // the service is only reached by https
	Log       *slog.Logger              // gets a line for each request of staff; nil: nobody does
	OpenID    *openid.Client            // signs staff in at providers; nil: nobody does
	Sealing   steward.Sealing           // opens rounds and takes in what was sealed
	Freeze    func(survey.Worded) error // takes in a battery of a region's own
}

// Server renders pages and answers requests.
type Server struct {
	site   *page.Site
	reader *results.Reader
	mux    *http.ServeMux
	routes []string
}

// New returns a server. It fails when a template or an asset is broken.
func New(service *survey.Service, options Options) (*Server, error) {
	// Pages in a language that lacks words would be partly in Swedish.
	languages := slices.DeleteFunc(slices.Clone(options.Languages), func(l i18n.Language) bool {
		return !options.Texts.Now().Catalog.Complete(l.Tag, locales.Participant)
	})
	catalog := func() *i18n.Catalog { return options.Texts.Now().Catalog }
	site, err := page.New(page.Options{Languages: languages, Catalog: catalog, Host: service.Host, HTTPS: options.HTTPS})
	if err != nil {
		return nil, err
	}
	reader := results.NewReader(service.Participants)
	participants, err := participant.New(site, service.Participants, reader, options.Audio)
	if err != nil {
		return nil, err
	}
	readers, err := results.New(site, reader)
	if err != nil {
		return nil, err
	}
	door, err := staff.New(site, service, staff.Options{Log: options.Log, OpenID: options.OpenID})
	if err != nil {
		return nil, err
	}
	if err := ambassador.Register(door, service); err != nil {
		return nil, err
	}
	imported, err := results.New(site, results.NewReaderOf(service.Participants, service.Imported()))
	if err != nil {
		return nil, err
	}
	progress := staffreader.Progress{Library: options.Texts, Recorded: options.Audio}
	err = steward.Register(door, service, steward.Options{Sealing: options.Sealing, Preview: imported.Previewed(), Offer: progress.Offer,
		Notes: progress.Notes, Forms: forms{options, service}, Participants: participants})
	if err != nil {
		return nil, err
	}
	if err := drafting.Register(door, service, drafting.Options{Preview: participants.PreviewDraft, Freeze: options.Freeze}); err != nil {
		return nil, err
	}
	if err := municipality.Register(door, imported); err != nil {
		return nil, err
	}
	if err := staffreader.RegisterClips(door, options.Recorded, participants.TakeInClips); err != nil {
		return nil, err
	}
	err = staffreader.RegisterTexts(door, staffreader.TextOptions{
		Library: options.Texts, Recorded: options.Audio, Sample: participants.Sample,
	})
	if err != nil {
		return nil, err
	}
	municipality.EnlistReplies(door)
	s := &Server{site: site, reader: reader, mux: http.NewServeMux()}
	s.register(site.Common(options.Ready), page.CommonAddresses...)
	s.register(readers.Engine(), results.Addresses...)
	s.register(api.New(site, service.Participants, reader).Engine(), api.Addresses...)
	s.register(door.Engine(), staff.Addresses...)
	// Whatever no other audience has is for participants: they type the shortest addresses.
	s.register(participants.Engine(), "/")
	return s, nil
}

func (s *Server) register(engine *page.Engine, patterns ...string) {
	for _, pattern := range patterns {
		s.mux.Handle(pattern, engine)
	}
	for _, route := range engine.Routes() {
		s.routes = append(s.routes, route.Method+" "+route.Path)
	}
}

// Prepare computes what all results say that are not known yet, so that the first who reads them
// waits no longer than others. Pages are served meanwhile, and whether or not it ends well.
func (s *Server) Prepare(ctx context.Context) error { return s.reader.Prepare(ctx) }

// Handler returns the handler of all addresses.
func (s *Server) Handler() http.Handler { return s.mux }

// Routes lists what is answered, each as a method and a pattern: "GET /results/:release".
func (s *Server) Routes() []string { return slices.Clone(s.routes) }

// Faults returns what has failed since the server was made, and how often: the code of an error, or
// where something unforeseen happened. The numbers only rise, so that each of several readers can
// tell what is new to it.
func (s *Server) Faults() map[string]int { return s.site.Faults() }
