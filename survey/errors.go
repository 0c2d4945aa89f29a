package survey

import (
	"errors"
	"fmt"
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
	AlreadySent      // another answer has been received with this nonce
	TooLarge         // the request is larger than any answer can be
	Unavailable      // it may work in a while: overload, full disk
	WrongMethod      // this address does not take this kind of request
)

// Error is a failure that somebody can be told about. Participants are shown
// the text that Key names in their own language; operators are shown Text,
// which says what is wrong and what to do next. Err is the cause, for the log
// of commands; it is never shown to participants.
type Error struct {
	Kind Kind
	Key  string
	Text string
	Err  error
}

// Error returns the text for operators, or the key where there is none.
func (e *Error) Error() string {
	text := e.Text
	if text == "" {
		text = e.Key
	}
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", text, e.Err)
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first Error in err's chain, and Internal for
// an error that carries none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Invalidf returns an error of kind Invalid for operators. The text ends with
// what to do next.
func Invalidf(format string, args ...any) *Error {
	return &Error{Kind: Invalid, Text: fmt.Sprintf(format, args...)}
}

// Conflictf returns an error of kind Conflict for operators: the input is
// right, the state of the data folder is not.
func Conflictf(format string, args ...any) *Error {
	return &Error{Kind: Conflict, Text: fmt.Sprintf(format, args...)}
}

// NotFoundf returns an error of kind NotFound for operators.
func NotFoundf(format string, args ...any) *Error {
	return &Error{Kind: NotFound, Text: fmt.Sprintf(format, args...)}
}
