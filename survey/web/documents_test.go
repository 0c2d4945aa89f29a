package web_test

import (
	"strings"
	"testing"

	"fragebatteri/survey"
	"fragebatteri/survey/documents"
	"fragebatteri/survey/surveytest"
)

// An officer finds every document on one page, reads it, and gets it as a file, in the language of the
// page.
func TestDocuments(t *testing.T) {
	p := crewOf(t, newSite(t))
	officer := p.Browser.As(p.secrets[survey.Officer])
	for _, tag := range []string{"sv", "en"} {
		list := officer.Get("/staff/" + tag + "/documents")
		if got := list.Find(".ways a").Length(); got != 2*len(documents.Names) {
			t.Fatalf("in %s the page has %d ways to documents", tag, got)
		}
		for _, name := range documents.Names {
			path := "/staff/" + tag + "/documents/" + name
			if list.Find(`a[href="`+path+`"]`).Length() != 1 || list.Find(`a[href="`+path+`/odt"]`).Length() != 1 {
				t.Errorf("in %s the page does not lead to %s", tag, name)
			}
			read := officer.Get(path)
			if read.Find("html").AttrOr("lang", "") != tag || read.Find("section h2").Length() < 5 || read.Find("mark").Length() == 0 ||
				!strings.Contains(read.Body, surveytest.Host.Name) || !strings.Contains(read.Header.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Errorf("in %s %s is\n%.2000s", tag, name, read.Body)
			}
			file := officer.Get(path + "/odt")
			if file.Header.Get("Content-Type") != documents.ODTType || file.Header.Get("Content-Disposition") != `attachment; filename="`+name+"-"+tag+`.odt"` {
				t.Errorf("in %s the file of %s comes with %v", tag, name, file.Header)
			}
		}
	}
}
