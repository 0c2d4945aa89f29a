package main

import (
	"bytes"
	"context"
	"os"
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

var exportCommand = command{"export", `fragebatteri export -release FILE [-data DIR] [-municipality 0581] -format csv|csv-machine [-lang sv|en] -o FILE
    Write a release, or what concerns one municipality, as a file. csv opens with a
    double click in Swedish spreadsheet programs; csv-machine is for programs. With
    -data the names of imported interventions are used.
`, exportRelease}

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
	profile, ok := map[string]export.Profile{"csv": export.SvExcel, "csv-machine": export.Machine}[*format]
	if !ok {
		return operator.Refusef("unknown format %q; choose csv or csv-machine", *format)
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
	write := func(interventions []survey.Intervention) error {
		words, err := wordsIn(has, interventions, *lang)
		if err != nil {
			return err
		}
		var file bytes.Buffer
		if err := export.CSV(&file, r, export.Options{Municipality: *municipality, Profile: profile, Words: words}); err != nil {
			return err
		}
		if err := newFile(*out, file.Bytes(), files.Exchange); err != nil {
			return err
		}
		return a.print(map[string]string{"release": r.ID, "file": *out})
	}
	if *dir != "" {
		return a.with(ctx, *dir, func(in *instance) error {
			interventions, err := in.Interventions(ctx)
			if err != nil {
				return err
			}
			return write(interventions)
		})
	}
	return write(places.Interventions())
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
