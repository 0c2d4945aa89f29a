package web_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"fragebatteri/survey/export"
	"fragebatteri/survey/wording"
)

// A workbook says what its release says of a place, and what has changed since the round before.
func TestWorkbookOfAPlace(t *testing.T) {
	s := newSite(t)
	earlier := s.imported(s.made(1, 0).release("2026-H1"))
	r := s.imported(s.made(2, 0).release("2027-H1"))
	interventions, err := s.Interventions(t.Context())
	ok(t, err)
	words := []export.Words{wording.In(s.catalog.Printer("sv"), s.Catalogue, interventions)}
	page := s.Get("/results/2027-h1/norrkoping/xlsx?lang=sv")
	if name := page.Header.Get("Content-Disposition"); name != `attachment; filename="frageomgang-2027-h1-norrkoping.xlsx"` {
		t.Errorf("the file is called %q", name)
	}
	if err := export.VerifyXLSX([]byte(page.Body), words, s.Batteries(), r, earlier); err != nil {
		t.Error(err)
	}
	if err := export.VerifyXLSX([]byte(page.Body), words, s.Batteries(), r); err == nil {
		t.Error("it is not compared with the round before")
	}
}

// A round is there to download whole, with its signature, and for PxWeb.
func TestDownloadsOfARound(t *testing.T) {
	s := newSite(t)
	released := s.release()
	for path, has := range map[string]string{"zip": "release.sig", "px": "core-1-K12.px"} {
		page := s.Get("/results/2026-h1/" + path + "?lang=sv")
		archive, err := zip.NewReader(strings.NewReader(page.Body), int64(len(page.Body)))
		if err != nil {
			t.Fatalf("%s: %d, %v", path, page.Status, err)
		}
		if !slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == has }) {
			t.Errorf("%s has no file %s", path, has)
		}
		if path != "zip" {
			continue
		}
		file, err := archive.Open("release.json")
		ok(t, err)
		var content bytes.Buffer
		_, err = content.ReadFrom(file)
		ok(t, err)
		if !bytes.Equal(content.Bytes(), released.JSON) {
			t.Error("the release in it is not the one that was signed")
		}
	}
	for _, path := range []string{"/results/2020-h1/zip", "/results/2020-h1/px", "/results/2026-h1/nowhere/xlsx", "/results/2020-h1/norrkoping/xlsx"} {
		if page := s.Get(path); page.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, page.Status)
		}
	}
}
