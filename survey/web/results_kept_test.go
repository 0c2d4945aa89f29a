package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"fragebatteri/survey"
)

// A page of a place is kept as it was made, and no longer than what it says: what a municipality
// replies is there at once. What somebody adds to the address is on nobody's page.
func TestKeptPagesFollowWhatStaffChange(t *testing.T) {
	s := newSite(t)
	r := s.imported(s.made(1, 0).release("2026-H1"))
	const path = "/results/2026-h1/norrkoping?lang="
	before := s.Get(path + "sv&planted=planted").Body
	for range 2 {
		if page := s.Get(path + "sv"); page.Body != before || strings.Contains(page.Body, "planted") {
			t.Error("the page is not the one that was made, or has in it what was added to the address")
		}
	}
	ok(t, s.PutReply(t.Context(), survey.Reply{Release: r.ID, Intervention: "OG028", Language: "sv", Text: "Vi öppnar ett språkcafé."}))
	if after := s.Get(path + "sv"); !strings.Contains(after.Body, "Vi öppnar ett språkcafé.") {
		t.Error("the reply is not on the page")
	}
	// Many ask while it is made anew.
	ok(t, s.PutReply(t.Context(), survey.Reply{Release: r.ID, Intervention: "OG028", Language: "sv", Text: "Vi öppnar två språkcaféer."}))
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			if page := s.Get(path + "sv"); !strings.Contains(page.Body, "Vi öppnar två språkcaféer.") {
				t.Error("somebody of many gets the page as it was")
			}
		})
	}
	asking.Wait()
	if english := s.Get(path + "en"); !strings.Contains(english.Body, `lang="en"`) || english.Status != http.StatusOK {
		t.Error("the page in English is not in English")
	}
	if page := s.Get("/results/2026-h1/nowhere?lang=sv"); page.Status != http.StatusNotFound {
		t.Errorf("a place that there is not: %d", page.Status)
	}
}

// Files that were addressed by the id of a release are found by the name of its round.
func TestOldAddressesOfFiles(t *testing.T) {
	s := newSite(t)
	id := s.release().ID
	for path, to := range map[string]string{
		"/results/" + id + "/csv?lang=sv":                   "/results/2026-h1/csv?lang=sv",
		"/results/" + id + "/csv?lang=sv&municipality=0581": "/results/2026-h1/norrkoping/csv?lang=sv",
		"/results/" + id + "/zip":                           "/results/2026-h1/zip",
	} {
		if page := s.Get(path); page.Status != http.StatusMovedPermanently || page.Header.Get("Location") != to {
			t.Errorf("%s: %d, to %q", path, page.Status, page.Header.Get("Location"))
		}
	}
	if page := s.Get("/results/" + id + "/csv?municipality=9999"); page.Status != http.StatusNotFound {
		t.Errorf("of a municipality that there is not: %d", page.Status)
	}
}
