package main

import (
	"context"
	"io"
	"os"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/i18n"
	"fragebatteri/survey/xlsform"
)

var batteryImportCommand = command{"battery import", `fragebatteri battery import -data DIR [-check] FILE.xlsx
    Take in a region's own battery from an XLSForm workbook: questions with options to
    choose, and a column for each language. What a battery cannot have is refused with
    its sheet and row, and then nothing is changed; what is left out or changed is
    told. A battery that there is already gets its next version. -check only looks.
`, batteryImport}

func batteryImport(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, check := f.data(), f.Bool("check", false, "")
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	raw, err := readForm(f.rest[0])
	if err != nil {
		return err
	}
	return a.with(ctx, *dir, func(in *instance) error {
		texts, err := in.library(in.dir)
		if err != nil {
			return err
		}
		read, err := xlsform.Read(raw, xlsform.Reading{
			Languages: i18n.Languages, Texts: texts.Now().Files, Batteries: in.Batteries(), Reserved: in.Reserved(),
		})
		for _, refused := range xlsform.FoundIn(err) {
			a.tell("%s", operator.Text(refused))
		}
		if refused := xlsform.FoundIn(err); len(refused) > 0 {
			return operator.Refusef("nothing was imported; mend what is said above, and import it again")
		}
		if err != nil {
			return err
		}
		for _, told := range read.Told {
			a.tell("%s", operator.Text(told))
		}
		if !*check {
			if err := in.ImportBattery(ctx, read.Whole(), in.shelf(in.dir, texts).Put); err != nil {
				return err
			}
			a.tell("Languages that lack texts are not used before somebody translates them; see 'locale status -data %s'. A server that runs knows the battery when it is started again.", *dir)
		}
		return a.print(map[string]any{
			"battery": read.Battery.Ref(), "questions": len(read.Battery.Questions), "languages": len(read.Words), "imported": !*check,
		})
	})
}

// readForm reads a form, or as much of it as shows that it is too large.
func readForm(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, operator.Refusef("the file cannot be read; check its name").Because(err)
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, xlsform.MostBytes+1))
}
