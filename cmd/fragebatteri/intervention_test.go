package main

import (
	"os"
	"strings"
	"testing"
)

// The register goes out as a file of either kind and comes in again as it was; files of older versions
// change what they have.
func TestInterventionFiles(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	data := s.path("data")
	for _, format := range []string{"csv", "xlsx"} {
		file := s.path("register." + format)
		must(t, "intervention", "export", "-data", data, "-format", format, "-o", file)
		if done := must(t, "intervention", "import", "-data", data, file); whole(t, done, "same") != 97 || whole(t, done, "changed")+whole(t, done, "added") != 0 {
			t.Errorf("%s: %v", format, done)
		}
	}
	old := s.path("old.csv")
	ok(t, os.WriteFile(old, []byte("id,name,municipalities,funding,period,category,asked\nOG028,Nycklar,0581,§37,2027,språk,participants\nNK001,Ny,0581,,,språk,participants\n"), 0o644))
	if done := must(t, "intervention", "import", "-data", data, old); whole(t, done, "added") != 1 || whole(t, done, "changed") != 1 {
		t.Errorf("of an older file it does %v", done)
	}
	list := must(t, "intervention", "list", "-data", data, "-municipality", "0581", "-state", "open")["interventions"].([]any)
	if len(list) != 12 {
		t.Errorf("in Norrköping there are %d", len(list))
	}
	for says, args := range map[string][]string{
		"choose csv or xlsx":  {"export", "-data", data, "-format", "pdf", "-o", s.path("x")},
		"choose open, closed": {"list", "-data", data, "-state", "new"},
		"row 2":               {"import", "-data", data, s.path("bad.csv")},
		"exists":              {"export", "-data", data, "-o", s.path("register.csv")},
	} {
		ok(t, os.WriteFile(s.path("bad.csv"), []byte("id,name,municipalities,funding,period,category,asked\nOG028,Nycklar,581,,,x,participants\n"), 0o644))
		if code, _, errOut := call(append([]string{"intervention"}, args...)...); code != exitInvalid || !strings.Contains(errOut, says) {
			t.Errorf("%v: exit code %d, %q", args, code, errOut)
		}
	}
}
