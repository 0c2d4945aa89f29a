package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"

	"fragebatteri/cmd/fragebatteri/operator"
	"fragebatteri/survey"
	"fragebatteri/survey/places"
	"fragebatteri/survey/register"
)

var interventionImportCommand = command{"intervention import", `fragebatteri intervention import -data DIR FILE.csv|FILE.xlsx
    Add interventions, or change those with the same id. Columns, in any order: id,
    name, municipalities (SCB codes with their leading zero, separated by
    semicolons, commas or spaces), funding, period, category, asked (participants,
    staff, children or nobody); and those that a file may leave out, and then leaves
    as they are: target_group, goals (a line each, as in 50 % egen försörjning),
    afterwards (implemented, partly or ended), why, reports (a line each: title,
    space, address), closed (a day), merged_into (an id). FILE is a workbook, or saved
    as CSV UTF-8, as Excel calls it, with commas, semicolons or tabs between the
    cells. All rows or none.
`, interventionImport}

func interventionImport(ctx context.Context, a *app, args []string) error {
	var rows []survey.InterventionRow
	return a.importFile(ctx, args, func(r io.Reader) error {
		raw, err := io.ReadAll(io.LimitReader(r, register.MostBytes+1))
		if err != nil {
			return err
		}
		rows, err = register.Read(raw)
		return err
	}, func(in *instance) error {
		done, err := in.ImportRegister(ctx, rows)
		if err != nil {
			return err
		}
		return a.print(struct {
			Interventions int `json:"interventions"`
			survey.RegisterImport
		}{len(rows), done})
	})
}

var interventionExportCommand = command{"intervention export", `fragebatteri intervention export -data DIR [-format csv|xlsx] -o FILE
    Write the register of interventions as 'intervention import' reads it.
`, interventionExport}

func interventionExport(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir, format, file := f.data(), f.String("format", "csv", ""), f.String("o", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if err := f.require("o"); err != nil {
		return err
	}
	write := register.WriteCSV
	switch *format {
	case "csv":
	case "xlsx":
		write = register.WriteXLSX
	default:
		return operator.Refusef("there is no format %q; choose csv or xlsx", *format)
	}
	return a.with(ctx, *dir, func(in *instance) error {
		list, err := in.Interventions(ctx)
		if err != nil {
			return err
		}
		var content bytes.Buffer
		if err := write(&content, list); err != nil {
			return err
		}
		if err := newFile(*file, content.Bytes(), 0o644); err != nil {
			return err
		}
		return a.print(map[string]int{"interventions": len(list)})
	})
}

var interventionListCommand = command{"intervention list", `fragebatteri intervention list -data DIR [-municipality 0581] [-state open|closed|merged]
    List the interventions of the register with all that it says of them.
`, interventionList}

func interventionList(ctx context.Context, a *app, args []string) error {
	f := newFlags()
	dir := f.data()
	var wanted survey.InterventionFilter
	f.StringVar(&wanted.Municipality, "municipality", "", "")
	f.StringVar((*string)(&wanted.State), "state", "", "")
	if err := f.parse(args, 0, 0); err != nil {
		return err
	}
	if wanted.State != "" && !slices.Contains(survey.InterventionStates, wanted.State) {
		return operator.Refusef("there is no state %q; choose open, closed or merged", wanted.State)
	}
	return a.with(ctx, *dir, func(in *instance) error {
		list, err := in.Interventions(ctx)
		if err != nil {
			return err
		}
		lines := []map[string]string{}
		for _, i := range wanted.Select(list, nil) {
			line := map[string]string{"state": string(i.State())}
			for _, column := range survey.InterventionColumns {
				line[column] = i.Text(column)
			}
			lines = append(lines, line)
		}
		return a.print(map[string]any{"interventions": lines})
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
