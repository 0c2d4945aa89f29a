package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fragebatteri/survey/surveytest/tool"
)

// people are thirty simulated participants whose marks are all in m.
func people(t *testing.T, m *marks) []*person {
	t.Helper()
	var list []*person
	for i := range 30 {
		list = append(list, newPerson(t, i, m))
	}
	return list
}

// realServer is the real program serving a folder. limit is in the words of the
// shell, such as "ulimit -f 100", or empty.
func realServer(t *testing.T, f folder, limit string) *process {
	t.Helper()
	file, err := program()
	ok(t, err)
	if limit == "" {
		return start(t, exec.Command(file, "serve", "-data", f.dir, "-addr", "127.0.0.1:0"))
	}
	if _, err := exec.LookPath("sh"); err != nil {
		tool.Missing(t, "sh")
	}
	return start(t, exec.Command("sh", "-c", limit+`; exec "$0" "$@"`, file, "serve", "-data", f.dir, "-addr", "127.0.0.1:0"))
}

// The promise: thirty people answer, and afterwards nothing that the program
// wrote or printed tells who they are, what they said, or when.
func TestNoTraces(t *testing.T) {
	f, m := newFolder(t), newMarks()
	m.answers()
	all := people(t, m)
	server := realServer(t, f, "")
	before := f.registry(t)
	from := time.Now()
	var answering sync.WaitGroup
	statuses := make([]int, len(all))
	for i, p := range all {
		answering.Go(func() { statuses[i] = p.answer(t, server.address, f.at(i)) })
	}
	answering.Wait()
	if slices.Min(statuses) != http.StatusSeeOther || slices.Max(statuses) != http.StatusSeeOther {
		t.Fatalf("statuses are %v", statuses)
	}
	if !bytes.Equal(before, f.registry(t)) {
		t.Error("thirty answers changed the registry")
	}
	all[0].misbehave(t, server.address, f.session)
	if !bytes.Equal(before, f.registry(t)) {
		t.Error("what was refused changed the registry")
	}
	m.times(from, time.Now())
	for _, what := range m.inFolder(t, f.dir) {
		t.Errorf("while serving: %s", what)
	}
	printed := server.stop()
	for _, what := range append(m.inFolder(t, f.dir), m.found([]byte(printed))...) {
		t.Errorf("afterwards: %s", what)
	}
	if n := f.pending(t); n != len(all) {
		t.Errorf("%d answers are stored, want %d: the test saw too little", n, len(all))
	}
}

// The disk fills up under the real program: answers are refused for a while,
// and nothing is said about those who sent them.
func TestNoTracesOnAFullDisk(t *testing.T) {
	f, m := newFolder(t), newMarks()
	m.answers()
	p := newPerson(t, 0, m)
	info, err := os.Stat(filepath.Join(f.dir, "registry.db"))
	ok(t, err)
	server := realServer(t, f, fmt.Sprintf("ulimit -f %d", (info.Size()+(96<<10))/512))
	from := time.Now()
	received, refused := 0, 0
	for refused == 0 && received < 300 {
		switch status := p.answer(t, server.address, f.at(received)); status {
		case http.StatusSeeOther:
			received++
		case http.StatusServiceUnavailable:
			refused++
		default:
			t.Fatalf("status %d", status)
		}
	}
	if refused == 0 || received == 0 {
		t.Fatalf("%d answers were received and %d refused; the disk never filled up", received, refused)
	}
	for range 5 {
		p.answer(t, server.address, f.session)
	}
	p.misbehave(t, server.address, f.session)
	m.times(from, time.Now())
	printed := server.stop()
	for _, what := range append(m.inFolder(t, f.dir), m.found([]byte(printed))...) {
		t.Error(what)
	}
	if n := f.pending(t); n < received {
		t.Errorf("%d answers were acknowledged and %d are there", received, n)
	}
}

// A handler panics with all it knows, or the store refuses everything; nothing
// of it is printed, though the standard library's log is open here.
func TestNoTracesOfFailures(t *testing.T) {
	for mode, status := range map[string]int{modePanic: http.StatusInternalServerError, modeFullDisk: http.StatusServiceUnavailable} {
		t.Run(mode, func(t *testing.T) {
			f, m := newFolder(t), newMarks()
			m.answers()
			all := people(t, m)
			server := testServer(t, mode, f)
			from := time.Now()
			for i, p := range all {
				if got := p.answer(t, server.address, f.at(i)); got != status {
					t.Fatalf("status %d, want %d", got, status)
				}
			}
			if mode == modePanic {
				if got := all[1].ask(t, http.MethodGet, "http://"+server.address+"/readyz", all[1].form().Encode(), formType); got != status {
					t.Errorf("status %d, want %d", got, status)
				}
			}
			m.times(from, time.Now())
			printed := server.stop()
			for _, what := range append(m.inFolder(t, f.dir), m.found([]byte(printed))...) {
				t.Error(what)
			}
			if !bytes.Contains([]byte(printed), []byte("times: ")) {
				t.Errorf("the failures were not counted: %q", printed)
			}
		})
	}
}

// A leak of one line is found, so that the tests above can be relied on.
func TestPlantedLeakIsFound(t *testing.T) {
	f, m := newFolder(t), newMarks()
	p := newPerson(t, 0, m)
	server := testServer(t, modeLeak, f)
	m.address("127.0.0.1") // where no address of its own could be had
	if status := p.ask(t, http.MethodGet, "http://"+server.address+"/s/"+f.session.Code, "", ""); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	printed := server.stop()
	_, printed, _ = strings.Cut(printed, "\n") // the first line says where it listens
	if found := m.found([]byte(printed)); len(found) == 0 {
		t.Errorf("the logged address is not found in %q", printed)
	}
}
