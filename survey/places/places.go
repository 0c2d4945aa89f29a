// Package places embeds what is known before anybody sets the service up:
// municipalities with SCB's codes, counties, the interventions that the
// documents behind the project name, and reporting areas. It also reads the
// same kinds of file from operators.
package places

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"fragebatteri/survey"
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

// Headings of the files, in order.
var (
	interventionHeadings = []string{"id", "name", "municipalities", "funding", "period", "category", "asked"}
	areaHeadings         = []string{"name", "municipalities"}
	codeHeadings         = []string{"code", "name"}
)

// The embedded files, each parsed once: names are looked up for every page.
var (
	builtInMunicipalities = sync.OnceValue(func() []survey.Municipality {
		var list []survey.Municipality
		for _, row := range mustRows(municipalities, codeHeadings) {
			list = append(list, survey.Municipality{Code: row[0], Name: row[1]})
		}
		return list
	})
	builtInCounties = sync.OnceValue(func() map[string]string {
		names := map[string]string{}
		for _, row := range mustRows(counties, codeHeadings) {
			names[row[0]] = row[1]
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

// Municipalities returns the municipalities whose codes have been checked
// against SCB's list, sorted by code.
func Municipalities() []survey.Municipality { return slices.Clone(builtInMunicipalities()) }

// CountyName returns the name of the county with this two-digit code, or the
// code itself where it is not known.
func CountyName(code string) string {
	if name, known := builtInCounties()[code]; known {
		return name
	}
	return code
}

// Interventions returns the built-in interventions, sorted by id.
func Interventions() []survey.Intervention { return slices.Clone(builtInInterventions()) }

// Areas returns the built-in reporting areas.
func Areas() []survey.Area { return slices.Clone(builtInAreas()) }

// ReadInterventions reads a CSV file with the headings id, name,
// municipalities, funding, period, category, asked; codes are separated by
// semicolons. Every faulty row is in the error, as a survey.RowError.
func ReadInterventions(r io.Reader) ([]survey.Intervention, error) {
	rows, err := rows(r, interventionHeadings)
	if err != nil {
		return nil, err
	}
	known := knownCodes()
	var list []survey.Intervention
	var errs []error
	seen := map[string]bool{}
	for n, row := range rows {
		i := survey.Intervention{
			ID: row[0], Name: row[1], Municipalities: codes(row[2]), Funding: row[3], Period: row[4], Category: row[5],
			Asked: survey.Asked(row[6]),
		}
		err := i.Check(func(code string) bool { return known[code] })
		if err == nil && seen[i.ID] {
			err = survey.Invalidf("%s stands twice", i.ID)
		}
		if err != nil {
			errs = append(errs, survey.RowError{Row: n + 2, Err: err})
		}
		seen[i.ID] = true
		list = append(list, i)
	}
	slices.SortFunc(list, func(x, y survey.Intervention) int { return strings.Compare(x.ID, y.ID) })
	return list, joined(errs)
}

// ReadAreas reads a CSV file with the headings name, municipalities. Every
// faulty row is in the error, as a survey.RowError.
func ReadAreas(r io.Reader) ([]survey.Area, error) {
	rows, err := rows(r, areaHeadings)
	if err != nil {
		return nil, err
	}
	known := knownCodes()
	var list []survey.Area
	var errs []error
	for n, row := range rows {
		list = append(list, survey.Area{Name: row[0], Municipalities: codes(row[1])})
		// Checked after each row, so that the row that breaks a rule is named.
		if err := survey.CheckAreas(list, func(code string) bool { return known[code] }); err != nil {
			errs = append(errs, survey.RowError{Row: n + 2, Err: err})
			list = list[:len(list)-1]
		}
	}
	return list, joined(errs)
}

func codes(cell string) []string {
	var list []string
	for code := range strings.SplitSeq(cell, ";") {
		if code = strings.TrimSpace(code); code != "" {
			list = append(list, code)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// joined makes one error of kind Invalid of faulty rows.
func joined(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	return &survey.Error{Kind: survey.Invalid, Text: "nothing was imported; mend these rows and import the file again", Err: errors.Join(errs...)}
}

// rows reads a comma-separated file and checks its headings. A byte order mark
// and surrounding spaces, which spreadsheets leave, do no harm.
func rows(r io.Reader, headings []string) ([][]string, error) {
	reader := csv.NewReader(r)
	reader.FieldsPerRecord = len(headings)
	all, err := reader.ReadAll()
	if err != nil {
		return nil, &survey.Error{Kind: survey.Invalid, Text: fmt.Sprintf("the file is no CSV with the %d columns %s separated by commas", len(headings), strings.Join(headings, ", ")), Err: err}
	}
	if len(all) == 0 {
		return nil, survey.Invalidf("the file is empty; its first row is %s", strings.Join(headings, ","))
	}
	all[0][0] = strings.TrimPrefix(all[0][0], "\ufeff")
	for _, row := range all {
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
	}
	if !slices.Equal(all[0], headings) {
		return nil, survey.Invalidf("row 1 is %s; it must be %s", strings.Join(all[0], ","), strings.Join(headings, ","))
	}
	return all[1:], nil
}

func mustRows(text string, headings []string) [][]string {
	list, err := rows(strings.NewReader(text), headings)
	if err != nil {
		panic(err)
	}
	return list
}
