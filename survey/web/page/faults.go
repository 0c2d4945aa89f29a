package page

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"path"
	"reflect"
	"runtime"
	"strings"
	"sync"

	"fragebatteri/survey"
)

// faults counts failures of requests. They are not logged as they happen: a
// line with a time would tell when somebody answered. What is counted is never
// text that could hold anything of a request.
type faults struct {
	mu    sync.Mutex
	count map[string]int
}

func (f *faults) add(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.count == nil {
		f.count = map[string]int{}
	}
	f.count[what]++
}

// Faults returns what has failed since the site was made, and how often: the
// code of an error, or where something unforeseen happened. The numbers only
// rise, so that each of several readers can tell what is new to it.
func (s *Site) Faults() map[string]int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return maps.Clone(s.faults.count)
}

// addError counts an error that a handler returned, if it is ours to mend: by
// its code, else by the handler and the types of the error. A visitor who left
// is no fault.
func (f *faults) addError(ctx context.Context, handler string, err error) {
	left := ctx.Err() != nil && errors.Is(err, context.Canceled)
	if left || StatusOf(survey.KindOf(err)) < http.StatusInternalServerError {
		return
	}
	if code := survey.CodeOf(err); code != "" {
		f.add(code)
		return
	}
	f.add(fmt.Sprintf("%s failed with %s; run 'check', and report this if it finds nothing", handler, strings.Join(typesOf(err), ", ")))
}

// addPanic counts a panic by where in our own code it was. It is called by the
// function that recovered.
func (f *faults) addPanic() {
	f.add("a panic in " + strings.Join(ownFrames(), ", ") + "; please report this")
}

// typesOf lists the types of an error and of what it wraps, but for those that
// only add text.
func typesOf(err error) []string {
	var names []string
	if name := fmt.Sprintf("%T", err); !strings.HasPrefix(name, "*fmt.wrapError") && name != "*errors.joinError" {
		names = append(names, name)
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			names = append(names, typesOf(inner)...)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			names = append(names, typesOf(inner)...)
		}
	}
	return names
}

// module is how the names of our own functions begin.
var module, _, _ = strings.Cut(reflect.TypeFor[Site]().PkgPath(), "/")

// ownFrames lists our own functions that were running when one of them panicked,
// the innermost first, with the lines they were at.
func ownFrames() []string {
	var names []string
	counters := make([]uintptr, 64)
	const handling = 4 // Callers, ownFrames, addPanic and the function that recovered
	frames := runtime.CallersFrames(counters[:runtime.Callers(handling, counters)])
	for more := true; more; {
		var frame runtime.Frame
		if frame, more = frames.Next(); strings.HasPrefix(frame.Function, module+"/") {
			names = append(names, fmt.Sprintf("%s %s:%d", path.Base(frame.Function), path.Base(frame.File), frame.Line))
		}
	}
	return names
}

// nameOf returns the name of a function.
func nameOf(h any) string {
	name := path.Base(runtime.FuncForPC(reflect.ValueOf(h).Pointer()).Name())
	return strings.TrimSuffix(name, "-fm") // a method of a value
}
