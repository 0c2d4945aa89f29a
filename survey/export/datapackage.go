package export

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"fragebatteri/survey"
	"fragebatteri/survey/release"
)

// Package is what a data package is made of.
type Package struct {
	Release      release.Release
	File         release.File      // of the same release, which goes along as it is
	Selection                      // the place that it is about, or all of the release
	Readers      []Translation     // of headings and the README; the first also of names
	Participants []Translation     // of questions and options, for the codebook
	Batteries    []*survey.Battery // what their release does not say of them
}

// Names of the files in a data package.
const (
	packageFile   = "datapackage.json"
	readmeFile    = "README.txt"
	resultsFile   = "results.csv"
	codebookFile  = "codebook.csv"
	releaseFile   = "release.json"
	signatureFile = "release.sig"
)

// DataPackage writes a zip that whoever gets it needs nothing else for (specs.frictionlessdata.io,
// Data Package and Table Schema 1): the rows of CSV in the profile Machine, a codebook, the signed
// release as it is, how all of it is to be read, and a description for programs. It is written as it
// is made. A place that the release says nothing of is an error of kind survey.Invalid, before
// anything is written.
func DataPackage(w io.Writer, p Package) error {
	if len(p.Readers) == 0 || len(p.Participants) == 0 {
		return errNoLanguage
	}
	o := Options{Selection: p.Selection, Profile: Machine, Words: p.Readers[0].Words}
	if err := o.check(p.Release); err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	for _, file := range []struct {
		name string
		fill func(io.Writer) error
	}{
		{readmeFile, p.readme},
		{packageFile, func(w io.Writer) error { return jsonTo(w, p.description()) }},
		{resultsFile, func(w io.Writer) error { return CSV(w, p.Release, o) }},
		{codebookFile, p.codebook},
		{releaseFile, asIs(p.File.JSON)},
		{signatureFile, asIs(p.File.Signature)},
	} {
		out, err := entry(archive, p.Release, file.name)
		if err != nil {
			return err
		}
		if err := file.fill(out); err != nil {
			return fmt.Errorf("write %s: %w", file.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}

func asIs(content []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	}
}

// descriptor is datapackage.json.
type descriptor struct {
	Profile   string     `json:"profile"`
	Name      string     `json:"name"`
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Version   string     `json:"version"` // the day on which the round was sealed
	Licenses  []license  `json:"licenses"`
	Sources   []source   `json:"sources"`
	Resources []resource `json:"resources"`
}

type license struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

type source struct {
	Title string `json:"title"`
}

type resource struct {
	Name      string  `json:"name"`
	Path      string  `json:"path"`
	Title     string  `json:"title"`
	Profile   string  `json:"profile,omitempty"`
	Format    string  `json:"format"`
	MediaType string  `json:"mediatype"`
	Encoding  string  `json:"encoding,omitempty"`
	Schema    *schema `json:"schema,omitempty"`
}

// schema is a Table Schema.
type schema struct {
	Fields        []field  `json:"fields"`
	MissingValues []string `json:"missingValues"`
}

type field struct {
	Name        string      `json:"name"`
	Title       string      `json:"title"`
	Type        string      `json:"type"`
	Constraints constraints `json:"constraints"`
}

type constraints struct {
	Required bool  `json:"required"`
	Enum     []any `json:"enum,omitempty"`
}

func (p Package) description() descriptor {
	words := p.Readers[0].Words
	results := printer{mixed: p.Release.Mixed > 0}.columns()
	fields := make([]field, len(results))
	for i, c := range results {
		fields[i] = fieldOf(c.name, words.Text("export."+c.name))
	}
	table := func(file, title string, fields []field) resource {
		return resource{
			Name: title, Path: file, Title: words.Text("export.file." + title), Profile: "tabular-data-resource",
			Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Schema: &schema{fields, []string{""}},
		}
	}
	return descriptor{
		Profile: "data-package", Name: "fragebatteri-" + p.Release.ID, ID: p.Release.ID, Title: releaseTitle(p.Release, words),
		Version:  p.Release.Sealed,
		Licenses: []license{{"CC0-1.0", Licence}}, Sources: []source{{words.Text("export.source")}},
		Resources: []resource{
			table(resultsFile, "results", fields),
			table(codebookFile, "codebook", p.codebookFields(words)),
			{Name: "release", Path: releaseFile, Title: words.Text("export.file.release"), Format: "json", MediaType: "application/json"},
			{Name: "signature", Path: signatureFile, Title: words.Text("export.file.signature"), Format: "sig", MediaType: "text/plain"},
		},
	}
}

// always are the columns that have something in each row.
var always = []string{"release", "round", "sealed", "demo", "battery", "base", "k", "step", "place_kind", "place", "status"}

// fieldOf describes a column of the CSV file.
func fieldOf(name, title string) field {
	f := field{Name: name, Title: title, Type: "string", Constraints: constraints{Required: slices.Contains(always, name)}}
	switch {
	case slices.Contains(counts, name) || slices.Contains([]string{"base", "k", "step", "mixed"}, name):
		f.Type = "integer"
	case slices.Contains(shares, name):
		f.Type = "number"
	case name == "demo" || name == "one_session":
		f.Type = "boolean"
	case name == "sealed":
		f.Type = "date"
	}
	for _, code := range codes[name] {
		switch f.Type {
		case "string":
			f.Constraints.Enum = append(f.Constraints.Enum, code)
		case "integer":
			f.Constraints.Enum = append(f.Constraints.Enum, json.Number(code))
		}
	}
	return f
}

// releaseTitle names a release and says whether its answers are made up.
func releaseTitle(r release.Release, words Words) string {
	title := words.Text("export.release") + " " + r.ID + " (" + r.Round + ")"
	if r.Demo {
		title = words.Text("export.demo") + ": " + title
	}
	return title
}
