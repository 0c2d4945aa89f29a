package xlsform

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"fragebatteri/survey"
)

// Found is what is said of a row of a sheet: why it is refused, or what became of it that is not what
// it says. Err is a survey.Error with a code.
type Found struct {
	Sheet string
	Row   int // as spreadsheets count, from 1; 0: it is about the sheet
	Err   error
}

func (f Found) Error() string {
	if f.Row == 0 {
		return fmt.Sprintf("%s: %v", f.Sheet, f.Err)
	}
	return fmt.Sprintf("%s, row %d: %v", f.Sheet, f.Row, f.Err)
}

// Unwrap returns what is said.
func (f Found) Unwrap() error { return f.Err }

// faults makes one error of what is refused, each a Found, in the order of sheets and rows; and nil of
// nothing.
func faults(refused []Found) error {
	if len(refused) == 0 {
		return nil
	}
	inOrder(refused)
	all := make([]error, len(refused))
	for i, f := range refused {
		all[i] = f
	}
	return survey.Fail(survey.Invalid, "xlsform.faults").Because(errors.Join(all...))
}

// FoundIn returns what Read refused, row by row.
func FoundIn(err error) []Found {
	whole, is := errors.AsType[*survey.Error](err)
	if !is {
		return nil
	}
	joined, is := whole.Err.(interface{ Unwrap() []error })
	if !is {
		return nil
	}
	var list []Found
	for _, one := range joined.Unwrap() {
		if f, is := errors.AsType[Found](one); is {
			list = append(list, f)
		}
	}
	return list
}

// inOrder sorts what is said by sheet and row.
func inOrder(list []Found) {
	place := func(f Found) int {
		if i := slices.Index([]string{surveySheet, choicesSheet, settingsSheet, textsSheet}, f.Sheet); i >= 0 {
			return i
		}
		return 4
	}
	slices.SortStableFunc(list, func(x, y Found) int {
		return cmp.Or(cmp.Compare(place(x), place(y)), cmp.Compare(x.Sheet, y.Sheet), cmp.Compare(x.Row, y.Row))
	})
}
