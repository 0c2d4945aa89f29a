package main

import (
	"context"
	"io/fs"
	"os"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/locales"
	"fragebatteri/survey"
	"fragebatteri/survey/batteries"
	"fragebatteri/survey/files"
)

var batteryCheckCommand = command{"battery check", `fragebatteri battery check
    Check the structure of every battery: ids, kinds of question, scales, sizes.
`, batteryCheck}

func batteryCheck(_ context.Context, a *app, args []string) error {
	if err := newFlags().parse(args, 0, 0); err != nil {
		return err
	}
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		return operator.Refusef("batteries that cannot be used").Because(err)
	}
	refs := make([]string, 0, len(list))
	for _, b := range list {
		refs = append(refs, b.Ref())
	}
	return a.print(map[string]any{"batteries": refs})
}

var localeCheckCommand = command{"locale check", `fragebatteri locale check [-locales DIR]
    Check every text in every language: missing, empty, left in Swedish, wrong
    letters, plural forms, placeholders. One line for each fault. Without -locales
    the texts that are built in are checked.
`, localeCheck}

func localeCheck(_ context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.String("locales", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	list, err := batteries.Load(batteries.Embedded)
	if err != nil {
		return err
	}
	texts, err := localesIn(*dir)
	if err != nil {
		return err
	}
	problems := i18n.Check(texts, i18n.Languages, wants(list))
	if len(problems) > 0 {
		for _, p := range problems {
			a.tell("%s", p)
		}
		return operator.Refusef("%d texts need mending", len(problems))
	}
	return a.print(map[string]int{"languages": len(i18n.Languages), "problems": 0})
}

// localesIn returns the locale files in a folder, or those that are built in.
// An import that was cut short is finished first.
func localesIn(dir string) (fs.FS, error) {
	if dir == "" {
		return locales.Files, nil
	}
	return os.DirFS(dir), files.Finish(dir)
}

// wants says which texts there must be: the words of the batteries exactly,
// those of other files as the Swedish file lists them.
func wants(list []*survey.Battery) []i18n.Want {
	var all []i18n.Want
	for _, s := range locales.Subjects {
		all = append(all, i18n.Want{File: s.Name, Only: s.Languages, SameAllowed: pageWordsAlike})
	}
	for _, b := range list {
		want := i18n.Want{File: b.ID, Keys: []string{"title"}, SameAllowed: map[string][]string{}}
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
				add(q.ID + ".hint")
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
	"form.size": {"ar", "fa-AF", "ti", "so", "uk", "en"}, "results.share": {"ar", "fa-AF", "ti", "so", "uk", "en"},
	"export.status": {"en"}, "officer.version": {"en"},
	"month.4": {"en"}, "month.9": {"en"}, "month.11": {"en"}, "month.12": {"en"},
}
