// Package tool finds the programs that tests drive: scanners, office programs,
// browsers. It imports nothing of ours, so that every package's tests can use it.
package tool

import (
	"os"
	"os/exec"
	"testing"
)

// Need returns the path of the first of these programs that is there. Without
// any the test is skipped with a reason; with FRAGEBATTERI_NEED_TOOLS set, as in
// .ci/run, it fails.
func Need(t testing.TB, programs ...string) string {
	t.Helper()
	for _, program := range programs {
		if path, err := exec.LookPath(program); err == nil {
			return path
		}
	}
	Missing(t, programs[0])
	return ""
}

// Missing skips a test that needs something that is not there, or fails it where
// all tools must be there.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("FRAGEBATTERI_NEED_TOOLS") != "" {
		t.Fatalf("%s is missing and FRAGEBATTERI_NEED_TOOLS is set", what)
	}
	t.Skipf("%s is not installed here; bash .ci/run installs it", what)
}
