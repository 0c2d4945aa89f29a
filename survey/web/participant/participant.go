// Package participant serves the pages of those who answer: by a code they choose a language, fill
// in the form, and read later what came of it. No page sets or reads a cookie, and nothing of a
// request is logged.
package participant

import (
	"embed"
	"io/fs"
	"sync"
	"sync/atomic"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/audio"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/results"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Pages are the pages of participants.
type Pages struct {
	*page.Site
	service   *survey.Participants
	results   *results.Reader
	templates *page.Templates
	recorded  fs.FS
	found     atomic.Pointer[found]
	storing   chan struct{} // one place for each answer that is being stored
	pace      pace
}

// found is what has been looked up and made since clips were taken in.
type found struct {
	clips    map[string]audio.Clips       // of what texts say now, by "battery/language"
	ofRounds sync.Map                     // clipsKey → audio.Clips
	forms    sync.Map                     // formKey → *packedForm
	formsIn  atomic.Pointer[i18n.Catalog] // whose words they have
}

// mostStoring is how many answers are stored at the same time; more are told to wait.
const mostStoring = 1024

// New returns the pages of participants on a site. recorded holds the recorded clips; nil where
// there are none. It fails when a template is broken or the clips cannot be read.
func New(site *page.Site, service *survey.Participants, released *results.Reader, recorded fs.FS) (*Pages, error) {
	folder, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return nil, err
	}
	templates, err := site.Parse(folder)
	if err != nil {
		return nil, err
	}
	p := &Pages{
		Site: site, service: service, results: released, templates: templates, recorded: recorded,
		storing: make(chan struct{}, mostStoring), pace: pace{sessions: map[string]*bucket{}},
	}
	return p, p.TakeInClips()
}

// TakeInClips lets those be heard that have been approved since the last time. It fails, and changes
// nothing, when the clips cannot be read.
func (p *Pages) TakeInClips() error {
	clips, err := p.findClips()
	if err != nil {
		return err
	}
	p.found.Store(&found{clips: clips})
	return nil
}

// Engine returns the engine of these pages. Codes are taken in small and capital letters, and /S/
// as well as /s/, so that a QR code can have capitals.
func (p *Pages) Engine() *page.Engine {
	e := p.NewEngine(p.templates)
	e.Read("/", p.showHome)
	e.Read("/privacy/:lang", p.showPrivacy)
	e.Read("/accessibility/:lang", p.showAccessibility)
	for _, root := range []string{"/s", "/S"} {
		e.Read(root+"/:code", p.showLanguages)
		e.Read(root+"/:code/", p.showLanguages) // "./" on a form, whatever its address
		e.Read(root+"/:code/:langOrTicket", p.showForm)
		e.Receive(root+"/:code/:langOrTicket", p.receiveAnswer)
		e.Read(root+"/:code/:langOrTicket/", p.showForm)
		e.Read(root+"/:code/:langOrTicket/:lang", p.showBelow)
		e.Receive(root+"/:code/:langOrTicket/:lang", p.receiveAnswer)
		e.Read(root+"/:code/:langOrTicket/:lang/done", p.showDone)
		e.Read(root+"/:code/:langOrTicket/:lang/"+privacyPage, p.showPrivacy)
		e.Read(root+"/:code/:langOrTicket/:lang/"+accessibilityPage, p.showAccessibility)
	}
	e.Read(forgetPath, p.forget)
	e.Read(audioPrefix+":battery/:tag/:key", p.sendClip)
	e.Read(roundAudioPrefix+":round/:battery/:tag/:key", p.sendClip)
	return e
}
