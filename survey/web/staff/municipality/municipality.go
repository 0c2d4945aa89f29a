// Package municipality serves the pages of officers, which stewards read too.
package municipality

import (
	"embed"
	"io/fs"

	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/results"
	"fragebatteri/survey/web/staff"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Pages are the pages of officers.
type Pages struct {
	*staff.Door
	templates *page.Templates
	read      *results.Pages // of all releases that are imported
}

// Register registers the pages on the door of staff, with those about results of all releases that are
// imported. It fails when a template is broken.
func Register(door *staff.Door, imported *results.Pages) error {
	folder, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return err
	}
	templates, err := door.Parse(folder)
	if err != nil {
		return err
	}
	p := &Pages{door, templates, imported}
	p.registerVoices()
	p.registerDocuments()
	p.registerHome()
	p.registerReplies()
	p.registerTranslations()
	return nil
}
