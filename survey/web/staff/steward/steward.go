// Package steward serves the pages of stewards, at their desks.
package steward

import (
	"embed"
	"io/fs"

	"fragebatteri/i18n"
	"fragebatteri/survey"
	"fragebatteri/survey/forecast"
	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/results"
	"fragebatteri/survey/web/staff"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Options is what the pages of stewards need beside the service.
type Options struct {
	Sealing Sealing
	Preview []results.Previewed // pages about results, of all releases that are imported

	// Offer returns how far a language has come in these batteries and on the pages around them.
	Offer func([]*survey.Battery, i18n.Language) (staff.Offer, error)

	Forms Forms // batteries as files of other programs

	// Notes returns what matters in the texts of a battery, by their keys.
	Notes func(*survey.Battery) (map[string]string, error)

	Participants Previews // pages of those who answer, to look at
}

// pages answers what stewards ask for.
type pages struct {
	*staff.Door
	service   *survey.Service
	options   Options
	templates *page.Templates
	forecasts *forecast.Keeper
	seals     keptSeals
}

// stewards are those whom the pages are for.
var stewards = []survey.Role{survey.Steward}

// Register registers the pages at the door of a service. It fails when a template is broken.
func Register(door *staff.Door, service *survey.Service, options Options) error {
	own, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return err
	}
	p := &pages{Door: door, service: service, options: options, forecasts: forecast.NewKeeper()}
	if p.templates, err = door.Parse(own); err != nil {
		return err
	}
	p.registerSetup()
	p.registerRounds()
	p.registerPlan()
	p.registerRegister()
	p.registerPreview()
	p.registerLog()
	p.registerBatteries()
	p.registerBatteryFiles()
	return nil
}
