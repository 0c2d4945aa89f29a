// Package places embeds what is known before anybody sets the service up:
// municipalities with SCB's codes, counties, the interventions that the
// documents behind the project name, and reporting areas. It also reads the
// same kinds of file from operators.
package places

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

var (
	//go:embed municipalities.csv
	municipalities string
	//go:embed counties.csv
	counties string
	//go:embed interventions.csv
	interventions string
	//go:embed areas.csv
	areas string
)

// Headings of the files.
var (
	interventionHeadings = survey.BasicColumns
	areaHeadings         = []string{"name", "municipalities"}
	codeHeadings         = []string{"code", "name"}
)

// The embedded files, each parsed once: names are looked up for every page.
var (
	builtInMunicipalities = sync.OnceValue(func() []survey.Municipality {
		var list []survey.Municipality
		for _, row := range mustRead(municipalities, codeHeadings) {
			list = append(list, survey.Municipality{Code: row.Cell("code"), Name: row.Cell("name")})
		}
		return list
	})
	builtInCounties = sync.OnceValue(func() map[string]string {
		names := map[string]string{}
		for _, row := range mustRead(counties, codeHeadings) {
			names[row.Cell("code")] = row.Cell("name")
		}
		return names
	})
	builtInInterventions = sync.OnceValue(func() []survey.Intervention {
		list, err := ReadInterventions(strings.NewReader(interventions))
		if err != nil {
			panic(err) // the embedded file is read by every test
		}
		return list
	})
	builtInAreas = sync.OnceValue(func() []survey.Area {
		list, err := ReadAreas(strings.NewReader(areas))
		if err != nil {
			panic(err)
		}
		return list
	})
	knownCodes = sync.OnceValue(func() map[string]bool {
		known := map[string]bool{}
		for _, m := range builtInMunicipalities() {
			known[m.Code] = true
		}
		return known
	})
)

// Municipalities returns all municipalities of Sweden with SCB's codes, sorted by code.
func Municipalities() []survey.Municipality { return slices.Clone(builtInMunicipalities()) }

// Counties returns the names of counties by their two-digit codes.
func Counties() map[string]string { return maps.Clone(builtInCounties()) }

// Interventions returns the built-in interventions, sorted by id.
func Interventions() []survey.Intervention { return slices.Clone(builtInInterventions()) }

// Areas returns the built-in reporting areas.
func Areas() []survey.Area { return slices.Clone(builtInAreas()) }

// ReadInterventions reads a table, as typed.CSV does, with the headings id,
// name, municipalities, funding, period, category, asked. Codes of
// municipalities are separated by semicolons, commas or spaces. Every faulty row
// is in the error, as a survey.RowError.
func ReadInterventions(r io.Reader) ([]survey.Intervention, error) {
	rows, err := read(r, interventionHeadings)
	if err != nil {
		return nil, err
	}
	var list []survey.Intervention
	var faults []error
	seen := map[string]bool{}
	for _, row := range rows {
		var i survey.Intervention
		var err error
		for _, column := range survey.BasicColumns {
			err = errors.Join(err, i.Set(column, typed.Line(row.Cell(column))))
		}
		if err == nil {
			err = i.Check(isKnown)
		}
		if err == nil && seen[i.ID] {
			err = survey.Fail(survey.Invalid, "intervention.twice", "Intervention", i.ID)
		}
		if err != nil {
			faults = append(faults, survey.RowError{Row: row.Number, Err: err})
		}
		seen[i.ID] = true
		list = append(list, i)
	}
	slices.SortFunc(list, func(x, y survey.Intervention) int { return strings.Compare(x.ID, y.ID) })
	return list, typed.Faults(faults)
}

// ReadAreas reads a table, as typed.CSV does, with the headings name,
// municipalities. Every faulty row is in the error, as a survey.RowError.
func ReadAreas(r io.Reader) ([]survey.Area, error) {
	rows, err := read(r, areaHeadings)
	if err != nil {
		return nil, err
	}
	var list []survey.Area
	var faults []error
	for _, row := range rows {
		codes, err := survey.MunicipalityCodes(row.Cell("municipalities"))
		area := survey.Area{Name: typed.Line(row.Cell("name")), Municipalities: codes}
		if err == nil {
			// Checked after each row, so that the row that breaks a rule is named.
			err = survey.CheckAreas(append(list, area), isKnown)
		}
		if err != nil {
			faults = append(faults, survey.RowError{Row: row.Number, Err: err})
			continue
		}
		list = append(list, area)
	}
	return list, typed.Faults(faults)
}

func isKnown(code string) bool { return knownCodes()[code] }

// read reads the rows of a file.
func read(r io.Reader, headings []string) ([]typed.Row, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read table: %w", err)
	}
	return typed.CSV(raw, headings...)
}

// mustRead reads the rows of an embedded file.
func mustRead(text string, headings []string) []typed.Row {
	rows, err := read(strings.NewReader(text), headings)
	if err != nil {
		panic(err) // the embedded files are read by every test
	}
	return rows
}
