// Package ambassador serves the pages of ambassadors, on their phones.
package ambassador

import (
	"embed"
	"io/fs"

	"fragebatteri/survey"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

//go:embed templates/*.html
var templateFiles embed.FS

// pages answers what ambassadors ask for.
type pages struct {
	door      *staff.Door
	service   *survey.Service
	templates *page.Templates
}

// ambassadors are those whom the pages are for.
var ambassadors = []survey.Role{survey.AmbassadorRole}

// Register registers the pages at the door of a service. It fails when a template is broken.
func Register(door *staff.Door, service *survey.Service) error {
	own, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return err
	}
	p := &pages{door: door, service: service}
	if p.templates, err = door.Parse(own); err != nil {
		return err
	}
	p.registerSessions()
	p.registerGuide()
	p.registerVoice()
	return nil
}
