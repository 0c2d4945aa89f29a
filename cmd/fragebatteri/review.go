package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/files"
)

// textFiles returns the locale files that a language needs before anybody can
// answer these batteries in it: whatever participants read.
func textFiles(batteries []string) []string {
	return slices.Concat(locales.ReadBy(locales.Participants), batteries)
}

// chosenLanguages are the tags of languages that a round uses, and of those among them that are drafts.
type chosenLanguages struct{ all, drafts []string }

// pickLanguages returns the languages that a round with these batteries can
// use. For each that is left out there is a line that says why.
func pickLanguages(fsys fs.FS, batteries, accepted []string) (picked chosenLanguages, leftOut []string, err error) {
	var all []survey.LanguageTexts
	why := map[string]string{}
	for _, l := range i18n.Languages {
		status, err := review.StatusIn(fsys, l, textFiles(batteries)...)
		if err != nil {
			return picked, nil, err
		}
		all = append(all, survey.LanguageTexts{Tag: l.Tag, Missing: status.Missing, Draft: status.IsDraft()})
		why[l.Tag] = fmt.Sprintf("%s (%s): %s, no native speaker has signed it off; not used. To use it all the same: -accept-drafts %s",
			l.Tag, l.Swedish, status.Lowest, l.Tag)
		if status.Missing > 0 {
			why[l.Tag] = fmt.Sprintf("%s (%s): %d texts are missing; a language with gaps cannot be used", l.Tag, l.Swedish, status.Missing)
		}
	}
	var others []survey.LanguageTexts
	picked.all, others, err = survey.ChooseLanguages(all, accepted)
	for _, l := range others {
		leftOut = append(leftOut, why[l.Tag])
	}
	if err == nil {
		picked.drafts, err = survey.DraftsAmong(all, picked.all)
	}
	return picked, leftOut, err
}

func tags() []string {
	var all []string
	for _, l := range i18n.Languages {
		all = append(all, l.Tag)
	}
	return all
}

// languageStates returns how far the texts of a round's languages have come.
func languageStates(texts fs.FS, catalogue *survey.Catalogue, r survey.Round) (map[string]review.State, error) {
	var batteries []string
	for _, ref := range r.Batteries {
		id, _, _ := strings.Cut(ref, "@")
		batteries = append(batteries, id)
	}
	states := map[string]review.State{}
	for _, tag := range r.Languages {
		l, ok := i18n.Find(i18n.Languages, tag)
		if !ok {
			continue
		}
		status, err := review.StatusIn(texts, l, textFiles(catalogue.WordedAs(batteries))...)
		if err != nil {
			return nil, err
		}
		states[tag] = status.Lowest
	}
	return states, nil
}

// splitList splits a comma-separated flag; an empty one is no list.
func splitList(text string) []string {
	if text == "" {
		return nil
	}
	words := strings.Split(text, ",")
	for i := range words {
		words[i] = strings.TrimSpace(words[i])
	}
	return words
}

var localeStatusCommand = command{"locale status", `fragebatteri locale status [-locales DIR | -data DIR]
    Show where each language stands: how many texts, how many are missing, and how
    far they have come (source_changed, draft1, draft2, reviewed, adjudicated,
    pretested, approved). With -data the data folder's own texts lie over those that
    are built in.
`, localeStatus}

func localeStatus(_ context.Context, a *app, args []string) error {
	f := newFlags()
	dir, data := f.String("locales", "", ""), f.data()
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	has, err := contentIn(*dir, *data)
	if err != nil {
		return err
	}
	var all []review.Status
	for _, l := range i18n.Languages {
		status, err := review.StatusOf(has.texts, l, textFiles(has.catalogue.BatteryIDs())...)
		if err != nil {
			return unusable(err)
		}
		all = append(all, status)
		a.tell("%-6s %-12s %4d texts, %d missing, as a whole: %s", l.Tag, l.Swedish, status.Texts, status.Missing, status.Lowest)
	}
	return a.print(map[string]any{"languages": all})
}

func unusable(err error) error {
	return operator.Refusef("the locale files cannot be used").Because(err)
}

var localeExportCommand = command{"locale export", `fragebatteri locale export -lang ti [-locales DIR | -data DIR] -o FILE.xlsx
fragebatteri locale export -changes -data DIR -o FILE.patch
    Write all texts of a language to a sheet for a native speaker to read and mend:
    key, where it is shown, Swedish, translation, back-translation, comment, state.
    With -changes, write what the data folder words in another way than the program,
    as a patch: 'git apply FILE.patch' in the repository makes it built in.
`, localeExport}

func localeExport(_ context.Context, a *app, args []string) error {
	f := newFlags()
	lang := f.String("lang", "", "")
	dir, data := f.String("locales", "", ""), f.data()
	out := f.String("o", "", "")
	changes := f.Bool("changes", false, "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if *changes {
		if *lang != "" || *dir != "" {
			return operator.Refusef("-changes writes all languages of a data folder; leave -lang and -locales out")
		}
		if err := f.require("data", "o"); err != nil {
			return err
		}
		return a.exportChanges(*data, *out)
	}
	if err := f.require("lang", "o"); err != nil {
		return err
	}
	l, err := translated(*lang)
	if err != nil {
		return err
	}
	words, err := sheetWords()
	if err != nil {
		return err
	}
	has, err := contentIn(*dir, *data)
	if err != nil {
		return err
	}
	var sheet bytes.Buffer
	if err := review.Export(&sheet, has.texts, l, words, textFiles(has.catalogue.BatteryIDs())...); err != nil {
		return unusable(err)
	}
	if err := newFile(*out, sheet.Bytes(), files.Exchange); err != nil {
		return err
	}
	return a.print(map[string]string{"language": l.Tag, "file": *out})
}

// localesFolder is where the locale files are in the repository.
const localesFolder = "locales"

// exportChanges writes what a data folder words in another way than the program.
func (a *app) exportChanges(data, out string) error {
	has, err := contentOf(data)
	if err != nil {
		return err
	}
	built, err := builtIn()
	if err != nil {
		return err
	}
	patch, err := review.Patch(localesFolder, built.texts, has.texts)
	if err != nil {
		return unusable(err)
	}
	if patch == "" {
		return operator.Refusef("%s words nothing in another way than the program; there is nothing to write", data)
	}
	if err := newFile(out, []byte(patch), files.Exchange); err != nil {
		return err
	}
	return a.print(map[string]string{"file": out})
}

// translated returns a language that is translated into.
func translated(tag string) (i18n.Language, error) {
	l, ok := i18n.Find(i18n.Languages, tag)
	if !ok || l.Tag == i18n.Source {
		return l, operator.Refusef("%q is no language that is translated into; choose among %s", tag, strings.Join(tags(), ", "))
	}
	return l, nil
}

// sheetWords returns the headings of a sheet, in Swedish.
func sheetWords() (review.Words, error) {
	has, err := builtIn()
	if err != nil {
		return review.Words{}, err
	}
	catalog, err := has.catalog()
	if err != nil {
		return review.Words{}, err
	}
	p := catalog.Printer(i18n.Source)
	words := review.Words{Sheet: p.T("sheet.name")}
	for i, key := range []string{"key", "note", "swedish", "text", "back", "comment", "state"} {
		words.Headings[i] = p.T("sheet." + key)
	}
	return words, nil
}

var localeImportCommand = command{"locale import", `fragebatteri locale import FILE.xlsx [-role ROLE] [-locales locales | -data DIR]
    Take a sheet back into the folder of locale files, or into the data folder's own
    texts, which lie over those that are built in. Which language it is in stands in
    its heading. Only edited cells change anything. -role says in which role texts
    are signed off, as in "native reader"; it is kept with the date, and no name is.
`, localeImport}

func localeImport(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, data := f.String("locales", "", ""), f.String("data", "", "")
	role := f.String("role", "", "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	signing := review.Signature{Role: strings.TrimSpace(*role), Date: a.today()}
	switch {
	case *data != "" && *dir != "":
		return operator.Refusef("give either -locales or -data: where texts are to be changed")
	case *data != "":
		return a.with(ctx, *data, func(in *instance) error {
			if err := a.importSheet(f.rest[0], in.content, filepath.Join(*data, ownTexts), signing); err != nil {
				return err
			}
			a.tell("Now run 'locale check -data %s', and start 'serve' again. Rounds that are open keep their questions.", *data)
			return nil
		})
	case *dir == "":
		*dir = localesFolder
	}
	has, err := builtIn()
	if err != nil {
		return err
	}
	has.texts = os.DirFS(*dir)
	if err := a.importSheet(f.rest[0], has, *dir, signing); err != nil {
		return err
	}
	a.tell("Now run 'locale check -locales %s', and build the program again.", *dir)
	return nil
}

// importSheet takes a sheet of these texts back into a folder.
func (a *app) importSheet(name string, has content, dir string, signing review.Signature) error {
	sheet, err := os.Open(name)
	if err != nil {
		return operator.Refusef("the sheet cannot be read; check its name").Because(err)
	}
	defer sheet.Close()
	changes, err := review.Import(sheet, has.texts, dir, i18n.Languages, signing, textFiles(has.catalogue.BatteryIDs())...)
	if err != nil {
		return operator.Refusef("nothing was changed").Because(err)
	}
	return a.print(changes)
}
