package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

// oneByOne is how many points are tried without leaving any out.
const oneByOne = 4

// next returns the point to try after the n-th: one by one at first, then half
// as far again each time, as in 4, 6, 9, 13, 19, 28, 42.
func next(n int) int {
	if n < oneByOne || tool.All() {
		return n + 1
	}
	return n + n/2
}

// fault is what happens to the n-th call.
type fault string

const (
	killed   fault = "signal=SIGKILL" // the process ends before the call is made
	diskFull fault = "error=ENOSPC"   // the call fails, those after it do not
)

// target is the kind of call that a fault happens to. With a file only calls
// on that file count. strace counts in each thread by itself; taking one file
// at a time keeps the many calls on one from hiding those on another.
type target struct{ call, file string }

func (t target) String() string {
	if t.file == "" {
		return t.call
	}
	return t.call + " " + filepath.Base(t.file)
}

// targets returns all kinds of calls that change a data folder, or files.
func targets(data string) []target {
	list := []target{}
	for _, call := range []string{"fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "ftruncate", "write"} {
		list = append(list, target{call: call})
	}
	// Not the -shm files: they are an index in memory that SQLite makes anew.
	for _, file := range []string{"registry.db", "registry.db-wal", "answers.db", "answers.db-wal"} {
		list = append(list, target{call: "pwrite64", file: filepath.Join(data, file)})
	}
	return list
}

// straced is the real program under strace.
type straced struct{ strace, program string }

// newStraced builds the program once, for as long as a test takes.
func newStraced(t *testing.T) straced {
	t.Helper()
	if underRace {
		t.Skip("the race detector cannot see into the processes that are killed; this runs without -race")
	}
	s := straced{strace: tool.Need(t, "strace"), program: filepath.Join(t.TempDir(), "fragebatteri")}
	if out, err := exec.Command(s.strace, "-D", "-f", "-o", os.DevNull, "-e", "trace=fsync", "true").CombinedOutput(); err != nil {
		t.Fatalf("strace may not trace here (%v: %s); allow ptrace, as with --cap-add SYS_PTRACE", err, bytes.TrimSpace(out))
	}
	if out, err := exec.Command("go", "build", "-o", s.program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	return s
}

// command returns the program with a fault at the n-th call of a target, and
// the name of the file that strace writes to. strace runs as a child of the
// program (-D), so that exit code and signals are the program's own.
func (s straced) command(t *testing.T, at target, what fault, n int, args ...string) (cmd *exec.Cmd, log string) {
	log = filepath.Join(t.TempDir(), "strace")
	words := []string{"-D", "-f", "-o", log, "-e", "trace=" + at.call, "-e", fmt.Sprintf("inject=%s:%s:when=%d", at.call, what, n)}
	if at.file != "" {
		words = append(words, "-P", at.file)
	}
	return exec.Command(s.strace, append(append(words, s.program), args...)...), log
}

// ending is how a command under strace ended.
type ending struct {
	hit      bool // the fault happened
	code     int  // -1 when it was killed
	out, err string
	told     bool // what it printed arrived: the fault was not in printing
}

func (s straced) run(t *testing.T, at target, what fault, n int, args ...string) ending {
	t.Helper()
	cmd, log := s.command(t, at, what, n, args...)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	if _, stopped := errors.AsType[*exec.ExitError](err); err != nil && !stopped {
		t.Fatal(err)
	}
	e := endingOf(t, cmd, log)
	e.out = out.String()
	// strace complains here when a thread ends while it is looking.
	for line := range strings.Lines(errOut.String()) {
		if !strings.HasPrefix(line, s.strace+": ") {
			e.err += line
		}
	}
	return e
}

func endingOf(t testing.TB, cmd *exec.Cmd, log string) ending {
	t.Helper()
	content, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	e := ending{code: cmd.ProcessState.ExitCode(), told: true}
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	e.hit = status.Signaled() && status.Signal() == syscall.SIGKILL
	for line := range strings.Lines(string(content)) {
		if strings.Contains(line, "(INJECTED)") {
			e.hit = true
			e.told = e.told && !strings.Contains(line, " write(1, ") && !strings.Contains(line, " write(2, ")
		}
	}
	return e
}

// clear checks what a command said that met a full disk: one line when it
// failed, and what it made when it did not.
func (e ending) clear(t *testing.T) {
	t.Helper()
	switch {
	case !e.told:
	case e.code == exitOK:
		if _, err := oneObject([]byte(e.out)); err != nil {
			t.Errorf("it succeeded and printed %q: %v", e.out, err)
		}
	case e.code != exitFailed && e.code != exitInvalid:
		t.Errorf("exit code %d: %s", e.code, e.err)
	default:
		if fault := notOneLine(e.err); fault != "" {
			t.Error(fault)
		}
	}
}
