package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// A place is asked for by its code or name; what the release says nothing of is refused before
// anything is written.
func TestExportOfAPlace(t *testing.T) {
	s := newShelf(t)
	name, _ := s.put(madeUp(core(t), "first", ""), s.signer)
	for place, want := range map[string]string{"0581": ",municipality,0581,", "05": ",municipality,0581,", "": ",region,05,"} {
		out := filepath.Join(s.dir, "place"+place+".csv")
		must(t, "export", "-release", name, "-place", place, "-format", "csv-machine", "-o", out)
		if text := string(s.read(out)); !strings.Contains(text, want) || place == "0581" && strings.Contains(text, ",region,05,") {
			t.Errorf("%q: the file begins %.200q", place, text)
		}
	}
	for _, c := range [][]string{
		{"nothing of \"1281\"; choose a place", "-place", "1281"},
		{"nothing of \"Kinda\"; choose a place", "-place", "Kinda"},
		{"nothing of \"12\"; choose a place", "-place", "12"},
		{"nothing of \"1281\"; choose a place", "-municipality", "1281"},
		{"no municipality has the code \"9999\"", "-municipality", "9999"},
		{"not both", "-municipality", "0581", "-place", "05"},
	} {
		out := filepath.Join(s.dir, "refused.csv")
		code, printed, errOut := call(append([]string{"export", "-release", name, "-format", "csv", "-o", out}, c[1:]...)...)
		if code != exitInvalid || printed != "" || notOneLine(errOut) != "" || !strings.Contains(errOut, c[0]) {
			t.Errorf("%q: exit code %d, %s%s", c[1:], code, printed, errOut)
		}
	}
}
