package survey

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// MostInterventions is how many rows one file of the register can have.
const MostInterventions = 5000

// InterventionRow is one row of a file of the register.
type InterventionRow struct {
	Row   int               // as a spreadsheet counts, from 1 with the heading
	Cells map[string]string // by column; what the file does not have is left as it is
}

// PutInterventions adds interventions, and replaces those with the same id. It changes nothing when
// one of them is wrong.
func (d *Desk) PutInterventions(ctx context.Context, list []Intervention) error {
	var rows []InterventionRow
	for at, i := range list {
		row := InterventionRow{Row: at + 1, Cells: map[string]string{}}
		for _, column := range InterventionColumns {
			row.Cells[column] = i.Text(column)
		}
		rows = append(rows, row)
	}
	_, err := d.ImportRegister(ctx, rows)
	return err
}

// RegisterImport says what an import did.
type RegisterImport struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"` // as they were
}

// ImportRegister takes in the rows of a file: it adds interventions, and changes those with the same
// id in the columns that the file has. All rows or none; each that is wrong is in the error, as a
// RowError. A merge that is in the register stays, and one in the file is made when what it points to
// is there.
func (d *Desk) ImportRegister(ctx context.Context, rows []InterventionRow) (RegisterImport, error) {
	var done RegisterImport
	if err := d.may(ImportInterventions, Thing{}); err != nil {
		return done, err
	}
	if len(rows) > MostInterventions {
		return done, Fail(Invalid, "intervention.rows", "Rows", len(rows), "Most", MostInterventions)
	}
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.Cells[ColumnID])
	}
	err := d.change(ctx, ImportInterventions, strings.Join(ids, " "), func(ctx context.Context, tx RegistryTx) error {
		done = RegisterImport{}
		all, err := tx.Interventions(ctx)
		if err != nil {
			return err
		}
		before := map[string]Intervention{}
		for _, i := range all {
			before[i.ID] = i
		}
		after, err := d.readRows(rows, before)
		if err != nil {
			return err
		}
		for _, i := range after {
			was, known := before[i.ID]
			switch {
			case !known:
				done.Added++
			case len(was.changes(i)) > 0:
				done.Changed++
			default:
				done.Same++
			}
			if err := d.putIntervention(ctx, tx, ImportInterventions, was, i); err != nil {
				return err
			}
		}
		return nil
	})
	return done, err
}

// readRows returns what the interventions of rows are to be, or all that is wrong with the rows.
func (d *Desk) readRows(rows []InterventionRow, before map[string]Intervention) ([]Intervention, error) {
	var list []Intervention
	var faults []error
	after := map[string]Intervention{}
	for id, i := range before {
		after[id] = i
	}
	seen := map[string]bool{}
	fault := func(row InterventionRow, err error) {
		if err != nil {
			faults = append(faults, RowError{Row: row.Row, Err: err})
		}
	}
	for _, row := range rows {
		i := before[row.Cells[ColumnID]]
		err := i.setAll(row.Cells)
		if err == nil {
			err = i.Check(d.knowsMunicipality)
		}
		if err == nil && seen[i.ID] {
			err = Fail(Invalid, "intervention.twice", "Intervention", i.ID)
		}
		fault(row, err)
		seen[i.ID] = true
		after[i.ID] = i
		list = append(list, i)
	}
	for at, i := range list {
		fault(rows[at], checkMergeOf(i, before, after))
	}
	if len(faults) > 0 {
		slices.SortStableFunc(faults, func(x, y error) int { return x.(RowError).Row - y.(RowError).Row })
		return nil, Fail(Invalid, "csv.rows").Because(errors.Join(faults...))
	}
	return list, nil
}

// checkMergeOf returns what is wrong with where a row of a file says that an intervention points to.
func checkMergeOf(i Intervention, before, after map[string]Intervention) error {
	was, into := before[i.ID].MergedInto, after[i.MergedInto]
	if i.MergedInto != was && was != "" {
		return ColumnError{ColumnMergedInto, Fail(Invalid, "intervention.unmerged", "ID", i.ID, "Into", was)}
	}
	if i.MergedInto != "" && (into.ID == "" || into.MergedInto != "") {
		return ColumnError{ColumnMergedInto, Fail(Invalid, "intervention.into", "ID", i.ID, "Into", i.MergedInto)}
	}
	return nil
}

// setAll sets the columns that a row has.
func (i *Intervention) setAll(cells map[string]string) error {
	var faults []error
	for _, column := range InterventionColumns {
		if text, has := cells[column]; has {
			faults = append(faults, i.Set(column, text))
		}
	}
	return errors.Join(faults...)
}

// Beginning is what a register can begin with in one county.
type Beginning struct {
	County string // code
	Count  int    // of those that are not in the register
}

// Beginnings returns the counties in which interventions are built in that the register does not have,
// first the one whose municipalities take part.
func (d *Desk) Beginnings(ctx context.Context) ([]Beginning, error) {
	var list []Beginning
	for _, county := range d.builtInCounties() {
		missing, err := d.missing(ctx, county)
		if err != nil {
			return nil, err
		}
		if len(missing) > 0 {
			list = append(list, Beginning{county, len(missing)})
		}
	}
	own, err := d.Region(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b Beginning) int {
		switch inside := slices.Contains(own, a.County); {
		case inside == slices.Contains(own, b.County):
			return 0
		case inside:
			return -1
		}
		return 1
	})
	return list, nil
}

// StartRegister adds the built-in interventions of a county that the register does not have. What it
// has stays as it is.
func (d *Desk) StartRegister(ctx context.Context, county string) (RegisterImport, error) {
	if err := d.may(ImportInterventions, Thing{}); err != nil {
		return RegisterImport{}, err
	}
	missing, err := d.missing(ctx, county)
	if err != nil {
		return RegisterImport{}, err
	}
	if len(missing) == 0 {
		return RegisterImport{}, Fail(Conflict, "intervention.started", "County", d.CountyName(county))
	}
	return RegisterImport{Added: len(missing)}, d.PutInterventions(ctx, missing)
}

// builtInCounties returns the codes of the counties that built-in interventions are in.
func (c *Catalogue) builtInCounties() []string {
	var codes []string
	for _, i := range c.interventions {
		for _, code := range i.Municipalities {
			codes = append(codes, County(code))
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// missing returns the built-in interventions of a county that the register does not have. One that is
// in no municipality is of the county of those whose ids begin with the same letters.
func (d *Desk) missing(ctx context.Context, county string) ([]Intervention, error) {
	all, err := d.Interventions(ctx)
	if err != nil {
		return nil, err
	}
	letters := func(i Intervention) string { return strings.TrimRight(i.ID, "0123456789") }
	within := map[string]bool{}
	for _, i := range d.interventions {
		if len(i.Municipalities) > 0 && County(i.Municipalities[0]) == county {
			within[letters(i)] = true
		}
	}
	var missing []Intervention
	for _, i := range d.interventions {
		has := slices.ContainsFunc(all, func(other Intervention) bool { return other.ID == i.ID })
		if !has && within[letters(i)] {
			missing = append(missing, i)
		}
	}
	return missing, nil
}
