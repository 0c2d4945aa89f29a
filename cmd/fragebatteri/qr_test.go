package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fragebatteri/survey/surveytest/tool"
)

// What 'session qr' draws is read back by a scanner, from both kinds of
// picture, as the session's address in capitals after a small scheme.
func TestQRIsReadBack(t *testing.T) {
	zbarimg := tool.Need(t, "zbarimg")
	rsvg := tool.Need(t, "rsvg-convert")
	s := newSite(t, "https://svar.ostergotland.example")
	s.openRound(t, "2026-H2")
	session := must(t, "session", "open", "-data", s.path("data"), "-round", "2026-H2", "-municipality", "0581", "-intervention", "OG028")
	want := "https://SVAR.OSTERGOTLAND.EXAMPLE/S/" + text(t, session, "code")

	for _, name := range []string{"code.png", "code.svg", "CODE.SVG"} {
		picture := s.path(name)
		drawn := must(t, "session", "qr", "-data", s.path("data"), "-o", picture, text(t, session, "code"))
		if text(t, drawn, "file") != picture || text(t, drawn, "url") != text(t, session, "url") {
			t.Errorf("%s: printed %v", name, drawn)
		}
		if strings.EqualFold(filepath.Ext(name), ".svg") {
			rendered := s.path("rendered.png")
			if out, err := exec.Command(rsvg, "--width", "400", "--output", rendered, picture).CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", name, err, out)
			}
			picture = rendered
		}
		out, err := exec.Command(zbarimg, "--quiet", "--raw", picture).Output()
		if err != nil {
			t.Errorf("%s is not read back: %v", name, err)
		}
		if got := strings.TrimSpace(string(out)); got != want {
			t.Errorf("%s is read back as %q; want %q", name, got, want)
		}
	}
}
