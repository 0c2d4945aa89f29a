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
	kind, key, text := survey.Unavailable, "error.busy", ""
	switch resultCode(err) {
	case codeFull:
		text = "the disk is full; nothing was stored; make room on the disk of the data folder"
	case codeIO:
		text = "the disk of the data folder cannot be read or written; nothing was stored; it may be full or failing"
	case codeBusy, codeLocked:
		text = "another command is at work in the data folder; nothing was stored; try again in a while"
	case codeReadOnly, codeCannotOpen:
		text = "the data folder cannot be opened or written; check its owner and permissions"
	case codeCorrupt, codeNotADB:
		kind, key, text = survey.Internal, "", "a file in the data folder is damaged; 'restore' makes a new data folder from a backup"
	default:
		return err
	}
	return &survey.Error{Kind: kind, Key: key, Text: text, Err: err}
}

// resultCode returns the primary result code in err's chain, or 0.
func resultCode(err error) int {
	if e, ok := errors.AsType[*driver.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}
