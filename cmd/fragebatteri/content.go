package main

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/frozen"
	"fragebatteri/survey/places"
)

// content is what people read and are asked: what is built in, and over it what a data folder has of
// its own.
type content struct {
	texts     fs.FS                         // locale files
	catalog   func() (*i18n.Catalog, error) // their words in all languages, read when first asked for
	catalogue *survey.Catalogue
}

// builtInCatalog returns the words that are built in.
var builtInCatalog = catalogOf(locales.Files)

// catalogOf returns what reads the words of all languages from locale files, once.
func catalogOf(texts fs.FS) func() (*i18n.Catalog, error) {
	return sync.OnceValues(func() (*i18n.Catalog, error) { return i18n.Load(texts, i18n.Languages) })
}

// Folders in a data folder that hold what it has of its own.
const (
	ownTexts     = "locales"   // texts and their states, over those that are built in
	ownBatteries = "batteries" // beside those that are built in
)

// builtIn returns what the program has without a data folder.
func builtIn() (content, error) {
	return content{texts: locales.Files, catalog: builtInCatalog}.asking(batteries.Embedded)
}

// contentOf returns what holds in a data folder, or what is built in for "". It refuses files that
// cannot be used.
func contentOf(dir string) (content, error) {
	texts, err := own(dir, ownTexts)
	if err != nil {
		return content{}, err
	}
	asked, err := own(dir, ownBatteries)
	if err != nil {
		return content{}, err
	}
	c := content{texts: locales.Files, catalog: builtInCatalog}
	if texts != nil {
		all, catalog, err := review.Layered(filepath.Join(dir, ownTexts), locales.Files, i18n.Languages)
		if err != nil {
			return content{}, operator.Refusef("the texts in %s cannot be used; mend them, or move them away",
				filepath.Join(dir, ownTexts)).Because(err)
		}
		c.texts, c.catalog = all, func() (*i18n.Catalog, error) { return catalog, nil }
	}
	if asked == nil {
		return c.asking(batteries.Embedded)
	}
	if c, err = c.asking(batteries.Embedded, asked); err != nil {
		return content{}, operator.Refusef("the batteries in %s cannot be used; mend them, or move them away",
			filepath.Join(dir, ownBatteries)).Because(err)
	}
	return c, nil
}

// own returns a folder in a data folder, or nil where there is none.
func own(dir, name string) (fs.FS, error) {
	if dir == "" {
		return nil, nil
	}
	path := filepath.Join(dir, name)
	_, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, operator.Refusef("%s cannot be read; make it a folder that this user may read, or move it away", path).Because(err)
	}
	return os.DirFS(path), nil
}

// asking returns these texts with the batteries in these folders.
func (c content) asking(folders ...fs.FS) (content, error) {
	list, err := batteries.Load(folders...)
	if err != nil {
		return content{}, err
	}
	for _, b := range list {
		if slices.ContainsFunc(locales.Subjects, func(s locales.Subject) bool { return s.Name == b.ID }) {
			return content{}, operator.Refusef("a battery cannot be called %s, as other texts are; give it another id", b.ID)
		}
	}
	builtIn, err := batteries.Load(batteries.Embedded)
	if err != nil {
		return content{}, err
	}
	c.catalogue = survey.NewCatalogue(list[:len(builtIn)], places.Municipalities(), places.Counties()).
		WithInterventions(places.Interventions()).Reserving(locales.Reserved()...)
	c.catalogue.TakeIn(list[len(builtIn):]...)
	return c, nil
}

// commonWords returns the Swedish words of all texts and the names of all municipalities, the most
// common first: what people make passphrases of.
func (c content) commonWords() ([]string, error) {
	count := map[string]int{}
	names, err := fs.Glob(c.texts, "*."+i18n.Source+".json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(c.texts, name)
		if err != nil {
			return nil, err
		}
		for _, word := range strings.FieldsFunc(strings.ToLower(string(text)), func(r rune) bool { return !unicode.IsLetter(r) }) {
			count[word]++
		}
	}
	for _, m := range places.Municipalities() {
		count[strings.ToLower(m.Name)]++
	}
	return slices.SortedFunc(maps.Keys(count), func(x, y string) int { return cmp.Or(count[y]-count[x], cmp.Compare(x, y)) }), nil
}

// library returns the words of a data folder for a service that runs, in which staff decide on them.
func (c content) library(dir string) (*review.Library, error) {
	return review.OpenLibrary(filepath.Join(dir, ownTexts), locales.Files, i18n.Languages, wants(c.catalogue.Batteries()))
}

// shelf returns where batteries go that are frozen while a service runs with the words of a library.
func (c content) shelf(dir string, texts *review.Library) frozen.Shelf {
	return frozen.Shelf{Folder: filepath.Join(dir, ownBatteries), Texts: texts, Catalogue: c.catalogue, Languages: i18n.Languages, Wants: wants}
}
