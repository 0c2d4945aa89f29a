package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/i18n/review"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/authors"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/wording"
)

var batteryCheckCommand = command{"battery check", `fragebatteri battery check [-data DIR] [-battery ID] [-lang sv] [FILE.json]
    Check every battery, or one: what must be mended before it can be asked, and advice
    on how its questions are put. One line for each finding: where, what, and a better
    example. With -data those in the data folder's own folder "batteries" are checked
    too; a file is checked with the texts beside it or in the folder "locales" beside
    its own. Advice alone is no failure.
`, batteryCheck}

func batteryCheck(_ context.Context, a *app, args []string) error {
	f := newFlags()
	data, id, tag := f.data(), f.String("battery", "", ""), f.String("lang", i18n.Source, "")
	if err := f.parse(args, 0, 1); err != nil {
		return err
	}
	has, list, err := batteriesToCheck(*data, *id, f.rest)
	if err != nil {
		return err
	}
	catalog, err := has.catalog()
	if err != nil {
		return err
	}
	language, err := languageOf(*tag)
	if err != nil {
		return err
	}
	if !catalog.Complete(language.Tag, locales.Authors) {
		return operator.Refusef("there is no advice in %s; give -lang sv or en", language.Tag)
	}
	refs, refused, advised := []string{}, 0, 0
	for _, b := range list {
		found := authors.Check(wording.Worded(catalog, b), wording.Advising(catalog))
		for _, finding := range found {
			a.tell("%s", findingLine(catalog.Printer(language.Tag), b, finding))
		}
		refs = append(refs, b.Ref())
		refused += len(authors.Refused(found))
		advised += len(found) - len(authors.Refused(found))
	}
	if refused > 0 {
		return operator.Refusef("%d things must be mended before the questions can be asked; the lines above say which", refused)
	}
	return a.print(map[string]any{"batteries": refs, "refused": refused, "advice": advised})
}

// batteriesToCheck returns the batteries that are to be checked, and the words that they are checked with.
func batteriesToCheck(data, id string, names []string) (content, []*survey.Battery, error) {
	has, err := contentOf(data)
	if err != nil {
		return has, nil, err
	}
	if len(names) > 0 {
		if id != "" {
			return has, nil, operator.Refusef("give either -battery or a file, not both")
		}
		return has.withFile(names[0])
	}
	if id == "" {
		return has, has.catalogue.Batteries(), nil
	}
	b, err := has.named(id)
	return has, []*survey.Battery{b}, err
}

// named returns the battery with an id in its newest version, or with a reference like core@1.
func (c content) named(id string) (*survey.Battery, error) {
	if b, has := c.catalogue.NewestBattery(id); has {
		return b, nil
	}
	b, err := c.catalogue.Battery(id)
	if err != nil {
		return nil, operator.Refusef("there is no battery %q; choose among %s", id, strings.Join(c.catalogue.BatteryIDs(), ", "))
	}
	return b, nil
}

// withFile returns the battery in a file, and this content with the texts that are kept with it.
func (c content) withFile(name string) (content, []*survey.Battery, error) {
	folder := filepath.Dir(name)
	b, err := batteries.Read(os.DirFS(folder), filepath.Base(name))
	if err != nil {
		return c, nil, operator.Refusef("%s is no battery; mend it", name).Because(err)
	}
	if err := b.Countable(); err != nil {
		return c, nil, operator.Refusef("%s cannot be used; mend it", name).Because(err)
	}
	if b.PartOf != "" {
		err = errors.Join(survey.ResolveParts(append(slices.Clone(c.catalogue.Batteries()), b))...)
		if err != nil {
			return c, nil, operator.Refusef("%s cannot be used; mend it", name).Because(err)
		}
	}
	_ = b.Prepare() // what is wrong is found by the check, with what else is
	for _, beside := range []string{filepath.Join(folder, "..", ownTexts), folder} {
		if _, err := os.Stat(filepath.Join(beside, b.ID+"."+i18n.Source+".json")); err != nil {
			continue
		}
		all, catalog, err := review.Layered(beside, c.texts, i18n.Languages)
		if err != nil {
			return c, nil, operator.Refusef("the texts in %s cannot be used; mend them", beside).Because(err)
		}
		c.texts, c.catalog = all, func() (*i18n.Catalog, error) { return catalog, nil }
		break
	}
	return c, []*survey.Battery{b}, nil
}

// isolates are the marks around values in texts, which terminals do not need.
var isolates = strings.NewReplacer("\u2068", "", "\u2069", "")

// findingLine returns a finding on one line: where, what, a better example.
func findingLine(p *i18n.Printer, b *survey.Battery, f authors.Finding) string {
	place := []string{b.Ref()}
	switch {
	case f.Text != "":
		place = append(place, f.Text)
	case f.Question != "":
		place = append(place, f.Question)
	}
	if strings.HasPrefix(f.Text, "scale.") {
		place = append(place, f.Question)
	}
	if f.Language != "" {
		place = append(place, f.Language)
	}
	said := strings.Join(place, " ") + ": "
	if f.Kind == authors.Refuses {
		said += p.T("authors.must") + ": "
	}
	said += authors.Say(p.T, f.Key(), f.Args) + " " + p.T("authors.rather") + " " + authors.Say(p.T, f.BetterKey(), f.Args)
	return isolates.Replace(strings.Join(strings.Fields(said), " "))
}
