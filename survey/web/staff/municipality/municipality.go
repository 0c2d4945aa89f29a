// Package municipality serves the pages of officers, which stewards read too.
package municipality

import (
	"embed"
	"io/fs"

	"fragebatteri/survey/web/page"
	"fragebatteri/survey/web/staff"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Pages are the pages of officers.
type Pages struct {
	*staff.Door
	templates *page.Templates
}

// Register registers the pages on the door of staff. It fails when a template is broken.
func Register(door *staff.Door) error {
	folder, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return err
	}
	templates, err := door.Parse(folder)
	if err != nil {
		return err
	}
	p := &Pages{door, templates}
	p.registerVoices()
	p.registerDocuments()
	return nil
}
