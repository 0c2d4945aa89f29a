// Package results serves what is released: pages for participants and for those who plan and
// decide, files to download, and the API. All of it is read from releases.
package results

import (
	"embed"
	"io/fs"

	"fragebatteri/survey/web/page"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Pages are the pages about results.
type Pages struct {
	*page.Site
	*Reader
	templates *page.Templates
}

// New returns the pages about results on a site. It fails when a template is broken.
func New(site *page.Site, reader *Reader) (*Pages, error) {
	folder, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		return nil, err
	}
	templates, err := site.Parse(folder)
	if err != nil {
		return nil, err
	}
	return &Pages{Site: site, Reader: reader, templates: templates}, nil
}

// Addresses are those that Engine answers, as patterns of a ServeMux.
var Addresses = []string{"/results", "/results/", "/api/"}

// Engine returns the engine of these pages.
func (p *Pages) Engine() *page.Engine {
	e := p.NewEngine(p.templates)
	e.Read("/results", p.showReleases)
	e.Read("/results/:release", p.showRelease)
	e.Read("/results/:release/csv", p.sendCSV)
	e.Read("/results/:release/xlsx", p.sendXLSX)
	e.Read("/api/v1/releases", p.listReleases)
	e.Read("/api/v1/releases/:release", p.sendRelease)
	e.Read("/api/v1/releases/:release/signature", p.sendSignature)
	return e
}
