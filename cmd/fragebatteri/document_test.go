package main

import (
	"os"
	"strings"
	"testing"

	"fragebatteri/survey/documents"
)

func TestDocuments(t *testing.T) {
	s := newSite(t, "https://svar.example")
	data := s.path("data")
	listed, _ := must(t, "document", "list", "-data", data, "-lang", "en")["documents"].([]any)
	if len(listed) != len(documents.Names) {
		t.Errorf("it lists %v", listed)
	}
	page, office := s.path("disposal.html"), s.path("disposal.odt")
	must(t, "document", "print", "-data", data, "disposal", "-o", page)
	must(t, "document", "print", "-data", data, "disposal", "-lang", "en", "-o", office)
	text, err := os.ReadFile(page)
	ok(t, err)
	if !strings.Contains(string(text), "Gallringsbeslut") {
		t.Error("the page is no disposal decision")
	}
	text, err = os.ReadFile(office)
	ok(t, err)
	if !strings.HasPrefix(string(text[30:]), "mimetype"+documents.ODTType) {
		t.Errorf("the file begins %q", text[:100])
	}
	for _, wrong := range [][]string{
		{"secrets", "-o", s.path("a.odt")}, {"disposal", "-o", s.path("a.pdf")},
		{"disposal", "-lang", "so", "-o", s.path("a.odt")}, {"disposal", "-o", page}, {"disposal"},
	} {
		code, _, said := call(append([]string{"document", "print", "-data", data}, wrong...)...)
		if code != exitInvalid || strings.Count(said, "\n") != 1 {
			t.Errorf("document print %q: exit code %d: %s", wrong, code, said)
		}
	}
}
