package main

import (
	"context"
	"io"
	"os"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/places"
)

var interventionImportCommand = command{"intervention import", `fragebatteri intervention import -data DIR FILE.csv
    Add interventions, or change those with the same id. Columns, in any order: id,
    name, municipalities (SCB codes with their leading zero, separated by
    semicolons, commas or spaces), funding, period, category, asked (participants,
    staff, children or nobody). FILE is saved as CSV UTF-8, as Excel calls it, with
    commas, semicolons or tabs between the cells. All rows or none.
`, interventionImport}

func interventionImport(ctx context.Context, a *app, args []string) error {
	var read []survey.Intervention
	return a.importFile(ctx, args, func(r io.Reader) (err error) {
		read, err = places.ReadInterventions(r)
		return err
	}, func(in *instance) error {
		if err := in.PutInterventions(ctx, read); err != nil {
			return err
		}
		return a.print(map[string]int{"interventions": len(read)})
	})
}

var areaImportCommand = command{"area import", `fragebatteri area import -data DIR FILE.csv
    Replace the reporting areas for rounds to come. Columns: name, municipalities
    (SCB codes). FILE is saved as for 'intervention import'. All rows or none.
`, areaImport}

func areaImport(ctx context.Context, a *app, args []string) error {
	var read []survey.Area
	return a.importFile(ctx, args, func(r io.Reader) (err error) {
		read, err = places.ReadAreas(r)
		return err
	}, func(in *instance) error {
		if err := in.SetAreas(ctx, read); err != nil {
			return err
		}
		return a.print(map[string]int{"areas": len(read)})
	})
}

// importFile reads a whole file before the data folder is opened to store it.
func (a *app) importFile(ctx context.Context, args []string, read func(io.Reader) error, store func(*instance) error) error {
	f := newFlags()
	dir := f.data()
	if err := f.parse(args, 1, 1); err != nil {
		return err
	}
	file, err := os.Open(f.rest[0])
	if err != nil {
		return operator.Refusef("the file cannot be read; check its name").Because(err)
	}
	defer file.Close()
	if err := read(file); err != nil {
		return err
	}
	return a.with(ctx, *dir, store)
}
