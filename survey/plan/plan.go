// Package plan writes the plan of a round as a table that a spreadsheet opens, and reads it again. What
// was not changed in between changes nothing.
package plan

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"fragebatteri/survey"
	"fragebatteri/survey/typed"
)

// Largest is the most bytes of a table that is read.
const Largest = 512 << 10

// headings of the table. Codes may have names behind them. Entries without an id are added.
var headings = []string{"id", "week", "municipality", "intervention", "timing", "expected", "ambassador", "state"}

// threeDigits are what a spreadsheet makes of a code when it takes it for a number.
var threeDigits = regexp.MustCompile(`^[0-9]{3}$`)

// Export returns what the actor sees of the plan of a round, as typed.WriteCSV writes tables.
func Export(ctx context.Context, desk *survey.Desk, round string) ([]byte, error) {
	entries, err := desk.Plan(ctx, round)
	if err != nil {
		return nil, err
	}
	ambassadors, err := desk.PlanAmbassadors(ctx)
	if err != nil {
		return nil, err
	}
	interventions, err := desk.Interventions(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, i := range interventions {
		names[i.ID] = i.Name
	}
	var file bytes.Buffer
	lines := [][]string{headings}
	for _, e := range entries {
		m, _ := desk.Municipality(e.Municipality)
		lines = append(lines, []string{
			e.ID, string(e.Week), e.Municipality + " " + m.Name, e.Intervention + " " + names[e.Intervention], string(e.Timing),
			strconv.Itoa(e.Expected), nameOf(ambassadors, e.Ambassador), string(e.State),
		})
	}
	if err := typed.WriteCSV(&file, lines); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// Import adds and changes entries of the plan of a round as a table says, all rows or none, and returns
// how many that were. Its errors name rows as survey.RowError does.
func Import(ctx context.Context, desk *survey.Desk, round string, table []byte) (changed int, err error) {
	rows, err := typed.CSV(table, headings...)
	if err != nil {
		return 0, err
	}
	ambassadors, err := desk.PlanAmbassadors(ctx)
	if err != nil {
		return 0, err
	}
	var entries []survey.PlanEntry
	var faults []error
	for _, row := range rows {
		entry, err := read(row, ambassadors)
		if err != nil {
			faults = append(faults, survey.RowError{Row: row.Number, Err: err})
		}
		entries = append(entries, entry)
	}
	if len(faults) > 0 {
		return 0, typed.Faults(faults)
	}
	changed, err = desk.PutPlan(ctx, round, entries)
	wrong, is := errors.AsType[survey.PlanFaults](err)
	if !is {
		return changed, err
	}
	for i, row := range rows {
		if wrong[i] != nil {
			faults = append(faults, survey.RowError{Row: row.Number, Err: wrong[i]})
		}
	}
	return 0, typed.Faults(faults)
}

// read reads one row. Who is no ambassador is found when the plan is changed.
func read(row typed.Row, ambassadors []survey.Staff) (e survey.PlanEntry, err error) {
	cell := func(heading string) string { return typed.Line(row.Cell(heading)) }
	code := func(heading string) string {
		first, _, _ := strings.Cut(cell(heading), " ")
		return first
	}
	e = survey.PlanEntry{
		ID: cell("id"), Municipality: code("municipality"), Intervention: code("intervention"), Timing: survey.Timing(cell("timing")),
		Ambassador: idOf(ambassadors, typed.Unguard(cell("ambassador"))),
	}
	if threeDigits.MatchString(e.Municipality) {
		return e, survey.Fail(survey.Invalid, "municipality.zero", "Code", e.Municipality)
	}
	if e.Week, err = survey.ParseWeek(cell("week")); err != nil {
		return e, err
	}
	if e.Expected, err = strconv.Atoi(cell("expected")); err != nil {
		return e, survey.Fail(survey.Invalid, "plan.expected", "Expected", cell("expected"), "Most", survey.MaxCapacity)
	}
	state := survey.PlanState(cell("state"))
	if state != "" && !slices.Contains(survey.PlanStates, state) {
		return e, survey.Fail(survey.Invalid, "plan.state", "State", state)
	}
	e.Cancelled = state == survey.PlanCancelled
	return e, nil
}

// nameOf returns the label of an ambassador, or the id where others have the same label or nobody has
// the id any more.
func nameOf(ambassadors []survey.Staff, id string) string {
	i := slices.IndexFunc(ambassadors, func(s survey.Staff) bool { return s.ID == id })
	if i < 0 || idOf(ambassadors, ambassadors[i].Label) != id {
		return id
	}
	return ambassadors[i].Label
}

// idOf returns the id of the one ambassador with a label, and otherwise what was given.
func idOf(ambassadors []survey.Staff, label string) string {
	id := label
	for _, s := range ambassadors {
		if s.Label != label {
			continue
		}
		if id != label {
			return label // two have it
		}
		id = s.ID
	}
	return id
}
