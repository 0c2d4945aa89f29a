package survey

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The columns of the register: in files, in forms and in what is told of changes.
const (
	ColumnID             = "id"
	ColumnName           = "name"
	ColumnMunicipalities = "municipalities"
	ColumnFunding        = "funding"
	ColumnPeriod         = "period"
	ColumnCategory       = "category"
	ColumnAsked          = "asked"
	ColumnTargetGroup    = "target_group"
	ColumnGoals          = "goals"
	ColumnAfterwards     = "afterwards"
	ColumnWhy            = "why"
	ColumnReports        = "reports"
	ColumnClosed         = "closed"
	ColumnMergedInto     = "merged_into"
)

// InterventionColumns lists all columns in the order in which files have them. The first seven are in
// every file, also in those of older versions; BasicColumns are these.
var (
	InterventionColumns = append(slices.Clone(BasicColumns), ColumnTargetGroup, ColumnGoals, ColumnAfterwards, ColumnWhy,
		ColumnReports, ColumnClosed, ColumnMergedInto)
	BasicColumns = []string{ColumnID, ColumnName, ColumnMunicipalities, ColumnFunding, ColumnPeriod, ColumnCategory, ColumnAsked}
)

// single returns the field of a column whose text is the field itself, or nil.
func (i *Intervention) single(column string) *string {
	switch column {
	case ColumnID:
		return &i.ID
	case ColumnName:
		return &i.Name
	case ColumnFunding:
		return &i.Funding
	case ColumnPeriod:
		return &i.Period
	case ColumnCategory:
		return &i.Category
	case ColumnAsked:
		return (*string)(&i.Asked)
	case ColumnTargetGroup:
		return &i.TargetGroup
	case ColumnAfterwards:
		return (*string)(&i.Afterwards)
	case ColumnWhy:
		return &i.Why
	case ColumnClosed:
		return &i.Closed
	case ColumnMergedInto:
		return &i.MergedInto
	}
	return nil
}

// Text returns what stands in a column: codes separated by semicolons, goals and reports a line each.
func (i Intervention) Text(column string) string {
	switch column {
	case ColumnMunicipalities:
		return strings.Join(i.Municipalities, ";")
	case ColumnGoals:
		return lines(i.Goals)
	case ColumnReports:
		return lines(i.Reports)
	}
	return *i.single(column)
}

func lines[T interface{ String() string }](list []T) string {
	var text []string
	for _, one := range list {
		text = append(text, one.String())
	}
	return strings.Join(text, "\n")
}

// Set reads what stands in a column, as Text writes it. Codes may be separated by semicolons, commas or
// spaces. It returns an error for a code that has lost its leading zero; Check says what else is wrong.
func (i *Intervention) Set(column, text string) error {
	switch column {
	case ColumnMunicipalities:
		codes, err := MunicipalityCodes(text)
		i.Municipalities = codes
		return err
	case ColumnGoals:
		i.Goals = nil
		for _, line := range linesOf(text) {
			i.Goals = append(i.Goals, GoalOf(line))
		}
	case ColumnReports:
		i.Reports = nil
		for _, line := range linesOf(text) {
			i.Reports = append(i.Reports, ReportOf(line))
		}
	default:
		*i.single(column) = text
	}
	return nil
}

// linesOf returns the lines of a text that are not empty, with one space between their words.
func linesOf(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// threeDigits are what a spreadsheet makes of a code when it takes it for a number.
var threeDigits = regexp.MustCompile(`^[0-9]{3}$`)

// MunicipalityCodes returns the codes in a text, sorted, each once. They are separated by semicolons,
// commas or spaces. One that has lost its leading zero is refused.
func MunicipalityCodes(text string) ([]string, error) {
	list := strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == ',' || unicode.IsSpace(r) })
	for _, code := range list {
		if threeDigits.MatchString(code) {
			return nil, ColumnError{ColumnMunicipalities, Fail(Invalid, "municipality.zero", "Code", code)}
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// FieldChange is what changed in one column.
type FieldChange struct {
	Column string `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// changes returns what differs between two states of an intervention, in the order of the columns.
func (i Intervention) changes(after Intervention) []FieldChange {
	var list []FieldChange
	for _, column := range InterventionColumns {
		if was, is := i.Text(column), after.Text(column); was != is {
			list = append(list, FieldChange{column, was, is})
		}
	}
	return list
}

// ColumnError is a fault in one column of the register. It says what its cause says.
type ColumnError struct {
	Column string
	Err    error
}

func (e ColumnError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong in the column.
func (e ColumnError) Unwrap() error { return e.Err }
