package survey

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of failure an Error is, so that a page can choose its
// status and a command its exit code without reading words.
type Kind int

// The kinds of failure. Internal is the zero value: whatever nobody foresaw.
const (
	Internal    Kind = iota
	Invalid          // the input breaks a rule and can be corrected
	NotFound         // no such session, round, release, language …
	Closed           // the session takes no more answers
	Full             // the session has as many answers as its capacity
	Conflict         // the state of things does not allow this now
	AlreadySent      // another answer has been received with this card
	Unavailable      // it may work in a while: overload, full disk
	Forbidden        // somebody else on the staff may do this
	SignedOut        // nobody is signed in, or no longer
)

// Error is a failure that somebody can be told about. It has no words: whoever meets people words
// its code, commands for operators and pages in the reader's language. Err is the cause, for the
// log of commands; it is never shown to participants.
type Error struct {
	Kind Kind
	Code string // names what is wrong, as in "round.name"; the same words belong to it everywhere
	Args []any  // names and values in turn, which the words may insert
	Err  error
}

// Fail returns an error with a code and the names and values in turn that its words may insert.
func Fail(kind Kind, code string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Args: args}
}

// Because adds the cause to an error and returns it.
func (e *Error) Because(cause error) *Error {
	e.Err = cause
	return e
}

// Error returns the code, its values and the cause: what a log can be searched for, and no words
// for people.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(e.Code)
	for i := 0; i+1 < len(e.Args); i += 2 {
		fmt.Fprintf(&text, " %v=%q", e.Args[i], fmt.Sprint(e.Args[i+1]))
	}
	if e.Err != nil {
		fmt.Fprintf(&text, ": %v", e.Err)
	}
	return text.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first Error in err's chain, and Internal for an error that
// carries none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// CodeOf returns the code of the first Error in err's chain, and "" for an error that carries
// none.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}
