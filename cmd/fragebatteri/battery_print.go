package main

import (
	"context"
	"slices"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/survey"
	"fragebatteri/survey/files"
	"fragebatteri/survey/paper"
	"fragebatteri/survey/wording"
)

var batteryPrintCommand = command{"battery print", `fragebatteri battery print -battery core [-data DIR] [-lang sv,ti…] -o FILE.html
    Write everything that a battery asks on one page to print: questions, answers and
    what each is about, in these languages, or all that it has, side by side. Open the
    file in a browser and print it on A4 in landscape.
`, batteryPrint}

func batteryPrint(_ context.Context, a *app, args []string) error {
	f := newFlags()
	data, id, chosen, file := f.data(), f.String("battery", "", ""), f.String("lang", "", ""), f.String("o", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("battery", "o"); err != nil {
		return err
	}
	if err := checkPaper(*file, "-o"); err != nil {
		return err
	}
	has, err := contentOf(*data)
	if err != nil {
		return err
	}
	b, err := has.named(*id)
	if err != nil {
		return err
	}
	printed, languages, err := has.paperOf(b, *chosen)
	if err != nil {
		return err
	}
	if err := newFile(*file, printed.HTML, files.Exchange); err != nil {
		return err
	}
	return a.print(map[string]any{"battery": b.Ref(), "languages": languages, "file": *file})
}

// paperOf returns a battery to print in languages whose tags are separated by commas, or in all that it has.
func (c content) paperOf(b *survey.Battery, chosen string) (paper.Page, []string, error) {
	catalog, err := c.catalog()
	if err != nil {
		return paper.Page{}, nil, err
	}
	words := wording.Worded(catalog, b)
	languages := wording.LanguagesOf(words)
	if chosen != "" {
		languages, err = languagesAmong(languages, chosen)
		if err != nil {
			return paper.Page{}, nil, err
		}
	}
	whole, _, _ := strings.Cut(b.Whole(), "@")
	notes, err := review.Notes(c.texts, whole)
	if err != nil {
		return paper.Page{}, nil, err
	}
	printed, err := paper.Battery{
		Worded: words, Notes: notes, Languages: languages, K: survey.SmallestK, Common: catalog.Text,
	}.Paper(catalog.Printer(i18n.Source))
	var tags []string
	for _, l := range languages {
		tags = append(tags, l.Tag)
	}
	return printed, tags, err
}

// languagesAmong returns the languages that are named, in the order in which they are.
func languagesAmong(all []i18n.Language, named string) ([]i18n.Language, error) {
	var list []i18n.Language
	for name := range strings.SplitSeq(named, ",") {
		l, err := languageOf(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, func(has i18n.Language) bool { return has.Tag == l.Tag }) {
			return nil, operator.Refusef("the battery has no words in %s; add them, or choose another language", l.Tag)
		}
		list = append(list, l)
	}
	return list, nil
}
