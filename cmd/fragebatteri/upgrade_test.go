package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"fragebatteri/survey"
)

// testdata/first is a data folder as the first version of this program left it:
// a sealed round, and an open one with three pending answers whose key is kept.
// It opens and serves, and nothing in it is lost.
func TestFirstDataFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS("testdata/first")); err != nil {
		t.Fatal(err)
	}
	if n := whole(t, must(t, "check", "-data", dir), "releases"); n != 1 {
		t.Errorf("%d releases; want 1", n)
	}
	code := text(t, must(t, "session", "open", "-data", dir, "-round", "2026-H2", "-municipality", "0581", "-intervention", "OG028"), "code")
	server := start(t, servingOn, "serve", "-data", dir, "-addr", "127.0.0.1:0")
	if _, answered, err := send(server.base+"/s/"+code+"/sv", url.Values{"K01": {"o1"}}); err != nil || answered.status != http.StatusSeeOther {
		t.Errorf("an answer gets %d, %v", answered.status, err)
	}
	b := browser{t, server.base}
	b.page(b.moved("/results/gau45274nsgweo62?lang=sv&place=0581"))
	if r := b.ask(http.MethodGet, "/s/94ZN1GBP/sv", nil); r.status == http.StatusNotFound {
		t.Errorf("the session that was open gets %d", r.status)
	}
	server.stop()

	must(t, "round", "close", "-data", dir, "-round", "2026-H2", "-now")
	pending := filepath.Join(t.TempDir(), "pending")
	must(t, "pending", "export", "-data", dir, "-round", "2026-H2", "-o", pending, "-final")
	content, err := os.ReadFile(pending)
	if err != nil {
		t.Fatal(err)
	}
	var file survey.PendingFile
	if err := json.Unmarshal(content, &file); err != nil || len(file.Answers) != 4 {
		t.Errorf("%d answers were exported, %v; want the three that were pending and the new one", len(file.Answers), err)
	}
}
