// Package results serves what is released: pages for participants and for those who plan and
// decide, and files to download. All of it is read from releases.
//
// Where to look:
//
//	reader.go        Reader: releases and what they say of places, read and computed once
//	address.go       the addresses: /results/2026-h1/norrkoping
//	request.go       which round and place an address names
//	list.go          /results: rounds, and places from A to Ö
//	kept.go          keptPages: pages of places, made once until anything changes
//	preview.go       the same pages as staff read them, before results are published
//	place.go         one place in one round, on two printed sheets; sentences.go and share.go are its words
//	intervention.go  one intervention before and after
//	groups.go        one group of people over rounds
//	tables.go        every question, added up
//	register.go      /interventions: the register of interventions, and each of them
//	trust.go         how sure results are
//	simple.go        a place as participants read it, in all languages
//	summary.go, block.go, nearest.go, figures.go   what came of a session, for those who answered in it
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
	kept      keptPages
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
var Addresses = []string{"/results", "/results/", registerPath, registerPath + "/"}

// Engine returns the engine of these pages.
func (p *Pages) Engine() *page.Engine {
	e := p.NewEngine(p.templates)
	e.Read("/results", p.showList)
	e.Read(registerPath, p.showRegister)
	e.Read(registerPath+"/:intervention", p.showAbout)
	e.Read("/results/:round", p.leadToPlace)
	e.Read("/results/:round/csv", p.byName(p.sendRoundCSV))
	e.Read("/results/:round/zip", p.byName(p.sendPackage))
	e.Read("/results/:round/px", p.byName(p.sendPX))
	e.Read("/results/:round/:place", p.showPlace)
	e.Read("/results/:round/:place/csv", p.sendCSV)
	e.Read("/results/:round/:place/xlsx", p.sendXLSX)
	e.Read("/results/:round/:place/tables", p.showTables)
	e.Read("/results/:round/:place/interventions/:intervention", p.showIntervention)
	e.Read("/results/:round/:place/groups/:by/:group", p.showGroup)
	return e
}
