package sqlite

import (
	"errors"

	driver "modernc.org/sqlite"

	"fragebatteri/survey"
)

// Primary result codes of SQLite, https://sqlite.org/rescode.html.
const (
	codeBusy       = 5
	codeLocked     = 6
	codeReadOnly   = 8
	codeIO         = 10
	codeCorrupt    = 11
	codeFull       = 13
	codeCannotOpen = 14
	codeConstraint = 19
	codeNotADB     = 26
)

// fault turns an error of the database into one that somebody can be told
// about. What already is one, and what nobody foresaw, is returned as it is.
func fault(err error) error {
	if _, ok := errors.AsType[*survey.Error](err); ok {
		return err
	}
	switch resultCode(err) {
	case codeFull:
		return survey.Fail(survey.Unavailable, "disk.full").Because(err)
	case codeIO:
		return survey.Fail(survey.Unavailable, "disk.failing").Because(err)
	case codeBusy, codeLocked:
		return survey.Fail(survey.Unavailable, "store.busy").Because(err)
	case codeReadOnly, codeCannotOpen:
		return survey.Fail(survey.Unavailable, "store.permissions").Because(err)
	case codeCorrupt, codeNotADB:
		return survey.Fail(survey.Internal, "store.file_damaged").Because(err)
	}
	return err
}

// resultCode returns the primary result code in err's chain, or 0.
func resultCode(err error) int {
	if e, ok := errors.AsType[*driver.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}
