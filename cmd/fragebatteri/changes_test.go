package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"fragebatteri/i18n/review"
	"fragebatteri/locales"
)

// What staff decided in a data folder becomes part of the program by a patch.
func TestChangesBecomeAPatch(t *testing.T) {
	s := newSite(t, "http://127.0.0.1:8080")
	patch, data := s.path("changes.patch"), s.path("data")
	refuses(t, "leave -lang", "locale", "export", "-changes", "-lang", "so", "-data", data, "-o", patch)
	refuses(t, "-o is missing", "locale", "export", "-changes", "-data", data)
	refuses(t, "nothing to write", "locale", "export", "-changes", "-data", data, "-o", patch)

	has, err := contentOf(data)
	ok(t, err)
	texts, err := has.library(data)
	ok(t, err)
	so, err := translated("so")
	ok(t, err)
	w, _, err := texts.Now().Wording(so, "core", "K01")
	ok(t, err)
	ok(t, texts.Decide(so, review.Signature{Role: "steward", Date: "2026-11-28"}, review.Decision{
		File: "core", Key: "K01", Words: map[string]string{"other": "Ma taqaan meel?"}, Seen: w.TextMark(),
	}))
	must(t, "locale", "export", "-changes", "-data", data, "-o", patch)
	refuses(t, "exists already", "locale", "export", "-changes", "-data", data, "-o", patch)

	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git here to apply a patch with")
	}
	repository := t.TempDir()
	ok(t, os.CopyFS(filepath.Join(repository, localesFolder), locales.Files))
	apply := exec.Command(git, "apply", "--whitespace=error-all", patch)
	apply.Dir = repository
	if said, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	must(t, "locale", "check", "-locales", filepath.Join(repository, localesFolder))
	patched, err := contentIn(filepath.Join(repository, localesFolder), "")
	ok(t, err)
	states, err := review.Load(patched.texts, "so")
	ok(t, err)
	if entry := states["core"]["K01"]; entry.State != review.Approved || entry.Signed == nil || entry.Signed.Role != "steward" {
		t.Errorf("the repository says of K01 %+v", entry)
	}
}
