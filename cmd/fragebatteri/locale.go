package main

import (
	"context"
	"errors"
	"os"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/files"
)

var localeCheckCommand = command{"locale check", `fragebatteri locale check [-locales DIR | -data DIR]
    Check every text in every language: missing, empty, left in Swedish, wrong
    letters, plural forms, placeholders. One line for each fault. Without -locales
    the texts that are built in are checked, with the data folder's own over them if
    there is -data.
`, localeCheck}

func localeCheck(_ context.Context, a *app, args []string) error {
	f := newFlags()
	dir, data := f.String("locales", "", ""), f.data()
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	has, err := contentIn(*dir, *data)
	if err != nil {
		return err
	}
	problems := i18n.Check(has.texts, i18n.Languages, wants(has.catalogue.Batteries()))
	if len(problems) > 0 {
		for _, p := range problems {
			a.tell("%s", p)
		}
		return operator.Refusef("%d texts need mending", len(problems))
	}
	return a.print(map[string]int{"languages": len(i18n.Languages), "problems": 0})
}

// contentIn returns what is built in with the locale files of a folder instead
// of the built-in ones, or, where none is given, what holds in a data folder.
// An import that was cut short is finished first.
func contentIn(dir, data string) (content, error) {
	if dir == "" {
		return contentOf(data)
	}
	has, err := builtIn()
	has.texts = os.DirFS(dir)
	return has, errors.Join(err, files.Finish(dir))
}

// wants says which texts there must be: the words of the batteries exactly,
// those of other files as the Swedish file lists them.
func wants(list []*survey.Battery) []i18n.Want {
	var all []i18n.Want
	for _, s := range locales.Subjects {
		all = append(all, i18n.Want{File: s.Name, Only: s.Languages, SameAllowed: pageWordsAlike})
	}
	for _, b := range list {
		want := i18n.Want{File: b.ID, Keys: []string{"title"}, May: []string{"intro"}, SameAllowed: map[string][]string{}}
		if b.PartOf != "" {
			all = append(all, want) // the rest is worded in the file of its whole
			continue
		}
		if gender, ok := b.InRole(survey.RoleGender); ok {
			want.SameAllowed[gender.TextKey("o2")] = []string{"en"} // "Man" in both languages
		}
		seen := map[string]bool{}
		add := func(key string) {
			if !seen[key] {
				want.Keys = append(want.Keys, key)
			}
			seen[key] = true
		}
		for _, q := range b.Questions {
			add(q.ID)
			want.Questions = append(want.Questions, q.ID)
			if q.Hint {
				add(q.HintKey())
			}
			var options []string
			for _, value := range q.Values() {
				key := q.TextKey(value)
				options = append(options, key)
				if value != survey.DontKnow && value != survey.NoAnswer {
					add(key)
				}
			}
			want.Options = append(want.Options, options)
		}
		all = append(all, want)
	}
	return all
}

// pageWordsAlike names words of the pages that are the same in two languages.
var pageWordsAlike = map[string][]string{
	"results.share": {"ar", "fa-AF", "ti", "so", "uk", "en"},
	"export.status": {"en"}, "officer.version": {"en"}, "place.site": {"en"}, "api.catalogue.keyword.2": {"en"},
	"month.4": {"en"}, "month.9": {"en"}, "month.11": {"en"}, "month.12": {"en"},
}
