// Package tool says which tests are run, and finds the programs that they drive:
// scanners, office programs, browsers. It imports nothing of ours, so that every
// package's tests can use it.
package tool

import (
	"os"
	"os/exec"
	"testing"
)

// Switch is the environment variable that has all tests run when it is 1.
const Switch = "FRAGEBATTERI_ALL"

// All reports whether all tests are to be run, also those that take minutes or
// drive other programs: FRAGEBATTERI_ALL is 1, as in .ci/run.
func All() bool { return os.Getenv(Switch) == "1" }

// Long leaves a test out unless all are to be run. A benchmark is only run when it is asked for.
func Long(t testing.TB) {
	t.Helper()
	if _, asked := t.(*testing.B); !asked && !All() {
		t.Skipf("left out of the ordinary tests; %s=1 runs it", Switch)
	}
}

// Some is for a test that tries many worlds, rounds or changes, of which few show a plain fault and
// many an unlikely one: it returns few in the ordinary tests and many where all are to be run.
func Some(few, many int) int {
	if All() {
		return many
	}
	return few
}

// Need returns the path of the first of these programs that is there. Tests that
// drive other programs are left out of the ordinary ones, so that these do the
// same on every machine; where all are to be run, a missing program is a failure.
func Need(t testing.TB, programs ...string) string {
	t.Helper()
	Long(t)
	for _, program := range programs {
		if path, err := exec.LookPath(program); err == nil {
			return path
		}
	}
	Missing(t, programs[0])
	return ""
}

// Missing is for a test that needs something that is not there: it is left out of
// the ordinary tests, and fails where all are to be run.
func Missing(t testing.TB, what string) {
	t.Helper()
	Long(t)
	t.Fatalf("%s is missing; bash .ci/run installs it", what)
}
