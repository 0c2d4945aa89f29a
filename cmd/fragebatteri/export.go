package main

import (
	"bytes"
	"cmp"
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

var exportCommand = command{"export", `fragebatteri export -release FILE [-data DIR] [-municipality 0581 | -place PLACE] -format csv|csv-machine|xlsx|json-stat|px|zip [-earlier FILE] [-lang sv|en] -o FILE
    Write a release, or what it says of one place, as a file. PLACE is the code of a
    municipality or county, as in 05, or the name of a reporting area. csv opens with
    a double click in Swedish spreadsheet programs; csv-machine is for programs. xlsx
    is a workbook to present from, with charts, and with the figures that RKA's forms
    ask for; with -earlier it also says what has changed since that release.
    json-stat and px are for statistics programs: a JSON-stat 2.0 collection, and a
    zip with a PX file for each question. zip is everything: results, codebook in all
    languages, how to read them, and the release with its signature, which must be
    beside it. With -data the names of imported interventions, the reporting areas of
    the round and the host are those of the data folder.
`, exportRelease}

// formats write what -format asks for.
var formats = map[string]func(io.Writer, exported) error{
	"csv":         func(w io.Writer, e exported) error { return export.CSV(w, e.release, e.options(export.SvExcel)) },
	"csv-machine": func(w io.Writer, e exported) error { return export.CSV(w, e.release, e.options(export.Machine)) },
	"json-stat":   func(w io.Writer, e exported) error { return export.JSONStat(w, e.release, e.options("")) },
	"xlsx":        func(w io.Writer, e exported) error { return export.XLSX(w, e.book()) },
	"px":          func(w io.Writer, e exported) error { return export.PXZip(w, e.release, e.of, e.readers) },
	"zip":         writePackage,
}

func exportRelease(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	name := f.String("release", "", "")
	municipality := f.String("municipality", "", "")
	placeCode := f.String("place", "", "")
	earlier := f.String("earlier", "", "")
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
		return operator.Refusef("unknown format %q; choose csv, csv-machine, xlsx, json-stat, px or zip", *format)
	}
	e := exported{name: *name}
	var err error
	if e.release, err = parseRelease("-release", *name); err != nil {
		return err
	}
	if *earlier != "" {
		before, err := parseRelease("-earlier", *earlier)
		if err != nil {
			return err
		}
		e.earlier = &before
	}
	has, err := contentOf(*dir)
	if err != nil {
		return err
	}
	if e.of.Place, err = placeOf(e.release, has, *municipality, *placeCode); err != nil {
		return err
	}
	interventions, err := e.source(ctx, a, *dir)
	if err != nil {
		return err
	}
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
	return a.print(map[string]string{"release": e.release.ID, "file": *out})
}

// parseRelease reads the release in a file that an option names.
func parseRelease(option, name string) (release.Release, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return release.Release{}, operator.Refusef("the release cannot be read; check %s", option).Because(err)
	}
	return release.Parse(content)
}

// source takes in what is in no release: the reporting areas of the round and the host, of a data
// folder where one is given. It returns the interventions.
func (e *exported) source(ctx context.Context, a *app, dir string) (interventions []survey.Intervention, err error) {
	e.of.Areas = places.Areas()
	if dir == "" {
		return places.Interventions(), nil
	}
	err = a.with(ctx, dir, func(in *instance) error {
		e.host = in.host.Name
		rounds, err := in.Rounds(ctx)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(rounds, func(round survey.Round) bool { return round.Name == e.release.Round }); i >= 0 {
			e.of.Areas = rounds[i].Areas
		}
		interventions, err = in.Interventions(ctx)
		return err
	})
	return interventions, err
}

// exported is what an export is made of.
type exported struct {
	name    string // of the file that the release is in
	release release.Release
	earlier *release.Release // that a workbook compares it with, or nil
	of      export.Selection
	host    string // "" where it is not known

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
	complete := func(names ...string) (list []export.Translation) {
		for _, words := range wording.Complete(texts, first.Tag, has.catalogue, interventions, append(names, asked...)...) {
			list = append(list, export.Translation{Language: words.Language().Tag, Words: words})
		}
		return list
	}
	e.participants, e.readers = complete(locales.Participant), complete(locales.Participant, locales.Export)
	return nil
}

func (e exported) options(p export.Profile) export.Options {
	return export.Options{Selection: e.of, Profile: p, Words: e.words}
}

func (e exported) book() export.Book {
	return export.Book{Release: e.release, Earlier: e.earlier, Selection: e.of, Words: e.words, Batteries: e.batteries, Host: e.host}
}

// writePackage writes a data package, with the signature that is beside the release.
func writePackage(w io.Writer, e exported) error {
	signed, err := readRelease(e.name, nil) // it was read as a release before, and is no import file
	if err != nil {
		return err
	}
	return export.DataPackage(w, export.Package{
		Release: e.release, File: signed, Selection: e.of,
		Readers: e.readers, Participants: e.participants, Batteries: e.batteries,
	})
}

// placeOf returns the place that is asked for, the zero Place for all of the release.
func placeOf(r release.Release, has content, municipality, code string) (survey.Place, error) {
	if municipality == "" && code == "" {
		return survey.Place{}, nil
	}
	if municipality != "" && code != "" {
		return survey.Place{}, operator.Refusef("give -municipality or -place, not both")
	}
	if _, known := has.catalogue.Municipality(municipality); municipality != "" && !known {
		return survey.Place{}, operator.Refusef("no municipality has the code %q; write SCB's four digits, as in 0581", municipality)
	}
	code = cmp.Or(municipality, code)
	place, known := r.PlaceOf(code)
	if !known {
		return survey.Place{}, operator.Refusef("the release says nothing of %q; choose a place that it has answers from", code)
	}
	return place, nil
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
