// Package operator words the errors of the service for whoever gives commands:
// in English, what is wrong and what to do next.
package operator

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"fragebatteri/survey"
)

//go:embed words.json
var file []byte

// words maps the code of an error to what is said of it, with the names of its values in braces.
var words = func() map[string]string {
	var all map[string]string
	if err := json.Unmarshal(file, &all); err != nil {
		panic(err) // the file is part of the program
	}
	return all
}()

// Refusal is what a command itself refuses, in its own words: a flag that is missing, a file that
// is not there. Err is the cause, if there is one.
type Refusal struct {
	Words string
	Err   error
}

// Refusef returns a refusal. Its words end with what to do next.
func Refusef(format string, args ...any) *Refusal {
	return &Refusal{Words: fmt.Sprintf(format, args...)}
}

// Because adds the cause to a refusal and returns it.
func (r *Refusal) Because(cause error) *Refusal {
	r.Err = cause
	return r
}

// Error returns the words and the cause.
func (r *Refusal) Error() string {
	if r.Err == nil {
		return r.Words
	}
	return fmt.Sprintf("%s: %v", r.Words, r.Err)
}

// Unwrap returns the cause.
func (r *Refusal) Unwrap() error { return r.Err }

// Text returns what is said of an error and its causes. An error without a code says what it says
// itself; one whose code has no words shows the code.
func Text(err error) string {
	switch e := err.(type) {
	case *survey.Error:
		text := say(e)
		if e.Err != nil {
			text += ": " + Text(e.Err)
		}
		return text
	case *Refusal:
		if e.Err == nil {
			return e.Words
		}
		return e.Words + ": " + Text(e.Err)
	case interface{ Unwrap() error }:
		return within(err, e.Unwrap())
	case interface{ Unwrap() []error }:
		return within(err, e.Unwrap()...)
	}
	return err.Error()
}

// within returns the text of an error that repeats the texts of others, with words in their place.
func within(err error, others ...error) string {
	text := err.Error()
	for _, other := range others {
		if other != nil {
			text = strings.Replace(text, other.Error(), Text(other), 1)
		}
	}
	return text
}

// Fault returns what is said of a fault that was counted by its code while serving. Any other text
// is returned as it is.
func Fault(what string) string {
	if text, known := words[what]; known {
		return text
	}
	return what
}

var placeholder = regexp.MustCompile(`"?\{(\w+)\}"?`)

// say inserts the values of an error into its words. A value in quotes is written so that what
// nobody sees in it is seen.
func say(e *survey.Error) string {
	text, known := words[e.Code]
	if !known {
		return e.Code
	}
	values := map[string]string{}
	for i := 0; i+1 < len(e.Args); i += 2 {
		values[fmt.Sprint(e.Args[i])] = fmt.Sprint(e.Args[i+1])
	}
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		value, known := values[strings.Trim(found, `"{}`)]
		switch {
		case !known:
			return found
		case found[0] == '"' && found[len(found)-1] == '"':
			return strconv.Quote(value)
		}
		return strings.Replace(found, "{"+strings.Trim(found, `"{}`)+"}", value, 1)
	})
}
