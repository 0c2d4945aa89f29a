package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/export"
	"fragebatteri/survey/files"
	"fragebatteri/survey/places"
	"fragebatteri/survey/release"
	"fragebatteri/survey/wording"
)

var exportCommand = command{"export", `fragebatteri export -release FILE [-data DIR] [-municipality 0581] -format csv|csv-machine|json-stat|px|zip [-lang sv|en] -o FILE
    Write a release, or what concerns one municipality, as a file. csv opens with a
    double click in Swedish spreadsheet programs; csv-machine is for programs.
    json-stat and px are for statistics programs: a JSON-stat 2.0 collection, and a
    zip with a PX file for each question. zip is everything: results, codebook in all
    languages, how to read them, and the release with its signature, which must be
    beside it. With -data the names of imported interventions are used.
`, exportRelease}

// formats write what -format asks for.
var formats = map[string]func(io.Writer, exported) error{
	"csv":         func(w io.Writer, e exported) error { return export.CSV(w, e.release, e.options(export.SvExcel)) },
	"csv-machine": func(w io.Writer, e exported) error { return export.CSV(w, e.release, e.options(export.Machine)) },
	"json-stat":   func(w io.Writer, e exported) error { return export.JSONStat(w, e.release, e.options("")) },
	"px":          func(w io.Writer, e exported) error { return export.PXZip(w, e.release, e.municipality, e.readers) },
	"zip":         writePackage,
}

func exportRelease(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	name := f.String("release", "", "")
	municipality := f.String("municipality", "", "")
	format := f.String("format", "", "")
	lang := f.String("lang", i18n.Source, "")
	out := f.String("o", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("release", "format", "o"); err != nil {
		return err
	}
	write, ok := formats[*format]
	if !ok {
		return operator.Refusef("unknown format %q; choose csv, csv-machine, json-stat, px or zip", *format)
	}
	content, err := os.ReadFile(*name)
	if err != nil {
		return operator.Refusef("the release cannot be read; check -release").Because(err)
	}
	r, err := release.Parse(content)
	if err != nil {
		return err
	}
	has, err := contentOf(*dir)
	if err != nil {
		return err
	}
	if _, known := has.catalogue.Municipality(*municipality); *municipality != "" && !known {
		return operator.Refusef("no municipality has the code %q; write SCB's four digits, as in 0581", *municipality)
	}
	interventions, err := a.interventions(ctx, *dir)
	if err != nil {
		return err
	}
	e := exported{name: *name, release: r, municipality: *municipality}
	if err := e.word(has, interventions, *lang); err != nil {
		return err
	}
	var file bytes.Buffer
	if err := write(&file, e); err != nil {
		return err
	}
	if err := newFile(*out, file.Bytes(), files.Exchange); err != nil {
		return err
	}
	return a.print(map[string]string{"release": r.ID, "file": *out})
}

// interventions returns those of a data folder, or those that are built in for "".
func (a *app) interventions(ctx context.Context, dir string) (list []survey.Intervention, err error) {
	if dir == "" {
		return places.Interventions(), nil
	}
	err = a.with(ctx, dir, func(in *instance) error {
		list, err = in.Interventions(ctx)
		return err
	})
	return list, err
}

// exported is what an export is made of.
type exported struct {
	name         string // of the file that the release is in
	release      release.Release
	municipality string

	words        export.Words         // in the language that is asked for
	readers      []export.Translation // in each that has headings and questions, the one asked for first
	participants []export.Translation // in each that has questions
	batteries    []*survey.Battery
}

// word finds the words of an export and what is known of its batteries.
func (e *exported) word(has content, interventions []survey.Intervention, lang string) error {
	texts, err := has.catalog()
	if err != nil {
		return err
	}
	if e.words, err = wordsIn(has, interventions, lang); err != nil {
		return err
	}
	var asked []string
	for _, b := range e.release.Batteries {
		if known, err := has.catalogue.Battery(b.Ref()); err == nil {
			e.batteries = append(e.batteries, known)
			asked = append(asked, b.ID)
		}
	}
	first, _ := i18n.Find(i18n.Languages, lang)
	for _, l := range i18n.Languages {
		if !texts.Complete(l.Tag, locales.Participant, asked...) {
			continue
		}
		t := export.Translation{Language: l.Tag, Words: wording.In(texts.Printer(l.Tag), has.catalogue, interventions)}
		e.participants = append(e.participants, t)
		switch {
		case !texts.Complete(l.Tag, locales.Export):
		case l.Tag == first.Tag:
			e.readers = slices.Insert(e.readers, 0, t)
		default:
			e.readers = append(e.readers, t)
		}
	}
	return nil
}

func (e exported) options(p export.Profile) export.Options {
	return export.Options{Municipality: e.municipality, Profile: p, Words: e.words}
}

// writePackage writes a data package, with the signature that is beside the release.
func writePackage(w io.Writer, e exported) error {
	signed, err := readRelease(e.name, "") // it was read as a release before, and is no import file
	if err != nil {
		return err
	}
	return export.DataPackage(w, export.Package{
		Release: e.release, File: signed, Municipality: e.municipality,
		Readers: e.readers, Participants: e.participants, Batteries: e.batteries,
	})
}

// wordsIn returns the words of exports in a language that is complete.
func wordsIn(has content, interventions []survey.Intervention, lang string) (export.Words, error) {
	texts, err := has.catalog()
	if err != nil {
		return nil, err
	}
	l, ok := i18n.Find(i18n.Languages, lang)
	if !ok || !texts.Complete(l.Tag, locales.Participant) {
		headings := strings.Join(locales.LanguagesOf(locales.Export), " or ")
		return nil, operator.Refusef("exports are not written in %q; choose %s", lang, headings)
	}
	return wording.In(texts.Printer(l.Tag), has.catalogue, interventions), nil
}
