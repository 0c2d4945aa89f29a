package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"fragebatteri/survey"
)

// faults counts failures of requests. They are not logged as they happen: a
// line with a time would tell when somebody answered.
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

// Faults returns what has failed since the server was made, and how often: the
// code of an error, or where in the program something unforeseen happened. The
// counts only rise.
func (s *Server) Faults() map[string]int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return maps.Clone(s.faults.count)
}

// note counts a failure of a request, unless it is that the visitor left.
func (s *Server) note(c *gin.Context, err error) {
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		return
	}
	what := survey.CodeOf(err)
	if what == "" {
		what = fmt.Sprintf("%s %s failed: %s", c.Request.Method, c.FullPath(), typesOf(err))
	}
	s.faults.add(what)
}

// typesOf returns the types of an error and its causes. Their texts may repeat
// what somebody sent.
func typesOf(err error) string {
	types := fmt.Sprintf("%T", err)
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			types += " of " + typesOf(inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			types += " of " + typesOf(inner)
		}
	}
	return types
}

// module begins the names of our own functions.
const module = "fragebatteri/"

// mostFrames is how many functions a panic is reported with.
const mostFrames = 8

// panicked returns where a panic that is being recovered happened: our own
// functions with their lines, innermost first, and no values.
func panicked() string {
	var callers [64]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers[:])])
	var own []string
	raised := false
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		raised = raised || frame.Function == "runtime.gopanic"
		if name, ours := strings.CutPrefix(frame.Function, module); raised && ours && len(own) < mostFrames {
			own = append(own, fmt.Sprintf("%s:%d", name, frame.Line))
		}
	}
	return "panic in " + strings.Join(own, " from ")
}
