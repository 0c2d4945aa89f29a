package main

import (
	"bytes"
	"cmp"
	"context"
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

var exportCommand = command{"export", `fragebatteri export -release FILE [-data DIR] [-municipality 0581 | -place PLACE] -format csv|csv-machine [-lang sv|en] -o FILE
    Write a release, or what it says of one place, as a file. PLACE is the code of a
    municipality or county, as in 05, or the name of a reporting area. csv opens with
    a double click in Swedish spreadsheet programs; csv-machine is for programs. With
    -data the names of imported interventions and the reporting areas of the round are used.
`, exportRelease}

func exportRelease(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	name := f.String("release", "", "")
	municipality := f.String("municipality", "", "")
	placeCode := f.String("place", "", "")
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
	of, err := placeOf(r, has, *municipality, *placeCode)
	if err != nil {
		return err
	}
	write := func(interventions []survey.Intervention, areas []survey.Area) error {
		words, err := wordsIn(has, interventions, *lang)
		if err != nil {
			return err
		}
		var file bytes.Buffer
		if err := export.CSV(&file, r, export.Options{Selection: export.Selection{Place: of, Areas: areas}, Profile: profile, Words: words}); err != nil {
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
			rounds, err := in.Rounds(ctx)
			if err != nil {
				return err
			}
			areas := places.Areas()
			if i := slices.IndexFunc(rounds, func(round survey.Round) bool { return round.Name == r.Round }); i >= 0 {
				areas = rounds[i].Areas
			}
			return write(interventions, areas)
		})
	}
	return write(places.Interventions(), places.Areas())
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
